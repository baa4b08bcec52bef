"""All that the catalog says of one system."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from catalog.query.claims import ALL, Claim, Scope, claims_of, scope_sql
from catalog.query.headline import Headline, headlines
from catalog.query.reach import reach_claims


class Name(NamedTuple):
    """One name of a system."""

    name: str
    language: str | None
    kind: str | None
    main: bool


class Operator(NamedTuple):
    """Who has a system; since and until when and how many, as different sources say; and the documents."""

    country: str
    name: str
    since: tuple[str, ...]
    until: tuple[str, ...]
    quantities: tuple[str, ...]
    documents: tuple[str, ...]


class Sheet(NamedTuple):
    """One system: what it is, its headlines in the order of the vocabulary, its relatives, its gaps.

    `relatives` maps base, variants, fires and fired_by to ids; `missing` holds expected properties without a claim.
    """

    id: str
    name: str
    class_id: str
    class_label: str
    origins: tuple[str, ...]
    status: str
    summary: str
    file: str
    names: tuple[Name, ...]
    headlines: tuple[Headline, ...]
    deprecated: tuple[Claim, ...]
    operators: tuple[Operator, ...]
    relatives: dict[str, list[str]]
    missing: tuple[str, ...]
    events: tuple[tuple[str, str, str], ...]
    links: dict[str, str]


def sheet(connection: sqlite3.Connection, id: str, scope: Scope = ALL) -> Sheet:
    """The sheet of the system with this id. Raises KeyError if there is none."""
    row = connection.execute(
        "select s.*, k.label from systems s join classes k on k.id = s.class where s.id = ?", (id,)
    ).fetchone()
    if row is None:
        raise KeyError(id)
    claims = claims_of(connection, [id], None, scope)
    lent = [
        claim for claim in reach_claims(connection, [id], scope) if claim.condition.munition and claim not in claims
    ]
    rows = headlines([*lent, *claims])
    position = {found[0]: found[1] for found in connection.execute("select id, position from properties")}
    return Sheet(
        id=id,
        name=row["name"],
        class_id=row["class"],
        class_label=row["label"],
        origins=tuple(found[0] for found in connection.execute(_ORIGINS, (id,))),
        status=row["status"],
        summary=row["summary"],
        file=row["file"],
        names=_names(connection, id),
        headlines=tuple(
            sorted(rows, key=lambda found: (position[found.property_id], found.condition.ammunition or ""))
        ),
        deprecated=tuple(claim for claim in claims if claim.rank == "deprecated"),
        operators=_operators(connection, id, scope),
        relatives=_relatives(connection, id, row["variant_of"]),
        missing=tuple(
            found[0] for found in connection.execute("select property_id from coverage where system_id = ?", (id,))
        ),
        events=tuple(tuple(found) for found in connection.execute(_EVENTS, (id, scope.as_of or "9999"))),
        links={
            found["scheme"]: found["url"] or found["value"]
            for found in connection.execute("select * from links where system_id = ?", (id,))
        },
    )


_ORIGINS = """
select c.name from systems s join json_each(s.origins) o join countries c on c.id = o.value
where s.id = ? order by o.key
"""

_EVENTS = """
select e.id, e.date, e.title from events e join event_systems x on x.event_id = e.id
where x.system_id = ? and e.first_day <= ? order by e.first_day, e.id
"""


def _names(connection: sqlite3.Connection, id: str) -> tuple[Name, ...]:
    order = "main desc, language is not null, language, name"
    query = f"select name, language, kind, main from names where system_id = ? order by {order}"
    return tuple(Name(row[0], row[1], row[2], bool(row[3])) for row in connection.execute(query, (id,)))


def _operators(connection: sqlite3.Connection, id: str, scope: Scope) -> tuple[Operator, ...]:
    conditions, values = scope_sql(scope._replace(ammunition=None))
    query = f"""
        select c.country, n.name, c.since, c.until, c.quantity, c.document_id
        from operators c join documents d on d.id = c.document_id join countries n on n.id = c.country
        where {" and ".join(["c.system_id = ?", *conditions])} order by n.name, c.since, c.quantity, c.document_id
    """
    told: dict[tuple[str, str], list[list[str]]] = {}
    for row in connection.execute(query, [id, *values]):
        kinds = told.setdefault((row[0], row[1]), [[], [], [], []])
        for kind, value in zip(kinds, row[2:], strict=True):
            if value is not None and value not in kind:
                kind.append(value)
    return tuple(Operator(*country, *map(tuple, kinds)) for country, kinds in told.items())


def _relatives(connection: sqlite3.Connection, id: str, base: str | None) -> dict[str, list[str]]:
    queries = {
        "variants": "select id from systems where variant_of = ? order by id",
        "fires": "select distinct munition_id from fires where system_id = ? order by 1",
        "fired_by": "select distinct system_id from fires where munition_id = ? order by 1",
    }
    found = {kind: [row[0] for row in connection.execute(query, (id,))] for kind, query in queries.items()}
    return {kind: ids for kind, ids in ({"base": [base] if base else []} | found).items() if ids}
