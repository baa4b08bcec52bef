"""Every export holds what catalog.db holds: read back and compared value by value; whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import shutil
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

from catalog.compile.schema import TABLES, VIEWS
from catalog.export import FORMATS, Source, export_tables
from catalog.export.csv_file import read_cell, write_csv
from catalog.export.json_file import write_json
from catalog.export.place import SUMS, files_in
from catalog.export.sheet import DAY, FLAG, LIST, NUMBER, OBJECT, WHOLE, CannotExport, answer_sheet
from catalog.export.tables import sheets_of, table_names
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
    types = {FLAG: bool, LIST: list, OBJECT: dict, NUMBER: float, WHOLE: int}
    for name, kind in zip(TABLES[table].columns, kinds(source, table), strict=True):
        assert {type(row[name]) for row in objects} <= {types.get(kind, str), type(None)}
    assert all(list(row) == list(TABLES[table].columns) for row in objects)
    return [tuple(_as_held(value) for value in row.values()) for row in objects]


def _as_held(value: Any) -> Any:
    """A value as SQLite holds it."""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def from_parquet(folder: Path, _: Source, table: str) -> Rows:
    read = pyarrow.parquet.read_table(folder / f"{table}.parquet")
    return [tuple(_as_held(value) for value in row.values()) for row in read.to_pylist()]


def from_package(folder: Path, _: Source, table: str) -> Rows:
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
    listed = [line.split("  ") for line in (folder / SUMS).read_text(encoding="utf-8").splitlines()]
    assert {name for _, name in listed} == {*files_in(folder)} - {SUMS}
    assert all(sha256((folder / name).read_bytes()).hexdigest() == sum for sum, name in listed)


def test_every_kind_of_column_is_known(source: Source) -> None:
    """Flags are the columns whose meaning says `1 …`, lists and objects those that hold JSON, days full dates."""
    for sheet in sheets_of(source.connection, WORDS, [*TABLES, *VIEWS]):
        columns = list(zip(*sheet.rows(), strict=True)) or [()] * len(sheet.columns)
        for column, values in zip(sheet.columns, columns, strict=True):
            found = [value for value in values if value is not None]
            assert (column.kind == FLAG) == column.meaning.startswith("1 "), (sheet.name, column)
            assert "" not in found
            assert (column.kind in (LIST, OBJECT)) == ("JSON" in column.meaning), (sheet.name, column)
            if column.kind in (LIST, OBJECT):
                assert {type(json.loads(value)) for value in found} <= {list if column.kind == LIST else dict}
            if column.kind == DAY:
                assert all(date.fromisoformat(value) for value in found)


def test_tables_come_after_those_that_they_refer_to(small_source: Source) -> None:
    names = table_names(small_source.connection)
    assert sorted(names) == sorted(TABLES)
    for name, table in TABLES.items():
        assert all(names.index(other) <= names.index(name) for other in table.references.values())


@pytest.fixture(scope="module")
def package(small_source: Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package") / "package"
    export_tables(small_source, "datapackage", folder)
    return folder


def test_a_data_package_is_valid(real_database: Path, tmp_path: Path) -> None:
    connection = connect(real_database)
    export_tables(source_of(connection, real_database), "datapackage", tmp_path / "package")
    report = frictionless.validate(str(tmp_path / "package" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])[:3]
    assert report.stats["tasks"] == len(TABLES)
    told = json.loads((tmp_path / "package" / "datapackage.json").read_text(encoding="utf-8"))
    assert told["licenses"][0]["name"] == "CC-BY-4.0"
    assert len(told["sources"]) == connection.execute("select count(*) from publishers").fetchone()[0]
    for resource in told["resources"]:
        table, schema = TABLES[resource["name"]], resource["schema"]
        assert schema["primaryKey"] == table.key
        references = {
            key["fields"]: key["reference"]["resource"] or resource["name"] for key in schema.get("foreignKeys", [])
        }
        assert references == table.references
        assert all(field["description"] for field in schema["fields"])


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("claims", ",gun-a,firing_range", ",gun-z,firing_range", "foreign-key"),
        ("systems", "gun-b,", "gun-a,", "primary-key"),
        ("documents", "2024-05-31", "2024-05-32", "type-error"),
        ("systems", ",Gun A,", ",,", "constraint-error"),
    ],
)
def test_a_fault_in_a_data_package_is_found(
    package: Path, tmp_path: Path, file: str, old: str, new: str, fault: str
) -> None:
    folder = Path(shutil.copytree(package, tmp_path / "package"))
    text = (folder / "data" / f"{file}.csv").read_text(encoding="utf-8")
    assert old in text
    (folder / "data" / f"{file}.csv").write_text(text.replace(old, new), encoding="utf-8")
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert fault in {row[0] for row in report.flatten(["type"])}


def test_parquet_carries_types_units_and_meanings(small_source: Source, tmp_path: Path) -> None:
    export_tables(small_source, "parquet", tmp_path / "parquet")
    claims, documents = (
        pyarrow.parquet.read_schema(tmp_path / "parquet" / f"{name}.parquet") for name in ("claims", "documents")
    )
    types = {name: str(claims.field(name).type) for name in ("id", "low", "low_open", "credibility")}
    assert types == {"id": "string", "low": "double", "low_open": "bool", "credibility": "int64"}
    assert not claims.field("id").nullable
    assert claims.field("via").nullable
    assert [str(documents.field(name).type) for name in ("issued", "issued_first", "issued_last")] == [
        "string",
        "date32[day]",
        "date32[day]",
    ]
    for schema, name in ((claims, "claims"), (documents, "documents")):
        told = {key.decode(): value.decode() for key, value in schema.metadata.items()}
        assert (told["table"], told["license"]) == (name, "CC BY 4.0")
        assert told["description"] == WORDS.tables[name].description
        assert json.loads(told["columns"]) == WORDS.tables[name].columns
        assert {field.name: field.metadata[b"description"].decode() for field in schema} == WORDS.tables[name].columns
    properties = json.loads(claims.metadata[b"properties"])
    assert (properties["firing_range"]["unit"], properties["caliber"]["unit"]) == ("km", "mm")
    assert b"properties" not in documents.metadata


NASTY = [
    "=1+1", "+1", "-1+cmd|' /C calc'!A0", "-2.5 deg", "-3..70 deg", "@sum(a1)", "\tx", "\rx", "'", "''", "'강철비'", "a,b", 'say "no"',
    "two\r\nlines", "two\nlines", " spaces ", "곡산", "NULL", "1e5", "9E46", "022", ";", "",
]  # fmt: skip


def test_csv_is_safe_in_spreadsheets_and_loses_nothing() -> None:
    sheet = answer_sheet("nasty", [{"text": text or None, "number": 0.1 + 0.2} for text in NASTY])
    stream = io.BytesIO()
    write_csv(sheet, stream)
    assert stream.getvalue().count(b"\r\n") == len(NASTY) + 2
    _, *rows = csv.reader(io.StringIO(stream.getvalue().decode(), newline=""), strict=True)
    assert [read_cell(cell) for cell, _ in rows] == [text or None for text in NASTY]
    assert {float(number) for _, number in rows} == {0.1 + 0.2}
    for cell, _ in rows:
        assert not cell or cell[0] not in "=+@\t\r"
        assert cell[:1] != "-" or set(cell[1:]) <= set("0123456789. deg")


def test_an_answer_keeps_its_types() -> None:
    rows = [
        {"a": 1, "b": 1, "c": True, "d": "x", "e": [1], "f": None, "g": b"\x01", "h": {"k": 2}},
        {"a": 2, "b": 0.5, "c": False, "d": 3, "e": None, "f": None, "g": None, "h": None, "i": 1},
    ]
    stream = io.BytesIO()
    write_json(answer_sheet("answer", rows), stream)
    assert json.loads(stream.getvalue()) == [
        {"a": 1, "b": 1.0, "c": True, "d": "x", "e": [1], "f": None, "g": "01", "h": {"k": 2}, "i": None},
        {"a": 2, "b": 0.5, "c": False, "d": "3", "e": None, "f": None, "g": None, "h": None, "i": 1},
    ]
    with pytest.raises(CannotExport, match="no infinite number, and answer holds one"):
        write_json(answer_sheet("answer", [{"a": float("inf")}]), stream)


def test_views_and_single_tables(small_source: Source, tmp_path: Path) -> None:
    export_tables(small_source, "parquet", tmp_path / "two", ["specs", "units"])
    assert files_in(tmp_path / "two") == ["README.md", SUMS, "specs.parquet", "units.parquet"]
    specs = pyarrow.parquet.read_table(tmp_path / "two" / "specs.parquet")
    view = [tuple(row) for row in small_source.connection.execute("select * from specs")]
    assert sorted(map(repr, (tuple(map(_as_held, row.values())) for row in specs.to_pylist()))) == sorted(
        map(repr, _typed(view, specs.schema))
    )
    export_tables(small_source, "csv", tmp_path / "units.csv", ["units"])
    assert from_csv(tmp_path, small_source, "units") == held(small_source, "units")
    export_tables(small_source, "datapackage", tmp_path / "package", ["claims", "systems"])
    assert frictionless.validate(str(tmp_path / "package" / "datapackage.json")).valid


def _typed(rows: Rows, schema: pyarrow.Schema) -> Rows:
    """Rows of a view with flags as truth."""
    flags = [str(field.type) == "bool" for field in schema]
    return [
        tuple(bool(value) if flag and value is not None else value for value, flag in zip(row, flags, strict=True))
        for row in rows
    ]
