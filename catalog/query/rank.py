"""Systems in the order of one property, with the places that the sources leave open left open."""

from __future__ import annotations

import sqlite3
from math import inf
from typing import NamedTuple

from catalog.interval import Interval, bounds, informative, places
from catalog.query.claims import ALL, Scope
from catalog.query.filter import EVERY, Filter, select_systems
from catalog.query.headline import Headline
from catalog.query.reach import highest, longest, lowest, options_of
from catalog.query.terms import KM, REACH


class Ranked(NamedTuple):
    """A system's place: `first` to `last` are the places that the claims allow, from 1."""

    system_id: str
    name: str
    class_: str
    origin: str
    headline: Headline
    first: int
    last: int


class Ranking(NamedTuple):
    """Systems in order, and the ids and names of those of the same filter that have no figure."""

    property_id: str
    label: str
    unit: str
    rows: tuple[Ranked, ...]
    without_figure: dict[str, str]


BY = ("headline", "low", "high")


def rank(
    connection: sqlite3.Connection,
    spec: str,
    which: Filter = EVERY,
    scope: Scope = ALL,
    by: str = "headline",
    least: float | None = None,
    most: float | None = None,
) -> Ranking:
    """Ranks systems by `range` or one property id, greatest first.

    `by` sorts by the headline's greater bound, or by its low or high over all claims. `least` and `most`, in the
    property's unit, keep the systems whose headline reaches the one and stays within the other.
    """
    label, unit = _words(connection, spec)
    systems = select_systems(connection, which)
    best = _best(connection, spec, list(systems), scope)
    kept = {id: option for id, option in best.items() if _within(option, least, most)}
    place_of = _places(kept)
    ordered = sorted(kept, key=lambda id: (*_order(kept[id], by), id))
    rows = tuple(Ranked(id, *systems[id], kept[id], *place_of[id]) for id in ordered)
    return Ranking(spec, label, unit, rows, {id: systems[id][0] for id in systems if id not in best})


def _words(connection: sqlite3.Connection, spec: str) -> tuple[str, str]:
    if spec == REACH:
        return "range", KM
    row = connection.execute("select label, unit from properties where id = ?", (spec,)).fetchone()
    return str(row[0]), str(row[1])


def _best(connection: sqlite3.Connection, spec: str, systems: list[str], scope: Scope) -> dict[str, Headline]:
    """For each system the headline under the condition that gives the greatest figure."""
    options = options_of(connection, spec, systems, scope)
    return {id: found for id in systems if (found := longest(options[id]))}


def _within(option: Headline, least: float | None, most: float | None) -> bool:
    return (least is None or highest(option) >= least) and (most is None or highest(option) <= most)


def _order(option: Headline, by: str) -> tuple[float, float]:
    if by == "low":
        return (-_all(option).least, -highest(option))
    if by == "high":
        return (-_all(option).most, -lowest(option))
    return (-highest(option), -lowest(option))


def _all(option: Headline) -> Interval:
    return option.envelope or Interval(-inf, inf)


def _places(options: dict[str, Headline]) -> dict[str, tuple[int, int]]:
    """First and last place of each system by the claims behind the headlines."""
    known = [
        bounds(informative(claim.interval for claim in option.chosen if claim.has_number))
        for option in options.values()
    ]
    return dict(zip(options, places(known), strict=True))
