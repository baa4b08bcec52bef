"""`catalog rank`: systems in the order of one property."""

from __future__ import annotations

from catalog.cli.attribution import tell
from catalog.cli.bars import bar, legend
from catalog.cli.text import bold, dim, pad, paragraph, terminal_width, wrap
from catalog.query.answers.ranking import RankingAnswer
from catalog.query.display import show_headline
from catalog.query.rank import Ranked
from catalog.query.reach import highest

PLACE, NAME, FIGURE = 5, 24, 20


class RankPage(RankingAnswer):
    """The answer to a ranking, as text for a terminal."""

    def text(self) -> str:
        """The page for a terminal."""
        if not self.shown:
            return paragraph(self._nothing())
        greatest = max(highest(row.headline) for row in self.shown)
        lines = [line for row in self.shown for line in self._entry(row, greatest)]
        more = (
            f"… and {len(self.ranking.rows) - len(self.shown)} more" if len(self.shown) < len(self.ranking.rows) else ""
        )
        lacking = self._lacking()
        order = "latest" if self.unit.id == "EDTF" else "greatest"
        note = "A place like 2-5 means that the claims allow any of these places. ≠ the sources conflict. " + legend()
        parts = [
            bold(f"{self.ranking.label.capitalize()}, {order} first"),
            "\n".join(lines),
            more,
            paragraph(lacking),
            dim(paragraph(note)),
        ]
        return "\n\n".join(part for part in parts if part)

    def _entry(self, row: Ranked, greatest: float) -> list[str]:
        """A system's place, name, figure and bar; below them its condition and sources."""
        name, figure = wrap(row.name, NAME), wrap(self._figure(row), FIGURE)
        drawn = self._bar(row, greatest, terminal_width() - PLACE - NAME - FIGURE - 8)
        first = f"{pad(_place(row), PLACE)}  {bold(pad(name[0], NAME))}  {pad(figure[0], FIGURE)}  {drawn}".rstrip()
        condition = row.headline.condition.label(self.names)
        told = "; ".join(
            part for part in (condition, tell(row.headline, terminal_width() - 14 - len(condition))) if part
        )
        rest = [*name[1:], *figure[1:]]
        return [
            first,
            *(
                " " * (PLACE + 2) + dim(line)
                for text in [*rest, told]
                for line in wrap(text, terminal_width() - PLACE - 2)
            ),
        ]

    def _lacking(self) -> str:
        names = list(self.ranking.without_figure.values())
        if len(names) > 12:
            return f"{len(names)} systems of this choice have no figure."
        return f"No figure: {', '.join(names)}" if names else ""

    def _nothing(self) -> str:
        lacking = ", ".join(self.ranking.without_figure.values())
        has = f"No system of this choice has a published {self.ranking.label} that fits"
        return f"{has}; {len(self.ranking.without_figure)} lack one: {lacking}." if lacking else f"{has}."

    def _figure(self, row: Ranked) -> str:
        return show_headline(row.headline, self.unit) + (" ≠" if row.headline.conflict else "")

    def _bar(self, row: Ranked, greatest: float, columns: int) -> str:
        return bar(row.headline.interval, greatest, columns, self.unit.id) if row.headline.interval else ""


def _place(row: Ranked) -> str:
    return str(row.first) if row.first == row.last else f"{row.first}-{row.last}"
