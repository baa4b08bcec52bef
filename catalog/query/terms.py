"""From what a reader types to the property or class meant, with "did you mean" where it is neither."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

REACH = "range"  # what a reader types for all properties that reach
KM = "km"  # in which catalog.db holds them


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


def must_have_order(connection: sqlite3.Connection, spec: str) -> None:
    """Raises UnknownWord for a property whose figures have no order: words and mixed prices."""
    if spec == REACH:
        return
    entry = properties(connection)[spec]
    if entry.dimension in ("text", "terms", "class"):
        raise UnknownWord(
            f'{entry.label} is told in words, which have no order: `catalog find "{spec} = …"` selects by them'
        )
    if entry.dimension == "currency":
        raise UnknownWord("prices in several currencies and years have no order: `catalog show SYSTEM` tells them")


def class_id(connection: sqlite3.Connection, asked: str) -> str:
    """The class that a word means, by id or label. Raises UnknownWord."""
    rows = connection.execute("select id, label from classes order by id").fetchall()
    word = _plain(asked)
    for row in rows:
        if word in (_plain(row["id"]), _plain(row["label"])):
            return str(row["id"])
    raise UnknownWord(f"no class `{asked}`{hint(asked, [row['id'] for row in rows], 'catalog classes')}")


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
    known = ammunition_classes(connection)
    word = _plain(asked)
    for term in known:
        if word == _plain(term):
            return term
    raise UnknownWord(f"no ammunition class `{asked}`: one of {', '.join(known)}")


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
    for row in rows:
        if _plain(asked) in (_plain(row["id"]), _plain(row["name"])):
            return str(row["id"])
    raise UnknownWord(f"no publisher `{asked}`{hint(asked, [row['id'] for row in rows], 'catalog sources')}")


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


def _one_of(asked: str, known: list[str], what: str) -> str:
    for word in known:
        if _plain(word) == _plain(asked):
            return word
    raise UnknownWord(f"no {what} `{asked}`: one of {', '.join(known)}")


def first_day(asked: str) -> str:
    """The first day that a date as 2024, 2024-11 or 2024-11-14 means. Raises UnknownWord."""
    return _date(asked)[0]


def last_day(asked: str) -> str:
    """The last day that a date as 2024, 2024-11 or 2024-11-14 means. Raises UnknownWord."""
    return _date(asked)[1]


def _date(asked: str) -> tuple[str, str]:
    """First and last day of a year, a month or a day."""
    from calendar import monthrange
    from datetime import date

    parts = asked.split("-")
    try:
        if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]):
            raise ValueError
        year, month, day = (int(part) for part in [*parts, "0", "0"][:3])
        months = (month, month) if month or len(parts) > 1 else (1, 12)
        days = (day, day) if len(parts) > 2 else (1, monthrange(year, months[1])[1])
        return date(year, months[0], days[0]).isoformat(), date(year, months[1], days[1]).isoformat()
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
