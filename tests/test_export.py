"""Every export holds what catalog.db holds: read back and compared value by value; whole or not at all."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import frictionless
import pyarrow.parquet
import pytest
from export_words import WORDS, source_of

from catalog.compile.schema import TABLES
from catalog.export import FORMATS, Source, export_tables, place
from catalog.export.csv_file import read_cell
from catalog.export.sheet import FLAG, LIST, NUMBER, OBJECT, WHOLE
from catalog.export.tables import sheets_of
from catalog.query.connection import connect

Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module", params=["small", "real"])
def source(request: pytest.FixtureRequest, small_database: Path, real_database: Path) -> Iterator[Source]:
    """Each database in turn."""
    path = small_database if request.param == "small" else real_database
    connection = connect(path)
    yield source_of(connection, path)
    connection.close()


@pytest.fixture(scope="module")
def small_source(small_database: Path) -> Iterator[Source]:
    """The small database."""
    connection = connect(small_database)
    yield source_of(connection, small_database)
    connection.close()


def held(source: Source, table: str) -> Rows:
    """The rows of a table, as SQLite holds them."""
    key = TABLES[table].key
    return [tuple(row) for row in source.connection.execute(f'select * from "{table}" order by "{key}"')]


def kinds(source: Source, table: str) -> list[str]:
    return [column.kind for column in sheets_of(source.connection, WORDS, [table])[0].columns]


def from_csv(folder: Path, source: Source, table: str) -> Rows:
    read = {WHOLE: int, FLAG: int, NUMBER: float}
    of = [read.get(kind, read_cell) for kind in kinds(source, table)]
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file, strict=True)
    assert head == list(TABLES[table].columns)
    return [tuple(read(cell) if cell else None for read, cell in zip(of, row, strict=True)) for row in rows]


def from_json(folder: Path, source: Source, table: str) -> Rows:
    return _objects(json.loads((folder / f"{table}.json").read_text(encoding="utf-8")), source, table)


def from_json_lines(folder: Path, source: Source, table: str) -> Rows:
    lines = (folder / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
    return _objects([json.loads(line) for line in lines], source, table)


def _objects(objects: list[dict[str, Any]], source: Source, table: str) -> Rows:
    for row in objects:
        assert list(row) == list(TABLES[table].columns)
        for kind, value in zip(kinds(source, table), row.values(), strict=True):
            assert value is None or type(value) in {
                FLAG: {bool},
                LIST: {list},
                OBJECT: {dict},
                NUMBER: {float},
                WHOLE: {int},
            }.get(kind, {str})
    return [tuple(_as_held(value) for value in row.values()) for row in objects]


def _as_held(value: Any) -> Any:
    """A value as SQLite holds it."""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def from_parquet(folder: Path, source: Source, table: str) -> Rows:
    read = pyarrow.parquet.read_table(folder / f"{table}.parquet")
    return [tuple(_as_held(value) for value in row.values()) for row in read.to_pylist()]


def from_package(folder: Path, source: Source, table: str) -> Rows:
    resource = frictionless.Package(str(folder / "datapackage.json")).get_resource(table)
    with resource as opened:
        return [tuple(_as_held(value) for value in row.to_dict().values()) for row in opened.row_stream]


def from_database(folder: Path, source: Source, table: str) -> Rows:
    connection = connect(folder / "catalog.db")
    try:
        return held(source._replace(connection=connection), table)
    finally:
        connection.close()


READERS: dict[str, Callable[[Path, Source, str], Rows]] = {
    "csv": from_csv,
    "json": from_json,
    "jsonl": from_json_lines,
    "parquet": from_parquet,
    "datapackage": from_package,
    "sqlite": from_database,
}


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_holds_every_value(source: Source, format: str, tmp_path: Path) -> None:
    folder = tmp_path / format
    done = export_tables(source, format, folder)
    count = 0
    for table in TABLES:
        rows = held(source, table)
        assert READERS[format](folder, source, table) == rows, table
        count += len(rows)
    assert done.rows == count
    assert "approximate" in (folder / "README.md").read_text(encoding="utf-8")
    listed = [line.split("  ") for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    assert {name for _, name in listed} == {*place.files_in(folder)} - {"SHA256SUMS"}
    assert all(sha256((folder / name).read_bytes()).hexdigest() == sum for sum, name in listed)
