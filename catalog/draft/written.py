"""A record's data as the text of its file: keys in the checker's order, one claim or document a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from catalog.check.order import below, ordered, shape_of
from catalog.check.shapes import Schema, schemas
from catalog.load.writer import flow, scalar


def written(kind: str, data: Mapping[str, Any]) -> str:
    """The record as YAML. None stands for what is still to be filled in."""
    schema = schemas()[kind]
    lines = [line for key, value in _in_order(data, schema, schema).items() for line in _entry(key, value)]
    return "\n".join(lines) + "\n"


def _in_order(value: Any, shape: Schema, top: Schema) -> Any:
    """A value with the keys of all its mappings in the checker's order."""
    shape = shape_of(value, shape, top)
    if isinstance(value, Mapping):
        return {key: _in_order(value[key], below(key, shape), top) for key in ordered(list(value), shape)}
    if isinstance(value, (list, tuple)):
        return [_in_order(item, below(number, shape), top) for number, item in enumerate(value)]
    return value


def _entry(key: str, value: Any) -> Iterator[str]:
    """A key of the record: what nests stands on lines of its own, all else behind it."""
    if isinstance(value, Mapping) and any(isinstance(item, (Mapping, list)) for item in value.values()):
        yield f"{key}:"
        for name, item in value.items():
            yield from (f"  {line}" for line in _item(name, item))
    else:
        yield from _item(key, value)


def _item(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, list) and any(isinstance(item, Mapping) for item in value) and len(value) > 1:
        yield f"{scalar(key)}:"
        yield from (f"  - {flow(item)}" for item in value)
    else:
        yield f"{scalar(key)}: {flow(value)}".rstrip()
