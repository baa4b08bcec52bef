"""`catalog compare`: systems side by side with bars, sources and verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.cli.attribution import attribution, tell
from catalog.cli.bars import bar, legend
from catalog.cli.text import bold, dim, pad, paragraph, table, terminal_width, width, wrap
from catalog.query.answers.comparison import ComparisonAnswer
from catalog.query.catalog import Catalog
from catalog.query.compare import LONGEST, Comparison, Group
from catalog.query.display import Measures, show_headline
from catalog.query.headline import RULES, Headline
from catalog.query.reach import highest
from catalog.query.terms import REACH
from catalog.query.words import kind_label, not_comparable


class ComparePage(ComparisonAnswer):
    """The answer to a comparison, as text for a terminal."""

    def __init__(
        self,
        catalog: Catalog,
        comparison: Comparison,
        measures: Measures,
        claims: bool = False,
        why: bool = False,
    ) -> None:
        super().__init__(catalog, comparison, measures)
        self.claims, self.why = claims, why

    def text(self) -> str:
        """The page for a terminal."""
        parts = [self._chart(group) for group in self.ranges]
        parts += [paragraph(note) for note in not_comparable(self.comparison)]
        parts += (
            [self._matrix()]
            if not self.claims and len(self.others) > 3
            else [self._chart(group) for group in self.others]
        )
        if not self.comparison.groups:
            parts.append(
                paragraph(f"No property is claimed for two or more of {', '.join(self.comparison.systems.values())}.")
            )
        return "\n\n".join(part for part in [*parts, self._legend()] if part)

    def _chart(self, group: Group) -> str:
        heading = (
            "Range" + (f", {kind_label(group)}" if len(self.ranges) > 1 else "")
            if group.property_id == REACH
            else group.label.capitalize()
        )
        lines = [bold(heading)]
        rows = [
            (self._row_name(group, row), show_headline(row, self._unit(group)) + (" ≠" if row.conflict else ""))
            for row in group.rows
        ]
        name_width, figure_width = (max(width(row[column]) for row in rows) for column in (0, 1))
        name_width, figure_width = min(name_width, 26), min(figure_width, 24)
        greatest = max((highest(row) for row in group.rows if row.interval), default=0)
        bar_width = max(10, min(28, terminal_width() - name_width - figure_width - 28))
        for headline, row in zip(group.rows, rows, strict=True):
            drawn = bar(headline.interval, greatest, bar_width, group.unit) if headline.interval else ""
            told = tell(headline, terminal_width() - name_width - figure_width - bar_width - 8)
            lines += _columns(row, drawn, told, name_width, figure_width, bar_width)
            lines += self._details(headline)
        for number in range(len(group.verdicts)):
            said = wrap(self._sentence(group, number), terminal_width() - 4)
            lines += [("  - " if place == 0 else "    ") + line for place, line in enumerate(said)]
        return "\n".join(lines)

    def _row_name(self, group: Group, row: Headline) -> str:
        condition = row.condition if group.kind in (None, LONGEST) else row.condition._replace(ammunition=None)
        label = condition.label(self.munitions)
        return self.comparison.systems[row.system_id] + (f", {label}" if label else "")

    def _details(self, headline: Headline) -> list[str]:
        lines = []
        if self.why:
            roots = ", ".join(headline.roots)
            lines += [dim(line) for line in wrap(f"{RULES[headline.rule]}; rests on {roots}", terminal_width() - 6)]
        if self.claims:
            lines += [
                text
                for claim in headline.claims
                for text in wrap(f"{claim.stated}: {attribution(claim)} [{claim.id}]", terminal_width() - 6)
            ]
        return ["      " + line for line in lines]

    def _matrix(self) -> str:
        """The other shared properties: one row each, one column a system."""
        systems = self.comparison.systems
        rows = [[group.label, *(self._cell(group, id) for id in systems)] for group in self.others]
        return table(rows, ["Property", *systems.values()])

    def _cell(self, group: Group, system: str) -> str:
        cells = []
        for row in (row for row in group.rows if row.system_id == system):
            label = row.condition.label(self.munitions)
            mark = " ≠" if row.conflict else ""
            cells.append(
                show_headline(row, self._unit(group)) + mark + (f" {label}" if label else "") + f" [{len(row.claims)}]"
            )
        return "; ".join(cells) or "-"

    def _legend(self) -> str:
        notes = [legend()] if self.ranges or self.others else []
        if any(row.conflict for group in self.comparison.groups for row in group.rows):
            notes.append("≠ the sources conflict")
        if len(self.others) > 3 and not self.claims:
            notes.append("[n] claims behind a figure: `--claims` lists them")
        notes.append("a letter grades the publisher, A to F")
        return dim(paragraph("; ".join(notes)))


def _columns(
    row: Sequence[str], drawn: str, told: str, name_width: int, figure_width: int, bar_width: int
) -> list[str]:
    """One row of a chart; names, figures and sources that do not fit go on below."""
    sources_width = max(14, terminal_width() - name_width - figure_width - bar_width - 8)
    names, figures, sources = wrap(row[0], name_width), wrap(row[1], figure_width), wrap(told, sources_width)
    lines = []
    for number in range(max(len(names), len(figures), len(sources))):
        name, figure, source = (cells[number] if number < len(cells) else "" for cells in (names, figures, sources))
        drawing = drawn if number == 0 else ""
        lines.append(
            f"  {pad(name, name_width)}  {pad(figure, figure_width)}  {pad(drawing, bar_width)}  {dim(source)}".rstrip()
        )
    return lines
