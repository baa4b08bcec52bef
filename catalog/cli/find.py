"""`catalog find`: systems that meet conditions on several properties at once."""

from __future__ import annotations

from catalog.cli.text import dim, paragraph, table
from catalog.query.answers.find import FindAnswer
from catalog.query.display import show_headline
from catalog.query.headline import Headline


class FindPage(FindAnswer):
    """The systems found, as a table for a terminal."""

    def text(self) -> str:
        """The list for a terminal."""
        if not self.found:
            return paragraph(f"No system is claimed to meet {' and '.join(self.conditions)}.")
        rows = [
            (row.name, row.class_, *(self._cell(*pair) for pair in zip(row.headlines, row.certain, strict=True)))
            for row in self.found
        ]
        note = "? some claims meet it, others do not or leave it open. ≠ the sources conflict."
        return table(rows, ("System", "Class", *self.conditions)) + "\n\n" + dim(paragraph(note))

    def _cell(self, headline: Headline, sure: bool) -> str:
        label = headline.condition.label(self.names)
        marks = (" ≠" if headline.conflict else "") + ("" if sure else " ?")
        return show_headline(headline, self._unit(headline)) + marks + (f" ({label})" if label else "")
