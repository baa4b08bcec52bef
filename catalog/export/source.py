"""What is exported, and the facts that go with it: edition, licence, properties with their units."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from catalog.export.dictionary import Dictionary
from catalog.export.tables import table_names


class Source(NamedTuple):
    """An open catalog.db, its path, and what its tables mean."""

    connection: sqlite3.Connection
    path: Path
    words: Dictionary

    def build(self) -> dict[str, str]:
        """From what the database was made."""
        return dict(_pairs(self.connection, "select key, value from build order by key"))

    def units(self) -> dict[str, str]:
        """The properties with their units."""
        return dict(_pairs(self.connection, "select id, unit from properties order by position"))

    def must_be_whole(self) -> None:
        """Raises sqlite3.DatabaseError for a damaged file."""
        found = self.connection.execute("pragma quick_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(found)

    def rows(self) -> int:
        """The number of rows in all tables."""
        counts = " + ".join(f'(select count(*) from "{name}")' for name in table_names(self.connection))
        return int(self.connection.execute(f"select {counts}").fetchone()[0])

    def publishers(self) -> list[tuple[str, str | None]]:
        """Names and addresses of all publishers."""
        return [(row[0], row[1]) for row in self.connection.execute("select name, url from publishers order by id")]

    def facts(self) -> Mapping[str, str]:
        """What a file should carry about itself wherever it goes, as text."""
        query = "select id, label, dimension, unit, maximum, reach, description from properties order by position"
        properties = {row["id"]: dict(row) for row in self.connection.execute(query)}
        return {
            "title": self.words.title,
            "license": self.words.license,
            "license_url": self.words.license_url,
            "edition": self.build()["digest"],
            "properties": json.dumps(properties, ensure_ascii=False),
        }


def _pairs(connection: sqlite3.Connection, query: str) -> list[tuple[str, Any]]:
    return [(row[0], row[1]) for row in connection.execute(query)]
