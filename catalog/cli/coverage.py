"""`catalog coverage`: what each class expects and each system lacks, and which figures stand on one leg."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.cli.text import bold, dim, paragraph, table
from catalog.interval import Interval
from catalog.query.answers.coverage import CoverageAnswer
from catalog.query.coverage import ClassCoverage, Unsettled
from catalog.query.display import Unit, show_interval

SAMPLES = 8


class CoveragePage(CoverageAnswer):
    """The answer as text for a terminal."""

    def text(self) -> str:
        """The counts by class with samples of each list, or one list whole."""
        if self.empty:
            return paragraph("No system of this choice.")
        if self.listed is not None:
            return self._list(self.listed, None)
        head = ("Class", "Systems", "Complete", "Figures", "Share", "Reach", "By two")
        rows = [_row(entry) for entry in (*self.found.classes, self.found.total)]
        note = (
            "Complete: every expected figure, an operator, a second name, two publishers. Figures: expected ones that "
            "are there. Reach: systems with a range, their munitions' included; by two: from two publishers."
        )
        parts = [table(rows, head, right=(1, 2, 3, 4, 5, 6)), dim(paragraph(note))]
        parts += [self._list(name, SAMPLES) for name in ("gaps", "alone", "unsettled", "stale")]
        return "\n\n".join(part for part in parts if part)

    def _list(self, name: str, most: int | None) -> str:
        rows: Sequence[tuple[str, ...]] = {
            "gaps": self._gaps, "alone": self._alone, "unsettled": self._unsettled, "stale": self._stale,
        }[name]()  # fmt: skip
        if not rows:
            return f"{bold(_HEADS[name])} none" if most is None else ""
        shown = rows[:most]
        more = (
            f"\n… and {len(rows) - len(shown):,} more: `catalog coverage --list {name}`" if most and rows[most:] else ""
        )
        return f"{bold(_HEADS[name])} {len(rows):,}\n{table(shown, indent='  ')}{more}"

    def _gaps(self) -> list[tuple[str, ...]]:
        worst = sorted(self.found.gaps, key=lambda gap: (-len(gap.properties) - len(gap.others), gap.system_id))
        return [
            (gap.system_id, ", ".join([*(self.labels[id] for id in gap.properties), *map(_second, gap.others)]))
            for gap in worst
        ]

    def _alone(self) -> list[tuple[str, ...]]:
        by_pages = sorted(self.found.alone, key=lambda row: (-row.pages, row.system_id, row.property_id))
        return [
            (row.system_id, self.labels[row.property_id], f"{row.root}, {row.pages} page{'s' if row.pages > 1 else ''}")
            for row in by_pages
        ]

    def _unsettled(self) -> list[tuple[str, ...]]:
        return [
            (row.system_id, self.labels[row.property_id], row.ammunition or "", _span(row))
            for row in self.found.unsettled
        ]

    def _stale(self) -> list[tuple[str, ...]]:
        return [(row.accessed, f"{row.title} [{row.id}]", str(row.claims)) for row in self.found.stale]


_HEADS = {
    "gaps": "Systems that lack something:",
    "alone": "Properties of which all figures rest on one publisher:",
    "unsettled": "Disputed figures of which no value has a second source:",
    "stale": "Documents read long before the latest:",
}


def _second(what: str) -> str:
    return {"operators": "an operator", "names": "a second name", "publishers": "a second publisher"}[what]


def _span(row: Unsettled) -> str:
    unit = Unit(row.unit)
    # A rate worked out per minute has digits without end; a day is a number of eight.
    digits = 8 if row.unit == "EDTF" else 5
    values = (float(f"{value:.{digits}g}") for value in (row.least, row.greatest))
    return " against ".join(show_interval(Interval(value, value), unit) for value in values)


def _row(entry: ClassCoverage) -> tuple[str, ...]:
    filled = f"{entry.filled:,} of {entry.expected:,}", f"{100 * entry.share:.0f} %"
    return (
        entry.label,
        f"{entry.systems:,}",
        f"{entry.complete:,}",
        *filled,
        f"{entry.reach:,}",
        f"{entry.reach_by_two:,}",
    )
