"""The one way into catalog.db: read only, and only if it is one."""

from __future__ import annotations

import os
import sqlite3

APPLICATION_ID = 0x41524D53
SCHEMA_VERSION = 2
LEAST = 512  # bytes of a database (sqlite.org/fileformat2.html): what is shorter reads as an empty one


class NotACatalog(Exception):
    """The file is missing, is not a database, or is one of another kind or version. The message says what to do."""


def _quoted(path: str) -> str:
    """A path as the URI that SQLite reads (sqlite.org/uri.html)."""
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def connect(path: os.PathLike[str] | str, *, immutable: bool = False) -> sqlite3.Connection:
    """A read-only connection whose rows are read by name. Raises NotACatalog."""
    path = os.fspath(path)
    if not os.path.isfile(path):
        raise NotACatalog(
            f"no database at {path}: run `catalog build` in a checkout, or set CATALOG_DB to a catalog.db"
        )
    options = "mode=ro&immutable=1" if immutable else "mode=ro"
    try:
        connection = sqlite3.connect(
            f"file:{_quoted(os.path.abspath(path))}?{options}", uri=True, check_same_thread=False
        )
        found = connection.execute("pragma application_id").fetchone()[0]
        version = connection.execute("pragma user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise NotACatalog(
            f"{path} cannot be read as a database ({error}): run `catalog build` to make it anew"
        ) from None
    if found != APPLICATION_ID:
        what = "is a database, but not the catalog's" if os.path.getsize(path) >= LEAST else "is empty or cut off"
        raise NotACatalog(f"{path} {what}: name another file, or run `catalog build`")
    if version != SCHEMA_VERSION:
        raise NotACatalog(
            f"{path} has schema version {version}, this program reads {SCHEMA_VERSION}: run `catalog build`"
        )
    connection.row_factory = sqlite3.Row
    return connection


def damage(connection: sqlite3.Connection, quick: bool = False) -> str | None:
    """What is wrong with a database, None if it is sound. Reads all of it, `quick` without comparing the indexes."""
    checks = ("quick_check(1)",) if quick else ("integrity_check(1)", "foreign_key_check")
    try:
        for check in checks:
            for row in connection.execute(f"pragma {check}"):
                if row[0] != "ok":
                    return str(row[0]) if check != "foreign_key_check" else f"a row of {row[0]} refers to nothing"
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        return str(error)
    return None
