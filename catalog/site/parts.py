"""Long lists in parts: a page of ours shows one part, its JSON twin the whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from catalog.query.terms import UnknownWord
from catalog.site.query import PART, Query

ROWS = 100
AROUND = 2  # parts on either side of the one shown that are linked to, beside the first and the last

Row = TypeVar("Row")


class Parts(NamedTuple):
    """Which part of a list is shown: its number, how many there are, its first and last row, all rows.

    `links` are the number and the address of other parts, in order; None stands where some are left out.
    """

    number: int
    of: int
    first: int
    last: int
    rows: int
    links: list[tuple[int, str] | None]

    @property
    def is_last(self) -> bool:
        """True for the last part, below which stands what belongs to the whole list."""
        return self.number == self.of


def part(rows: Sequence[Row], query: Query, size: int = ROWS) -> tuple[Sequence[Row], Parts]:
    """The rows that an address asks for, all where it asks for data. Raises UnknownWord for a part beyond the last."""
    if query.whole:
        return rows, Parts(1, 1, 1, len(rows), len(rows), [])
    of = max(1, -(-len(rows) // size))
    asked = query.one(PART) or "1"
    if not (asked.isascii() and asked.isdigit() and len(asked) < 9 and 1 <= int(asked) <= of):
        raise UnknownWord(f"no page `{asked}`: the list has {of} page{'' if of == 1 else 's'}")
    number = int(asked)
    shown = rows[(number - 1) * size : number * size]
    first = (number - 1) * size + 1
    return shown, Parts(number, of, first, first + len(shown) - 1, len(rows), _links(number, of, query))


def _links(number: int, of: int, query: Query) -> list[tuple[int, str] | None]:
    wanted = sorted({1, of, *range(max(1, number - AROUND), min(of, number + AROUND) + 1)})
    found: list[Any] = []
    for before, here in zip([0, *wanted], wanted, strict=False):
        found += [None] if here > before + 1 else []
        found.append((here, query.but(**{PART: str(here) if here > 1 else None})))
    return found if of > 1 else []
