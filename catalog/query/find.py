"""Systems that meet conditions on any properties at once: for certain, or as some claim has it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from typing import NamedTuple

from catalog.interval import Interval, informative
from catalog.query.claims import ALL, Claim, Scope, claims_of
from catalog.query.display import Measures
from catalog.query.filter import EVERY, Filter, select_systems
from catalog.query.headline import Headline, headlines
from catalog.query.reach import longest, reach_options
from catalog.query.terms import KM, REACH, UnknownWord, first_day, last_day, properties, property_ids

_form = re.compile(r"\s*(?P<spec>.+?)\s*(?P<sign>>=|<=|=|>|<)\s*(?P<value>.+?)\s*\Z").match
WORDS = ("terms", "text", "class")


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
        if match["sign"] != "=":
            raise UnknownWord(f"`{text}`: {entry.label} is told in words, so compare it with `=`")
        return Condition(spec, "=", None, match["value"].casefold(), text)
    if entry and entry.dimension == "date":
        day = first_day(match["value"]) if match["sign"] in (">=", "<") else last_day(match["value"])
        return Condition(spec, match["sign"], float(day.replace("-", "")), None, text)
    return Condition(spec, match["sign"], measures.parse(match["value"], entry.unit if entry else KM), None, text)


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
    for wanted in conditions:
        options = _options(connection, wanted.spec, kept, scope)
        for id in kept:
            found = _best(options.get(id, []), wanted, certain)
            if found:
                met[id].append(found)
        kept = [id for id in kept if len(met[id]) == conditions.index(wanted) + 1]
    rows = (Match(id, *systems[id], *_columns(met[id])) for id in kept)
    return sorted(rows, key=lambda row: row.name)


def _columns(met: list[tuple[Headline, bool]]) -> tuple[tuple[Headline, ...], tuple[bool, ...]]:
    return tuple(headline for headline, _ in met), tuple(sure for _, sure in met)


def _options(connection: sqlite3.Connection, spec: str, systems: list[str], scope: Scope) -> dict[str, list[Headline]]:
    if not systems:
        return {}
    if spec == REACH:
        return reach_options(connection, systems, scope)
    found: dict[str, list[Headline]] = {}
    for row in headlines(claims_of(connection, systems, [spec], scope)):
        found.setdefault(row.system_id, []).append(row)
    return found


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
    meets = _tests[wanted.sign]
    answers = [meets(interval, wanted.bound, True) for interval in numbers]
    return bool(answers) and all(answers), any(meets(interval, wanted.bound, False) for interval in numbers)


def _says(claim: Claim, word: str) -> bool:
    words = (claim.text or claim.stated).casefold()
    return word in words.split(", ") or word == words


def _low(interval: Interval, whole: bool) -> float:
    """What a claim puts forward at its lower end: the bound itself; beyond an open end it claims nothing."""
    return interval.least if whole or interval.low is not None else interval.most


def _high(interval: Interval, whole: bool) -> float:
    return interval.most if whole or interval.high is not None else interval.least


_Test = Callable[[Interval, float, bool], bool]
_tests: dict[str, _Test] = {
    ">=": lambda part, bound, whole: (part.least if whole else _high(part, False)) >= bound,
    ">": lambda part, bound, whole: (part.least if whole else _high(part, False)) > bound or _just_above(part, bound),
    "<=": lambda part, bound, whole: (part.most if whole else _low(part, False)) <= bound,
    "<": lambda part, bound, whole: (part.most if whole else _low(part, False)) < bound or _just_below(part, bound),
    "=": lambda part, bound, whole: part.least == part.most == bound if whole else part.least <= bound <= part.most,
}


def _just_above(part: Interval, bound: float) -> bool:
    return part.low_open and part.low == bound


def _just_below(part: Interval, bound: float) -> bool:
    return part.high_open and part.high == bound
