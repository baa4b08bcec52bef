"""Publishers: how they are graded, what rests on them, and what falls without them."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class Publisher(NamedTuple):
    """A publisher with what it holds up.

    `claims` counts the figures in its documents, `roots` those that rest on it wherever they are printed,
    `event_claims` its words on events, `alone` the figures (system, property, condition) that rest on it
    and on nobody else.
    """

    id: str
    name: str
    kind: str
    country: str | None
    reliability: str
    reliability_note: str | None
    url: str | None
    documents: int
    claims: int
    roots: int
    event_claims: int
    alone: int


class Document(NamedTuple):
    """A document with the number of figures and of words on events that cite it."""

    id: str
    title: str
    url: str | None
    issued: str | None
    accessed: str | None
    language: str | None
    claims: int
    event_claims: int


_counts = """
with alone as (
    select min(coalesce(c.via, d.publisher_id)) as root from claims c join documents d on d.id = c.document_id
    where c.rank <> 'deprecated' group by c.system_id, c.property_id, c.ammunition, c.munition_id, c.conditions
    having count(distinct coalesce(c.via, d.publisher_id)) = 1
),
alone_by as (select root, count(*) as n from alone group by root),
claims_by as (
    select d.publisher_id, count(*) as n from claims c join documents d on d.id = c.document_id group by d.publisher_id
),
roots_by as (
    select coalesce(c.via, d.publisher_id) as root, count(*) as n from claims c join documents d on d.id = c.document_id
    group by root
),
events_by as (
    select d.publisher_id, count(*) as n from event_claims c join documents d on d.id = c.document_id
    group by d.publisher_id
),
documents_by as (select publisher_id, count(*) as n from documents group by publisher_id)
select p.id, p.name, p.kind, p.country, p.reliability, p.reliability_note, p.url, coalesce(d.n, 0), coalesce(c.n, 0),
    coalesce(r.n, 0), coalesce(e.n, 0), coalesce(a.n, 0)
from publishers p
left join documents_by d on d.publisher_id = p.id left join claims_by c on c.publisher_id = p.id
left join roots_by r on r.root = p.id left join events_by e on e.publisher_id = p.id
left join alone_by a on a.root = p.id
"""


def publishers(connection: sqlite3.Connection, id: str | None = None) -> list[Publisher]:
    """All publishers, or one, those with the most figures first."""
    where = "where p.id = ?" if id else ""
    query = f"{_counts} {where} order by 10 desc, 11 desc, p.id"
    return [Publisher(*row) for row in connection.execute(query, (id,) if id else ())]


def documents(connection: sqlite3.Connection, publisher: str) -> list[Document]:
    """A publisher's documents, newest first."""
    query = """
        select d.id, d.title, d.url, d.issued, d.accessed, d.language,
            (select count(*) from claims c where c.document_id = d.id),
            (select count(*) from event_claims c where c.document_id = d.id)
        from documents d where d.publisher_id = ? order by d.issued_first desc, d.id
    """
    return [Document(*row) for row in connection.execute(query, (publisher,))]


def resting_alone(connection: sqlite3.Connection, publisher: str) -> list[tuple[str, str]]:
    """System and property of the figures that would be gone without a publisher."""
    query = """
        select c.system_id, c.property_id from claims c join documents d on d.id = c.document_id
        where c.rank <> 'deprecated' group by c.system_id, c.property_id, c.ammunition, c.munition_id, c.conditions
        having count(distinct coalesce(c.via, d.publisher_id)) = 1 and min(coalesce(c.via, d.publisher_id)) = ?
        order by 1, 2
    """
    return list(dict.fromkeys((row[0], row[1]) for row in connection.execute(query, (publisher,))))
