"""The order of keys: the same in every record, so that the eye finds them and a diff shows only what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from catalog.check.shapes import Schema, schemas
from catalog.load import Record
from catalog.problems import Problem, Where


def check_order(record: Record) -> Iterator[Problem]:
    """The first mapping of a well-formed record whose keys stand out of order."""
    schema = schemas()[record.kind]
    where = _first(record.data, schema, schema, ())
    if where is not None:
        here = f" below `{where[0]}`" if where else ""
        yield Problem(
            record.file,
            rule="order",
            found=f"keys out of order{here}",
            expected="the order of docs/vocabulary.md and of the record form",
            cure="`catalog check --fix` puts them in order",
            where=where,
            on_key=True,
            level="warning",
        )


def ordered(keys: Collection[str], shape: Schema) -> list[str]:
    """The keys of a mapping in the order of its shape; keys that the shape does not list stay at the end."""
    listed = shape.get("properties", {})
    known = [key for key in listed if key in keys]
    return known if len(known) == len(keys) else [*known, *(key for key in keys if key not in listed)]


def shape_of(value: Any, shape: Schema, top: Schema) -> Schema:
    """The part of a schema that describes a value: references and one-or-list choices resolved."""
    while True:
        if "$ref" in shape:
            shape = top["$defs"][shape["$ref"].rpartition("/")[2]]
        elif "if" in shape:
            is_then = isinstance(value, {"array": list, "object": dict}[shape["if"]["type"]])
            shape = shape["then" if is_then else "else"]
        else:
            return shape


def below(key: str | int, shape: Schema) -> Schema:
    """The part of a schema that describes an entry of a mapping or list."""
    if isinstance(key, int):
        part = shape.get("items", {})
    else:
        part = shape.get("properties", {}).get(key) or shape.get("additionalProperties") or {}
    return part if isinstance(part, dict) else {}


def _first(value: Any, shape: Schema, top: Schema, where: Where) -> Where | None:
    shape = shape_of(value, shape, top)
    if isinstance(value, dict):
        if ordered(value, shape) != list(value):
            return where
        entries: Any = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    else:
        return None
    for key, item in entries:
        if isinstance(item, (dict, list)):
            found = _first(item, below(key, shape), top, (*where, key))
            if found is not None:
                return found
    return None
