"""The server's command line: Datasette on catalog.db, immutable and read only."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from catalog.query import home

LOOK_EVERY = 0.7  # seconds between two looks at the records

# Facet suggestion costs more than all else on large tables, and invites crawlers; facets are named in metadata.yml.
SETTINGS = {
    "suggest_facets": "off",
    "default_page_size": "50",
    "max_returned_rows": "2000",
    "sql_time_limit_ms": "1000",
    "facet_time_limit_ms": "300",
    "default_cache_ttl": "300",
    "max_csv_mb": "50",
}


def metadata() -> Path:
    """The words of the site."""
    return Path(home.metadata())


def inspected(database: Path) -> Path | None:
    """A file beside the database with its hash and the counts of its rows, so that no server need find them out again.

    One that fits, as the package brings it, is left as it is. None if none can be written; it is in the form of
    `datasette inspect`.
    """
    target = database.with_name(database.name + ".inspect.json")
    try:
        content = database.read_bytes()
        digest = sha256(content).hexdigest()
        if _told(target, database.stem) != digest:
            facts = {"hash": digest, "size": len(content), "file": database.name, "tables": _counts(database)}
            target.write_text(json.dumps({database.stem: facts}, indent=1), encoding="utf-8")
    except (OSError, sqlite3.Error):
        return None
    return target


def _told(target: Path, name: str) -> str | None:
    """The hash of the database that a file of facts speaks of."""
    try:
        found = json.loads(target.read_text(encoding="utf-8"))[name]["hash"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return str(found)


def _counts(database: Path) -> dict[str, dict[str, int]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        return {name: {"count": connection.execute(f'select count(*) from "{name}"').fetchone()[0]} for name in names}


def command(database: Path, host: str, port: int) -> list[str]:
    """The command line that serves a database."""
    facts = inspected(database)
    known = ["--inspect-file", str(facts)] if facts else []
    settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, value)]
    where = ["--host", host, "--port", str(port), "--metadata", str(metadata())]
    return [sys.executable, "-m", "datasette", "serve", "--immutable", str(database), *known, *where, *settings]


def serve_reloading(database: Path, host: str, port: int, renew: Callable[[], object]) -> int:
    """Serves the database while `renew` keeps it up to date; returns the server's exit status.

    The server notices a new file by itself: no request fails, each is answered from the old file or from the new one.
    """
    server = subprocess.Popen(command(database, host, port))
    try:
        while server.poll() is None:
            time.sleep(LOOK_EVERY)
            renew()
    except KeyboardInterrupt:
        server.terminate()
    return server.wait()


def serve(database: Path, host: str, port: int) -> None:
    """Serves the database until interrupted; this process becomes the server."""
    line = command(database, host, port)
    os.execv(line[0], line)
