"""`catalog show`: one system on one page."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.cli.attribution import attribution, tell
from catalog.cli.text import bold, dim, paragraph, table, terminal_width
from catalog.query.answers.sheet import ClaimAnswer, SheetAnswer
from catalog.query.catalog import Catalog
from catalog.query.cite import cite
from catalog.query.display import Measures, show_headline, show_interval
from catalog.query.headline import Headline
from catalog.query.sheet import Operator, Sheet


class ShowPage(SheetAnswer):
    """The answer about one system, as text for a terminal."""

    def __init__(
        self, catalog: Catalog, sheet: Sheet, measures: Measures, claims: bool = False, scoped: bool = False
    ) -> None:
        super().__init__(catalog, sheet, measures)
        self.claims, self.scoped = claims, scoped

    def text(self) -> str:
        """The page for a terminal."""
        parts = [self._title(), paragraph(self.sheet.summary), self._called(), self._classed(), self._specs()]
        parts += [self._operators(), self._relatives(), self._events(), self._missing(), self._legend()]
        return "\n\n".join(part for part in parts if part)

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
            return "No claim fits." if self.scoped else "No claim has been entered yet."
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


class ClaimPage(ClaimAnswer):
    """One claim in full with how to cite it, or with a style the citation alone."""

    def __init__(self, catalog: Catalog, id: str, measures: Measures, style: str | None = None) -> None:
        super().__init__(catalog, id, measures)
        self.style = style

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
