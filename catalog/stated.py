"""What a record states, claim by claim: the one walk over a system's specs, and the one way to read a value."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from catalog.dates import days
from catalog.interval import Interval
from catalog.problems import Refused, Where, did_you_mean
from catalog.quantity import NO_NUMBER, Stated, parse
from catalog.vocabulary import Property, vocabulary


class Claim(NamedTuple):
    """One entry below `specs`: its property, what it says, and where it stands in the record."""

    property: str
    body: dict[str, Any]
    where: Where


class StatedClaim(NamedTuple):
    """A claim whose value reads."""

    property: str
    body: dict[str, Any]
    where: Where
    stated: Stated


def as_list(value: Any) -> list[Any]:
    """A value that may be one or several, as a list."""
    return value if isinstance(value, list) else [value]


def circumstances(body: dict[str, Any]) -> tuple[str | None, ...]:
    """All that a claim says of when its value holds: claims of one property that agree in it stand side by side."""
    return tuple(map(body.get, _circumstances()))


@cache
def _circumstances() -> tuple[str, ...]:
    return ("munition", "varies_by", *vocabulary().stated_conditions)


def claims_of(data: dict[str, Any]) -> Iterator[Claim]:
    """The claims of a system's record in the order in which it states them; class claims are claims of `class`."""
    for id, entry in data.get("specs", {}).items():
        if isinstance(entry, list):
            for position, body in enumerate(entry):
                yield Claim(id, body, ("specs", id, position))
        else:
            yield Claim(id, entry, ("specs", id))
    for position, entry in enumerate(data.get("class_claims", ())):
        body = {"value": entry["class"], **{key: value for key, value in entry.items() if key != "class"}}
        yield Claim("class", body, ("class_claims", position))


def state(value: str | int, entry: Property | None) -> Stated:
    """A stated value as the catalog understands it; without a property, as a bare count. Raises Refused."""
    words = vocabulary()
    if entry is None:
        return parse(value, "count", "count", False, words.units, words.refused_units)
    if entry.dimension == "date":
        return _date(str(value))
    if entry.dimension in ("text", "class"):
        return Stated(NO_NUMBER, text=str(value))
    if entry.dimension == "terms":
        return Stated(NO_NUMBER, text=_terms(str(value), entry.terms))
    stated = parse(value, entry.dimension, entry.unit, entry.maximum, words.units, words.refused_units)
    if stated.currency is not None:
        _currency(stated.currency)
    return stated


@lru_cache(maxsize=8192)
def state_of(property: str, value: str | int) -> Stated:
    """A stated value of a property as the catalog understands it. Raises Refused."""
    return state(value, vocabulary().properties[property])


@lru_cache(maxsize=4096)
def check_condition(id: str, value: str) -> None:
    """Raises Refused for a condition whose quantity does not read."""
    condition = vocabulary().conditions[id]
    if condition.dimension:
        unit = next(unit.id for unit in vocabulary().units.values() if unit.dimension == condition.dimension)
        parse(value, condition.dimension, unit, False, vocabulary().units, vocabulary().refused_units)


def _date(text: str) -> Stated:
    if text in ("unknown", "none"):
        return Stated(NO_NUMBER, text=text)
    low, high, approximate = days(text)
    return Stated(Interval(low, high, approximate=approximate))


def _terms(text: str, terms: tuple[str, ...]) -> str:
    if text in ("unknown", "none"):
        return text
    words = text.split(", ")
    for word in words:
        if word not in terms:
            raise Refused(
                f"the term `{word}`",
                "terms of the property's list, separated by `, `",
                did_you_mean(word, terms) or "see `catalog properties`",
                "term",
            )
    return ", ".join(sorted(set(words), key=terms.index))


def _currency(code: str) -> None:
    import pycountry

    if pycountry.currencies.get(alpha_3=code) is None:
        raise Refused(f"the currency `{code}`", "an ISO 4217 code", "write `USD`, `EUR`, `RUB`, …", "currency")
