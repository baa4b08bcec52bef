"""Rows become a database file in canonical form: it depends on the rows alone, not on how they came into it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from catalog.compile.schema import FILL_SEARCH, SCHEMA_VERSION, SEARCH, TABLES, create, finish

APPLICATION_ID = 0x41524D53  # "ARMS", so that a foreign file is told from ours
CACHE = 4 * 1024  # KiB of pages kept in memory

Rows = Mapping[str, Sequence[tuple[Any, ...]]]


def write(parts: Iterable[Rows], target: Path) -> None:
    """Writes rows, by table and in the order of its columns, to a new file, filled in one transaction beside it.

    Raises OSError and sqlite3.Error.
    """
    import sqlite_utils

    filled = target.with_name("filled.db")
    with closing(_open(filled)) as connection:
        connection.execute("begin")
        database = sqlite_utils.Database(connection)
        create(database)
        for part in parts:
            insert(connection, part)
        finish(database)
        connection.execute("commit")
    canonical(filled, target)


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        f"pragma journal_mode = off; pragma synchronous = off; pragma application_id = {APPLICATION_ID};"
        f"pragma user_version = {SCHEMA_VERSION}; pragma foreign_keys = off; pragma cache_size = -{CACHE}"
    )
    return connection


def insert(connection: sqlite3.Connection, rows: Rows) -> None:
    """Adds rows to the tables."""
    for name in TABLES:
        if part := rows.get(name):
            connection.executemany(_inserts[name], part)


_inserts = {
    name: f'insert into "{name}" values ({", ".join("?" * len(table.columns))})' for name, table in TABLES.items()
}


def canonical(source: Path, target: Path, new_names: bool = True) -> None:
    """Writes a filled database anew in the one form that its rows have. `new_names` says whether names have changed."""
    with closing(sqlite3.connect(source, isolation_level=None)) as connection:
        connection.executescript(
            f"pragma journal_mode = off; pragma synchronous = off; begin; {_IN_ORDER}"
            f"{_FULL_TEXT if new_names else ''} commit; pragma schema_version = 1"
        )
        connection.execute("vacuum into ?", (str(target),))
    now = time.time_ns()
    os.utime(target, ns=(now, now))  # finer than a file system's own clock: no two builds at once end in the same time


# What ANALYZE finds is kept in an order of its own; the full text, which remembers how it grew, is made anew.
_IN_ORDER = """
analyze; create temp table found as select * from sqlite_stat1; delete from sqlite_stat1;
insert into sqlite_stat1 select * from found where tbl not like 'search%' order by tbl, idx; drop table found;
"""
_FULL_TEXT = f"drop table if exists search; {SEARCH}; {FILL_SEARCH}; insert into search (search) values ('optimize');"
