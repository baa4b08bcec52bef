"""What a reader asks for in an address, and the addresses of the same page asked otherwise."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from catalog.query.catalog import Catalog
from catalog.query.claims import Scope
from catalog.query.display import SYSTEMS, Measures
from catalog.query.filter import Filter

FILTERS = ("class", "operator", "origin", "status")
PART = "page"  # the word that asks for another part of a list than the first
PUBLISHER_FILTERS = {"kind": "kind", "grade": "reliability"}  # each with the column that it looks at


class Query:
    """What a reader asks for in an address: words of the query string and of the path.

    `whole` is true where data is asked for, which comes in one piece.
    """

    def __init__(self, args: Any, path: dict[str, str], whole: bool = False) -> None:
        self._args, self.path, self.whole = args, path, whole

    def one(self, name: str) -> str | None:
        """The value of a parameter, None if it is absent or empty."""
        return (self._args.get(name) or "").strip() or None

    def many(self, name: str) -> list[str]:
        """All values of a parameter."""
        return [value.strip() for value in self._args.getlist(name) if value.strip()]

    @property
    def units(self) -> str:
        """The system of units asked for."""
        asked = self.one("units") or "metric"
        return asked if asked in SYSTEMS else "metric"

    def with_units(self, system: str) -> str:
        """The query string of the same page in another system of units."""
        return self._same_part(units=system)

    def but(self, **changed: str | None) -> str:
        """The query string of the same list, from its first part, with some parameters changed; None removes one."""
        gone = {PART, *changed}
        kept = [
            (name, value) for name in self._args for value in self._args.getlist(name) if name not in gone and value
        ]
        added = [
            (name, value) for name, value in changed.items() if value and not (name == "units" and value == "metric")
        ]
        return f"?{urlencode(kept + added)}" if kept + added else "?"

    def _same_part(self, **changed: str) -> str:
        return self.but(**changed, **{PART: self.one(PART)})

    def scales(self) -> list[tuple[str, str]]:
        """The two scales of bars, each with the query string of the same page in it."""
        return [(scale, self._same_part(scale=scale)) for scale in ("linear", "log")]

    def measures(self, catalog: Catalog) -> Measures:
        """The units to show figures in."""
        return catalog.measures(None, self.units)

    def scope(self, catalog: Catalog) -> Scope:
        """Which claims count."""
        return catalog.scope(self.one("as_of"), self.one("ammunition"), self.many("without"))

    def filter(self, catalog: Catalog) -> Filter:
        """Which systems are looked at."""
        return catalog.filter(*(self.many(name) for name in FILTERS))
