"""The figures that sources contest most: several publishers on each side, none of whom the other's figure fits."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from catalog.interval import Interval, above
from catalog.query.claims import Claim, claims_of
from catalog.query.headline import Headline, headlines
from catalog.query.sql import marks

UNSTEADY = ("date", "currency", "count")  # what changes with time is no dispute over one figure
OF_ONE_TEST = ("tested_range", "tested_altitude")  # nor what each test gives anew


class Side(NamedTuple):
    """One value of a contested figure, with the claims that state it and the publishers on whom they rest."""

    interval: Interval
    claims: tuple[Claim, ...]
    roots: tuple[str, ...]


class Contested(NamedTuple):
    """A figure with its sides, the one with most independent publishers first."""

    headline: Headline
    sides: tuple[Side, ...]

    @property
    def weight(self) -> tuple[int, int]:
        """Publishers behind the strongest side that the first one's figure does not fit, then publishers in all."""
        against = [len(side.roots) for side in self.sides[1:] if _apart(side.interval, self.sides[0].interval)]
        return max(against, default=0), len({root for side in self.sides for root in side.roots})


def contested(connection: sqlite3.Connection, most: int) -> list[Contested]:
    """The figures that most publishers contest, those with most on the weaker side first."""
    query = f"""
        select distinct x.system_id from disputes x join properties q on q.id = x.property_id
        where q.dimension not in ({marks(UNSTEADY)}) order by 1
    """
    systems = [row[0] for row in connection.execute(query, UNSTEADY)]
    dimensions = dict(connection.execute("select id, dimension from properties").fetchall())
    found = [
        Contested(row, _sides(row.claims))
        for system in systems
        for row in headlines(claims_of(connection, [system]))
        if row.conflict and dimensions[row.property_id] not in UNSTEADY and row.property_id not in OF_ONE_TEST
    ]
    return sorted(found, key=lambda row: (*(-part for part in row.weight), row.headline.system_id))[:most]


def _sides(claims: Iterable[Claim]) -> tuple[Side, ...]:
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.has_number:
            groups.setdefault(claim.interval[:4], []).append(claim)
    sides = [
        Side(group[0].interval, tuple(group), tuple(dict.fromkeys(claim.root for claim in group)))
        for group in groups.values()
    ]
    return tuple(sorted(sides, key=lambda side: (-len(side.roots), side.interval.least, side.interval.most)))


def _apart(a: Interval, b: Interval) -> bool:
    return above(a, b) or above(b, a)
