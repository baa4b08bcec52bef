"""Right of catalog.db: all tables or one answer as CSV, JSON, Parquet, a data package or the database itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from catalog.export.formats import FORMATS, Format
from catalog.export.place import README, files_in, new_file, new_folder, sha256
from catalog.export.readme import readme
from catalog.export.sheet import CannotExport, Sheet
from catalog.export.source import Source
from catalog.export.tables import sheets_of

__all__ = ["FORMATS", "CannotExport", "Exported", "Source", "export_answer", "export_tables", "write_answer"]


class Exported(NamedTuple):
    """What was written: the number of rows, the bytes of all files, and the checksum if it is one file."""

    rows: int
    size: int
    sha256: str = ""


def export_tables(
    source: Source, format: str, target: Path, tables: Sequence[str] = (), force: bool = False
) -> Exported:
    """Writes all tables, or those named, into a folder; one table, or the whole database, into a file of its suffix.

    Raises CannotExport, OSError and sqlite3.Error; target is then as it was before.
    """
    chosen = _ready(format)
    if tables and chosen.whole:
        raise CannotExport("the database is copied whole: for single tables take csv, json or parquet")
    sheets = sheets_of(source.connection, source.words, tables)
    if _is_file(target, format):
        return _file(target, force, _whole(source, chosen, sheets))
    with new_folder(target, force) as folder:
        rows = chosen.fill(source, sheets, folder)
        text = readme(format, source.words, sheets, source.build(), source.units())
        (folder / README).write_text(text, encoding="utf-8")
        size = sum((folder / name).stat().st_size for name in files_in(folder))
    return Exported(rows, size)


def export_answer(source: Source, format: str, sheet: Sheet, target: Path, force: bool = False) -> Exported:
    """Writes an answer into a file. Raises CannotExport and OSError; target is then as it was before."""
    if not _is_file(target, format):
        raise CannotExport(f"one answer becomes one file: name one that ends in {FORMATS[format].suffix or '.csv'}")
    return _file(target, force, lambda stream: write_answer(source, format, sheet, stream))


def write_answer(source: Source, format: str, sheet: Sheet, stream: BinaryIO) -> int:
    """Writes an answer into an open file and returns the number of rows. Raises CannotExport and OSError."""
    write = _ready(format).write
    if write is None:
        raise CannotExport(f"{format} is for tables: for an answer take csv, json, jsonl or parquet")
    return write(sheet, stream, source.facts())


def _ready(format: str) -> Format:
    FORMATS[format].need()
    return FORMATS[format]


def _is_file(target: Path, format: str) -> bool:
    """True for a name with the format's suffix. Raises CannotExport for that of another one."""
    suffixes = {entry.suffix: name for name, entry in FORMATS.items() if entry.suffix}
    other = suffixes.get(target.suffix, format)
    if other != format:
        raise CannotExport(f"{target} ends as {other} does: name a folder, or ask for {other}")
    return target.suffix in suffixes


def _whole(source: Source, chosen: Format, sheets: Sequence[Sheet]) -> Callable[[BinaryIO], int]:
    """What writes one table, or the whole database, into one file."""
    if chosen.whole:
        whole = chosen.whole
        return lambda stream: whole(source, stream)
    write = chosen.write
    if write is None or len(sheets) != 1:
        raise CannotExport("one file holds one table: add --table NAME, or name a folder for all of them")
    return lambda stream: write(sheets[0], stream, source.facts())


def _file(target: Path, force: bool, write: Callable[[BinaryIO], int]) -> Exported:
    with new_file(target, force) as stream:
        rows = write(stream)
    return Exported(rows, target.stat().st_size, sha256(target))
