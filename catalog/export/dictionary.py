"""The data dictionary: what the catalog, its tables and their columns mean, in the words of metadata.yml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class TableWords(NamedTuple):
    """What a table is, and what its columns mean."""

    description: str
    columns: Mapping[str, str]


class Dictionary(NamedTuple):
    """Title, description and licence of the catalog, and its tables."""

    title: str
    description: str
    license: str
    license_url: str
    tables: Mapping[str, TableWords]


def dictionary_of(metadata: Mapping[str, Any]) -> Dictionary:
    """The dictionary in Datasette's metadata, as read from metadata.yml."""
    tables = {
        name: TableWords(
            _line(entry["description"]), {column: _line(told) for column, told in entry["columns"].items()}
        )
        for name, entry in metadata["databases"]["catalog"]["tables"].items()
    }
    return Dictionary(
        metadata["title"], _line(metadata["description"]), metadata["license"], metadata["license_url"], tables
    )


def _line(text: str) -> str:
    return " ".join(text.split())
