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


# Each claim with its publisher and the one on whom it rests, of which SQLite must be told the type, or it compares each
# with all.
_CLAIMS = """
    select c.system_id, c.property_id, c.ammunition, c.munition_id, c.conditions, c.rank, d.publisher_id,
        cast(coalesce(c.via, d.publisher_id) as text) as root
    from claims c join documents d on d.id = c.document_id
"""
_ITS_FIGURES = """
    where (c.system_id, c.property_id) in (
        select system_id, property_id from claims
        where via = :id or document_id in (select id from documents where publisher_id = :id)
    )
"""
_OF_ONE_ROOT = """
    from known where rank <> 'deprecated' group by system_id, property_id, ammunition, munition_id, conditions
    having min(root) = max(root)
"""
_COUNTS = f"""
alone as (select min(root) as root {_OF_ONE_ROOT}),
alone_by as (select cast(root as text) as root, count(*) as n from alone group by root),
claims_by as (select publisher_id, count(*) as n from known group by publisher_id),
roots_by as (select root, count(*) as n from known group by root),
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


def _known(id: str | None) -> str:
    """The claims as SQL; of one publisher, those of the figures (system and property) that it has a part in."""
    return f"with known as materialized ({_CLAIMS} {_ITS_FIGURES if id else ''})"


def publishers(connection: sqlite3.Connection, id: str | None = None) -> list[Publisher]:
    """All publishers, or one, those with the most figures first."""
    query = f"{_known(id)}, {_COUNTS} where p.id = coalesce(:id, p.id) order by 10 desc, 11 desc, p.id"
    rows = connection.execute(query, {"id": id})
    return [Publisher(*row) for row in rows]


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
    query = f"{_known(publisher)} select system_id, property_id {_OF_ONE_ROOT} and min(root) = :id order by 1, 2"
    return list(dict.fromkeys((row[0], row[1]) for row in connection.execute(query, {"id": publisher})))
