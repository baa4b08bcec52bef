"""Systems in the order of one property, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalog.query.answers.figures import flat_headline, plain_headline
from catalog.query.catalog import Catalog
from catalog.query.display import Measures
from catalog.query.rank import Ranked, Ranking


class RankingAnswer:
    """A ranking in the unit it is shown in; `shown` are the rows to show where not all are."""

    def __init__(
        self, catalog: Catalog, ranking: Ranking, measures: Measures, shown: Sequence[Ranked] | None = None
    ) -> None:
        self.ranking, self.unit = ranking, measures.unit(ranking.unit)
        self.shown = ranking.rows if shown is None else shown
        self.names, self.empty = catalog.names(), not self.shown

    def plain(self) -> dict[str, Any]:
        """The ranking as data."""
        rows = [{**self._known(row), **plain_headline(row.headline, self.unit)} for row in self.shown]
        return {
            "property": self.ranking.property_id,
            "label": self.ranking.label,
            "unit": self.unit.id,
            "rows": rows,
            "without_figure": self.ranking.without_figure,
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a system."""
        return [{**self._known(row), **flat_headline(row.headline, self.unit)} for row in self.shown]

    def _known(self, row: Ranked) -> dict[str, Any]:
        return {
            "first_place": row.first,
            "last_place": row.last,
            "name": row.name,
            "class": row.class_,
            "origin": row.origin,
        }
