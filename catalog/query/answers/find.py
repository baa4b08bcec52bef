"""Systems that meet conditions, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalog.query.answers.figures import flat_headline, plain_headline
from catalog.query.catalog import Catalog
from catalog.query.display import Measures, Unit
from catalog.query.find import Match
from catalog.query.headline import Headline


class FindAnswer:
    """The systems found, in the units they are shown in."""

    def __init__(self, catalog: Catalog, conditions: Sequence[str], found: Sequence[Match], measures: Measures) -> None:
        self.conditions, self.found, self.measures = conditions, found, measures
        self.properties, self.names, self.empty = catalog.properties(), catalog.names(), not found

    def plain(self) -> list[dict[str, Any]]:
        """The systems as data, each with the figures that meet the conditions."""
        return [{**_head(row), "figures": self._figures(row)} for row in self.found]

    def rows(self) -> list[dict[str, Any]]:
        """One row a system and condition."""
        return [
            {**_head(row), "meets": text, "certain": sure, **flat_headline(headline, self._unit(headline))}
            for row in self.found
            for text, headline, sure in zip(self.conditions, row.headlines, row.certain, strict=True)
        ]

    def _figures(self, row: Match) -> list[dict[str, Any]]:
        parts = zip(self.conditions, row.headlines, row.certain, strict=True)
        return [
            {"meets": text, "certain": sure, **plain_headline(headline, self._unit(headline))}
            for text, headline, sure in parts
        ]

    def _unit(self, headline: Headline) -> Unit:
        return self.measures.unit(self.properties[headline.property_id].unit)


def _head(row: Match) -> dict[str, Any]:
    return {"system": row.system_id, "name": row.name, "class": row.class_, "origin": row.origin}
