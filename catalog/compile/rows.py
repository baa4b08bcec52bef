"""Records become rows: what a checked record states, as the tables of catalog.db hold it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any

from catalog.compile.schema import TABLES
from catalog.dates import span
from catalog.interval import Interval
from catalog.load import Record
from catalog.names import folded
from catalog.stated import StatedClaim, as_list, state
from catalog.vocabulary import vocabulary

Row = dict[str, Any]
Rows = Iterator[tuple[str, "Row | tuple[Any, ...]"]]  # by name, or in the order of the columns where there are many

LINKS = {"wikidata": "https://www.wikidata.org/wiki/{}", "dis": None, "odin": "{}"}


def key(*parts: object) -> str:
    """A short key that depends on what it is made of alone: 6 digits for the record, which comes first, 10 for all.

    Rows of one record so lie side by side in their table.
    """
    text = "\x1f".join(["" if part is None else str(part) for part in parts])
    return near(str(parts[0])) + blake2b(text.encode(), digest_size=5).hexdigest()


@lru_cache(maxsize=4)
def near(owner: str) -> str:
    """The first 6 digits of the keys of all rows of a record: 24 bits of a hash of its id."""
    return blake2b(owner.encode(errors="surrogateescape"), digest_size=3).hexdigest()


def rows_of(record: Record, claims: Iterable[StatedClaim]) -> Rows:
    """The rows of one record, each with its table; `claims` are its claims with their values read."""
    if record.kind == "system":
        yield from _system(record, claims)
    elif record.kind == "source":
        yield from _source(record)
    else:
        yield from _event(record)


def _system(record: Record, claims: Iterable[StatedClaim]) -> Rows:
    data, id = record.data, record.id
    origins = as_list(data["origin"])
    yield (
        "systems",
        {
            "id": id,
            "name": data["name"],
            "class": data["class"],
            "family": vocabulary().classes[data["class"]].family,
            "origin": origins[0] if len(origins) == 1 else "x-several",
            "origins": as_json(origins),
            "status": data["status"],
            "variant_of": data.get("variant_of"),
            "summary": data["summary"],
            "file": record.file,
        },
    )
    yield from _names(id, data)
    for scheme, value in data.get("links", {}).items():
        form = LINKS[scheme]
        yield (
            "links",
            {
                "id": key(id, scheme),
                "system_id": id,
                "scheme": scheme,
                "value": value,
                "url": form and form.format(value),
            },
        )
    yield from _operators(id, data)
    yield from _fires(id, data)
    for claim in claims:
        yield from _claims(id, claim)


def _names(id: str, data: Row) -> Rows:
    aliases = [{"name": alias} if isinstance(alias, str) else alias for alias in data.get("aliases", ())]
    for position, entry in enumerate([{"name": data["name"]}, *aliases]):
        name = entry["name"]
        language, main = entry.get("language"), position == 0
        row_key = key(id, name, language, main)
        yield "names", (row_key, id, name, language, entry.get("kind"), int(main), folded(name))


def _operators(id: str, data: Row) -> Rows:
    for entry in data.get("operators", ()):
        fixed = (id, *(_text(entry.get(name)) for name in ("country", "since", "until", "status", "quantity")))
        counted = _count(entry.get("quantity")).values()
        for document in as_list(entry["source"]):
            row_key = key(*fixed, document)
            yield "operators", (row_key, *fixed, *counted, document, entry.get("via"), entry.get("note"))


def _fires(id: str, data: Row) -> Rows:
    for entry in data.get("fires", ()):
        body = entry if isinstance(entry, dict) else {"munition": entry}
        for document in as_list(body.get("source")):
            munition = body["munition"]
            yield (
                "fires",
                {
                    "id": key(id, munition, document),
                    "system_id": id,
                    "munition_id": munition,
                    "document_id": document,
                    "via": body.get("via"),
                    "note": body.get("note"),
                },
            )


def _claims(id: str, claim: StatedClaim) -> Rows:
    body, interval = claim.body, claim.stated.interval
    rank, reason = _rank(body)
    via = body.get("via")
    fixed = (
        id,
        claim.property,
        body.get("ammunition"),
        body.get("munition"),
        _conditions(claim),
        str(body["value"]),
    )
    low, high, *marks, low_rounding, high_rounding = interval
    bounds = (low, high, *map(int, marks), max(low_rounding, high_rounding), claim.stated.text)
    judged = (via, body.get("credibility"), rank, reason, body.get("note"))
    for document in as_list(body["source"]):
        yield "claims", (key(*fixed, document, via), *fixed, *bounds, document, *judged)


def _conditions(claim: StatedClaim) -> str | None:
    """The conditions beside ammunition and munition, with currency and year of a price, as JSON."""
    body, stated = claim.body, claim.stated
    if stated.currency is None and _other_conditions().isdisjoint(body):
        return None
    conditions: dict[str, str] = {name: body[name] for name in body.keys() & _other_conditions()}
    if stated.currency is not None:
        conditions |= {"currency": stated.currency, "price_year": str(stated.price_year)}
    return as_json(conditions)


@cache
def _other_conditions() -> frozenset[str]:
    return frozenset({*vocabulary().stated_conditions, "varies_by"}) - {"ammunition"}


def _rank(body: Row) -> tuple[str, str | None]:
    if "preferred" in body:
        return "preferred", body["preferred"]
    if "deprecated" in body:
        fault = body["deprecated"]
        return "deprecated", ": ".join(fault[part] for part in ("reason", "note") if part in fault)
    return "normal", None


def _source(record: Record) -> Rows:
    data, id = record.data, record.id
    plain = ("name", "kind", "country", "language", "reliability", "reliability_note", "url", "part_of")
    yield "publishers", {"id": id, **{name: data.get(name) for name in plain}}
    for short, document in data.get("documents", {}).items():
        told = {name: str(value) for name, value in document.items()}
        if "issued" in told:
            told["issued_first"], told["issued_last"], _ = span(told["issued"])
        yield "documents", (f"{id}/{short}", id, *map(told.get, _of_document))


_of_document = tuple(TABLES["documents"].columns)[2:]


def _event(record: Record) -> Rows:
    data, id = record.data, record.id
    days = span(str(data["date"]))
    yield (
        "events",
        {
            "id": id,
            "date": str(data["date"]),
            "first_day": days.first,
            "last_day": days.last,
            "from_country": data.get("from"),
            "to_country": data.get("to"),
            "file": record.file,
            **{name: data.get(name) for name in ("kind", "title", "place", "note")},
        },
    )
    for system in data.get("systems", ()):
        yield "event_systems", {"id": key(id, system), "event_id": id, "system_id": system}
    for claim in data["claims"]:
        yield from _event_claim(id, claim)


def _event_claim(id: str, claim: Row) -> Rows:
    quantity = claim.get("quantity")
    counted = _count(quantity)
    fixed = {
        "event_id": id,
        "claimant": claim["by"],
        "stance": claim.get("stance", "states"),
        "says": claim["says"],
        "quantity": _text(quantity),
        "counted": claim.get("of"),
        "claimed_on": _text(claim.get("claimed_on")),
    }
    for document in as_list(claim["source"]):
        plain = {name: claim.get(name) for name in ("via", "credibility", "note")}
        yield (
            "event_claims",
            {"id": key(*fixed.values(), document), **fixed, **counted, "document_id": document, **plain},
        )


def _count(quantity: Any) -> Row:
    """The bounds of a number of things, none where no number is told."""
    return _bounds(Interval(None, None) if quantity is None else state(quantity, None).interval)


def _bounds(interval: Interval) -> Row:
    return {
        "low": interval.low,
        "high": interval.high,
        "low_open": int(interval.low_open),
        "high_open": int(interval.high_open),
        "approximate": int(interval.approximate),
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def as_json(value: object) -> str:
    """Canonical JSON: keys sorted, no spaces, letters as they are."""
    return _canonical(value)


_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
