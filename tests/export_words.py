"""An open catalog.db as what is exported."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import yaml
from conftest import ROOT

from catalog.export import Source
from catalog.export.dictionary import dictionary_of

WORDS = dictionary_of(yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8")))


def source_of(connection: sqlite3.Connection, database: Path) -> Source:
    """The database with the words of metadata.yml."""
    return Source(connection, database, WORDS)
