"""Tables and views of catalog.db as sheets: their types, keys and references from the file, their meaning from the
data dictionary."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from catalog.export.dictionary import Dictionary
from catalog.export.sheet import DAY, FLAG, LIST, NUMBER, OBJECT, TEXT, WHOLE, CannotExport, Column, Row, Sheet

# What SQLite has no type for, by column name: truth as 0 and 1, full dates and JSON as text.
KINDS = {
    **dict.fromkeys(("main", "ammunition", "maximum", "reach", "low_open", "high_open", "approximate"), FLAG),
    **dict.fromkeys(("issued_first", "issued_last", "first_day", "last_day"), DAY),
    **dict.fromkeys(("origins", "expects", "synonyms", "terms"), LIST),
    "conditions": OBJECT,
}
_HELD_AS = {FLAG: "INTEGER", DAY: "TEXT", LIST: "TEXT", OBJECT: "TEXT"}
_PLAIN = {"INTEGER": WHOLE, "REAL": NUMBER}
_OWN = "name not glob 'search*' and name not glob 'sqlite_*'"


def table_names(connection: sqlite3.Connection) -> list[str]:
    """The tables in an order in which they can be filled: each after those that it refers to."""
    waiting = {name: _referred(connection, name) - {name} for name in _named(connection, "table")}
    order: list[str] = []
    while waiting:
        order += [name for name, others in waiting.items() if others <= set(order)]
        waiting = {name: others for name, others in waiting.items() if name not in order}
    return order


def sheets_of(connection: sqlite3.Connection, words: Dictionary, wanted: Sequence[str] = ()) -> list[Sheet]:
    """All tables, or the tables and views that are wanted. Raises CannotExport for a name that is neither."""
    tables, views = table_names(connection), _named(connection, "view")
    for name in wanted:
        if name not in (*tables, *views):
            raise CannotExport(f"no table `{name}`: one of {', '.join(tables)}; or a view, {', '.join(views)}")
    return [_sheet(connection, name, words) for name in dict.fromkeys(wanted or tables)]


def _named(connection: sqlite3.Connection, kind: str) -> list[str]:
    query = f"select name from sqlite_master where type = ? and {_OWN} order by name"
    return [row[0] for row in connection.execute(query, (kind,))]


def _referred(connection: sqlite3.Connection, name: str) -> set[str]:
    return {row["table"] for row in _foreign_keys(connection, name)}


def _foreign_keys(connection: sqlite3.Connection, name: str) -> Iterator[sqlite3.Row]:
    yield from connection.execute('select "from", "table", "to" from pragma_foreign_key_list(?) order by 1', (name,))


def _sheet(connection: sqlite3.Connection, name: str, words: Dictionary) -> Sheet:
    told = words.tables[name]
    info = connection.execute('select name, type, "notnull", pk from pragma_table_info(?)', (name,)).fetchall()
    types = {row["name"]: row["type"] for row in info}
    if not all(types.values()):
        types = _types_found(connection, name, list(types))
    columns = tuple(
        Column(row["name"], _kind(row["name"], types[row["name"]]), told.columns[row["name"]], bool(row["notnull"]))
        for row in info
    )
    key = next((row["name"] for row in info if row["pk"]), "")
    references = {row["from"]: (row["table"], row["to"]) for row in _foreign_keys(connection, name)}
    query = f"select {', '.join(map(_quoted, types))} from {_quoted(name)}" + (
        f" order by {_quoted(key)}" if key else ""
    )
    return Sheet(name, columns, lambda: _rows(connection, query), told.description, key, references)


def _rows(connection: sqlite3.Connection, query: str) -> Iterable[Row]:
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor.execute(query)


def _types_found(connection: sqlite3.Connection, view: str, columns: Sequence[str]) -> dict[str, str]:
    """The types of a view's columns as its rows have them: SQLite declares none for what is calculated."""
    found = ", ".join(f"group_concat(distinct typeof({_quoted(column)}))" for column in columns)
    row = connection.execute(f"select {found} from {_quoted(view)}").fetchone()
    return {column: _type({*(held or "").split(",")} - {"null"}) for column, held in zip(columns, row, strict=True)}


def _type(held: set[str]) -> str:
    if held <= {"integer", "real"} and held:
        return "REAL" if "real" in held else "INTEGER"
    return "TEXT"


def _kind(column: str, type: str) -> str:
    kind = KINDS.get(column)
    return kind if kind and _HELD_AS[kind] == type else _PLAIN.get(type, TEXT)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
