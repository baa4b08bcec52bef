"""Our site as an application for several workers: uvicorn --factory served:app, with the database in $CATALOG_DB."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import yaml
from datasette.app import Datasette

from catalog.site.server import SETTINGS, inspected, metadata


def app() -> Any:
    """Datasette as `catalog serve` sets it up."""
    database = Path(os.environ["CATALOG_DB"])
    facts = inspected(database)
    settings = {name: int(value) if value.isdigit() else value == "on" for name, value in SETTINGS.items()}
    return Datasette(
        immutables=[str(database)],
        inspect_data=json.loads(facts.read_text()) if facts else None,
        metadata=yaml.safe_load(metadata().read_text(encoding="utf-8")),
        settings=settings,
    ).app()
