"""The site: Datasette is the engine and the data workbench, the pages are ours.

This package is the Datasette plugin: its hooks, its templates and its static files.
"""

from __future__ import annotations

from typing import Any

from datasette import hookimpl

from catalog.site.assets import asset_url
from catalog.site.cells import link
from catalog.site.outage import log_plainly
from catalog.site.pages import ROUTES
from catalog.site.safety import Hardened, harden


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Our pages, before core's own."""
    return ROUTES


@hookimpl
def startup() -> None:
    """Unknown addresses cost a line of log."""
    log_plainly()


@hookimpl
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    """The address of our style sheet, for core's pages too."""
    return {"catalog_style": datasette.urls.path(asset_url("catalog.css"))}


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """Cells that name a row of another table link to it."""
    return link(value, column, table, database, datasette)


@hookimpl
def prepare_connection(conn: Any, database: str) -> None:
    """Limits what a stranger's SQL may do."""
    harden(conn, database)


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """Headers on every answer, and a bound on how many strangers' queries run at once."""
    return lambda app: Hardened(app, datasette)
