"""Systems that meet conditions on any properties at once: for certain, or as some claim has it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from typing import NamedTuple

from catalog.interval import Interval, informative
from catalog.query.claims import ALL, Claim, Scope
from catalog.query.display import Measures, figure_of
from catalog.query.filter import EVERY, Filter, select_systems
from catalog.query.headline import Headline
from catalog.query.reach import longest, options_of
from catalog.query.terms import (
    REACH,
    WORDS,
    Property,
    UnknownWord,
    hint,
    must_have_order,
    properties,
    property_ids,
)

_form = re.compile(r"\s*(?P<spec>.+?)\s*(?P<sign>>=|<=|≥|≤|=|>|<)\s*(?P<value>.+?)\s*\Z").match
_signs = {"≥": ">=", "≤": "<="}


class Condition(NamedTuple):
    """One condition: `spec` is a property id or `range`; the bound is in the property's unit, or a word."""

    spec: str
    sign: str
    bound: float | None
    word: str | None
    text: str


class Match(NamedTuple):
    """A system and, for each condition in order, the headline that meets it and whether all its claims do."""

    system_id: str
    name: str
    class_: str
    origin: str
    headlines: tuple[Headline, ...]
    certain: tuple[bool, ...]


def condition(connection: sqlite3.Connection, measures: Measures, text: str) -> Condition:
    """Reads a condition as a person types it, like `range >= 300 km`. Raises UnknownWord."""
    match = _form(text)
    if match is None:
        raise UnknownWord(
            f"`{text}` is no condition: write it like `range >= 300 km`, `crew < 5` or `guidance = satellite`"
        )
    spec = REACH if match["spec"] == REACH else property_ids(connection, match["spec"])[0]
    entry = None if spec == REACH else properties(connection)[spec]
    if entry and entry.dimension in WORDS:
        return _in_words(entry, match["sign"], match["value"].casefold(), text)
    must_have_order(connection, spec)
    sign = _signs.get(match["sign"], match["sign"])
    return Condition(spec, sign, figure_of(measures, entry, match["value"], sign in (">=", "<")), None, text)


def _in_words(entry: Property, sign: str, word: str, text: str) -> Condition:
    if sign != "=":
        raise UnknownWord(f"`{text}`: {entry.label} is told in words, so compare it with `=`")
    if entry.terms and word not in entry.terms:
        raise UnknownWord(f"`{text}`: no such term{hint(word, list(entry.terms), 'catalog properties')}")
    return Condition(entry.id, "=", None, word, text)


def find(
    connection: sqlite3.Connection,
    conditions: Sequence[Condition],
    which: Filter = EVERY,
    scope: Scope = ALL,
    certain: bool = False,
) -> list[Match]:
    """The systems that meet all conditions, by name. Each condition is met under one set of circumstances:
    with `certain` by every telling claim of it, else by at least one.
    """
    systems = select_systems(connection, which)
    kept = list(systems)
    met: dict[str, list[tuple[Headline, bool]]] = {id: [] for id in systems}
    for number, wanted in enumerate(conditions, start=1):
        kept = _can_meet(connection, wanted, kept)
        options = options_of(connection, wanted.spec, kept, scope)
        for id in kept:
            found = _best(options[id], wanted, certain)
            if found:
                met[id].append(found)
        kept = [id for id in kept if len(met[id]) == number]
    rows = (Match(id, *systems[id], *_columns(met[id])) for id in kept)
    return sorted(rows, key=lambda row: row.name)


def _can_meet(connection: sqlite3.Connection, wanted: Condition, systems: Sequence[str]) -> list[str]:
    """The systems of which some claim, of their own or of a munition, comes up to a bound: no other can meet it."""
    if wanted.bound is None:
        return list(systems)
    among_them = "select id from properties where reach" if wanted.spec == REACH else "select :spec"
    claimed = f"select system_id from claims where property_id in ({among_them}) and {_COMES_UP[wanted.sign[0]]}"
    query = f"{claimed} union select f.system_id from fires f where f.munition_id in ({claimed})"
    can = {row[0] for row in connection.execute(query, {"spec": wanted.spec, "bound": wanted.bound})}
    return [id for id in systems if id in can]


_COMES_UP = {
    ">": "coalesce(high, low) >= :bound",
    "<": "coalesce(low, high) <= :bound",
    "=": "low <= :bound and high >= :bound",
}


def _columns(met: list[tuple[Headline, bool]]) -> tuple[tuple[Headline, ...], tuple[bool, ...]]:
    return tuple(headline for headline, _ in met), tuple(sure for _, sure in met)


def _best(options: list[Headline], wanted: Condition, certain: bool) -> tuple[Headline, bool] | None:
    """The circumstances that meet a condition best: those that do so for certain first, then the farthest."""
    judged = [(option, *_judge(option, wanted)) for option in options]
    sure = [option for option, every, _ in judged if every]
    some = [option for option, _, any_ in judged if any_]
    if sure:
        return longest(sure) or sure[0], True
    if some and not certain:
        return longest(some) or some[0], False
    return None


def _judge(option: Headline, wanted: Condition) -> tuple[bool, bool]:
    """Whether every and whether any telling claim of a headline meets a condition."""
    if wanted.word is not None:
        answers = [_says(claim, wanted.word) for claim in option.claims]
        return all(answers), any(answers)
    assert wanted.bound is not None
    numbers = informative(claim.interval for claim in option.claims if claim.has_number)
    every = [_EVERY[wanted.sign](part, wanted.bound) for part in numbers]
    return bool(every) and all(every), any(_some(wanted.sign, part, wanted.bound) for part in numbers)


def _says(claim: Claim, word: str) -> bool:
    words = (claim.text or claim.stated).casefold()
    return word in words.split(", ") or word in words.split()


_Test = Callable[[Interval, float], bool]


def _at_least(low: float, bound: float, excluded: bool, strict: bool) -> bool:
    """True if a figure of at least `low` (itself excluded or not) is at least, or strictly above, the bound."""
    return low > bound or (low == bound and (excluded or not strict))


# Every value of a claim meets the condition.
_EVERY: dict[str, _Test] = {
    ">=": lambda part, bound: _at_least(part.least, bound, part.low_open, False),
    ">": lambda part, bound: _at_least(part.least, bound, part.low_open, True),
    "<=": lambda part, bound: _at_least(-part.most, -bound, part.high_open, False),
    "<": lambda part, bound: _at_least(-part.most, -bound, part.high_open, True),
    "=": lambda part, bound: part.low == part.high == bound,
}


def _some(sign: str, part: Interval, bound: float) -> bool:
    """A value that the claim puts forward meets the condition; beyond an open end it puts forward nothing."""
    if part.low is None or part.high is None:
        return sign != "=" and (_EVERY[sign](part, bound) or _stated(sign, part, bound))
    if sign == "=":
        return part.low <= bound <= part.high
    far = part.high if sign in (">", ">=") else part.low
    return _EVERY[sign](Interval(far, far), bound)


def _stated(sign: str, part: Interval, bound: float) -> bool:
    """The one bound that a claim open to one side states, if it is not itself excluded."""
    end, excluded = (part.low, part.low_open) if part.high is None else (part.high, part.high_open)
    return end is not None and not excluded and _EVERY[sign](Interval(end, end), bound)
