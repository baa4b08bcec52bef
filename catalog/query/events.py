"""What happened and who says so: contested figures side by side, never added up."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from catalog.interval import Interval
from catalog.query.sql import marks


class EventClaim(NamedTuple):
    """One party's word on an event, from one document."""

    id: str
    claimant: str
    stance: str
    says: str
    quantity: str | None
    counted: str | None
    interval: Interval | None
    claimed_on: str | None
    document_id: str
    title: str
    url: str | None
    publisher: str
    reliability: str
    via: str | None
    via_name: str | None
    credibility: int | None
    note: str | None


class Event(NamedTuple):
    """One happening with its claims in order of date; parties are country names."""

    id: str
    date: str
    first_day: str
    last_day: str
    kind: str
    title: str
    from_country: str | None
    to_country: str | None
    place: str | None
    note: str | None
    systems: tuple[str, ...]
    claims: tuple[EventClaim, ...]


class EventFilter(NamedTuple):
    """Which events: ids of countries, systems, kinds; a first and last day; words of a claimant's name; one id."""

    parties: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    claimant: str | None = None
    id: str | None = None


def events(connection: sqlite3.Connection, which: EventFilter = EventFilter()) -> list[Event]:
    """The events that a filter keeps, oldest first. With a claimant only that one's claims are given."""
    clauses, values = _where(which)
    query = f"""
        select e.id, e.date, e.first_day, e.last_day, e.kind, e.title, f.name, t.name, e.place, e.note
        from events e left join countries f on f.id = e.from_country left join countries t on t.id = e.to_country
        where {" and ".join(clauses)} order by e.first_day, e.id
    """
    rows = connection.execute(query, values).fetchall()
    return [
        Event(*row[:10], _systems(connection, row[0]), _claims(connection, row[0], which.claimant))  # type: ignore[call-arg]
        for row in rows
    ]


def _where(which: EventFilter) -> tuple[list[str], list[str]]:
    clauses, values = ["1"], []
    if which.parties:
        places = marks(which.parties)
        clauses.append(f"(e.from_country in ({places}) or e.to_country in ({places}))")
        values += [*which.parties, *which.parties]
    if which.systems:
        known = f"select 1 from event_systems x where x.event_id = e.id and x.system_id in ({marks(which.systems)})"
        clauses.append(f"exists ({known})")
        values += which.systems
    if which.kinds:
        clauses.append(f"e.kind in ({marks(which.kinds)})")
        values += which.kinds
    if which.id:
        clauses.append("e.id = ?")
        values.append(which.id)
    if which.since:
        clauses.append("e.last_day >= ?")
        values.append(which.since)
    if which.until:
        clauses.append("e.first_day <= ?")
        values.append(which.until)
    if which.claimant:
        said = "c.event_id = e.id and instr(lower(c.claimant), lower(?))"
        clauses.append(f"exists (select 1 from event_claims c where {said})")
        values.append(which.claimant)
    return clauses, values


def _systems(connection: sqlite3.Connection, event: str) -> tuple[str, ...]:
    query = "select system_id from event_systems where event_id = ? order by 1"
    return tuple(row[0] for row in connection.execute(query, (event,)))


def _claims(connection: sqlite3.Connection, event: str, claimant: str | None) -> tuple[EventClaim, ...]:
    query = """
        select c.*, d.title, d.url, p.name as publisher, p.reliability, v.name as via_name from event_claims c
        join documents d on d.id = c.document_id join publishers p on p.id = d.publisher_id
        left join publishers v on v.id = c.via
        where c.event_id = ? and (? is null or instr(lower(c.claimant), lower(?)))
        order by coalesce(c.claimed_on, '9'), c.claimant, c.id
    """
    return tuple(_claim(row) for row in connection.execute(query, (event, claimant, claimant)))


def _claim(row: sqlite3.Row) -> EventClaim:
    counted = row["low"] is not None or row["high"] is not None
    opens = bool(row["low_open"]), bool(row["high_open"])
    bounds = Interval(row["low"], row["high"], *opens, bool(row["approximate"]))
    wanted = (name for name in EventClaim._fields if name != "interval")
    return EventClaim(interval=bounds if counted else None, **{name: row[name] for name in wanted})
