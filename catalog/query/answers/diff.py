"""What changed between two databases, as plain data."""

from __future__ import annotations

from typing import Any

from catalog.query.answers.figures import flat_headline, plain_claim
from catalog.query.catalog import Catalog
from catalog.query.diff import Difference, Moved, SystemChange
from catalog.query.display import Measures


class DiffAnswer:
    """The changes with figures in the units of the properties."""

    def __init__(self, catalog: Catalog, found: Difference, names: tuple[str, str]) -> None:
        self.found, self.before, self.after = found, *names
        self.measures = Measures(catalog.connection)
        self.properties, self.names = catalog.properties(), catalog.names()
        same = not found.systems and not found.regraded and not any(found.events.values())
        self.empty = same and all(old == new for old, new in found.counts.values())

    def plain(self) -> dict[str, Any]:
        """All changes as data."""
        return {
            "before": self.before,
            "after": self.after,
            "counts": {table: {"before": old, "after": new} for table, (old, new) in self.found.counts.items()},
            "systems": [self._system(change) for change in self.found.systems],
            "verdicts": [verdict._asdict() for verdict in self.found.verdicts],
            "regraded": {id: {"before": old, "after": new} for id, (old, new) in self.found.regraded.items()},
            "events": {what: list(titles) for what, titles in self.found.events.items()},
        }

    def _system(self, change: SystemChange) -> dict[str, Any]:
        unit = self._unit
        return {
            "id": change.id,
            "name": change.name,
            "what": change.what,
            "facts": {name: {"before": old, "after": new} for name, (old, new) in change.facts.items()},
            "added": [plain_claim(claim, unit(claim.property_id)) for claim in change.added],
            "removed": [plain_claim(claim, unit(claim.property_id)) for claim in change.removed],
            "reworded": [
                {"before": plain_claim(a, unit(a.property_id)), "after": plain_claim(b, unit(b.property_id))}
                for a, b in change.reworded
            ],
            "deprecated": [plain_claim(claim, unit(claim.property_id)) for claim in change.deprecated],
            "headlines": [self._moved(moved) for moved in change.moved],
        }

    def _moved(self, moved: Moved) -> dict[str, Any]:
        unit = self._unit(moved.either.property_id)
        return {
            side: headline and flat_headline(headline, unit)
            for side, headline in (("before", moved.before), ("after", moved.after))
        }

    def _unit(self, property_id: str) -> Any:
        return self.measures.unit(self.properties[property_id].unit)
