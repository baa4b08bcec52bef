"""Intervals as bars of text: full to the lower bound, light to the upper one, an arrow where it is open."""

from __future__ import annotations

import sys

from catalog.interval import Interval
from catalog.query.display import NO_BARS


class Marks:
    """The characters of a bar; plain ones where the output cannot show blocks."""

    def __init__(self) -> None:
        try:
            "█░▏→".encode(sys.stdout.encoding or "utf-8")
            self.full, self.light, self.arrow = "█", "░", "→"
        except (UnicodeEncodeError, LookupError):
            self.full, self.light, self.arrow = "#", "-", ">"


def bar(interval: Interval, greatest: float, columns: int, unit: str = "") -> str:
    """A bar from zero on a scale that ends at `greatest`; none for dates and prices."""
    if unit in NO_BARS:
        return ""
    marks = Marks()
    low = _cells(interval.low or 0.0, greatest, columns)
    if interval.high is None:
        return marks.full * min(low, columns - 2) + marks.light + marks.arrow
    high = _cells(interval.high, greatest, columns)
    if interval.low is None:
        return marks.light * high
    return marks.full * max(low, 1) + marks.light * (high - max(low, 1))


def _cells(value: float, greatest: float, columns: int) -> int:
    if greatest <= 0:
        return 0
    return max(0, min(columns, round(value / greatest * columns)))


def legend() -> str:
    """What the marks mean, in one line."""
    marks = Marks()
    return f"{marks.full} to the lowest figure  {marks.light} to the highest  {marks.arrow} open: at least, more than"
