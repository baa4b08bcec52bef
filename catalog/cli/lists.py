"""`catalog search` and `catalog sql`: plain lists of rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from catalog.cli.text import paragraph, table
from catalog.query.catalog import Catalog
from catalog.query.connection import NotACatalog
from catalog.query.resolve import UnknownSystem, near

MOST = 20


class SearchPage:
    """The systems that a text finds."""

    def __init__(self, catalog: Catalog, text: str) -> None:
        self.asked, self.found = text, catalog.search(text, MOST + 1)
        self.near = [] if self.found else near(catalog.connection, text)
        self.empty = not self.found

    def text(self) -> str:
        """The list for a terminal."""
        if self.empty:
            return f"catalog: {UnknownSystem(self.asked, self.near)}"
        more = f"\n… and more: give more letters than `{self.asked}`" if len(self.found) > MOST else ""
        rows = [(row["id"], row["name"], row["class"], row["origin"], row["matched"]) for row in self.rows()]
        return table(rows[:MOST], ("Id", "Name", "Class", "Origin", "Found by")) + more

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
        catalog.connection.set_authorizer(_only_reads)
        try:
            cursor = catalog.connection.execute(query)
            self.columns = _different([column[0] for column in cursor.description or ()])
            self.values = cursor.fetchall()
            self.empty = not self.values
        except (sqlite3.Error, sqlite3.Warning) as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise
            raise NotACatalog(
                f'the query was refused: {error}; `catalog sql "select name from sqlite_master"` lists the tables'
            ) from None

    def text(self) -> str:
        """The rows for a terminal."""
        if not self.values:
            return paragraph("No row.")
        if len(self.columns) > 7:
            return "\n\n".join(self._upright(row) for row in self.values)
        return table([["" if value is None else str(value) for value in row] for row in self.values], self.columns)

    def _upright(self, row: Sequence[Any]) -> str:
        """A row of many columns, one a line."""
        known = [(name, str(value)) for name, value in zip(self.columns, row, strict=True) if value is not None]
        return table(known)

    def plain(self) -> list[dict[str, Any]]:
        """The rows as data."""
        return self.rows()

    def rows(self) -> list[dict[str, Any]]:
        """One dict a row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values]


def _only_reads(action: int, *_: str | None) -> int:
    """Refuses what could write another file: ATTACH, and VACUUM INTO, which attaches."""
    return sqlite3.SQLITE_DENY if action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH) else sqlite3.SQLITE_OK


def _different(names: list[str]) -> list[str]:
    """Column names; a second one of the same name is numbered, so that no value is lost."""
    return [
        name if names.index(name) == at else f"{name}:{names[:at].count(name) + 1}" for at, name in enumerate(names)
    ]


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
