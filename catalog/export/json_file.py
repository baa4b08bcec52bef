"""JSON: an array of objects, one a line, or the same objects as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from catalog.export.sheet import FLAG, LIST, OBJECT, CannotExport, Sheet

_READ: dict[str, Callable[[Any], Any]] = {FLAG: bool, LIST: json.loads, OBJECT: json.loads}


def write_json(sheet: Sheet, stream: BinaryIO) -> int:
    """Writes a sheet as one array and returns the number of rows."""
    count = 0
    for line in _lines(sheet):
        stream.write((b",\n" if count else b"[\n") + line)
        count += 1
    stream.write(b"\n]\n" if count else b"[]\n")
    return count


def write_json_lines(sheet: Sheet, stream: BinaryIO) -> int:
    """Writes a sheet as one object a line and returns the number of rows."""
    count = 0
    for line in _lines(sheet):
        stream.write(line + b"\n")
        count += 1
    return count


def _lines(sheet: Sheet) -> Iterator[bytes]:
    columns = [(column.name, _READ.get(column.kind)) for column in sheet.columns]
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    for row in sheet.rows():
        values = {
            name: read(value) if read and value is not None else value
            for (name, read), value in zip(columns, row, strict=True)
        }
        try:
            yield encode(values).encode()
        except ValueError:
            raise CannotExport(f"JSON has no infinite number, and {sheet.name} holds one: leave it out") from None
