"""All that the catalog says of one system, and one claim in full, as plain data."""

from __future__ import annotations

from typing import Any

from catalog.query.answers.figures import flat_headline, plain_claim, plain_headline
from catalog.query.catalog import Catalog
from catalog.query.cite import cite
from catalog.query.display import Measures, Unit
from catalog.query.headline import Headline
from catalog.query.sheet import Sheet
from catalog.query.terms import Property, UnknownWord


class SheetAnswer:
    """A sheet with the units it is shown in."""

    empty = False

    def __init__(self, catalog: Catalog, sheet: Sheet, measures: Measures) -> None:
        self.sheet, self.measures = sheet, measures
        self.properties = catalog.properties()
        munitions = (row.condition.munition for row in sheet.headlines)
        self.names = catalog.names([*munitions, *(id for ids in sheet.relatives.values() for id in ids)])
        self.schemes = catalog.schemes(sheet.id)

    def plain(self) -> dict[str, Any]:
        """The sheet as data."""
        sheet = self.sheet
        return {
            "id": sheet.id,
            "name": sheet.name,
            "class": sheet.class_id,
            "schemes": {scheme.name: list(scheme.classes) for scheme in self.schemes},
            "origin": list(sheet.origins),
            "status": sheet.status,
            "summary": sheet.summary,
            "names": [name._asdict() for name in sheet.names],
            "specs": [plain_headline(row, self._unit(row)) for row in sheet.headlines],
            "deprecated": [
                plain_claim(claim, self.measures.unit(self._property(claim.property_id).unit))
                for claim in sheet.deprecated
            ],
            "operators": [operator._asdict() for operator in sheet.operators],
            "relatives": sheet.relatives,
            "missing": list(sheet.missing),
            "events": [{"id": id, "date": date, "title": title} for id, date, title in sheet.events],
            "links": sheet.links,
            "record": sheet.file,
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a headline."""
        return [flat_headline(row, self._unit(row)) for row in self.sheet.headlines]

    def _property(self, id: str) -> Property:
        return self.properties[id]

    def _unit(self, row: Headline) -> Unit:
        return self.measures.unit(self._property(row.property_id).unit)


class ClaimAnswer:
    """One claim in full, with how to cite it. Raises UnknownWord if there is none."""

    empty = False

    def __init__(self, catalog: Catalog, id: str, measures: Measures) -> None:
        found = catalog.claim(id)
        if found is None:
            raise UnknownWord(f"no claim `{id}`: `catalog show SYSTEM --claims` lists a system's claims with their ids")
        self.claim = found
        entry = catalog.properties()[found.property_id]
        self.unit = measures.unit(entry.unit)
        names = catalog.names([found.system_id, found.condition.munition])
        condition = found.condition.label(names)
        self.system = names[found.system_id]
        self.subject = f"{self.system}, {entry.label}{f' ({condition})' if condition else ''}: {found.stated}"

    def plain(self) -> dict[str, Any]:
        """The claim as data."""
        return plain_claim(self.claim, self.unit) | {"cite": cite(self.claim, self.subject)}

    def rows(self) -> list[dict[str, Any]]:
        """The claim as one row."""
        return [{**self.plain(), "condition": self.claim.condition.label()}]
