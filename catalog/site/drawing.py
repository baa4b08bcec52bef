"""Whole drawings as SVG: a comparison to carry away, calibers against ranges, events over time. Tables say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log10
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

# How a drawing that stands alone looks, as attributes: a strict policy allows it no style sheet.
LOOKS = {
    "title": 'font-size="18" font-weight="bold" fill="#1b1f24"',
    "heading": 'font-size="13" font-weight="bold" fill="#1b1f24"',
    "text": 'font-size="13" fill="#1b1f24"',
    "small": 'font-size="11" fill="#57606a"',
    "bar": 'fill="#4f7a5b"',
    "conflict": 'fill="#4f7a5b" fill-opacity=".45" stroke="#8f2d1a" stroke-width="1.5" stroke-dasharray="4 3"',
}
WIDTH, LABEL, FIGURE, ROW = 760, 250, 130, 22


class Point(NamedTuple):
    """A system in a plot of two figures."""

    id: str
    name: str
    x: float
    y: float


def comparison(title: str, groups: Sequence[dict[str, Any]], systems: dict[str, str]) -> str:
    """A comparison with bars as one SVG of its own, on white, for a slide or an article."""
    parts: list[str] = [_text(10, 24, title, "title")]
    y = 44.0
    for group in groups:
        parts.append(_text(10, y + 12, _heading(group), "heading"))
        y += ROW
        for row in group["rows"]:
            parts.append(_text(18, y + 13, systems[row["system"]] + _condition(row["condition"]), "text"))
            parts.append(_text(LABEL, y + 13, row["shown"] + (" ≠" if row["conflict"] else ""), "text"))
            parts.append(_bar(row, y))
            y += ROW
        y += 8
    parts.append(
        _text(10, y + 14, "Arms catalog, CC BY 4.0. ≠ sources conflict; an arrow is open: at least, at most.", "small")
    )
    return _svg(WIDTH, int(y + 28), parts)


def _condition(condition: dict[str, Any]) -> str:
    words = [
        f"by {value}" if key == "varies_by" else str(value) for key, value in condition.items() if key != "ammunition"
    ]
    return f", {', '.join(words)}" if words else ""


def _heading(group: dict[str, Any]) -> str:
    kind = group["kind"]
    suffix = ", each at its longest" if kind == "longest" else f", {kind} rounds" if kind else ""
    return f"{group['label']}{suffix} ({group['unit']})"


def _bar(row: dict[str, Any], y: float) -> str:
    bar = row["bar"]
    if bar is None:
        return ""
    left, across = LABEL + FIGURE, WIDTH - LABEL - FIGURE - 10
    x, width = left + bar["x"] / 100 * across, max(bar["w"] / 100 * across, 2)
    if bar["shape"] == "open-high":
        return _arrow(x, x + width, y)
    if bar["shape"] == "open-low":
        return _arrow(x + width, x, y)
    look = LOOKS["conflict" if row["conflict"] else "bar"]
    return f'<rect {look} x="{x:.1f}" y="{y + 4:.1f}" width="{width:.1f}" height="12"/>'


def _arrow(foot: float, tip: float, y: float) -> str:
    return f'<polygon {LOOKS["bar"]} points="{foot:.1f},{y + 4:.1f} {foot:.1f},{y + 16:.1f} {tip:.1f},{y + 10:.1f}"/>'


def scatter(points: Iterable[Point], x_label: str, y_label: str) -> str:
    """Systems by two figures on logarithmic axes; each point names its system. Drawn with the page's own style."""
    known = [point for point in points if point.x > 0 and point.y > 0]
    if not known:
        return ""
    right, bottom = 720, 380
    x_low, x_high = min(point.x for point in known) / 1.3, max(point.x for point in known) * 1.3
    y_low, y_high = min(point.y for point in known) / 1.3, max(point.y for point in known) * 1.3

    def place(point: Point) -> tuple[float, float]:
        across = log10(point.x / x_low) / log10(x_high / x_low)
        up = log10(point.y / y_low) / log10(y_high / y_low)
        return 60 + across * (right - 60), bottom - 40 - up * (bottom - 60)

    foot = bottom - 40
    parts = [f'<line x1="60" y1="{foot}" x2="{right}" y2="{foot}"/><line x1="60" y1="20" x2="60" y2="{foot}"/>']
    for low, high, axis in ((x_low, x_high, "x"), (y_low, y_high, "y")):
        parts += [
            _tick(value, log10(value / low) / log10(high / low), axis, right, bottom)
            for value in _round_numbers(low, high)
        ]
    for point in known:
        x, y = place(point)
        name = escape(f"{point.name}: {x_label} {point.x:g}, {y_label} {point.y:g}")
        circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5"><title>{name}</title></circle>'
        parts.append(f'<a href="/systems/{escape(point.id)}" aria-label={quoteattr(point.name)}>{circle}</a>')
    parts += [_text(right - 150, bottom - 6, x_label), _text(4, 14, y_label)]
    return _plot("plot", right + 10, bottom, f"{y_label} against {x_label}", parts, "group")


def _plot(kind: str, width: int, height: int, label: str, parts: Sequence[str], role: str = "img") -> str:
    """An SVG inside a page; its role is group where its points are links, so that each is announced."""
    head = f'<svg class="{kind}" viewBox="0 0 {width} {height}" role="{role}" aria-label="{escape(label)}">'
    return head + "".join(parts) + "</svg>"


def _round_numbers(low: float, high: float) -> list[float]:
    return [step * 10.0**power for power in range(-2, 5) for step in (1, 2, 5) if low <= step * 10.0**power <= high]


def _tick(value: float, share: float, axis: str, right: int, bottom: int) -> str:
    if axis == "x":
        return _text(50 + share * (right - 60), bottom - 24, f"{value:g}")
    return _text(20, bottom - 36 - share * (bottom - 60), f"{value:g}")


def months(days: Iterable[str]) -> str:
    """How many events began in each month, as upright bars."""
    counts = Counter(day[:7] for day in days)
    if not counts:
        return ""
    first, last = min(counts), max(counts)
    order = [f"{year}-{month:02d}" for year in range(int(first[:4]), int(last[:4]) + 1) for month in range(1, 13)]
    order = [month for month in order if first <= month <= last][-60:]
    most, step = max(counts[month] for month in order), 720 / len(order)
    parts = []
    for place, month in enumerate(order):
        height = 100 * counts[month] / most
        box = f'x="{place * step:.1f}" y="{110 - height:.1f}" width="{max(step - 1, 1):.1f}" height="{height:.1f}"'
        parts.append(f"<rect {box}><title>{month}: {counts[month]}</title></rect>")
        if month.endswith("-01"):
            parts.append(_text(place * step, 126, month[:4]))
    return _plot("plot months", 720, 130, f"Events by month, at most {most}", parts)


def _text(x: float, y: float, words: str, kind: str = "") -> str:
    named = f" {LOOKS[kind]}" if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def _svg(width: int, height: int, parts: Sequence[str]) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>'
    )
