"""What a claim says in numbers: an interval, open where the source's words leave it open.

Nothing is averaged and nothing is widened. Two stated numbers closer than the rounding of the less precise one are
the same number as far as the sources can tell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from math import floor, inf, log10
from typing import NamedTuple


class Interval(NamedTuple):
    """Bounds in one unit; None is no bound. The roundings are half of the last place that the source states."""

    low: float | None
    high: float | None
    low_open: bool = False
    high_open: bool = False
    approximate: bool = False
    low_rounding: float = 0.0
    high_rounding: float = 0.0

    @property
    def least(self) -> float:
        """The lower bound, minus infinity where there is none."""
        return -inf if self.low is None else self.low

    @property
    def most(self) -> float:
        """The upper bound, infinity where there is none."""
        return inf if self.high is None else self.high


def conflict(intervals: Sequence[Interval]) -> bool:
    """True if no value fits all: the greatest low lies above the least high by more than their rounding."""
    bounded = [interval for interval in intervals if interval.low is not None or interval.high is not None]
    if len(bounded) < 2:
        return False
    if max(part.least for part in bounded) <= min(part.most for part in bounded):
        return False
    return any(above(a, b) for a in bounded for b in bounded)


def above(a: Interval, b: Interval) -> bool:
    """True if every value of a is greater than every value of b, by more than the coarser rounding of the two."""
    return a.least - b.most > max(a.low_rounding, b.high_rounding) * _SLACK


class Bounds(NamedTuple):
    """All that a comparison of many claims needs: their least low and greatest high, as stated and with rounding."""

    low: float
    low_less_rounding: float
    high: float
    high_plus_rounding: float

    def above(self, other: Bounds) -> bool:
        """True if each interval of these lies above each of the others by more than the rounding of either."""
        return self.low > other.high_plus_rounding and self.low_less_rounding > other.high and self.low > other.high

    def mirrored(self) -> Bounds:
        """The same on the other side of zero: what lay below lies above."""
        return Bounds(-self.high, -self.high_plus_rounding, -self.low, -self.low_less_rounding)


def bounds(intervals: Sequence[Interval]) -> Bounds:
    """The bounds of one or more intervals."""
    return Bounds(
        min(part.least for part in intervals),
        min(part.least - part.low_rounding * _SLACK for part in intervals),
        max(part.most for part in intervals),
        max(part.most + part.high_rounding * _SLACK for part in intervals),
    )


_SLACK = 1 + 1e-9  # a gap of exactly the rounding, which binary numbers miss, is none


def places(known: Sequence[Bounds]) -> list[tuple[int, int]]:
    """First and last place of each, from 1, greatest first: after those surely above it, before those surely below."""
    below = _how_many_above([one.mirrored() for one in known])
    return [(above + 1, len(known) - less) for above, less in zip(_how_many_above(known), below, strict=True)]


def _how_many_above(known: Sequence[Bounds]) -> list[int]:
    """How many others lie above each. Looked at one by one are only those whose low is near its high, by the coarsest
    rounding of all: those farther up lie above it for certain."""
    by_low = sorted(known)
    lows = [one.low for one in by_low]
    coarsest = max((one.low - one.low_less_rounding for one in known if one.low > -inf), default=0.0)
    found = []
    for mine in known:
        first = bisect_right(lows, mine.high)
        surely = max(mine.high_plus_rounding, mine.high + 1.01 * coarsest + 1e-9 * abs(mine.high))
        far = bisect_right(lows, surely, first)
        found.append(len(lows) - far + sum(other.above(mine) for other in by_low[first:far]))
    return found


def envelope(intervals: Iterable[Interval]) -> Interval | None:
    """The least interval that holds all that say something, approximate if all are; None if there are none."""
    parts = informative(intervals)
    if len(parts) < 2:
        return parts[0] if parts else None
    low = min(parts, key=lambda part: (part.least, part.low_open))
    high = max(parts, key=lambda part: (part.most, not part.high_open))
    return Interval(
        low.low,
        high.high,
        low.low_open,
        high.high_open,
        all(part.approximate for part in parts),
        low.low_rounding,
        high.high_rounding,
    )


def informative(intervals: Iterable[Interval]) -> list[Interval]:
    """The intervals without those that say nothing more than the others.

    "At least 24 km" beside 54 and 60 km adds nothing: an interval open to one side is left out where every bounded one
    lies inside it. It counts where one does not, and where nothing is bounded.
    """
    parts = [part for part in intervals if part.low is not None or part.high is not None]
    bounded = [part for part in parts if part.low is not None and part.high is not None]
    if not bounded or len(bounded) == len(parts):
        return parts
    return [part for part in parts if part in bounded or not all(_inside(other, part) for other in bounded)]


def _inside(part: Interval, whole: Interval) -> bool:
    """True if every value of part fits whole; an excluded bound is not met by its own value."""
    low = part.least > whole.least if whole.low_open else part.least >= whole.least
    high = part.most < whole.most if whole.high_open else part.most <= whole.most
    return low and high


YES, NO, POSSIBLE = "yes", "no", "possible"


def outranges(a: Iterable[Interval], b: Iterable[Interval]) -> str | None:
    """Whether a lies above b: *yes* if all pairs of claims say so, *no* if all say the reverse, else *possible*.

    Claims that say nothing more than the others do not count. None if either side has no claim with a number.
    """
    ours, theirs = informative(a), informative(b)
    if not ours or not theirs:
        return None
    one, other = bounds(ours), bounds(theirs)
    return YES if one.above(other) else NO if other.above(one) else POSSIBLE


def significant_digits(value: float, rounding: float) -> int:
    """Significant digits of a stated number, from its half last place; the same in every unit. 0 if it is exact."""
    if not rounding or not value:
        return 0
    return max(1, floor(log10(abs(value) / (2 * rounding)) + 1e-9) + 1)


def figure(value: float, rounding: float, least: int = 2) -> str:
    """A number with the significant digits that its source states, with thousands separators.

    `least` is 1 for a number in its own unit; a converted one keeps two at least, so that 9 km becomes 5.6 mi.
    """
    stated = significant_digits(value, rounding)
    if stated == 0:
        return _grouped(f"{value:.12g}")
    digits = max(stated, least)
    decimals = digits - 1 - floor(log10(abs(value)))
    text = f"{round(value, decimals):.{max(decimals, 0)}f}"
    if "." in text and (least > 1 or stated > 3):  # 40,000 kg is 40 t, not 40.000 t
        text = text.rstrip("0").rstrip(".")
    return _grouped(text)


def _grouped(text: str) -> str:
    whole, point, rest = text.partition(".")
    if not whole.lstrip("-").isdigit():
        return text
    return f"{int(whole):,}{point}{rest}" if whole not in ("-0", "-") else text
