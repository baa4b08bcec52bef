"""Values as sources state them: around a base value, in varied units, words and digits, always in the grammar."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import exp, floor, inf, log, log10
from random import Random

from catalog.stated import state
from catalog.units import Unit
from catalog.vocabulary import Condition, Property, vocabulary

CURRENCIES = ("USD", "USD", "USD", "EUR", "EUR", "RUB", "KRW", "CNY", "GBP", "INR")
WORDS = ("", "about ", "up to ", "more than ", "at least ", "less than ")
WORD_WEIGHTS = (74, 11, 9, 4, 1, 1)
FAMILIAR, LARGEST = 0.2, 60_000.0  # a number that a source would print in its unit


def base(rng: Random, entry: Property) -> float:
    """What a system truly has, in the property's unit; sources state it with small differences."""
    if entry.dimension == "date":
        return rng.randrange(1955, 2025) * 10_000.0
    typical = _typical(entry)
    lowest, highest = _limits(entry)
    return (
        min(max(typical * exp(rng.gauss(0, 0.45)), lowest), highest) if typical > 0 else typical * rng.uniform(0.5, 3)
    )


def stated(rng: Random, entry: Property, about: float) -> str:
    """One source's wording of a value near `about`."""
    if _narrow(entry):
        return entry.example
    form = _forms.get(entry.dimension)
    if form is not None:
        return form(rng, entry, about)
    if not _units(entry.dimension):
        return entry.example
    return _measured(rng, entry, about)


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


@cache
def _typical(entry: Property) -> float:
    """The figure of the property's example, 1 where the example has none."""
    low, high = state(entry.example, entry).interval[:2]
    return (low if low is not None else high) or 1.0


@cache
def _limits(entry: Property) -> tuple[float, float]:
    """Bounds of a base that leave room for rounding, ranges and differences within the plausible band."""
    if entry.band is None:
        return -inf, inf
    low, high = (state(bound, entry).interval.least for bound in entry.band)
    return low * 2, high / 2.5


@cache
def _narrow(entry: Property) -> bool:
    lowest, highest = _limits(entry)
    return not lowest <= _typical(entry) <= highest


@cache
def _units(dimension: str) -> tuple[Unit, ...]:
    return tuple(unit for unit in vocabulary().units.values() if unit.dimension == dimension)


@cache
def _usual_unit(entry: Property) -> Unit:
    """The unit in which the property's example is written."""
    return vocabulary().units.get(entry.example.rpartition(" ")[2]) or vocabulary().units[entry.unit]


def _measured(rng: Random, entry: Property, about: float) -> str:
    usual, factor = _usual_unit(entry), vocabulary().units[entry.unit].factor
    unit = usual if rng.random() < 0.7 else rng.choice(_units(entry.dimension))
    if not FAMILIAR <= abs(about) * factor / unit.factor <= LARGEST:
        unit = usual
    text = _worded(rng, about * factor / unit.factor)
    return f"{text} {unit.id}" if text else entry.example


def _worded(rng: Random, value: float) -> str:
    """A number with the words around it; empty if its digits would all be zeros."""
    value *= rng.choice((1.0, 1.0, 1.0, rng.uniform(0.9, 1.1)))
    text = _number(rng, value)
    if not text.strip("-0.") or value < 0:
        return text if text.strip("-0.") else ""
    chance = rng.random()
    if chance < 0.1:
        return f"{text}-{high}" if _read(high := _number(rng, value * rng.uniform(1.1, 1.3))) > _read(text) else text
    if chance < 0.11:
        return f"{text} ± {_number(rng, value / 20)}"
    return rng.choices(WORDS, WORD_WEIGHTS)[0] + text


def _number(rng: Random, value: float) -> str:
    """A number with one to three significant digits and, from a thousand on, mostly commas."""
    digits = rng.choice((2, 2, 2, 3, 3, 1))
    places = digits - 1 - floor(log10(abs(value))) if value else 0
    text = f"{round(value, places):,.{max(places, 0)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(",", "") if abs(value) < 10_000 and rng.random() < 0.3 else text


def _read(text: str) -> float:
    return float(text.replace(",", ""))


def _count(rng: Random, _entry: Property, about: float) -> str:
    number = max(1, round(about * rng.choice((1.0, 1.0, rng.uniform(0.8, 1.2)))))
    if rng.random() < 0.08:
        return f"{number}-{number + rng.randrange(1, 2 + number // 4)}"
    return rng.choices(WORDS, WORD_WEIGHTS)[0] + f"{number:,}"


def _date(rng: Random, _entry: Property, about: float) -> str:
    year = min(max(int(about // 10_000) + rng.choice((0, 0, 0, -1, 1)), 1940), 2026)
    month = rng.randrange(1, 13)
    whole = f"{year}-{month:02}-{rng.randrange(1, 29):02}"
    return rng.choice((f"{year}", f"{year}", f"{year}~", f"{year // 10}X", f"{year}-{month:02}", whole))


def _terms(rng: Random, entry: Property, _about: float) -> str:
    chosen = rng.sample(entry.terms, min(len(entry.terms), rng.choice((1, 1, 2, 3))))
    return ", ".join(term for term in chosen if term != "none" or len(chosen) == 1)


def _text(rng: Random, _entry: Property, _about: float) -> str:
    return f"{rng.choice(('Type', 'Model', 'KrAZ', 'T', 'BAZ', 'MT'))}-{rng.randrange(10, 900)} " + rng.choice(
        ("tank", "truck, six wheels driven", "tracked carrier", "truck of four axles", "trailer")
    )


def _price(rng: Random, _entry: Property, _about: float) -> str:
    amount = exp(rng.uniform(log(5_000), log(20_000_000)))
    year = rng.randrange(1995, 2026)
    text = f"{amount / 1e6:.1f} million" if amount > 1e6 and rng.random() < 0.6 else _number(rng, amount)
    return f"{rng.choices(WORDS, WORD_WEIGHTS)[0]}{rng.choice(CURRENCIES)} {text} ({year})"


def _mach(rng: Random, _entry: Property, about: float) -> str:
    return f"Mach {about:.1f}" if rng.random() < 0.8 else f"up to Mach {max(1, round(about))}"


def _calibers(rng: Random, _entry: Property, about: float) -> str:
    return f"L/{max(2, round(about + rng.choice((0, 0, 0, 1, -1))))}"


_forms: dict[str, Callable[[Random, Property, float], str]] = {
    "count": _count,
    "date": _date,
    "terms": _terms,
    "text": _text,
    "currency": _price,
    "mach": _mach,
    "calibers": _calibers,
}
