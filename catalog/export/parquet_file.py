"""Parquet with types: truth, days and numbers as such, dates of uncertain extent as EDTF text, JSON as text.

The meaning of each column stands in the schema, and so do the properties with their units where a row names its own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from catalog.export.sheet import DAY, FLAG, NUMBER, WHOLE, CannotExport, Column, Row, Sheet

if TYPE_CHECKING:
    import pyarrow

ROWS_A_GROUP = 65_536
_READ: dict[str, Callable[[Any], Any]] = {FLAG: bool, DAY: date.fromisoformat}


def need_pyarrow() -> None:
    """Raises CannotExport with the cure if Parquet cannot be written here."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise CannotExport(
            "Parquet is written by pyarrow, which is not installed: "
            f"`{sys.executable} -m pip install pyarrow` adds it, as does installing arms-catalog[parquet]"
        ) from None


def write_parquet(sheet: Sheet, stream: BinaryIO, facts: Mapping[str, str]) -> int:
    """Writes a sheet and returns the number of rows; `facts` go to the schema's metadata, those of `properties` only
    where rows name one."""
    from pyarrow.parquet import ParquetWriter

    schema, count = _schema(sheet, facts), 0
    with ParquetWriter(stream, schema, compression="zstd") as writer:
        for rows in _groups(sheet):
            writer.write_batch(_batch(sheet, schema, rows))
            count += len(rows)
    return count


def _schema(sheet: Sheet, facts: Mapping[str, str]) -> pyarrow.Schema:
    import pyarrow

    names = {column.name for column in sheet.columns}
    meanings = {column.name: column.meaning for column in sheet.columns if column.meaning}
    told = {"table": sheet.name, "description": sheet.description, "columns": json.dumps(meanings, ensure_ascii=False)}
    about = {name: fact for name, fact in facts.items() if name != "properties" or "property_id" in names}
    return pyarrow.schema([_field(column) for column in sheet.columns], {**told, **about})


def _field(column: Column) -> pyarrow.Field:
    import pyarrow

    types = {FLAG: pyarrow.bool_(), DAY: pyarrow.date32(), WHOLE: pyarrow.int64(), NUMBER: pyarrow.float64()}
    told = {"description": column.meaning} if column.meaning else None
    return pyarrow.field(column.name, types.get(column.kind, pyarrow.string()), not column.required, told)


def _groups(sheet: Sheet) -> Iterator[list[Row]]:
    rows = iter(sheet.rows())
    while group := list(islice(rows, ROWS_A_GROUP)):
        yield group


def _batch(sheet: Sheet, schema: pyarrow.Schema, rows: list[Row]) -> pyarrow.RecordBatch:
    import pyarrow

    arrays = []
    for column, field, values in zip(sheet.columns, schema, zip(*rows, strict=True), strict=True):
        read = _READ.get(column.kind)
        held = [None if value is None else read(value) for value in values] if read else values
        arrays.append(pyarrow.array(held, field.type))
    return pyarrow.record_batch(arrays, schema)
