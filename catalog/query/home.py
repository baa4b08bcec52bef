"""Where the records and the database are."""

from __future__ import annotations

import os
from pathlib import Path


def checkout() -> Path | None:
    """The root of the records: the nearest folder upwards that has systems/ and sources/, else the package's own."""
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).parents[2]):
        if (folder / "systems").is_dir() and (folder / "sources").is_dir():
            return folder
    return None


def database() -> Path:
    """The database to read: $CATALOG_DB, else the checkout's, else the one that came with the package."""
    if chosen := os.environ.get("CATALOG_DB"):
        return Path(chosen)
    root = checkout()
    return root / "catalog.db" if root else Path(__file__).parents[1] / "catalog.db"
