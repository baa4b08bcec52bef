"""The formats: how each writes one table or answer, and how it fills a folder with the whole catalog."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from catalog.export.csv_file import write_csv
from catalog.export.data_package import Written, data_package
from catalog.export.json_file import write_json, write_json_lines
from catalog.export.parquet_file import need_pyarrow, write_parquet
from catalog.export.place import sha256
from catalog.export.sheet import Sheet
from catalog.export.source import Source
from catalog.export.sql import READ, duckdb_script, statements

Write = Callable[[Sheet, BinaryIO, Mapping[str, str]], int]  # the facts that a file carries; returns the number of rows
Fill = Callable[[Source, Sequence[Sheet], Path], int]


class Format(NamedTuple):
    """`suffix` and `write` are for a file of one table or answer; `write` is None where the format has none.

    `whole` writes the catalog as one file. `need` raises CannotExport if something is missing on this machine.
    """

    suffix: str
    fill: Fill
    write: Write | None = None
    whole: Callable[[Source, BinaryIO], int] | None = None
    need: Callable[[], None] = lambda: None


def _files(suffix: str, write: Write) -> Fill:
    def fill(source: Source, sheets: Sequence[Sheet], folder: Path) -> int:
        facts = source.facts()

        def put(sheet: Sheet) -> int:
            return _put(folder / f"{sheet.name}{suffix}", lambda stream: write(sheet, stream, facts))

        return sum(map(put, sheets))

    return fill


def _put(path: Path, write: Callable[[BinaryIO], int]) -> int:
    """Writes one file down to the disk."""
    with path.open("wb") as stream:
        count = write(stream)
        stream.flush()
        os.fsync(stream.fileno())
    return count


def _csv(sheet: Sheet, stream: BinaryIO, _: Mapping[str, str]) -> int:
    return write_csv(sheet, stream)


def _plain_csv(sheet: Sheet, stream: BinaryIO, _: Mapping[str, str]) -> int:
    return write_csv(sheet, stream, for_spreadsheets=False)


def _json(sheet: Sheet, stream: BinaryIO, _: Mapping[str, str]) -> int:
    return write_json(sheet, stream)


def _json_lines(sheet: Sheet, stream: BinaryIO, _: Mapping[str, str]) -> int:
    return write_json_lines(sheet, stream)


def _parquet(source: Source, sheets: Sequence[Sheet], folder: Path) -> int:
    """The tables, and the views in SQL that rank and compare on them."""
    count = _files(".parquet", write_parquet)(source, sheets, folder)
    names = [sheet.name for sheet in sheets]
    if READ.issubset(names):
        (folder / "sql").mkdir()
        for number, (name, statement) in enumerate(statements().items(), 1):
            (folder / "sql" / f"{number}-{name}.sql").write_text(statement, encoding="utf-8")
        (folder / "duckdb.sql").write_text(duckdb_script(names), encoding="utf-8")
    return count


def _package(source: Source, sheets: Sequence[Sheet], folder: Path) -> int:
    """Plain CSV, and the descriptor that says what every file holds."""
    (folder / "data").mkdir()
    count = _files(".csv", _plain_csv)(source, sheets, folder / "data")
    files = {sheet.name: _written(folder, f"data/{sheet.name}.csv") for sheet in sheets}
    told = data_package(sheets, files, source.words, source.build(), source.publishers())
    (folder / "datapackage.json").write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return count


def _written(folder: Path, name: str) -> Written:
    return Written(name, (folder / name).stat().st_size, sha256(folder / name))


def _copy(source: Source, stream: BinaryIO) -> int:
    """Copies catalog.db byte for byte, if it is whole, and returns the number of rows in its tables."""
    source.must_be_whole()
    with source.path.open("rb") as database:
        shutil.copyfileobj(database, stream)
    return source.rows()


def _database(source: Source, _: Sequence[Sheet], folder: Path) -> int:
    return _put(folder / "catalog.db", lambda stream: _copy(source, stream))


FORMATS = {
    "csv": Format(".csv", _files(".csv", _csv), _csv),
    "json": Format(".json", _files(".json", _json), _json),
    "jsonl": Format(".jsonl", _files(".jsonl", _json_lines), _json_lines),
    "parquet": Format(".parquet", _parquet, write_parquet, need=need_pyarrow),
    "datapackage": Format("", _package),
    "sqlite": Format(".db", _database, whole=_copy),
}
