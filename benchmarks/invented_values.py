"""Values as sources state them: around a true value, in varied units, words and digits, none of them doubtful."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import ceil, exp, floor, inf, log, log10
from random import Random
from typing import NamedTuple

from catalog.stated import state
from catalog.units import Unit
from catalog.vocabulary import Condition, Property, SystemClass, vocabulary

CURRENCIES = ("USD", "USD", "USD", "EUR", "EUR", "RUB", "KRW", "CNY", "GBP", "INR")
WORDS = ("", "about ", "up to ", "more than ", "at least ", "less than ")
WORD_WEIGHTS = (74, 11, 9, 4, 1, 1)
FAMILIAR, LARGEST = 0.2, 60_000.0  # a number that a source would print in its unit
BELOW, ABOVE = 2.0, 2.5  # room that differences, ranges and rounding take within a band
CLEARLY_LESS = 0.4  # of a property that cannot be less


class Truth(NamedTuple):
    """What a system has, in the property's unit. Sources differ on it, but not where little is plausible."""

    value: float
    exact: bool


def truths(rng: Random, kind: SystemClass, chosen: Sequence[Property]) -> dict[str, Truth]:
    """True values of a system's properties, plausible for its class and together; without those that can have none."""
    wanted = {entry.id: entry for entry in chosen}
    for limit in wanted[kind.main_range].at_most:
        wanted.pop(limit, None)
    found: dict[str, Truth] = {}
    for entry in sorted(wanted.values(), key=_rests_on_how_many):
        truth = _truth(rng, entry, kind.bands.get(entry.id, entry.band), _limit(entry, found))
        if truth is not None:
            found[entry.id] = truth
    return found


def stated(rng: Random, entry: Property, truth: Truth, instead: Mapping[str, str]) -> str:
    """One source's wording of a value. `instead` names units that its language has no use for, and what it uses."""
    form = _forms.get(entry.dimension)
    if form is not None:
        return form(rng, entry, truth)
    if not _units(entry.dimension):
        return entry.example
    return _measured(rng, entry, truth, instead)


def condition_value(rng: Random, condition: Condition) -> str:
    """A term of a condition, or a quantity of its dimension."""
    if condition.terms:
        return rng.choice(list(condition.terms))
    if condition.dimension == "calibers":
        return f"L/{rng.randrange(30, 60)}"
    unit = rng.choice(_units(condition.dimension or ""))
    return f"{rng.randrange(2, 900)} {unit.id}"


def is_range(text: str) -> bool:
    """True for a value that runs from one number to another."""
    low, dash, high = text.partition("-")
    return bool(dash) and low[-1:].isdigit() and high[:1].isdigit()


def _rests_on_how_many(entry: Property) -> int:
    """Properties that limit others come before these."""
    return sum(1 + _rests_on_how_many(vocabulary().properties[limit]) for limit in entry.at_most)


def _limit(entry: Property, found: Mapping[str, Truth]) -> float:
    """The most that a property can be beside those that cannot be less, in its own unit."""
    return min(
        (found[id].value * _in(id) * CLEARLY_LESS / _in(entry.id) for id in entry.at_most if id in found), default=inf
    )


def _in(property: str) -> float:
    """A property's unit in base units."""
    unit = vocabulary().units.get(vocabulary().properties[property].unit)
    return unit.factor if unit else 1.0


def _truth(rng: Random, entry: Property, band: tuple[str, str] | None, limit: float) -> Truth | None:
    if entry.dimension == "date":
        return Truth(rng.randrange(1955, 2025) * 10_000.0, False)
    typical = _number_of(entry, entry.example)
    if typical <= 0:
        return Truth(typical * rng.uniform(0.5, 3), False)
    low, high = (_number_of(entry, bound) for bound in band) if band else (0.0, inf)
    if low * BELOW > high / ABOVE:
        value = _within(rng, entry, low, high)
        return Truth(value, True) if value <= limit else None
    most = min(high / ABOVE, limit)
    value = max(typical * exp(rng.gauss(0, 0.45)), low * BELOW)
    return Truth(min(value, most), False) if most >= low * BELOW else None


def _within(rng: Random, entry: Property, low: float, high: float) -> float:
    """A value that may stand in a narrow band as it is, whatever words stand around it."""
    if entry.dimension == "count":
        return float(rng.randint(ceil(low), floor(high)))
    middle = (low * high) ** 0.5
    return middle * (high / middle) ** rng.uniform(-0.8, 0.8)


@cache
def _number_of(entry: Property, text: str) -> float:
    """The number of a stated value in the property's unit, 1 for one that has none."""
    low, high = state(text, entry).interval[:2]
    return (low if low is not None else high) or 1.0


@cache
def _units(dimension: str) -> tuple[Unit, ...]:
    return tuple(unit for unit in vocabulary().units.values() if unit.dimension == dimension)


@cache
def _usual_unit(entry: Property) -> Unit:
    """The unit in which the property's example is written."""
    return vocabulary().units.get(entry.example.rpartition(" ")[2]) or vocabulary().units[entry.unit]


def _measured(rng: Random, entry: Property, truth: Truth, instead: Mapping[str, str]) -> str:
    usual, factor = _usual_unit(entry), vocabulary().units[entry.unit].factor
    unit = usual if rng.random() < 0.7 else rng.choice(_units(entry.dimension))
    if not FAMILIAR <= abs(truth.value) * factor / unit.factor <= LARGEST:
        unit = usual
    unit = vocabulary().units[instead.get(unit.id, unit.id)]
    return f"{_worded(rng, truth.value * factor / unit.factor, truth.exact)} {unit.id}"


def _worded(rng: Random, value: float, exact: bool) -> str:
    """A number with the words around it."""
    if exact or value < 0:
        return ("" if value < 0 else rng.choices(WORDS, WORD_WEIGHTS)[0]) + _number(rng, value, exact=True)
    value *= rng.choice((1.0, 1.0, 1.0, rng.uniform(0.9, 1.1)))
    text, chance = _number(rng, value), rng.random()
    if chance < 0.1:
        return f"{text}-{high}" if _read(high := _number(rng, value * rng.uniform(1.1, 1.3))) > _read(text) else text
    if chance < 0.11:
        return f"{text} ± {_number(rng, value / 20)}"
    return rng.choices(WORDS, WORD_WEIGHTS)[0] + text


def _number(rng: Random, value: float, exact: bool = False) -> str:
    """A number with one to three significant digits, one only where that changes little; mostly with commas."""
    leading = abs(value) / 10 ** floor(log10(abs(value)))
    digits = 3 if exact else rng.choice((2, 2, 2, 3, 3, 1 if leading > 5 else 2))
    places = digits - 1 - floor(log10(abs(value)))
    text = f"{round(value, places):,.{max(places, 0)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(",", "") if abs(value) < 10_000 and rng.random() < 0.3 else text


def _read(text: str) -> float:
    return float(text.replace(",", ""))


def _count(rng: Random, _entry: Property, truth: Truth) -> str:
    if truth.exact:
        return f"{truth.value:,.0f}"
    number = max(1, round(truth.value * rng.choice((1.0, 1.0, rng.uniform(0.8, 1.2)))))
    if rng.random() < 0.08:
        return f"{number}-{number + rng.randrange(1, 2 + number // 4)}"
    return rng.choices(WORDS, WORD_WEIGHTS)[0] + f"{number:,}"


def _date(rng: Random, _entry: Property, truth: Truth) -> str:
    year = min(max(int(truth.value // 10_000) + rng.choice((0, 0, 0, -1, 1)), 1940), 2026)
    month = rng.randrange(1, 13)
    whole = f"{year}-{month:02}-{rng.randrange(1, 29):02}"
    return rng.choice((f"{year}", f"{year}", f"{year}~", f"{year // 10}X", f"{year}-{month:02}", whole))


def _terms(rng: Random, entry: Property, _truth: Truth) -> str:
    chosen = rng.sample(entry.terms, min(len(entry.terms), rng.choice((1, 1, 2, 3))))
    return ", ".join(term for term in chosen if term != "none" or len(chosen) == 1)


def _text(rng: Random, _entry: Property, _truth: Truth) -> str:
    return f"{rng.choice(('Type', 'Model', 'KrAZ', 'T', 'BAZ', 'MT'))}-{rng.randrange(10, 900)} " + rng.choice(
        ("tank", "truck, six wheels driven", "tracked carrier", "truck of four axles", "trailer")
    )


def _price(rng: Random, _entry: Property, _truth: Truth) -> str:
    amount = exp(rng.uniform(log(5_000), log(20_000_000)))
    year = rng.randrange(1995, 2026)
    text = f"{amount / 1e6:.1f} million" if amount > 1e6 and rng.random() < 0.6 else _number(rng, amount)
    return f"{rng.choices(WORDS, WORD_WEIGHTS)[0]}{rng.choice(CURRENCIES)} {text} ({year})"


def _mach(rng: Random, _entry: Property, truth: Truth) -> str:
    return f"{'up to ' if rng.random() < 0.2 else ''}Mach {truth.value * rng.choice((1, 1, rng.uniform(0.9, 1.1))):.1f}"


def _calibers(rng: Random, _entry: Property, truth: Truth) -> str:
    return f"L/{max(2, round(truth.value + rng.choice((0, 0, 0, 1, -1))))}"


_forms: dict[str, Callable[[Random, Property, Truth], str]] = {
    "count": _count,
    "date": _date,
    "terms": _terms,
    "text": _text,
    "currency": _price,
    "mach": _mach,
    "calibers": _calibers,
}
