"""Figures with the geometry of their bars, in percent of an axis: worked out here, drawn by the template."""

from __future__ import annotations

from math import log10
from typing import Any, NamedTuple

POINT = 1.2  # the width of a single figure, in percent of the axis
ARROW = 12.0  # the length of the arrow of an open figure
LOG_BEYOND = 20  # a ratio of greatest to least beyond which short bars are slivers


def with_bars(data: dict[str, Any], rows: list[dict[str, Any]], scale: str | None = None) -> dict[str, Any]:
    """The data with `rows` whose figures carry `bar`, and with `axis`: its end, ticks, unit, whether logarithmic.

    `scale` is linear or log; without one the ratio of the figures decides.
    """
    bounds = [
        bound for row in rows for bound in (row["low"], row["high"]) if bound is not None and row["unit"] != "EDTF"
    ]
    if not bounds or max(bounds) <= 0:
        return {**data, "rows": [{**row, "bar": None} for row in rows], "axis": None}
    least, greatest = min((bound for bound in bounds if bound > 0), default=1.0), max(bounds)
    wide = greatest / least > LOG_BEYOND
    log = wide if scale is None else scale == "log"
    opens = any(row["high"] is None and row["low"] is not None for row in rows)
    axis = _Axis(least, greatest, log, 100 - ARROW if opens else 100.0)
    told = {"end": greatest, "log": log, "wide": wide, "ticks": axis.ticks(), "unit": rows[0]["unit"]}
    return {**data, "rows": [{**row, "bar": _bar(row, axis)} for row in rows], "axis": told}


class _Axis(NamedTuple):
    """An axis from nothing, or from below the least figure where it is logarithmic, to the greatest figure at `room`.

    What lies beyond the greatest figure is left to the arrows of open ones, so that each begins at its bound.
    """

    least: float
    greatest: float
    log: bool
    room: float

    def place(self, value: float) -> float:
        """Where a value lies, in percent of the drawing's width."""
        if not self.log:
            return round(self.room * max(value, 0.0) / self.greatest, 2)
        foot = self.least / 1.5
        return round(self.room * log10(max(value, foot) / foot) / log10(self.greatest / foot), 2)

    def ticks(self) -> list[dict[str, Any]]:
        """Round numbers along the axis: five or fewer; on a logarithmic one powers of ten, with 2 and 5 if few."""
        if self.log:
            powers = [10.0**power for power in range(-2, 8)]
            values = [value for value in powers if self.least <= value <= self.greatest]
            if len(values) < 3:
                finer = [digit * power for power in powers for digit in (1, 2, 5)]
                values = [value for value in finer if self.least <= value <= self.greatest]
        else:
            step = 10 ** int(log10(self.greatest)) if self.greatest >= 1 else 0.1
            step = next((part for part in (step / 5, step / 2, step, step * 2) if self.greatest / part <= 5), step)
            values = [step * count for count in range(1, int(self.greatest / step) + 1)]
        return [{"x": self.place(value), "label": f"{value:,.10g}"} for value in values]


def _bar(row: dict[str, Any], axis: _Axis) -> dict[str, Any] | None:
    low, high = row["low"], row["high"]
    if low is None and high is None:
        return None
    if low is None:
        end = axis.place(high)
        return {"shape": "open-low", "x": max(0.0, round(end - ARROW, 2)), "w": min(ARROW, end)}
    start = axis.place(low)
    if high is None:
        return {"shape": "open-high", "x": start, "w": ARROW}
    end = axis.place(high)
    if end - start < POINT:
        return {"shape": "point", "x": min(start, 100 - POINT), "w": POINT}
    return {"shape": "span", "x": start, "w": round(end - start, 2)}
