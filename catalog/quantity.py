"""The grammar of stated values: what a record writes, as an interval in the property's unit.

40 km   54-60 km   -3..70 deg   40 ± 2 km   about 40 km   up to 60 km   at least 300 kg   more than   less than
8   5-8   about 500          counts
L/52   Mach 2.5-3            barrel lengths in calibers, Mach numbers
USD 4.3 million (2019)       money, with the year of its prices
unknown   none               exists but is not published; has none
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from catalog.interval import Interval
from catalog.problems import Refused, nearest
from catalog.units import Unit
from catalog.wording import likely_meaning, same_meaning

NUMBER = r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
LONGEST = 80
QUALIFIERS = ("up to", "at least", "more than", "less than")

_stated = re.compile(
    rf"(?P<bound>{'|'.join(QUALIFIERS)})?(?(bound) )(?P<about>about )?"
    rf"(?P<low>{NUMBER})(?:(?:-|\.\.)(?P<high>{NUMBER})| ± (?P<spread>{NUMBER}))?"
    r"(?P<unit> .*)?\Z",
    re.DOTALL,
).match
_words = r"(?P<words>(?:(?:up to|at least|more than|less than) )?(?:about )?)"
_mach = re.compile(_words + r"Mach (?P<rest>[^ ]+(?: ± [^ ]+)?)\Z").match
_calibers = re.compile(r"(?P<words>(?:about )?)L/(?P<rest>[^ ]+)\Z").match
_specials = {"mach": _mach, "calibers": _calibers}
_money = re.compile(
    _words + r"(?P<code>[A-Z]{3}) (?P<number>[^ ]+)(?P<scale> thousand| million| billion)? \((?P<year>[0-9]{4})\)\Z"
).match
_scales = {None: 1.0, " thousand": 1e3, " million": 1e6, " billion": 1e9}

_number_and_unit = re.compile(r"(?P<number>.*[0-9]) ?(?P<unit>[^0-9 ]\S*)\Z", re.DOTALL).match
_one_unit = re.compile(r"write `(?P<unit>[^`]+)`(?: for [a-z ]+)?\Z").match


class Stated(NamedTuple):
    """A stated value: its interval in the property's unit, or the text of one that has no number."""

    interval: Interval
    text: str | None = None
    currency: str | None = None
    price_year: int | None = None


NO_NUMBER = Interval(None, None)


@lru_cache(maxsize=2048)
def _numbers(text: str, maximum: bool) -> tuple[Interval, str] | None:
    """The interval of a number text, in its own unit, and that unit; None if the grammar does not know the text."""
    match = _stated(text) if len(text) <= LONGEST else None
    if match is None:
        return None
    bound, about, low_text, high_text, spread, unit = match.groups()
    low, low_half = _value(low_text), _half_step(low_text)
    high, high_half = low, low_half
    if high_text is not None:
        high, high_half = _value(high_text), _half_step(high_text)
    elif spread is not None:
        low, high = low - _value(spread), low + _value(spread)
    interval = Interval(low, high, False, False, about is not None, low_half, high_half)
    return _bounded(interval, bound, maximum) if bound else interval, (unit or "")[1:]


def _bounded(interval: Interval, bound: str, maximum: bool) -> Interval:
    """Opens the interval as the words say. "Up to" on a property that is itself a maximum restates the maximum."""
    if bound == "at least":
        return interval._replace(high=None)
    if bound == "more than":
        return interval._replace(high=None, low_open=True)
    if bound == "less than":
        return interval._replace(low=None, high_open=True)
    if bound == "up to" and not maximum:
        return interval._replace(low=None)
    return interval


def _value(number: str) -> float:
    return float(number.replace(",", ""))


def _half_step(number: str) -> float:
    """Half of the last stated place: 0.5 for 40, 0.05 for 40.5."""
    return _half_of_place(len(number.partition(".")[2]))


@lru_cache(maxsize=LONGEST)
def _half_of_place(decimals: int) -> float:
    return float(f"{0.5 * 10.0**-decimals:.3g}")


def parse(
    text: str | int, dimension: str, unit: str, maximum: bool, units: Mapping[str, Unit], refused: Mapping[str, str]
) -> Stated:
    """A stated value of a numeric dimension as an interval in `unit`.

    Raises Refused, with the cure, for anything the grammar does not take; with its `fix`, where another spelling says
    just the same.
    """
    if isinstance(text, str) and len(text) > LONGEST:
        raise Refused(f"a value of {len(text):,} characters", f"at most {LONGEST}", "say the rest in `note`")
    try:
        return _parse(text, dimension, unit, maximum, units, refused)
    except Refused as error:
        written = _respelled(str(text), units, refused)
        if written != text:
            with suppress(Refused):
                _parse(written, dimension, unit, maximum, units, refused)
                error.fix = written
        raise


def _respelled(text: str, units: Mapping[str, Unit], refused: Mapping[str, str]) -> str:
    """The text as the grammar spells it, where no meaning is chosen on the way."""
    written = same_meaning(text)
    if (parts := _number_and_unit(written)) and (meant := _one_unit(refused.get(parts["unit"], ""))):
        written = f"{parts['number']} {meant['unit']}" if meant["unit"] in units else written
    return written


def _parse(
    text: str | int, dimension: str, unit: str, maximum: bool, units: Mapping[str, Unit], refused: Mapping[str, str]
) -> Stated:
    if text == "unknown" or text == "none":
        return Stated(NO_NUMBER, text=str(text))
    if dimension == "count":
        return Stated(_count(str(text), maximum))
    if isinstance(text, int):
        raise Refused(
            f"the bare number {text}", f"a number with its unit, like `{text} {unit}`", _bare_cure(text, dimension)
        )
    if dimension == "currency":
        return _price(text)
    special = _specials.get(dimension)
    if special is not None:
        return Stated(_special(text, special(text), dimension, maximum))
    interval, unit_text = _known(text, maximum, unit, units)
    return Stated(_convert(interval, text, unit_text, dimension, unit, units, refused))


def _known(text: str, maximum: bool, unit: str, units: Mapping[str, Unit]) -> tuple[Interval, str]:
    known = _numbers(text, maximum)
    if known is None or (known[1] and known[1] not in units and _hides_more(known[1])):
        raise Refused(f"the value `{text}`", _form(unit), _cure(text))
    _ordered(text, known[0])
    return known


def _hides_more(unit_text: str) -> bool:
    """True if what follows the number is more than a unit: another number, a sign, a space too many."""
    return bool(re.search(r"[-+±~]|\d|^ ", unit_text.removesuffix("2").removesuffix("3")))


def _ordered(text: str, interval: Interval) -> None:
    if interval.low is not None and interval.high is not None and interval.low > interval.high:
        raise Refused(
            f"`{text}`, which runs downwards", "the smaller number first", "swap the two numbers", "range-order"
        )


def _count(text: str, maximum: bool) -> Interval:
    known = _numbers(text, maximum)
    if known is None or known[1]:
        raise Refused(
            f"the value `{text}`",
            "a count, like `8`, `5-8` or `about 500`",
            "write the number alone: the property says what is counted",
        )
    _ordered(text, known[0])
    return known[0]._replace(low_rounding=0.0, high_rounding=0.0)


def _special(text: str, match: re.Match[str] | None, dimension: str, maximum: bool) -> Interval:
    known = _numbers(match["words"] + match["rest"], maximum) if match else None
    if known is None or known[1]:
        example = {"mach": "Mach 2.5", "calibers": "L/52"}[dimension]
        number = re.search(rf"{NUMBER}(?:(?:-|\.\.){NUMBER})?", text)
        raise Refused(
            f"the value `{text}`",
            f"a value like `{example}`",
            f"write `{_bare(number[0], dimension)}`" if number else "",
        )
    _ordered(text, known[0])
    return known[0]


def _price(text: str) -> Stated:
    match = _money(text)
    known = _numbers(match["words"] + match["number"], False) if match else None
    if match is None or known is None or known[1]:
        raise Refused(
            f"the price `{text}`",
            "currency, amount and year of the prices, like `USD 4.3 million (2019)`",
            "add what is missing; a price without its year cannot be compared",
        )
    scale = _scales[match["scale"]]
    _ordered(text, known[0])
    return Stated(scaled(known[0], scale), currency=match["code"], price_year=int(match["year"]))


def _convert(
    interval: Interval,
    text: str,
    unit_text: str,
    dimension: str,
    target: str,
    units: Mapping[str, Unit],
    refused: Mapping[str, str],
) -> Interval:
    if unit_text == target:
        return interval
    unit = _unit(text, unit_text, dimension, target, units, refused)
    return scaled(interval, unit.factor / units[target].factor)


def _unit(
    text: str, unit_text: str, dimension: str, target: str, units: Mapping[str, Unit], refused: Mapping[str, str]
) -> Unit:
    """The whitelisted unit of a value. Raises Refused for any other spelling and for another dimension."""
    if not unit_text:
        raise Refused(
            f"`{text}`, a number without a unit",
            f"a number with its unit, like `{text} {target}`",
            _bare_cure(text, dimension),
            "unit",
        )
    unit = units.get(unit_text)
    if unit is None:
        raise Refused(
            f"the unit `{unit_text}` in `{text}`",
            _units_of(dimension, units),
            _unit_cure(unit_text, units, refused),
            "unit",
        )
    if unit.dimension != dimension:
        if unit.dimension == "mach":
            raise Refused(f"`{text}`", _units_of(dimension, units), "state a Mach number under `max_mach`", "dimension")
        raise Refused(
            f"`{text}`, which is a {unit.dimension.replace('_', ' ')}",
            _units_of(dimension, units),
            "check the property and the unit",
            "dimension",
        )
    return unit


def scaled(interval: Interval, factor: float) -> Interval:
    """An interval in another unit."""
    low, high, low_open, high_open, approximate, low_rounding, high_rounding = interval
    return Interval(
        None if low is None else _clean(low * factor),
        None if high is None else _clean(high * factor),
        low_open,
        high_open,
        approximate,
        _clean(low_rounding * factor),
        _clean(high_rounding * factor),
    )


def _clean(number: float) -> float:
    """Without the binary noise of a multiplication: twelve significant digits."""
    return float(f"{number:.12g}")


def _units_of(dimension: str, units: Mapping[str, Unit]) -> str:
    article = "an" if dimension[0] in "aeiou" else "a"
    return f"{article} {dimension.replace('_', ' ')} in one of: " + ", ".join(
        unit.id for unit in units.values() if unit.dimension == dimension
    )


def _form(unit: str) -> str:
    return f"a value like `40 {unit}`, `54-60 {unit}`, `about 40 {unit}`, `up to 60 {unit}`, `unknown` or `none`"


def _bare(number: str | int, dimension: str) -> str:
    return f"Mach {number}" if dimension == "mach" else f"L/{number}"


def _bare_cure(text: str | int, dimension: str) -> str:
    special = dimension in ("mach", "calibers")
    return f"write `{_bare(text, dimension)}`" if special else "write the unit that the source states"


def _unit_cure(unit_text: str, units: Mapping[str, Unit], refused: Mapping[str, str]) -> str:
    if unit_text in refused:
        return refused[unit_text]
    near = nearest(unit_text, units)
    return f"did you mean `{near}`?" if near else "see `catalog units`"


def _cure(text: str) -> str:
    """The text as the grammar would write it, where a contributor's habit explains it."""
    if "Mach" in text:
        return "state a Mach number under `max_mach`"
    written = likely_meaning(text)
    known = _numbers(written, True)
    if written != text and known is not None and not _hides_more(known[1]):
        return f"write `{written}`"
    return "say the rest in `note`"
