"""`catalog search` and `catalog sql`: plain lists of rows."""

from __future__ import annotations

import sqlite3
from typing import Any

from catalog.cli.text import paragraph, table
from catalog.query.connection import NotACatalog
from catalog.query.resolve import UnknownSystem, near, search


class SearchPage:
    """The systems that a text finds. Raises UnknownSystem, with near ones, if there is none."""

    def __init__(self, connection: sqlite3.Connection, text: str) -> None:
        self.found = search(connection, text)
        if not self.found:
            raise UnknownSystem(text, near(connection, text))

    def text(self) -> str:
        """The list for a terminal."""
        rows = [(row["id"], row["name"], row["class"], row["origin"], row["matched"]) for row in self.rows()]
        return table(rows, ("Id", "Name", "Class", "Origin", "Found by"))

    def plain(self) -> list[dict[str, Any]]:
        """The list as data."""
        return self.rows()

    def rows(self) -> list[dict[str, Any]]:
        """One row a system."""
        return [
            {"id": row.id, "name": row.name, "class": row.class_, "origin": row.origin, "matched": row.matched}
            for row in self.found
        ]


class SqlPage:
    """The rows of a query. Raises NotACatalog for a query that SQLite refuses."""

    def __init__(self, connection: sqlite3.Connection, query: str) -> None:
        try:
            cursor = connection.execute(query)
            self.columns = [column[0] for column in cursor.description or ()]
            self.values = cursor.fetchall()
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise NotACatalog(
                f'the query was refused: {error}; `catalog sql "select name from sqlite_master"` lists the tables'
            ) from None

    def text(self) -> str:
        """The rows for a terminal."""
        if not self.values:
            return paragraph("No row.")
        return table([["" if value is None else str(value) for value in row] for row in self.values], self.columns)

    def plain(self) -> list[dict[str, Any]]:
        """The rows as data."""
        return self.rows()

    def rows(self) -> list[dict[str, Any]]:
        """One dict a row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values]
