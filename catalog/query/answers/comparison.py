"""Systems side by side, as plain data."""

from __future__ import annotations

from typing import Any

from catalog.interval import envelope
from catalog.query.answers.figures import flat_headline, plain_headline, plain_interval
from catalog.query.catalog import Catalog
from catalog.query.compare import Comparison, Group
from catalog.query.display import Measures, Unit
from catalog.query.terms import REACH
from catalog.query.words import sentence


class ComparisonAnswer:
    """A comparison in the units it is shown in."""

    def __init__(self, catalog: Catalog, comparison: Comparison, measures: Measures) -> None:
        self.comparison, self.measures = comparison, measures
        self.munitions = catalog.names(row.condition.munition for group in comparison.groups for row in group.rows)
        self.empty = not comparison.groups
        self.ranges = [group for group in comparison.groups if group.property_id == REACH]
        self.others = [group for group in comparison.groups if group.property_id != REACH]

    def plain(self) -> dict[str, Any]:
        """The comparison as data."""
        return {
            "systems": self.comparison.systems,
            "groups": [self._plain_group(group) for group in self.comparison.groups],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a headline."""
        return [
            {"group": group.property_id, "kind": group.kind, **flat_headline(row, self._unit(group))}
            for group in self.comparison.groups
            for row in group.rows
        ]

    def _plain_group(self, group: Group) -> dict[str, Any]:
        unit = self._unit(group)
        verdicts = [
            {
                "a": verdict.a,
                "b": verdict.b,
                "a_outranges_b": verdict.answer,
                "by_figures_shown": verdict.shown,
                "a_claims": plain_interval(envelope(verdict.a_claims), unit),
                "b_claims": plain_interval(envelope(verdict.b_claims), unit),
                "sentence": self._sentence(group, number),
            }
            for number, verdict in enumerate(group.verdicts)
        ]
        figures = [plain_headline(row, unit) for row in group.rows]
        return {
            "property": group.property_id,
            "label": group.label,
            "kind": group.kind,
            "unit": unit.id,
            "figures": figures,
            "verdicts": verdicts,
        }

    def _unit(self, group: Group) -> Unit:
        return self.measures.unit(group.unit)

    def _sentence(self, group: Group, number: int) -> str:
        return sentence(
            group.verdicts[number], group, self.comparison.systems, self._unit(group), len(self.ranges) == 1
        )
