"""Figures as people read them: in the unit asked for, with the digits that the sources state."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from catalog.interval import Interval, envelope, figure, informative
from catalog.query.headline import Headline

SYSTEMS = ("metric", "imperial", "nautical")

# The unit that a reader of each system expects instead of the property's own.
PREFERRED = {
    "imperial": {
        "km": "mi", "m": "ft", "mm": "in", "t": "short_ton", "kg": "lb", "km/h": "mph", "m/s": "ft/s", "kW": "hp",
    },
    "nautical": {"km": "nmi", "km/h": "kn"},
}  # fmt: skip
LIKE_SIZE = 100
UNSPOKEN = frozenset({"count", "people", "term", "text", "class", "currency", "EDTF"})
SIGNS = {"deg": "°"}
BEFORE = {"mach": "Mach ", "calibers": "L/"}


class Unit(NamedTuple):
    """How numbers of one property are shown: multiplied by `factor`, followed by `id`."""

    id: str
    factor: float = 1.0

    def convert(self, interval: Interval) -> Interval:
        """The interval in this unit. The property's own unit leaves it as it is."""
        if self.factor == 1.0:
            return interval
        low = None if interval.low is None else interval.low * self.factor
        high = None if interval.high is None else interval.high * self.factor
        roundings = interval.low_rounding * self.factor, interval.high_rounding * self.factor
        return interval._replace(low=low, high=high, low_rounding=roundings[0], high_rounding=roundings[1])


class UnknownUnit(Exception):
    """A unit that does not measure what is asked for. The message names those that do."""


class Measures:
    """The units that one answer uses: `wanted` where it fits a property, else those of a system.

    It fits where it measures the same and is of like size (miles for ranges, not for calibers), and for the stored
    units that the reader has `chosen` by naming a property. Raises UnknownUnit for an unknown unit or system.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        wanted: str | None = None,
        system: str = "metric",
        chosen: Sequence[str] = (),
    ) -> None:
        rows = connection.execute("select id, dimension, factor from units order by position")
        self._units: dict[str, tuple[str, float]] = {row[0]: (row[1], row[2]) for row in rows}
        if wanted is not None and wanted not in self._units:
            raise UnknownUnit(f"no unit `{wanted}`: one of {', '.join(self._units)}")
        if system not in SYSTEMS:
            raise UnknownUnit(f"no system of units `{system}`: one of {', '.join(SYSTEMS)}")
        self.wanted, self.system, self.chosen = wanted, system, frozenset(chosen)

    def unit(self, stored: str) -> Unit:
        """The unit in which to show a property that catalog.db holds in `stored`."""
        if stored not in self._units:
            return Unit(stored)
        target = self.wanted if self._fits(stored) else PREFERRED.get(self.system, {}).get(stored, stored)
        if target is None or target == stored:
            return Unit(stored)
        return Unit(target, self._units[stored][1] / self._units[target][1])

    def parse(self, text: str, stored: str) -> float:
        """A number as a reader types it (`40 nmi`) in the unit `stored`. A bare number is in that unit."""
        number, _, unit = text.strip().partition(" ")
        try:
            value = float(number.replace(",", ""))
        except ValueError:
            raise UnknownUnit(f"`{text}` is no number with a unit: write it like `40 {stored}`") from None
        unit = unit.strip() or stored
        if unit == stored:
            return value
        if unit not in self._units or not self._same(unit, stored):
            raise UnknownUnit(f"`{unit}` in `{text}` does not fit: one of {', '.join(self.like(stored))}")
        return value * self._units[unit][1] / self._units[stored][1]

    def like(self, stored: str) -> list[str]:
        """The units that measure the same as `stored`."""
        return [id for id in self._units if self._same(id, stored)] if stored in self._units else [stored]

    def _fits(self, stored: str) -> bool:
        if self.wanted is None or not self._same(self.wanted, stored):
            return False
        ratio = self._units[self.wanted][1] / self._units[stored][1]
        return stored in self.chosen or 1 / LIKE_SIZE <= ratio <= LIKE_SIZE

    def _same(self, a: str, b: str) -> bool:
        return self._units[a][0] == self._units[b][0]


def show_interval(interval: Interval, unit: Unit) -> str:
    """An interval in words: `40 km`, `54-60 km`, `about 40 km`, `at least 300 kg`, `Mach 5`, `L/52`."""
    said = numbers(interval, unit)
    if unit.id in BEFORE:
        words, _, number = said.rpartition(" ")
        return f"{words} {BEFORE[unit.id]}{number}".lstrip()
    spoken = _spoken(unit)
    return said + (spoken if spoken.startswith("°") else f" {spoken}" if spoken else "")


def numbers(interval: Interval, unit: Unit) -> str:
    """An interval's numbers in words, without the unit."""
    if unit.id == "EDTF":
        return _dates(interval)
    shown = unit.convert(interval)
    low = None if shown.low is None else _number(shown.low, shown.low_rounding, unit)
    high = None if shown.high is None else _number(shown.high, shown.high_rounding, unit)
    about = "about " if interval.approximate else ""
    if low is None and high is None:
        return "no bound"
    if high is None:
        return f"{'more than' if interval.low_open else 'at least'} {about}{low}"
    if low is None:
        return f"{'less than' if interval.high_open else 'up to'} {about}{high}"
    if low == high:
        return about + low
    return about + low + (".." if low.startswith("-") or high.startswith("-") else "-") + high


def _number(value: float, rounding: float, unit: Unit) -> str:
    return figure(value, rounding, 1 if unit.factor == 1.0 else 2)


def show_headline(headline: Headline, unit: Unit) -> str:
    """A headline in words. Where one claim leaves it open and others do not, the greatest stated figure is told too."""
    if headline.interval is None:
        return headline.text or ""
    if unit.id == "currency":
        stated = headline.condition.stated()
        return f"{stated.get('currency', '')} {numbers(headline.interval, unit)} ({stated.get('price_year', '')})"
    closed = _closed([claim.interval for claim in headline.chosen])
    if closed.low == closed.high or None not in headline.interval[:2]:
        return show_interval(headline.interval, unit)
    beyond = {(True, False): "or less", (False, True): "or more"}.get(
        (headline.interval.low is None, headline.interval.high is None)
    )
    return f"{show_interval(closed, unit)} {beyond or 'or beyond'}"


def _closed(intervals: Sequence[Interval]) -> Interval:
    """From the least to the greatest number that is stated at all, whatever is open."""
    points = [
        Interval(bound, bound, low_rounding=rounding, high_rounding=rounding)
        for interval in informative(intervals)
        for bound, rounding in ((interval.low, interval.low_rounding), (interval.high, interval.high_rounding))
        if bound is not None
    ]
    found = envelope(points)
    assert found is not None
    return found


def _spoken(unit: Unit) -> str:
    return "" if unit.id in UNSPOKEN else SIGNS.get(unit.id, unit.id)


def _dates(interval: Interval) -> str:
    """Dates as the shortest words that say the same: 1983, 1983-05, 1983-1985."""
    low, high = (f"{int(bound or 0):08d}" for bound in interval[:2])
    about = "about " if interval.approximate else ""
    if low[:4] == high[:4] and low[4:] == "0101" and high[4:] == "1231":
        return about + low[:4]
    if low[:6] == high[:6] and low[6:] == "01" and int(high[6:]) >= 28:
        return f"{about}{low[:4]}-{low[4:6]}"
    if low == high:
        return f"{about}{low[:4]}-{low[4:6]}-{low[6:]}"
    if low[4:] == "0101" and high[4:] == "1231":
        return f"{about}{low[:4]}-{high[:4]}"
    return f"{about}{low[:4]}-{low[4:6]}-{low[6:]} to {high[:4]}-{high[4:6]}-{high[6:]}"
