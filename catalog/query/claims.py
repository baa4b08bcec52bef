"""Claims as the reader meets them: what is said, under which condition, by whom, resting on whom."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from catalog.interval import Interval
from catalog.query.sql import among, marks


class Scope(NamedTuple):
    """Which claims count: those issued by a day, under one class of ammunition, without some publishers."""

    as_of: str | None = None
    ammunition: str | None = None
    without: tuple[str, ...] = ()


ALL = Scope()


class Condition(NamedTuple):
    """What a figure holds for. `others` is JSON, as in catalog.db; None where the source names no condition."""

    ammunition: str | None = None
    munition: str | None = None
    others: str | None = None

    def stated(self) -> dict[str, str]:
        """The other conditions by name."""
        if self.others is None:
            return {}
        import json

        return dict(json.loads(self.others))

    def label(self, names: dict[str, str] | None = None) -> str:
        """The condition in words, empty where there is none."""
        words = [self.ammunition or "", (names or {}).get(self.munition or "", self.munition or "")]
        stated = self.stated()
        varies = stated.pop("varies_by", None)
        stated = {key: value for key, value in stated.items() if key not in ("currency", "price_year")}
        words += [f"{value}" if key in _self_evident else f"{key} {value}" for key, value in stated.items()]
        if varies:
            words.append(f"depending on {varies}")
        return ", ".join(word for word in words if word)


_self_evident = frozenset({"configuration", "mode", "terrain", "profile", "version"})


class Claim(NamedTuple):
    """One figure of one document. The interval is in the property's unit; `root` is the publisher on whom it rests."""

    id: str
    system_id: str
    property_id: str
    condition: Condition
    stated: str
    interval: Interval
    text: str | None
    document_id: str
    title: str
    url: str | None
    issued: str | None
    accessed: str | None
    publisher_id: str
    publisher: str
    reliability: str
    via: str | None
    via_name: str | None
    credibility: int | None
    rank: str
    rank_reason: str | None
    note: str | None

    @property
    def root(self) -> str:
        """The publisher on whom the claim rests: the one it repeats, else its own."""
        return self.via or self.publisher_id

    @property
    def has_number(self) -> bool:
        """False for text, `unknown` and `none`."""
        return self.interval.low is not None or self.interval.high is not None


_columns = """
    c.id, c.system_id, c.property_id, c.ammunition, c.munition_id, c.conditions, c.stated, c.low, c.high, c.low_open,
    c.high_open, c.approximate, c.rounding, c.text, c.document_id, d.title, d.url, d.issued, d.accessed, d.publisher_id,
    p.name as publisher, p.reliability, c.via, v.name as via_name, c.credibility, c.rank, c.rank_reason, c.note
"""
_tables = """
    claims c
    join documents d on d.id = c.document_id
    join publishers p on p.id = d.publisher_id
    left join publishers v on v.id = c.via
"""


def claims_of(
    connection: sqlite3.Connection, systems: Sequence[str], properties: Iterable[str] | None = None, scope: Scope = ALL
) -> list[Claim]:
    """The claims of some systems in the order of the vocabulary, deprecated ones included."""
    condition, values = among("c.system_id", systems)
    where = [condition]
    if properties is not None:
        wanted = list(properties)
        where.append(f"c.property_id in ({marks(wanted)})")
        values += wanted
    conditions, more = scope_sql(scope)
    query = f"""
        select {_columns} from {_tables} join properties q on q.id = c.property_id
        where {" and ".join([*where, *conditions])} order by q.position, c.ammunition, c.low, c.high, c.id
    """
    return [_claim(row) for row in connection.execute(query, values + more)]


def claim(connection: sqlite3.Connection, id: str) -> Claim | None:
    """One claim by its id."""
    row = connection.execute(f"select {_columns} from {_tables} where c.id = ?", (id,)).fetchone()
    return _claim(row) if row else None


def scope_sql(scope: Scope) -> tuple[list[str], list[str]]:
    """A scope as SQL conditions over claims c, documents d, and their values."""
    conditions: list[str] = []
    values: list[str] = []
    if scope.as_of:
        conditions.append("coalesce(d.issued_last, d.accessed) <= ?")
        values.append(scope.as_of)
    if scope.ammunition:
        conditions.append("c.ammunition = ?")
        values.append(scope.ammunition)
    if scope.without:
        places = marks(scope.without)
        conditions.append(f"d.publisher_id not in ({places}) and (c.via is null or c.via not in ({places}))")
        values += [*scope.without, *scope.without]
    return conditions, values


def _claim(row: sqlite3.Row) -> Claim:
    (id, system, property_, ammunition, munition, others, stated, low, high, low_open, high_open, approximate, rounding,
     *rest) = row  # fmt: skip
    interval = Interval(low, high, bool(low_open), bool(high_open), bool(approximate), rounding or 0.0, rounding or 0.0)
    return Claim(id, system, property_, Condition(ammunition, munition, others), stated, interval, *rest)
