"""From a question to its printed answer: every expected fault becomes one line and a status."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from catalog.cli.fresh import open_fresh
from catalog.cli.output import emit
from catalog.query.catalog import Catalog
from catalog.query.connection import NotACatalog
from catalog.query.display import UnknownUnit
from catalog.query.resolve import UnknownSystem
from catalog.query.terms import UnknownWord

FOUND, NOTHING = 0, 1


class Page(Protocol):
    """An answer in three forms. `empty` says that nothing was found."""

    empty: bool

    def text(self) -> str:
        """The answer for a terminal."""

    def plain(self) -> Any:
        """The answer as data."""

    def rows(self) -> Sequence[dict[str, Any]]:
        """The answer as flat rows."""


def answer(format: str, ask: Callable[[Catalog], Page]) -> int:
    """Opens the catalog, asks, prints; returns 0 if something was found, 1 for wrong input or nothing found."""
    catalog = None
    try:
        catalog = open_fresh()
        page = ask(catalog)
        text = emit(format, page.text, page.plain, page.rows)
    except (NotACatalog, UnknownSystem, UnknownUnit, UnknownWord) as error:
        sys.stderr.write(f"catalog: {error}\n")
        return NOTHING
    except Exception as error:
        from catalog.cli.faults import of_database

        told = of_database(error, catalog.connection if catalog else None)
        if told is None:
            raise
        sys.stderr.write(f"catalog: {told}\n")
        return NOTHING
    stream = sys.stderr if page.empty and format == "table" else sys.stdout
    stream.write(f"{text}\n" if text else "")
    stream.flush()
    return NOTHING if page.empty else FOUND
