"""A Frictionless data package, version 1 (specs.frictionlessdata.io): what each file, column and reference is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from catalog.export.dictionary import Dictionary
from catalog.export.sheet import DAY, FLAG, LIST, NUMBER, OBJECT, TEXT, WHOLE, Column, Sheet

_TYPES: dict[str, dict[str, Any]] = {
    TEXT: {"type": "string"},
    WHOLE: {"type": "integer"},
    NUMBER: {"type": "number"},
    FLAG: {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]},
    DAY: {"type": "date"},
    LIST: {"type": "array"},
    OBJECT: {"type": "object"},
}


class Written(NamedTuple):
    """A file as it was written; `path` is relative to the package."""

    path: str
    size: int
    sha256: str


def data_package(
    sheets: Sequence[Sheet],
    files: Mapping[str, Written],
    words: Dictionary,
    build: Mapping[str, str],
    publishers: Iterable[tuple[str, str | None]],
) -> dict[str, Any]:
    """The descriptor of CSV files, by the name of their sheet; `publishers` are names and addresses."""
    held = {sheet.name for sheet in sheets}
    return {
        "profile": "tabular-data-package",
        "name": "arms-catalog",
        "title": words.title,
        "description": words.description,
        "version": build["catalog_version"],
        "edition": dict(build),
        "licenses": [
            {"name": words.license.replace(" ", "-"), "title": words.license, "path": words.license_url},
        ],
        "sources": [{"title": name, **({"path": url} if url else {})} for name, url in publishers],
        "resources": [_resource(sheet, files[sheet.name], held) for sheet in sheets],
    }


def _resource(sheet: Sheet, file: Written, held: set[str]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": sheet.name,
        "description": sheet.description,
        "path": file.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": _schema(sheet, held),
    }


def _schema(sheet: Sheet, held: set[str]) -> dict[str, Any]:
    """The Table Schema; references to tables that are not in the package are left out."""
    keys = [
        {"fields": column, "reference": {"resource": "" if table == sheet.name else table, "fields": other}}
        for column, (table, other) in sheet.references.items()
        if table in held
    ]
    return {
        "fields": [_field(column, sheet.key) for column in sheet.columns],
        "missingValues": [""],
        **({"primaryKey": sheet.key} if sheet.key else {}),
        **({"foreignKeys": keys} if keys else {}),
    }


def _field(column: Column, key: str) -> dict[str, Any]:
    constraints = {"required": True} if column.required else {}
    if column.name == key:
        constraints["unique"] = True
    return {
        "name": column.name,
        **_TYPES[column.kind],
        "description": column.meaning,
        **({"constraints": constraints} if constraints else {}),
    }
