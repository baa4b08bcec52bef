"""Figures with the geometry of their bars, in percent of an axis: worked out here, drawn by the template."""

from __future__ import annotations

from math import log10
from typing import Any

POINT = 1.2  # the width of a single figure, in percent of the axis
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
    axis = {
        "end": greatest,
        "log": log,
        "wide": wide,
        "ticks": _ticks(greatest, least if log else None),
        "unit": rows[0]["unit"],
    }
    return {**data, "rows": [{**row, "bar": _bar(row, greatest, least, log)} for row in rows], "axis": axis}


def _bar(row: dict[str, Any], greatest: float, least: float, log: bool) -> dict[str, Any] | None:
    low, high = row["low"], row["high"]
    if low is None and high is None:
        return None
    start = _place(low, greatest, least, log) if low is not None else None
    end = _place(high, greatest, least, log) if high is not None else None
    if start is None:
        return {"shape": "open-low", "x": max(0.0, round((end or 0) - 12, 2)), "w": min(12.0, end or 0)}
    if end is None:
        return {"shape": "open-high", "x": min(start, 88.0), "w": 12.0}
    if end - start < POINT:
        return {"shape": "point", "x": min(start, 100 - POINT), "w": POINT}
    return {"shape": "span", "x": start, "w": round(end - start, 2)}


def _place(value: float, greatest: float, least: float, log: bool) -> float:
    if not log:
        return round(100 * max(value, 0.0) / greatest, 2)
    foot = least / 1.5
    return round(100 * log10(max(value, foot) / foot) / log10(greatest / foot), 2)


def _ticks(greatest: float, least: float | None) -> list[dict[str, Any]]:
    """Round numbers along the axis: five or fewer, or the powers of ten of a logarithmic one."""
    if least is None:
        step = 10 ** int(log10(greatest)) if greatest >= 1 else 0.1
        step = next((part for part in (step / 5, step / 2, step, step * 2) if greatest / part <= 5), step)
        values = [step * count for count in range(1, int(greatest / step) + 1)]
        return [{"x": _place(value, greatest, 0, False), "label": f"{value:g}"} for value in values]
    powers = [10.0**power for power in range(-2, 8) if least <= 10.0**power <= greatest]
    return [{"x": _place(value, greatest, least, True), "label": f"{value:,g}"} for value in powers]
