"""Systems side by side, like for like, and who outranges whom: yes, no or possible."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from catalog.interval import Interval, outranges
from catalog.query.claims import ALL, Claim, Scope, claims_of
from catalog.query.headline import Headline, headlines
from catalog.query.reach import longest, reach_claims
from catalog.query.terms import KM, REACH, Property, ammunition_classes, properties


class Verdict(NamedTuple):
    """Whether `a` outranges `b` under one condition by all their claims: yes, no or possible; and what they claim.

    `shown` is the answer by the claims behind the figures shown, which leave out weaker publishers; None without any.
    """

    a: str
    b: str
    answer: str
    a_claims: tuple[Interval, ...]
    b_claims: tuple[Interval, ...]
    shown: str | None


class Group(NamedTuple):
    """One property under one like-for-like condition: a headline for each system and option, and the verdicts.

    `kind` is the ammunition class for ranges, "longest" for each system at its longest, None where no source names one.
    """

    property_id: str
    label: str
    unit: str
    kind: str | None
    rows: tuple[Headline, ...]
    verdicts: tuple[Verdict, ...]


class Comparison(NamedTuple):
    """Systems compared: their names in the order asked for, and the groups, ranges first."""

    systems: dict[str, str]
    groups: tuple[Group, ...]


LONGEST = "longest"


def compare(
    connection: sqlite3.Connection, systems: Sequence[str], specs: Sequence[str] = (), scope: Scope = ALL
) -> Comparison:
    """Compares systems by their ids. `specs` holds property ids or `range`; without any, all that two or more share.

    `scope` narrows by day of issue, ammunition and publishers left out.
    """
    known = properties(connection)
    wanted = list(dict.fromkeys(specs)) or [REACH, *(id for id, entry in known.items() if not entry.reach)]
    groups: list[Group] = []
    if REACH in wanted:
        groups += _reach_groups(reach_claims(connection, systems, scope), systems, ammunition_classes(connection))
    others = [id for id in wanted if id != REACH]
    unscoped = scope._replace(ammunition=None) if not specs else scope
    claims = claims_of(connection, systems, others, unscoped) if others else []
    shared = _property_groups(claims, known, systems)
    groups += [group for group in shared if specs or len({row.system_id for row in group.rows}) > 1]
    return Comparison(names(connection, systems), tuple(groups))


def names(connection: sqlite3.Connection, systems: Iterable[str]) -> dict[str, str]:
    """The names of systems by id, in the order asked for."""
    return {id: connection.execute("select name from systems where id = ?", (id,)).fetchone()[0] for id in systems}


def _reach_groups(claims: Sequence[Claim], systems: Sequence[str], order: Sequence[str]) -> list[Group]:
    """Ranges by ammunition class in the order of the vocabulary, then each system at its longest."""
    standing = [claim for claim in claims if claim.rank != "deprecated"]
    said = {claim.condition.ammunition for claim in standing}
    kinds = [kind for kind in order if kind in said] + ([None] if None in said else [])
    groups = [
        _reach_group(kind, [claim for claim in standing if claim.condition.ammunition == kind], systems)
        for kind in kinds
    ]
    options: dict[str, list[Headline]] = {}
    for option in headlines(standing):
        options.setdefault(option.system_id, []).append(option)
    best = [found for id in systems if (found := longest(options.get(id, [])))]
    if len(groups) > 1 and len(best) > 1:
        groups.append(_group(LONGEST, best, {option.system_id: option.claims for option in best}, systems))
    return groups


def _reach_group(kind: str | None, claims: list[Claim], systems: Sequence[str]) -> Group:
    by_system = {id: [claim for claim in claims if claim.system_id == id] for id in systems}
    rows = [row for id in systems for row in headlines(by_system[id])]
    return _group(kind, rows, by_system, systems)


def _group(
    kind: str | None,
    rows: Sequence[Headline],
    claims: Mapping[str, Sequence[Claim]],
    systems: Sequence[str],
) -> Group:
    intervals = {id: [claim.interval for claim in claims.get(id, ()) if claim.has_number] for id in systems}
    shown = {id: [claim.interval for row in rows if row.system_id == id for claim in row.chosen] for id in systems}
    verdicts = (
        verdict(a, intervals[a], b, intervals[b], outranges(shown[a], shown[b])) for a, b in combinations(systems, 2)
    )
    return Group(REACH, "range", KM, kind, tuple(rows), tuple(found for found in verdicts if found))


def verdict(
    a: str, a_claims: Sequence[Interval], b: str, b_claims: Sequence[Interval], shown: str | None = None
) -> Verdict | None:
    """Whether a outranges b by all their claims; None if either has no number."""
    answer = outranges(a_claims, b_claims)
    if answer is None:
        return None
    return Verdict(a, b, answer, tuple(a_claims), tuple(b_claims), shown)


def _property_groups(claims: Sequence[Claim], known: dict[str, Property], systems: Sequence[str]) -> list[Group]:
    rows = headlines(claims)
    order = {id: position for position, id in enumerate(systems)}
    groups = []
    for id in dict.fromkeys(row.property_id for row in rows):
        mine = sorted((row for row in rows if row.property_id == id), key=lambda row: order[row.system_id])
        groups.append(Group(id, known[id].label, known[id].unit, None, tuple(mine), ()))
    return groups
