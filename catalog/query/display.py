"""Figures as people read them: in the unit asked for, with the digits that the sources state."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from catalog.dates import month_days
from catalog.interval import Interval, envelope, figure, informative
from catalog.query.headline import Headline
from catalog.query.terms import KM, Property, first_day, last_day

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
NO_BARS = frozenset({"EDTF", "currency"})  # a length from zero says nothing of a date, nor of several currencies
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
            raise UnknownUnit(f"no unit `{wanted}`: {_meant(connection, wanted)}")
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
        if not number.replace(",", "").replace(".", "", 1).removeprefix("-").isdecimal():
            raise UnknownUnit(f"`{text}` is no number with a unit: write it like `40 {stored}`")
        value = float(number.replace(",", ""))
        unit = unit.strip() or (self.wanted if self.wanted and self._fits(stored) else stored)
        if unit == stored:
            return value
        if not self._same(unit, stored):
            raise UnknownUnit(f"`{unit}` in `{text}` does not fit: one of {', '.join(self.like(stored))}")
        return float(f"{value * self._units[unit][1] / self._units[stored][1]:.12g}")  # as the compiler rounds

    def like(self, stored: str) -> list[str]:
        """The units that measure the same as `stored`."""
        return [id for id in self._units if self._same(id, stored)] if stored in self._units else [stored]

    def _fits(self, stored: str) -> bool:
        if self.wanted is None or not self._same(self.wanted, stored):
            return False
        ratio = self._units[self.wanted][1] / self._units[stored][1]
        return stored in self.chosen or 1 / LIKE_SIZE <= ratio <= LIKE_SIZE

    def _same(self, a: str, b: str) -> bool:
        known = self._units  # counts and dates have no unit of these
        return a in known and b in known and known[a][0] == known[b][0]


def figure_of(measures: Measures, entry: Property | None, text: str, first: bool) -> float:
    """A bound that a reader types, as the claims of a property hold it; of a date the first or the last day."""
    if entry is not None and entry.dimension == "date":
        day = first_day(text) if first else last_day(text)
        return float(day.replace("-", ""))
    return measures.parse(text, entry.unit if entry else KM)


def _meant(connection: sqlite3.Connection, word: str) -> str:
    """The unit whose name a word begins with or is the plural of, else where all are listed."""
    singular = word.casefold().rstrip("s")
    for row in connection.execute("select id, label from units order by position"):
        if singular and singular in row["label"].casefold().split():
            return f"did you mean `{row['id']}`?"
    return "`catalog units` lists all"


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
    span = closed(claim.interval for claim in headline.chosen)
    if span.low == span.high or None not in headline.interval[:2]:
        return show_interval(headline.interval, unit)
    beyond = {(True, False): "or less", (False, True): "or more"}.get(
        (headline.interval.low is None, headline.interval.high is None)
    )
    return f"{show_interval(span, unit)} {beyond or 'or beyond'}"


def closed(intervals: Iterable[Interval]) -> Interval:
    """From the least to the greatest number that is stated at all, whatever is open."""
    stated = [point(end) for interval in informative(intervals) for end in ends(interval) if end[0] is not None]
    found = envelope(stated)
    assert found is not None
    return found


def ends(interval: Interval) -> tuple[tuple[float | None, float], tuple[float | None, float]]:
    """Lower and upper bound, each with its rounding."""
    return (interval.low, interval.low_rounding), (interval.high, interval.high_rounding)


def point(end: tuple[float | None, float]) -> Interval:
    """One bound as an interval of its own."""
    return Interval(end[0], end[0], low_rounding=end[1], high_rounding=end[1])


def _spoken(unit: Unit) -> str:
    return "" if unit.id in UNSPOKEN else SIGNS.get(unit.id, unit.id)


def _dates(interval: Interval) -> str:
    """Dates as the shortest words that say the same: 1983, 1983-05, 1983-1985, 1983 to 1985-04-25."""
    low, high = (f"{int(bound or 0):08d}" for bound in interval[:2])
    about = "about " if interval.approximate else ""
    if low[:4] == high[:4] and low[4:] == "0101" and high[4:] == "1231":
        return about + low[:4]
    if low[:6] == high[:6] and low[6:] == "01" and int(high[6:]) == month_days(int(low[:4]), int(low[4:6])):
        return f"{about}{low[:4]}-{low[4:6]}"
    if low == high:
        return f"{about}{low[:4]}-{low[4:6]}-{low[6:]}"
    if low[4:] == "0101" and high[4:] == "1231":
        return f"{about}{low[:4]}-{high[:4]}"
    return f"{about}{_end(low, high, first=True)} to {_end(high, low, first=False)}"


def _end(day: str, other: str, first: bool) -> str:
    """A day at an end of a span; its month or year where it is the edge of that and the other end lies outside."""
    year, month, number = day[:4], day[4:6], day[6:]
    edge = number == ("01" if first else f"{month_days(int(year), int(month))}")
    if edge and year != other[:4] and month == ("01" if first else "12"):
        return year
    return f"{year}-{month}" if edge and day[:6] != other[:6] else f"{year}-{month}-{number}"
