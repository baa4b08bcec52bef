"""From what a reader types to the property or class meant, with "did you mean" where it is neither."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from catalog.dates import Span, plain_span

REACH = "range"  # what a reader types for all properties that reach
KM = "km"  # in which catalog.db holds them
WORDS = ("terms", "text", "class")  # dimensions that are told in words
PRICES = "currency"


class UnknownWord(Exception):
    """A property, class, country or other word that the catalog does not have. The message names near ones."""


class Property(NamedTuple):
    """A property as catalog.db describes it; `unit` is that of its numbers."""

    id: str
    label: str
    topic: str
    dimension: str
    unit: str
    maximum: bool
    reach: bool
    synonyms: tuple[str, ...]
    terms: tuple[str, ...]
    example: str
    description: str


def properties(connection: sqlite3.Connection) -> dict[str, Property]:
    """All properties in the order of the vocabulary."""
    rows = connection.execute(
        """select id, label, topic, dimension, unit, maximum, reach, synonyms, terms, example, description
        from properties order by position"""
    )
    return {row["id"]: _property(row) for row in rows}


def _property(row: sqlite3.Row) -> Property:
    import json

    id, label, topic, dimension, unit, maximum, reach, synonyms, terms, example, description = row
    return Property(
        id, label, topic, dimension, unit, bool(maximum), bool(reach), tuple(json.loads(synonyms)),
        tuple(json.loads(terms)), example, description,
    )  # fmt: skip


def property_ids(connection: sqlite3.Connection, asked: str) -> list[str]:
    """The properties that a word means: `range` is all that reach, else one by name. Raises UnknownWord."""
    known = properties(connection)
    if asked == REACH:
        return [id for id, entry in known.items() if entry.reach]
    word = _plain(asked)
    for id, entry in known.items():
        if word in (_plain(id), _plain(entry.label), *map(_plain, entry.synonyms)):
            return [id]
    raise UnknownWord(f"no property `{asked}`{hint(asked, [REACH, *known], 'catalog properties')}")


def have_order(connection: sqlite3.Connection) -> dict[str, str]:
    """The labels, by id, of the properties by which systems can be ranked: neither words nor mixed prices."""
    entries = properties(connection).values()
    return {entry.id: entry.label for entry in entries if entry.dimension not in (*WORDS, PRICES)}


def must_have_order(connection: sqlite3.Connection, spec: str) -> None:
    """Raises UnknownWord for a property whose figures have no order: words and mixed prices."""
    if spec == REACH:
        return
    entry = properties(connection)[spec]
    if entry.dimension in WORDS:
        raise UnknownWord(
            f'{entry.label} is told in words, which have no order: `catalog find "{spec} = …"` selects by them'
        )
    if entry.dimension == PRICES:
        raise UnknownWord("prices in several currencies and years have no order: `catalog show SYSTEM` tells them")


def class_id(connection: sqlite3.Connection, asked: str) -> str:
    """The class that a word means, by id or label. Raises UnknownWord."""
    rows = connection.execute("select id, label from classes order by id").fetchall()
    return _id_of(asked, rows, "class", "catalog classes")


def country_id(connection: sqlite3.Connection, asked: str) -> str:
    """The country that a word means, by code or name. Raises UnknownWord."""
    rows = connection.execute("select id, name, alpha_3 from countries").fetchall()
    asked = _short_names.get(asked.casefold(), asked)
    for row in rows:
        if asked.casefold() in (row["id"].casefold(), row["name"].casefold(), (row["alpha_3"] or "").casefold()):
            return str(row["id"])
    raise UnknownWord(f"no country `{asked}`{hint(asked, [row['name'] for row in rows], '')}")


_short_names = {
    "uk": "GB",
    "england": "GB",
    "usa": "US",
    "dprk": "KP",
    "rok": "KR",
    "ussr": "SUHH",
    "prc": "CN",
    "uae": "AE",
}


def ammunition_id(connection: sqlite3.Connection, asked: str) -> str:
    """The ammunition class that a word means. Raises UnknownWord."""
    return _one_of(asked, ammunition_classes(connection), "ammunition class")


def ammunition_classes(connection: sqlite3.Connection) -> list[str]:
    """The classes of ammunition in the order of the vocabulary."""
    return [
        row[0]
        for row in connection.execute(
            "select term from conditions where condition = 'ammunition' and term is not null order by position"
        )
    ]


def publisher_id(connection: sqlite3.Connection, asked: str) -> str:
    """The publisher that a word means, by id or name. Raises UnknownWord."""
    rows = connection.execute("select id, name from publishers").fetchall()
    return _id_of(asked, rows, "publisher", "catalog sources")


def status_id(connection: sqlite3.Connection, asked: str) -> str:
    """The status that a word means, of those that systems have. Raises UnknownWord."""
    return _one_of(
        asked, [row[0] for row in connection.execute("select distinct status from systems order by 1")], "status"
    )


def event_kind(connection: sqlite3.Connection, asked: str) -> str:
    """The kind of event that a word means, of those that the catalog holds. Raises UnknownWord."""
    return _one_of(
        asked, [row[0] for row in connection.execute("select distinct kind from events order by 1")], "kind of event"
    )


def _id_of(asked: str, rows: list[sqlite3.Row], what: str, command: str) -> str:
    """The id of the first row, of id and name, that has the word as either; `command` lists all."""
    if any(row[0] == asked for row in rows):
        return asked
    word = _plain(asked)
    for id, name in rows:
        if word in (_plain(id), _plain(name)):
            return str(id)
    raise UnknownWord(f"no {what} `{asked}`{hint(asked, [row['id'] for row in rows], command)}")


def _one_of(asked: str, known: list[str], what: str) -> str:
    for word in known:
        if _plain(word) == _plain(asked):
            return word
    raise UnknownWord(f"no {what} `{asked}`: one of {', '.join(known)}")


def first_day(asked: str) -> str:
    """The first day that a date as 2024, 2024-11 or 2024-11-14 means. Raises UnknownWord."""
    return _days(asked).first


def last_day(asked: str) -> str:
    """The last day that a date as 2024, 2024-11 or 2024-11-14 means. Raises UnknownWord."""
    return _days(asked).last


def _days(asked: str) -> Span:
    try:
        return plain_span(asked)
    except ValueError:
        raise UnknownWord(f"`{asked}` is no date: write 2024, 2024-11 or 2024-11-14") from None


def hint(asked: str, known: list[str], command: str) -> str:
    """What to append to "no such word": the nearest known word, or the command that lists all."""
    from rapidfuzz import fuzz, process

    match = process.extractOne(_plain(asked), known, scorer=fuzz.WRatio, processor=_plain, score_cutoff=70)
    if match:
        return f": did you mean `{match[0]}`?"
    return f": `{command}` lists all" if command else ""


def _plain(word: str) -> str:
    return word.casefold().replace("_", " ").replace("-", " ")
