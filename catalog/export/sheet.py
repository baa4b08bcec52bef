"""What is exported: a table of catalog.db or an answer, with the type and meaning of every column."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

TEXT, WHOLE, NUMBER, FLAG, DAY, LIST, OBJECT = "text", "whole", "number", "flag", "day", "list", "object"


class CannotExport(Exception):
    """What was asked for cannot be exported. The message says what to do."""


class Column(NamedTuple):
    """A column; `required` if it is never empty."""

    name: str
    kind: str
    meaning: str = ""
    required: bool = False


Row = Sequence[Any]


class Sheet(NamedTuple):
    """A table or an answer. `rows` reads it anew at each call, with values as SQLite holds them: flags as 0 and 1, days
    as ISO text, lists and objects as JSON.

    `references` maps columns to the table and column that they refer to.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Row]]
    description: str = ""
    key: str = ""
    references: Mapping[str, tuple[str, str]] = {}


def answer_sheet(name: str, answer: Sequence[Mapping[str, Any]]) -> Sheet:
    """The flat rows of an answer as a sheet; the type of a column follows from its values. Empty text is no value."""
    names = list(dict.fromkeys(column for row in answer for column in row))
    columns = tuple(Column(column, _kind_of([row.get(column) for row in answer])) for column in names)
    rows = [[_stored(row.get(column.name), column.kind) for column in columns] for row in answer]
    return Sheet(name, columns, lambda: rows)


def _kind_of(values: Sequence[Any]) -> str:
    """The narrowest kind that holds all values; text holds any."""
    types = {type(value) for value in values if value is not None}
    for kind, fitting in _FITTING:
        if types and types <= fitting:
            return kind
    return TEXT


_FITTING = (
    (FLAG, {bool}),
    (WHOLE, {int}),
    (NUMBER, {int, float}),
    (LIST, {list, tuple}),
    (OBJECT, {dict}),
)


def _stored(value: Any, kind: str) -> Any:
    """A value as SQLite holds its kind."""
    if value is None or value == "":
        return None
    if kind in (LIST, OBJECT):
        return json.dumps(value, ensure_ascii=False)
    if kind == NUMBER:
        return float(value)
    if kind == TEXT and isinstance(value, bytes):
        return value.hex()
    return str(value) if kind == TEXT else int(value)
