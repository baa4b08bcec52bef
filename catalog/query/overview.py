"""What the catalog holds as a whole: counts, and the values by which systems and events can be chosen."""

from __future__ import annotations

import sqlite3
from typing import Any

Rows = list[dict[str, Any]]

_COUNTS = """
select (select count(*) from systems) as systems, (select count(*) from claims) as claims,
    (select count(*) from publishers) as publishers, (select count(*) from documents) as documents,
    (select count(*) from events) as events, (select count(*) from disputes) as disputes
"""
_CHOICES = {
    "class": """
        select k.id, k.label, count(*) as systems from systems s join classes k on k.id = s.class group by k.id
    """,
    "operator": """
        select o.country as id, c.name as label, count(distinct o.system_id) as systems
        from operators o join countries c on c.id = o.country where o.until is null group by o.country
    """,
    "origin": """
        select o.value as id, c.name as label, count(*) as systems
        from systems s join json_each(s.origins) o join countries c on c.id = o.value group by o.value
    """,
    "status": "select status as id, status as label, count(*) as systems from systems group by status",
}


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many systems, claims, publishers, documents, events and disputed figures there are."""
    return dict(connection.execute(_COUNTS).fetchone())


def choices(connection: sqlite3.Connection, by: str, limit: int = 40) -> Rows:
    """The values of class, operator, origin or status with the number of systems, the commonest first."""
    query = f"{_CHOICES[by]} order by systems desc, label limit ?"
    return [dict(row) for row in connection.execute(query, (limit,))]


def words_of(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """What readers call the rows of `classes`, `countries` or `publishers`, by id."""
    column = "label" if table == "classes" else "name"
    return dict(connection.execute(f"select id, {column} from {table}").fetchall())


def event_kinds(connection: sqlite3.Connection) -> Rows:
    """The kinds of event with their numbers, the commonest first."""
    query = "select kind as id, count(*) as events from events group by kind order by events desc, kind"
    return [dict(row) for row in connection.execute(query)]


def conditions(connection: sqlite3.Connection) -> Rows:
    """The closed lists of conditions in the order of the vocabulary."""
    return [dict(row) for row in connection.execute("select * from conditions order by position")]


def build_facts(connection: sqlite3.Connection) -> dict[str, str]:
    """From what the database was made."""
    return {row[0]: row[1] for row in connection.execute("select key, value from build")}


def latest_documents(connection: sqlite3.Connection, limit: int = 50) -> Rows:
    """The documents read last, with the number of figures and of words on events that they brought."""
    query = """
        select d.id, d.title, d.publisher_id, p.name as publisher, d.accessed,
            (select count(*) from claims c where c.document_id = d.id) as claims,
            (select count(*) from event_claims c where c.document_id = d.id) as event_claims
        from documents d join publishers p on p.id = d.publisher_id where d.accessed is not null
        order by d.accessed desc, d.issued_first desc, d.id limit ?
    """
    return [dict(row) for row in connection.execute(query, (limit,))]


def ids_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """The ids of all `systems`, `events` or `publishers`, in order."""
    return [row[0] for row in connection.execute(f"select id from {table} order by id")]
