"""Rows become catalog.db: a new file beside the old one, renamed over it when it is whole."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from catalog.compile.rows import Row
from catalog.compile.schema import SCHEMA_VERSION, TABLES, create, finish

APPLICATION_ID = 0x41524D53  # "ARMS", so that a foreign file is told from ours


def write(rows: Iterable[tuple[str, Row]], target: Path) -> None:
    """Writes all rows to target in one transaction. A reader sees the old file or the new one, never a part.

    Raises OSError and sqlite3.Error; the old file is then untouched and no temporary file remains.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        _fill(temporary, _by_table(rows))
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.chmod(0o644)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _by_table(rows: Iterable[tuple[str, Row]]) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = defaultdict(list)
    for table, row in rows:
        tables[table].append(row)
    return tables


def _fill(path: Path, tables: dict[str, list[Row]]) -> None:
    import sqlite_utils

    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript(
            f"pragma journal_mode = off; pragma synchronous = off; pragma application_id = {APPLICATION_ID};"
            f"pragma user_version = {SCHEMA_VERSION}; pragma foreign_keys = off; begin"
        )
        database = sqlite_utils.Database(connection)
        create(database)
        for name in TABLES:
            _insert(connection, name, tables[name])
        _index_names(connection)
        finish(database)
        connection.execute("commit")
        _verify(connection)
        connection.executescript("analyze; vacuum")
    finally:
        connection.close()


def _insert(connection: sqlite3.Connection, name: str, rows: list[Row]) -> None:
    """Fills one table in the order of its key, whatever the order of the files."""
    table = TABLES[name]
    columns = list(table.columns)
    places = ", ".join("?" * len(columns))
    quoted = ", ".join(f'"{column}"' for column in columns)
    ordered = sorted(rows, key=lambda row: str(row[str(table.key)]))
    connection.executemany(
        f'insert into "{name}" ({quoted}) values ({places})',
        ([row.get(column) for column in columns] for row in ordered),
    )


def _index_names(connection: sqlite3.Connection) -> None:
    columns = "rowid, system_id, name, folded"
    connection.execute(f"insert into search ({columns}) select {columns} from names order by rowid")
    connection.execute("insert into search (search) values ('optimize')")


def _verify(connection: sqlite3.Connection) -> None:
    dangling: list[Any] = connection.execute("pragma foreign_key_check").fetchall()
    if dangling:
        raise sqlite3.IntegrityError(
            f"rows that refer to nothing, which the checker should have refused: {dangling[:5]}"
        )
