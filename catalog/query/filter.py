"""Which systems a question looks at."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from catalog.query.sql import marks


class Filter(NamedTuple):
    """Which systems are looked at. Values are ids; several of one kind mean any of them."""

    classes: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


EVERY = Filter()


def select_systems(connection: sqlite3.Connection, which: Filter) -> dict[str, tuple[str, str, str]]:
    """Name, class and origin of the systems that a filter keeps, by id."""
    clauses, values = ["1"], []
    for column, wanted in (("class", which.classes), ("status", which.statuses)):
        if wanted:
            clauses.append(f's."{column}" in ({marks(wanted)})')
            values += list(wanted)
    if which.origins:
        clauses.append(f"exists (select 1 from json_each(s.origins) o where o.value in ({marks(which.origins)}))")
        values += list(which.origins)
    if which.operators:
        have = f"o.system_id = s.id and o.until is null and o.country in ({marks(which.operators)})"
        clauses.append(f"exists (select 1 from operators o where {have})")
        values += list(which.operators)
    query = f"select s.id, s.name, s.class, s.origin from systems s where {' and '.join(clauses)} order by s.id"
    return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(query, values)}
