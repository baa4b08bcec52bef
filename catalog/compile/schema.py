"""The tables, indexes and views of catalog.db: the contract between the two halves (docs/schema.md)."""

from __future__ import annotations

from typing import Any, NamedTuple

SCHEMA_VERSION = 2


class Table(NamedTuple):
    """Columns with their Python types, the key, references, columns that may not be empty, further indexes.

    `owner` is the column that names the record to which a row belongs.
    """

    columns: dict[str, type]
    key: str
    references: dict[str, str] = {}  # noqa: RUF012 (a NamedTuple's default; never changed)
    required: frozenset[str] = frozenset()
    indexes: tuple[tuple[str, ...], ...] = ()
    owner: str = ""


INTERVAL: dict[str, type] = {"low": float, "high": float, "low_open": int, "high_open": int, "approximate": int}

# In the order in which they can be filled: a table refers only to earlier ones and to itself.
TABLES: dict[str, Table] = {
    "build": Table({"key": str, "value": str}, "key", required=frozenset({"value"})),
    "countries": Table(
        {"id": str, "name": str, "alpha_3": str, "kind": str}, "id", required=frozenset({"name", "kind"})
    ),
    "classes": Table(
        {"id": str, "label": str, "family": str, "stands_for": str, "un_register": str, "sipri": str, "main_range": str,
         "ammunition": int, "expects": str, "description": str},
        "id",
        required=frozenset({"label", "family", "stands_for", "description"}),
    ),
    "units": Table(
        {"id": str, "dimension": str, "factor": float, "label": str, "system": str, "pint": str, "position": int}, "id",
        required=frozenset({"dimension", "factor", "label", "position"}),
    ),
    "conditions": Table(
        {"id": str, "condition": str, "term": str, "label": str, "dimension": str, "position": int,
         "description": str},
        "id",
        required=frozenset({"condition", "label", "position"}),
    ),
    "properties": Table(
        {"id": str, "label": str, "topic": str, "dimension": str, "unit": str, "maximum": int, "reach": int,
         "position": int, "synonyms": str, "terms": str, "band_low": float, "band_high": float, "example": str,
         "description": str},
        "id",
        required=frozenset({"label", "topic", "dimension", "unit", "description"}),
    ),
    "range_classes": Table(
        {"id": str, "scheme": str, "scheme_label": str, "class": str, "low": float, "high": float, "source": str,
         "note": str},
        "id",
        required=frozenset({"scheme", "scheme_label", "class"}),
    ),
    "publishers": Table(
        {"id": str, "name": str, "kind": str, "country": str, "language": str, "reliability": str,
         "reliability_note": str, "url": str, "part_of": str},
        "id",
        {"country": "countries", "part_of": "publishers"},
        frozenset({"name", "kind", "reliability"}),
        owner="id",
    ),
    "documents": Table(
        {"id": str, "publisher_id": str, "title": str, "url": str, "archived": str, "author": str, "issued": str,
         "issued_first": str, "issued_last": str, "accessed": str, "language": str, "pages": str, "note": str},
        "id",
        {"publisher_id": "publishers"},
        frozenset({"publisher_id", "title"}),
        (("publisher_id",),),
        "publisher_id",
    ),
    "systems": Table(
        {"id": str, "name": str, "class": str, "family": str, "origin": str, "origins": str, "status": str,
         "variant_of": str, "summary": str, "file": str},
        "id",
        {"class": "classes", "origin": "countries", "variant_of": "systems"},
        frozenset({"name", "class", "origin", "status", "summary", "file"}),
        (("class",), ("origin",), ("variant_of",)),
        "id",
    ),
    "names": Table(
        {"id": str, "system_id": str, "name": str, "language": str, "kind": str, "main": int, "folded": str}, "id",
        {"system_id": "systems"}, frozenset({"system_id", "name", "folded"}), (("system_id",),), "system_id",
    ),
    "links": Table(
        {"id": str, "system_id": str, "scheme": str, "value": str, "url": str}, "id",
        {"system_id": "systems"}, frozenset({"system_id", "scheme", "value"}), (("system_id",),), "system_id",
    ),
    "operators": Table(
        {"id": str, "system_id": str, "country": str, "since": str, "until": str, "status": str, "quantity": str,
         **INTERVAL, "document_id": str, "via": str, "note": str},
        "id",
        {"system_id": "systems", "country": "countries", "document_id": "documents", "via": "publishers"},
        frozenset({"system_id", "country", "document_id"}),
        (("system_id",), ("country", "system_id")),
        "system_id",
    ),
    "fires": Table(
        {"id": str, "system_id": str, "munition_id": str, "document_id": str, "via": str, "note": str}, "id",
        {"system_id": "systems", "munition_id": "systems", "document_id": "documents", "via": "publishers"},
        frozenset({"system_id", "munition_id"}),
        (("system_id",), ("munition_id",)),
        "system_id",
    ),
    "claims": Table(
        {"id": str, "system_id": str, "property_id": str, "ammunition": str, "munition_id": str, "conditions": str,
         "stated": str, **INTERVAL, "rounding": float, "text": str, "document_id": str, "via": str, "credibility": int,
         "rank": str, "rank_reason": str, "note": str},
        "id",
        {"system_id": "systems", "property_id": "properties", "munition_id": "systems", "document_id": "documents",
         "via": "publishers"},
        frozenset({"system_id", "property_id", "stated", "document_id", "rank"}),
        (("system_id", "property_id"), ("property_id", "high"), ("document_id",), ("munition_id",)),
        "system_id",
    ),
    "events": Table(
        {"id": str, "date": str, "first_day": str, "last_day": str, "kind": str, "title": str, "from_country": str,
         "to_country": str, "place": str, "note": str, "file": str},
        "id",
        {"from_country": "countries", "to_country": "countries"},
        frozenset({"date", "first_day", "last_day", "kind", "title", "file"}),
        (("first_day",),),
        "id",
    ),
    "event_systems": Table(
        {"id": str, "event_id": str, "system_id": str}, "id",
        {"event_id": "events", "system_id": "systems"}, frozenset({"event_id", "system_id"}),
        (("system_id",), ("event_id",)),
        "event_id",
    ),
    "event_claims": Table(
        {"id": str, "event_id": str, "claimant": str, "stance": str, "says": str, "quantity": str, "counted": str,
         **INTERVAL, "claimed_on": str, "document_id": str, "via": str, "credibility": int, "note": str},
        "id",
        {"event_id": "events", "document_id": "documents", "via": "publishers"},
        frozenset({"event_id", "claimant", "stance", "says", "document_id"}),
        (("event_id",), ("document_id",)),
        "event_id",
    ),
}  # fmt: skip

SEARCH = """
create virtual table search using fts5(
    name_id unindexed, system_id unindexed, name, folded, tokenize = 'trigram'
)
"""
FILL_SEARCH = """
insert into search (name_id, system_id, name, folded) select id, system_id, name, folded from names order by id
"""

# A claim with the publisher on whom it rests: `root` is the publisher whom the document repeats, else its own.
# `tier` orders claims for the headline: an editor's choice, figures by publishers graded A to C, all figures, words.
_weighed = """
    select c.*, d.publisher_id, p.reliability, coalesce(c.via, d.publisher_id) as root,
        c.low is not null and c.high is not null as bounded,
        case when c.rank = 'preferred' then 1 when c.low is null and c.high is null then
            case when p.reliability in ('A', 'B', 'C') then 4 else 5 end
        when p.reliability in ('A', 'B', 'C') then 2 else 3 end as tier
    from claims c
    join documents d on d.id = c.document_id
    join publishers p on p.id = d.publisher_id
    where c.rank <> 'deprecated'
"""

_group = "system_id, property_id, ammunition, munition_id, conditions"

_same_group = """
    a.system_id = b.system_id and a.property_id = b.property_id and a.ammunition is b.ammunition
    and a.munition_id is b.munition_id and a.conditions is b.conditions
"""

VIEWS: dict[str, str] = {
    "specs": f"""
with weighed as ({_weighed}),
best as (select {_group}, min(tier) as tier from weighed group by {_group}),
chosen as (
    select a.*, max(bounded) over g as any_bounded, min(a.low) filter (where bounded) over g as least,
        max(a.high) filter (where bounded) over g as most
    from weighed a join best b on {_same_group} and a.tier = b.tier
    window g as (partition by a.system_id, a.property_id, a.ammunition, a.munition_id, a.conditions)
),
-- A claim open to one side that every bounded one satisfies says nothing more.
told as (
    select *, bounded or not any_bounded or not (
        (low is null or least > low or (least = low and not low_open))
        and (high is null or most < high or (most = high and not high_open))
    ) as telling from chosen
)
select
    a.system_id, s.name as system, a.property_id, q.label as property, a.ammunition, a.munition_id, a.conditions,
    case when count(*) filter (where telling and a.low is null) = 0 then min(a.low) filter (where telling) end as low,
    case when count(*) filter (where telling and a.high is null) = 0 then max(a.high) filter (where telling) end
        as high,
    q.unit, case when max(a.tier) > 3 then group_concat(distinct coalesce(a.text, a.stated)) end as text,
    min(a.approximate) filter (where telling) as approximate,
    case max(a.tier) when 1 then 'preferred' when 2 then 'graded' when 3 then 'weak' else 'text' end as rule,
    count(*) as claims, count(distinct a.publisher_id) as publishers, count(distinct a.root) as roots
from told a
join systems s on s.id = a.system_id
join properties q on q.id = a.property_id
group by a.system_id, a.property_id, a.ammunition, a.munition_id, a.conditions
""",
    "ranges": """
select c.system_id, s.name as system, s.class, c.property_id, c.ammunition, c.munition_id, c.conditions, c.stated,
    c.low, c.high, c.rounding, c.approximate, q.unit, c.id as claim_id, c.document_id, c.rank
from claims c
join properties q on q.id = c.property_id and q.reach = 1
join systems s on s.id = c.system_id
union all
select f.system_id, s.name, s.class, c.property_id, c.ammunition, f.munition_id, c.conditions, c.stated,
    c.low, c.high, c.rounding, c.approximate, q.unit, c.id, c.document_id, c.rank
from (select distinct system_id, munition_id from fires) f
join systems s on s.id = f.system_id
join claims c on c.system_id = f.munition_id
join properties q on q.id = c.property_id and q.reach = 1
""",
    "disputes": f"""
select a.system_id, s.name as system, a.property_id, q.label as property, a.ammunition, a.munition_id, a.conditions,
    q.unit, min(coalesce(b.high, b.low)) as least, max(coalesce(a.low, a.high)) as greatest,
    count(distinct a.id) as claims_above
from claims a
join claims b on {_same_group} and b.rank <> 'deprecated'
    and a.low - b.high > max(a.rounding, b.rounding) * (1 + 1e-9)
join systems s on s.id = a.system_id
join properties q on q.id = a.property_id
where a.rank <> 'deprecated'
group by a.system_id, a.property_id, a.ammunition, a.munition_id, a.conditions
""",
    "transfers": """
select e.id as event_id, e.date, e.from_country, e.to_country, e.title, x.system_id, c.claimant, c.stance, c.says,
    c.quantity, c.counted, c.claimed_on, c.document_id, c.id as claim_id
from events e
left join event_systems x on x.event_id = e.id
join event_claims c on c.event_id = e.id
where e.kind = 'transfer'
""",
    "coverage": """
select s.id as system_id, s.name as system, s.class, p.id as property_id, p.label as property
from systems s
join classes k on k.id = s.class
join json_each(k.expects) x
join properties p on p.id = x.value
where not exists (select 1 from claims c where c.system_id = s.id and c.property_id = p.id)
    and not (p.reach and exists (
        select 1 from fires f join claims c on c.system_id = f.munition_id join properties r on r.id = c.property_id
        where f.system_id = s.id and r.reach
    ))
""",
}


def create(database: Any) -> None:
    """Makes the empty tables in a sqlite_utils.Database.

    A table lies in the order of its text keys, so that the same rows make the same file, however they came into it.
    """
    for name, table in TABLES.items():
        made = database.create_table_sql(
            name,
            table.columns,
            pk=table.key,
            foreign_keys=[(column, other, "id") for column, other in table.references.items()],
            not_null=table.required,
            strict=True,
        )
        database.execute(f"{made.rstrip().rstrip(';')}, WITHOUT ROWID")


def finish(database: Any) -> None:
    """Adds the indexes and views to the filled tables."""
    for name, table in TABLES.items():
        for columns in table.indexes:
            database[name].create_index(columns)
    for name, query in VIEWS.items():
        database.create_view(name, query.strip())
