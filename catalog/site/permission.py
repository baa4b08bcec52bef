"""The one permission that our pages ask for: the same as core's for the database."""

from __future__ import annotations

from typing import Any


async def allow(datasette: Any, request: Any, database: str) -> None:
    """Raises Datasette's Forbidden unless the reader may see the database; on 0.65 and on 1.0."""
    if hasattr(datasette, "ensure_permissions"):
        await datasette.ensure_permissions(request.actor, [("view-database", database), "view-instance"])
    else:
        from datasette.resources import DatabaseResource

        await datasette.ensure_permission(
            action="view-database", resource=DatabaseResource(database), actor=request.actor
        )
