"""The README of an export: what it is, of which edition, under which licence, and the data dictionary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalog.export.dictionary import Dictionary
from catalog.export.place import MARK, SUMS
from catalog.export.sheet import Sheet

HOW = {
    "csv": (
        "CSV after RFC 4180 in UTF-8. An empty field is no value; flags are 1 and 0. A text that a spreadsheet could "
        "take for a formula, or that begins with an apostrophe, has one before it: take one leading apostrophe away."
    ),
    "json": "One array of objects a table. Lists and conditions are JSON themselves; null is no value.",
    "jsonl": "One object a line. Lists and conditions are JSON themselves; null is no value.",
    "parquet": (
        "Typed columns; what each means stands in the schema's metadata, and so do the properties with their units. "
        "`sql/` holds views that rank and compare, in the order in which to make them, for DuckDB and Spark; "
        "`duckdb -init duckdb.sql` in this folder has made them."
    ),
    "datapackage": (
        "A Frictionless data package: plain CSV in which an empty field is no value and flags are 1 and 0. "
        "`frictionless validate datapackage.json` checks types, keys and references."
    ),
    "sqlite": "The database itself, byte for byte.",
}


def readme(
    format: str, words: Dictionary, sheets: Sequence[Sheet], build: Mapping[str, str], units: Mapping[str, str]
) -> str:
    """The text in Markdown; `units` are the properties with their units."""
    edition = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in build.items())
    return (
        "\n\n".join(
            [
                f"# {words.title}\n{MARK}",
                words.description,
                f"Edition: {edition}. Data: [{words.license}]({words.license_url}); name “{words.title}”.",
                f"{HOW[format]} `sha256sum --check {SUMS}` checks the files.",
                *(_table(sheet) for sheet in sheets),
                "## Units\n\n`low` and `high` of a claim are in the unit of its property.\n\n"
                + _rows(("property", "unit"), [(f"`{name}`", unit) for name, unit in units.items()]),
            ]
        )
        + "\n"
    )


def _table(sheet: Sheet) -> str:
    rows = []
    for column in sheet.columns:
        table, other = sheet.references.get(column.name, ("", ""))
        rows.append((f"`{column.name}`", column.kind, f"`{table}.{other}`" if table else "", column.meaning))
    return f"## {sheet.name}\n\n{sheet.description}\n\n" + _rows(("column", "type", "refers to", "meaning"), rows)


def _rows(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
