"""Wikibase JSON: items, statements and values as wbgetentities and Special:EntityData give them (mediawiki.org).

Nothing of a downloaded file is taken for granted: what has another form than it should reads as nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from catalog.load.writer import one_line
from catalog.problems import Refused

MAX_BYTES = 64 * 1024 * 1024

is_item = re.compile(r"Q[1-9][0-9]{0,11}").fullmatch
_number = re.compile(r"\+?(-?[0-9]{1,30}(?:\.[0-9]{1,30})?)").fullmatch
_time = re.compile(r"\+([0-9]{4})-([0-9]{2})-([0-9]{2})T[0-9:]+Z").fullmatch
_GREGORIAN = "http://www.wikidata.org/entity/Q1985727"
_DAY = 11  # precisions of a time: 9 a year, 10 a month, 11 a day


class Snak(NamedTuple):
    """What a statement, a qualifier or a reference says: `kind` is value, somevalue or novalue."""

    property: str
    kind: str
    type: str
    value: Any


class Statement(NamedTuple):
    """A statement of an item: its rank, what it says and under which circumstances, and its references."""

    snak: Snak
    rank: str
    qualifiers: list[Snak]
    references: list[list[Snak]]


class Item(NamedTuple):
    """An item: id, labels, all names as pairs of language and text, English description, statements by property."""

    id: str
    labels: dict[str, str]
    names: list[tuple[str, str]]
    description: str
    statements: dict[str, list[Statement]]


def read_items(path: Path) -> list[Item]:
    """The items of a file. Raises Refused for a file that holds none, OSError."""
    cure = "download an item as https://www.wikidata.org/wiki/Special:EntityData/Q….json"
    if path.stat().st_size > MAX_BYTES:
        raise Refused(f"{path}: a file of more than {MAX_BYTES // 2**20} MB", "an item or a few", cure)
    try:
        data = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Refused(f"{path}: no JSON: {error}", "an item of Wikidata as JSON", cure) from None
    found = _mapping(data)
    entities = [found] if "id" in found else _mapping(found.get("entities")).values()
    items = [_read(entity) for entity in map(_mapping, entities) if is_item(str(entity.get("id")))]
    if not items:
        raise Refused(f"{path}: JSON without an item", "an item of Wikidata", cure)
    return items


def _read(entity: dict[str, Any]) -> Item:
    labels = {language: text for language, form in _mapping(entity.get("labels")).items() if (text := _text(form))}
    aliases = [
        (language, text)
        for language, forms in _mapping(entity.get("aliases")).items()
        for form in _list(forms)
        if (text := _text(form))
    ]
    return Item(
        entity["id"],
        labels,
        [*labels.items(), *aliases],
        _text(_mapping(entity.get("descriptions")).get("en")),
        {id: list(_statements(found)) for id, found in _mapping(entity.get("claims")).items()},
    )


def _statements(found: Any) -> Iterator[Statement]:
    for statement in map(_mapping, _list(found)):
        if (snak := _snak(statement.get("mainsnak"))) is not None:
            references = [_snaks(_mapping(reference).get("snaks")) for reference in _list(statement.get("references"))]
            yield Statement(snak, str(statement.get("rank")), _snaks(statement.get("qualifiers")), references)


def _snaks(found: Any) -> list[Snak]:
    every = [_snak(form) for forms in _mapping(found).values() for form in _list(forms)]
    return [snak for snak in every if snak is not None]


def _snak(form: Any) -> Snak | None:
    data = _mapping(form)
    property, value = data.get("property"), _mapping(data.get("datavalue")).get("value")
    if not isinstance(property, str):
        return None
    return Snak(one_line(property), one_line(str(data.get("snaktype"))), str(data.get("datatype")), value)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}  # Wikibase writes [] for an empty mapping


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(form: Any) -> str:
    value = _mapping(form).get("value")
    return one_line(value) if isinstance(value, str) else ""


def text_of(snak: Snak) -> str:
    """The text of an address, an identifier or a text in one language; empty for all else."""
    value = snak.value.get("text") if isinstance(snak.value, dict) else snak.value
    return one_line(value) if isinstance(value, str) else ""


def language_of(snak: Snak) -> str:
    """The language of a text in one language."""
    return str(_mapping(snak.value).get("language", ""))


def item_of(snak: Snak) -> str:
    """The id of the item that a snak names, empty if it names none."""
    return one_line(str(_mapping(snak.value).get("id", "")))


def day_of(snak: Snak) -> str:
    """The day, month or year of a time in the Gregorian calendar as EDTF; empty for all else."""
    value = _mapping(snak.value)
    match, precision = _time(str(value.get("time"))), value.get("precision")
    if match is None or value.get("calendarmodel") != _GREGORIAN or precision not in (9, 10, _DAY):
        return ""
    return "-".join(match.groups()[: precision - 8])


class Quantity(NamedTuple):
    """A number, its bounds if it has some other than itself, and the item of its unit, empty for a bare number."""

    amount: Decimal
    low: Decimal
    high: Decimal
    unit: str


def quantity_of(snak: Snak) -> Quantity | None:
    """The quantity that a snak states, None if it states none."""
    value = _mapping(snak.value)
    bounds = [_number(str(value.get(key, value.get("amount")))) for key in ("amount", "lowerBound", "upperBound")]
    amount, low, high = (Decimal(match[1]) if match else None for match in bounds)
    if amount is None or low is None or high is None:
        return None
    unit = str(value.get("unit")).rpartition("/")[2]
    return Quantity(amount, low, high, unit if is_item(unit) else "")


def brief(snak: Snak) -> str:
    """What a snak says in a few words, for a person who looks it up."""
    if snak.kind != "value":
        return one_line(snak.kind) or "a value"
    if quantity := quantity_of(snak):
        return f"{quantity.amount} {quantity.unit}".strip()
    said = item_of(snak) or text_of(snak) or one_line(str(_mapping(snak.value).get("time", ""))) or "a value"
    return said if len(said) <= 80 else f"{said[:79]}…"
