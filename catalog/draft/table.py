"""Drafts from a table: CSV, and a map that says what its columns mean. What it does not say is left out, and told."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from catalog.check.shape import check_form
from catalog.check.shapes import (
    DOCUMENT,
    LANGUAGE,
    NOTE,
    VIA,
    Schema,
    choice,
    condition_shape,
    mapping,
    schemas,
    text,
)
from catalog.draft.drafts import Draft
from catalog.draft.form import place_of, refuse_faults
from catalog.draft.taken import id_for
from catalog.draft.written import written
from catalog.load import Record
from catalog.load.places import locate
from catalog.load.reader import NotTaken, read
from catalog.load.writer import one_line
from catalog.problems import Problem, Refused
from catalog.stated import check_condition, state
from catalog.vocabulary import Property, vocabulary

KEYS = {
    "id": "the record's id",
    "name": "the system's name",
    "aliases": "other names",
    "class": "its class",
    "origin": "who made it",
    "status": "where it stands",
    "summary": "one or two plain sentences",
    "operators": "who has it",
}
LISTS = ("aliases", "origin", "operators")  # keys that take several words of a cell
REQUIRED = ("name", "class", "origin", "status", "summary")
_spelled = {"mach": "Mach {}", "calibers": "L/{}"}


class Row(NamedTuple):
    """One row of a table: its line in the file, and its cells by column."""

    line: int
    cells: dict[str, str]


class Plan(NamedTuple):
    """What a map says: the document, what holds for every row, and what each column means."""

    document: str
    record: dict[str, Any]
    columns: dict[str, dict[str, Any]]
    empty: Sequence[str]
    delimiter: str
    decimal: str
    encoding: str


def map_schema() -> Schema:
    """The JSON Schema of a map."""
    words = vocabulary()
    conditions = words.stated_conditions
    known = schemas()["system"]["properties"]
    column = {
        "key": choice(KEYS, "the key of the record that the column fills"),
        "property": choice({id: entry.description for id, entry in words.properties.items()}, "what the column states"),
        "unit": choice({id: unit.label for id, unit in words.units.items()}, "the unit of bare numbers"),
        **{id: condition_shape(words, id) for id in conditions},
        "varies_by": choice({id: entry.description for id, entry in conditions.items()}, "what a span runs over"),
        "via": VIA,
        "note": NOTE,
        "split": {"type": "string", "minLength": 1, "description": "what stands between the words of a cell"},
        "language": LANGUAGE,
        "words": {"type": "object", "additionalProperties": {"type": "string"}, "description": "cells in our words"},
    }
    form = mapping(column, (), "what a column means, like `{property: caliber, unit: mm}`")
    plain = choice({**KEYS, "skip": "left out"}, "a key of the record, or `skip`")
    return mapping(
        {
            "document": DOCUMENT,
            "record": mapping(
                {key: known[key] for key in ("class", "origin", "status")}, (), "what holds for every row"
            ),
            "columns": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": {"if": {"type": "object"}, "then": form, "else": plain},
                "description": "what each column means, by its heading",
            },
            "empty": {"type": "array", "items": {"type": "string"}, "description": "cells that say nothing, like `-`"},
            "delimiter": {"type": "string", "minLength": 1, "maxLength": 1, "description": "between cells, like `;`"},
            "decimal": choice({".": "40.5", ",": "40,5"}, "the mark before decimals"),
            "encoding": text("of the file's letters, like `utf-8`", 40),
        },
        ("document", "columns"),
    )


def read_map(path: Path) -> Plan | list[Problem]:
    """A map, or what is wrong with it, with lines. Raises OSError."""
    try:
        data = read(path.read_bytes())
    except NotTaken as error:
        return [error.refused.problem(str(path), ()).at(error.line, error.column)]
    record = Record("map", path.stem, str(path), data, "")
    problems = list(check_form(record, map_schema())) or list(_check_columns(record))
    if problems:
        return locate(problems, Path())
    return Plan(
        data["document"],
        data.get("record", {}),
        {column: {"key": how} if isinstance(how, str) else how for column, how in data["columns"].items()},
        data.get("empty", ()),
        data.get("delimiter", ","),
        data.get("decimal", "."),
        data.get("encoding", "utf-8-sig"),
    )


def _check_columns(record: Record) -> Iterator[Problem]:
    """What a schema can't say of columns: their units, their conditions, and that each means one thing."""
    for column, how in record.data["columns"].items():
        if isinstance(how, str):
            continue
        where = ("columns", column)
        if ("key" in how) == ("property" in how):
            cure = "write `{property: …}` for a figure, `{key: …}` for all else"
            yield Refused("a column with not just one of `key` and `property`", "one of them", cure).problem(
                record.file, where
            )
        elif (unit := how.get("unit")) is not None:
            yield from _check_unit(record, column, unit, vocabulary().properties.get(how.get("property", "")))
        for id in vocabulary().stated_conditions.keys() & how.keys():
            try:
                check_condition(id, how[id])
            except Refused as refused:
                yield refused.problem(record.file, (*where, id))


def _check_unit(record: Record, column: str, unit: str, entry: Property | None) -> Iterator[Problem]:
    dimension = vocabulary().units[unit].dimension
    if entry is None or entry.dimension != dimension:
        wanted = f"a unit of {entry.dimension.replace('_', ' ')}" if entry else "a unit of a property"
        cure = "correct the unit or the property" if entry else "remove it"
        yield Refused(f"the unit `{unit}`, of {dimension.replace('_', ' ')}", wanted, cure).problem(
            record.file, ("columns", column, "unit")
        )


def read_table(path: Path, plan: Plan) -> list[Row]:
    """The rows of a table. Raises Refused for a file that is no such table, OSError."""
    try:
        with path.open(encoding=plan.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=plan.delimiter, strict=True)
            heads = [one_line(head) for head in next(reader, [])]
            _check_heads(path, heads, plan)
            return [_row(path, reader.line_num, heads, cells) for cells in reader if any(cells)]
    except csv.Error as error:
        raise Refused(f"{path}: no CSV: {error}", cure="save it as CSV again, or name its `delimiter:`") from None
    except (UnicodeDecodeError, LookupError) as error:
        raise Refused(f"{path}: {error}", cure="save it as UTF-8, or name its `encoding:` in the map") from None


def _check_heads(path: Path, heads: Sequence[str], plan: Plan) -> None:
    if twice := sorted({head for head in heads if heads.count(head) > 1}):
        raise Refused(f"{path}: the column `{twice[0]}` stands twice", "one heading a column", "rename one of the two")
    if missing := [column for column in plan.columns if column not in heads]:
        has = ", ".join(f"`{head}`" for head in heads)
        cure = f"the file has {has}: correct the map, or its `delimiter:`"
        raise Refused(f"{path}: no column `{missing[0]}`", "every column of the map", cure)


def _row(path: Path, line: int, heads: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) > len(heads):
        cure = "quote the cell that holds the delimiter, or name another `delimiter:`"
        raise Refused(f"{path}:{line}: {len(cells)} cells below {len(heads)} headings", "a cell a heading", cure)
    return Row(line, {head: one_line(cell) for head, cell in zip(heads, cells, strict=False)})


def drafts_of(rows: Sequence[Row], plan: Plan) -> tuple[list[Draft], list[str]]:
    """A draft for each row, and what is told of rows that give none and of columns that the map does not name."""
    drafts: dict[str, Draft] = {}
    told = [
        f"the column `{head}` is not in the map" for head in (rows[0].cells if rows else ()) if head not in plan.columns
    ]
    for row in rows:
        try:
            draft = draft_of(row, plan)
            if draft.file in drafts:
                raise Refused(f"a second row for {draft.file}", "a row a system", "write both rows as one")
        except Refused as refused:
            told.append(f"line {row.line}: {refused.found}: {refused.cure}")
            continue
        drafts[draft.file] = draft
    return list(drafts.values()), told


def draft_of(row: Row, plan: Plan) -> Draft:
    """The draft of a row's system. Raises Refused for a row without a name or a class."""
    taken = _Taken(plan)
    for column, cell in row.cells.items():
        how = plan.columns.get(column, {"key": "skip"})
        if cell and cell not in plan.empty and how.get("key") != "skip":
            taken.take(column, cell, how)
    for key, cure in (
        ("name", "map a column to `name`"),
        ("class", "name it with `words:`, or give one below `record:` in the map"),
    ):
        if key not in taken.data:
            raise Refused(f"no {key}{_because(key, taken.left_out)}", f"a {key}", cure)
    id = id_for(taken.data["name"], taken.data.pop("id", None))
    data = {**dict.fromkeys(REQUIRED), **taken.data, "specs": {id: _one_or_all(c) for id, c in taken.specs.items()}}
    return Draft(place_of("system", id, data), written("system", data), taken.left_out)


def _because(key: str, left_out: Sequence[str]) -> str:
    said = [line for line in left_out if f"`{key}" in line]
    return f" ({said[0]})" if said else ""


def _one_or_all(items: list[Any]) -> Any:
    return items[0] if len(items) == 1 else items


class _Taken:
    """What a row gives: keys of the record, claims by property, and what was left out, with the reason."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.data: dict[str, Any] = dict(plan.record)
        self.specs: dict[str, list[dict[str, Any]]] = {}
        self.left_out: list[str] = []

    def take(self, column: str, cell: str, how: Mapping[str, Any]) -> None:
        """Takes in a cell, or tells why not."""
        try:
            if "property" in how:
                self._claim(cell, how)
            else:
                self._key(cell, how)
        except Refused as refused:
            cure = f" ({refused.cure})" if refused.cure else ""
            self.left_out.append(f"{column} `{cell}`: {refused.found}{cure}")

    def _claim(self, cell: str, how: Mapping[str, Any]) -> None:
        said = ("varies_by", "via", "note", *vocabulary().stated_conditions)
        value = stated_cell(cell, vocabulary().properties[how["property"]], how, self.plan.decimal)
        claim = {"value": value, "source": self.plan.document, **{key: how[key] for key in said if key in how}}
        self.specs.setdefault(how["property"], []).append(claim)

    def _key(self, cell: str, how: Mapping[str, Any]) -> None:
        key, words = how["key"], how.get("words", {})
        parts = [part.strip() for part in cell.split(how["split"])] if "split" in how else [cell]
        said: list[Any] = [words.get(part, part) for part in parts if part]
        if key == "aliases" and "language" in how:
            said = [{"name": name, "language": how["language"]} for name in said]
        if key == "operators":
            said = [{"country": code, "source": self.plan.document} for code in said]
        if key in LISTS:
            value: Any = [*self.data.get(key, []), *said] if key != "origin" else _one_or_all(said)
        else:
            value = words.get(cell, cell)
        if key != "id":
            refuse_faults("system", {key: value})
        self.data[key] = value


def stated_cell(cell: str, entry: Property, how: Mapping[str, Any], decimal: str) -> str | int:
    """A cell as a stated value of a property: with the unit of its column, unless it has one of its own.

    Spelled in the catalog's way where that says just the same. Raises Refused for all else.
    """
    if decimal == "," and not any(mark.isalpha() for mark in cell):
        cell = cell.translate({ord(","): ".", ord("."): ","})
    words = [cell]
    if (unit := how.get("unit")) is not None:
        words.insert(0, _spelled.get(entry.dimension, f"{{}} {unit}").format(cell))
    for word in words:
        try:
            state(word, entry)
        except Refused as refused:
            if refused.fix is None:
                continue
            word = refused.fix
        return int(word) if entry.dimension in ("count", "date") and word.isdecimal() else word
    state(words[-1], entry)
    raise AssertionError("a value that is refused and taken")
