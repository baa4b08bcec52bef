"""Cells of core's table and row pages that name a row of another table."""

from __future__ import annotations

from typing import Any

from datasette.utils import tilde_encode
from markupsafe import Markup

DATABASE = "catalog"

# Core links foreign keys on table pages only; row pages and views need the names.
POINTS_AT = {
    "system_id": "systems",
    "munition_id": "systems",
    "variant_of": "systems",
    "property_id": "properties",
    "document_id": "documents",
    "publisher_id": "publishers",
    "via": "publishers",
    "part_of": "publishers",
    "event_id": "events",
    "claim_id": "claims",
    "class": "classes",
    "country": "countries",
    "origin": "countries",
    "from_country": "countries",
    "to_country": "countries",
}


def link(value: Any, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    """A link to the row that the cell names; None leaves the cell to core."""
    if (
        database != DATABASE
        or table is None
        or not isinstance(value, str)
        or column not in POINTS_AT
        or table == "range_classes"
    ):
        return None
    other = "event_claims" if table == "transfers" and column == "claim_id" else POINTS_AT[column]
    address = datasette.urls.path(f"/{database}/{other}/{tilde_encode(value)}")
    return Markup('<a href="{}">{}</a>').format(address, value)
