"""`catalog search` and `catalog sql`: plain lists of rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from catalog.cli.text import paragraph, table
from catalog.query.catalog import Catalog
from catalog.query.connection import NotACatalog
from catalog.query.resolve import UnknownSystem, near


class SearchPage:
    """The systems that a text finds. Raises UnknownSystem, with near ones, if there is none."""

    empty = False

    def __init__(self, catalog: Catalog, text: str) -> None:
        self.found = catalog.search(text)
        if not self.found:
            raise UnknownSystem(text, near(catalog.connection, text))

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

    def __init__(self, catalog: Catalog, query: str) -> None:
        try:
            cursor = catalog.connection.execute(query)
            self.columns = [column[0] for column in cursor.description or ()]
            self.values = cursor.fetchall()
            self.empty = not self.values
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


class ReferencePage:
    """A list of the vocabulary: chosen columns of one table, in its own order."""

    empty = False

    def __init__(self, catalog: Catalog, query: str, shown: Sequence[str], heads: Sequence[str]) -> None:
        self.values = catalog.rows(query)
        self.shown, self.heads = shown, heads

    def text(self) -> str:
        """The list for a terminal."""
        return table(
            [["" if row[name] is None else str(row[name]) for name in self.shown] for row in self.values], self.heads
        )

    def plain(self) -> list[dict[str, Any]]:
        """The list as data, with all columns."""
        return self.values

    def rows(self) -> list[dict[str, Any]]:
        """One row an entry."""
        return self.values


def vocabulary_page(catalog: Catalog, which: str) -> ReferencePage:
    """The reference list of properties, classes, units, conditions or countries."""
    return ReferencePage(catalog, *_references[which])


_references = {
    "properties": (
        "select * from properties order by position",
        ("id", "unit", "description"),
        ("Property", "Unit", "What it means"),
    ),
    "classes": (
        "select * from classes order by family, id",
        ("id", "family", "description"),
        ("Class", "Folder", "What it is"),
    ),
    "units": (
        "select * from units order by position",
        ("id", "label", "dimension", "system"),
        ("Unit", "Name", "Measures", "System"),
    ),
    "conditions": (
        "select * from conditions order by position",
        ("condition", "term", "description"),
        ("Condition", "Term", "What it means"),
    ),
    "countries": (
        "select * from countries order by kind, name",
        ("id", "alpha_3", "name", "kind"),
        ("Code", "Alpha-3", "Name", "Kind"),
    ),
}
