"""What the pages of sources ask: publishers by kind, grade and name, and one publisher with what rests on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from catalog.query.catalog import Catalog
from catalog.query.sources import Publisher, resting_alone
from catalog.site.parts import part
from catalog.site.query import PUBLISHER_FILTERS, Query


def sources(catalog: Catalog, query: Query) -> dict[str, Any]:
    """The publishers of a kind, a grade or a name."""
    named, every = (query.one("name") or "").casefold(), catalog.publishers()
    chosen = {column: query.one(word) for word, column in PUBLISHER_FILTERS.items()}
    found = [
        row
        for row in every
        if named in row.name.casefold() and all(value in (None, getattr(row, name)) for name, value in chosen.items())
    ]
    shown, parts = part(found, query)
    return {
        "title": "Sources",
        "description": f"{len(found):,} publishers, how they are graded, and what rests on whom.",
        "publishers": [row._asdict() for row in shown],
        "parts": parts,
        "filters": [_publishers_by(word, every, query) for word in PUBLISHER_FILTERS],
        "name": query.one("name"),
    }


def _publishers_by(word: str, every: Sequence[Publisher], query: Query) -> dict[str, Any]:
    """A filter of publishers with its options, the commonest first."""
    counted = Counter(getattr(row, PUBLISHER_FILTERS[word]) for row in every)
    options = [
        {"id": value, "label": value.replace("-", " "), "systems": count, "link": query.but(**{word: value})}
        for value, count in counted.most_common()
    ]
    return {"name": word, "chosen": query.one(word), "all": query.but(**{word: None}), "options": options}


def source(catalog: Catalog, query: Query) -> dict[str, Any]:
    """One publisher with its documents."""
    publisher = catalog.publishers(query.path["id"])[0]
    alone = resting_alone(catalog.connection, publisher.id)
    return {
        "title": publisher.name,
        "description": f"{publisher.name}: {publisher.claims} figures in {publisher.documents} documents.",
        "publisher": publisher._asdict(),
        "documents": [document._asdict() for document in catalog.documents(publisher.id)],
        "alone": [{"system": system, "property": spec} for system, spec in alone],
        "system_names": catalog.names(system for system, _ in alone),
        "labels": {id: entry.label for id, entry in catalog.properties().items()},
    }
