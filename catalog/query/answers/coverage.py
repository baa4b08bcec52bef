"""What the catalog lacks, as plain data."""

from __future__ import annotations

from typing import Any

from catalog.query.catalog import Catalog
from catalog.query.coverage import ClassCoverage, Coverage

LISTS = ("gaps", "alone", "unsettled", "stale")


class CoverageAnswer:
    """What the chosen systems have and lack; `listed` is the list of which every row is wanted, None for the counts."""

    def __init__(self, catalog: Catalog, found: Coverage, listed: str | None = None) -> None:
        self.found, self.listed = found, listed
        self.labels = {id: entry.label for id, entry in catalog.properties().items()}
        self.names, self.empty = catalog.names(), not found.classes

    def plain(self) -> dict[str, Any]:
        """All of it as data, whatever list is wanted."""
        return {
            "total": _plain(self.found.total),
            "classes": [_plain(entry) for entry in self.found.classes],
            **{name: [row._asdict() for row in getattr(self.found, name)] for name in LISTS},
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a class, or one an entry of the list that is wanted."""
        if self.listed is None:
            return [_plain(entry) for entry in (*self.found.classes, self.found.total)]
        return [row._asdict() for row in getattr(self.found, self.listed)]


def _plain(entry: ClassCoverage) -> dict[str, Any]:
    return {**entry._asdict(), "share": round(entry.share, 3)}
