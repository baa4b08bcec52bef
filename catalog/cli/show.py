"""`catalog show`: one system on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalog.cli.attribution import attribution, tell
from catalog.cli.text import bold, dim, paragraph, table, terminal_width
from catalog.query.catalog import Catalog
from catalog.query.cite import cite
from catalog.query.display import Measures, Unit, show_headline, show_interval
from catalog.query.headline import Headline
from catalog.query.plain import flat_headline, plain_claim, plain_headline
from catalog.query.sheet import Operator, Sheet
from catalog.query.terms import Property, UnknownWord


class ShowPage:
    """A sheet with the units it is shown in, as text, as plain data and as flat rows."""

    empty = False

    def __init__(self, catalog: Catalog, sheet: Sheet, measures: Measures, claims: bool = False) -> None:
        self.sheet, self.measures, self.claims = sheet, measures, claims
        self.properties, self.names = catalog.properties(), catalog.names()
        self.schemes = catalog.schemes(sheet.id)

    def text(self) -> str:
        """The page for a terminal."""
        parts = [self._title(), paragraph(self.sheet.summary), self._called(), self._classed(), self._specs()]
        parts += [self._operators(), self._relatives(), self._events(), self._missing(), self._legend()]
        return "\n\n".join(part for part in parts if part)

    def plain(self) -> dict[str, Any]:
        """The page as data."""
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

    def _title(self) -> str:
        sheet = self.sheet
        line = " · ".join([sheet.id, sheet.class_label, " and ".join(sheet.origins), sheet.status.replace("-", " ")])
        return f"{bold(sheet.name)}\n{dim(line)}"

    def _called(self) -> str:
        names = [
            f"{name.name} ({name.language})" if name.language else name.name
            for name in self.sheet.names
            if not name.main
        ]
        return paragraph("Also called " + ", ".join(names)) if names else ""

    def _classed(self) -> str:
        return paragraph(
            "Classed " + "; ".join(f"{' or '.join(scheme.classes)} ({scheme.name})" for scheme in self.schemes)
        )

    def _specs(self) -> str:
        if not self.sheet.headlines:
            return "No claim has been entered yet."
        room = terminal_width() - 54
        rows: list[Sequence[str]] = []
        previous = ""
        for headline in self.sheet.headlines:
            label = self._property(headline.property_id).label
            mark = " ≠" if headline.conflict else ""
            figure = show_headline(headline, self._unit(headline)) + mark
            rows.append(
                (
                    "" if label == previous else label,
                    headline.condition.label(self.names),
                    figure,
                    tell(headline, max(room, 22)),
                )
            )
            if self.claims:
                rows += self._claim_rows(headline)
            previous = label
        return table(rows, ("Property", "Condition", "Figure", "Sources"))

    def _claim_rows(self, headline: Headline) -> list[Sequence[str]]:
        return [("", f"  {claim.id}", f"  {claim.stated}", f"  {attribution(claim)}") for claim in headline.claims]

    def _operators(self) -> str:
        if not self.sheet.operators:
            return ""
        return paragraph("Operators " + "; ".join(map(_operator, self.sheet.operators)))

    def _relatives(self) -> str:
        words = {"base": "Variant of", "variants": "Variants", "fires": "Fires", "fired_by": "Fired by"}
        return "\n".join(paragraph(f"{words[kind]} {', '.join(ids)}") for kind, ids in self.sheet.relatives.items())

    def _events(self) -> str:
        if not self.sheet.events:
            return ""
        shown = self.sheet.events[-6:]
        more = (
            f" (the last {len(shown)} of {len(self.sheet.events)}: `catalog events --system {self.sheet.id}`)"
            if len(shown) < len(self.sheet.events)
            else ""
        )
        return f"Events{more}\n" + table([(date, title) for _, date, title in shown], indent="  ")

    def _missing(self) -> str:
        if not self.sheet.missing:
            return ""
        labels = ", ".join(self._property(id).label for id in self.sheet.missing)
        return paragraph(f"Nobody has entered yet: {labels}")

    def _legend(self) -> str:
        marked = "≠ the sources conflict. " if any(row.conflict for row in self.sheet.headlines) else ""
        more = "" if self.claims else " `--claims` lists every claim."
        return dim(paragraph(f"{marked}A letter grades the publisher (A reliable to F cannot be judged).{more}"))


def _operator(operator: Operator) -> str:
    since = f" since {' or '.join(operator.since)}" if operator.since else ""
    until = f" until {' or '.join(operator.until)}" if operator.until else ""
    quantity = f" ({', '.join(operator.quantities)})" if operator.quantities else ""
    return f"{operator.name}{since}{until}{quantity}"


class ClaimPage:
    """One claim in full, with how to cite it. Raises UnknownWord if there is none."""

    empty = False

    def __init__(self, catalog: Catalog, id: str, measures: Measures, style: str | None = None) -> None:
        found = catalog.claim(id)
        if found is None:
            raise UnknownWord(f"no claim `{id}`: `catalog show SYSTEM --claims` lists a system's claims with their ids")
        self.claim, self.style = found, style
        entry = catalog.properties()[found.property_id]
        self.unit = measures.unit(entry.unit)
        condition = found.condition.label(catalog.names())
        self.subject = (
            f"{catalog.names()[found.system_id]}, {entry.label}{f' ({condition})' if condition else ''}: {found.stated}"
        )

    def text(self) -> str:
        """One fact a line and the citation; with a style the citation alone."""
        claim = self.claim
        if self.style:
            return cite(claim, self.subject, self.style)
        facts = [
            ("system", claim.system_id),
            ("property", claim.property_id),
            ("condition", claim.condition.label()),
            ("stated", claim.stated),
            ("means", show_interval(claim.interval, self.unit) if claim.has_number else claim.text),
            ("publisher", f"{claim.publisher}, graded {claim.reliability}"),
            ("repeats", claim.via_name),
            ("document", claim.title),
            ("issued", claim.issued),
            ("read", claim.accessed),
            ("address", claim.url),
            ("rank", f"{claim.rank}: {claim.rank_reason}" if claim.rank_reason else claim.rank),
            ("credibility", claim.credibility),
            ("note", claim.note),
        ]
        told = table([(name, str(value)) for name, value in facts if value], indent="  ")
        return f"claim {claim.id}\n{told}\n\n{paragraph('Cite as: ' + cite(claim, self.subject))}"

    def plain(self) -> dict[str, Any]:
        """The claim as data."""
        return plain_claim(self.claim, self.unit) | {"cite": cite(self.claim, self.subject)}

    def rows(self) -> list[dict[str, Any]]:
        """The claim as one row."""
        return [{**self.plain(), "condition": self.claim.condition.label()}]
