"""What the catalog lacks: gaps, figures that rest on one publisher, unsettled disputes, pages read long ago."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from catalog.query.filter import Filter, select_systems

STALE_AFTER = "-18 months"  # against the page read last, so that the answer depends on the data alone


class ClassCoverage(NamedTuple):
    """How far the systems of one class are covered.

    `expected` counts the figures that a complete record of each would have, `filled` those that some page gives.
    `reach` are the systems with a figure of range, `reach_by_two` those with one from two publishers or more.
    """

    id: str
    label: str
    systems: int
    complete: int
    expected: int
    filled: int
    reach: int
    reach_by_two: int

    @property
    def share(self) -> float:
        """The part of the expected figures that is there, 1 where none is expected."""
        return self.filled / self.expected if self.expected else 1.0


class Gap(NamedTuple):
    """What one system lacks: expected properties, and `operators`, `names` or `publishers` for a complete record."""

    system_id: str
    name: str
    class_id: str
    properties: tuple[str, ...]
    others: tuple[str, ...]


class Alone(NamedTuple):
    """A property of a system of which all figures rest on one publisher."""

    system_id: str
    property_id: str
    root: str
    pages: int


class Unsettled(NamedTuple):
    """A disputed figure of which no value is backed by two publishers."""

    system_id: str
    property_id: str
    ammunition: str | None
    least: float
    greatest: float
    unit: str


class Stale(NamedTuple):
    """A document read long before the latest one."""

    id: str
    title: str
    accessed: str
    claims: int


class Coverage(NamedTuple):
    """What the chosen systems have and lack. `total` sums the classes."""

    classes: tuple[ClassCoverage, ...]
    total: ClassCoverage
    gaps: tuple[Gap, ...]
    alone: tuple[Alone, ...]
    unsettled: tuple[Unsettled, ...]
    stale: tuple[Stale, ...]


def coverage(connection: sqlite3.Connection, which: Filter) -> Coverage:
    """What the systems that a filter keeps have and lack."""
    systems = select_systems(connection, which)
    gaps = _gaps(connection, systems)
    reach = _reach(connection)
    expected = {row[0]: row[1] for row in connection.execute(_EXPECTED)}
    classes = tuple(
        _of_class(id, label, [system for system, entry in systems.items() if entry[1] == id], gaps, reach, expected)
        for id, label in connection.execute("select id, label from classes order by family, id").fetchall()
    )
    classes = tuple(entry for entry in classes if entry.systems)
    counts = [sum(column) for column in zip(*(entry[2:] for entry in classes), strict=True)] if classes else [0] * 6
    chosen = set(systems)
    return Coverage(
        classes,
        ClassCoverage("", "all", *counts),
        tuple(gap for gap in gaps.values() if gap.properties or gap.others),
        tuple(row for row in map(Alone._make, connection.execute(_ALONE)) if row.system_id in chosen),
        tuple(row for row in map(Unsettled._make, connection.execute(_UNSETTLED)) if row.system_id in chosen),
        tuple(map(Stale._make, connection.execute(_STALE, (STALE_AFTER,)))),
    )


def _of_class(
    id: str, label: str, systems: Sequence[str], gaps: dict[str, Gap], reach: dict[str, int], expected: dict[str, int]
) -> ClassCoverage:
    mine = [gaps[system] for system in systems]
    wanted = expected.get(id, 0) * len(systems)
    return ClassCoverage(
        id,
        label,
        len(systems),
        sum(not gap.properties and not gap.others for gap in mine),
        wanted,
        wanted - sum(len(gap.properties) for gap in mine),
        sum(system in reach for system in systems),
        sum(reach.get(system, 0) > 1 for system in systems),
    )


def _gaps(connection: sqlite3.Connection, systems: dict[str, tuple[str, str, str]]) -> dict[str, Gap]:
    missing: dict[str, list[str]] = {id: [] for id in systems}
    for id, property_ in connection.execute("select system_id, property_id from coverage order by system_id"):
        if id in missing:
            missing[id].append(property_)
    lacking: dict[str, list[str]] = {id: [] for id in systems}
    for what, query in _OTHERS.items():
        for (id,) in connection.execute(query):
            if id in lacking:
                lacking[id].append(what)
    return {
        id: Gap(id, name, class_, tuple(missing[id]), tuple(lacking[id])) for id, (name, class_, _) in systems.items()
    }


def _reach(connection: sqlite3.Connection) -> dict[str, int]:
    """The number of independent publishers behind the range of each system that has one, its munitions' included."""
    return {row[0]: row[1] for row in connection.execute(_REACH)}


_EXPECTED = "select id, json_array_length(expects) from classes"

_OTHERS = {
    "operators": "select id from systems where id not in (select system_id from operators)",
    "names": "select system_id from names group by system_id having count(*) = 1",
    "publishers": """
        select s.id from systems s left join claims c on c.system_id = s.id
        left join documents d on d.id = c.document_id
        group by s.id having count(distinct coalesce(c.via, d.publisher_id)) < 2
    """,
}

_REACH = """
select s.id, count(distinct coalesce(c.via, d.publisher_id)) from systems s
join classes k on k.id = s.class
join (select system_id, munition_id from fires union select id, id from systems) f on f.system_id = s.id
join claims c on c.system_id = f.munition_id and c.rank <> 'deprecated' and (c.low is not null or c.high is not null)
join properties q on q.id = c.property_id and (q.reach or q.id = k.main_range)
join documents d on d.id = c.document_id
group by s.id
"""

_ALONE = """
select c.system_id, c.property_id, min(coalesce(c.via, d.publisher_id)), count(distinct c.document_id)
from claims c join documents d on d.id = c.document_id where c.rank <> 'deprecated'
group by c.system_id, c.property_id having count(distinct coalesce(c.via, d.publisher_id)) = 1 order by 1, 2
"""

# Claims that say the same number stand together, whatever their words.
_UNSETTLED = """
with backed as (
    select c.system_id, c.property_id, c.ammunition, c.munition_id, c.conditions,
        count(distinct coalesce(c.via, d.publisher_id)) as roots
    from claims c join documents d on d.id = c.document_id where c.rank <> 'deprecated'
    group by c.system_id, c.property_id, c.ammunition, c.munition_id, c.conditions, c.low, c.high
)
select x.system_id, x.property_id, x.ammunition, x.least, x.greatest, x.unit from disputes x
where not exists (
    select 1 from backed b where b.roots > 1 and b.system_id = x.system_id and b.property_id = x.property_id
    and b.ammunition is x.ammunition and b.munition_id is x.munition_id and b.conditions is x.conditions
)
order by 1, 2, 3
"""

_STALE = """
select d.id, d.title, d.accessed, count(c.id) from documents d join claims c on c.document_id = d.id
where d.accessed < date((select max(accessed) from documents), ?) group by d.id order by d.accessed, d.id
"""
