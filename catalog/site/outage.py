"""What is answered when the database is damaged or gone: one sentence, no traceback, and when to ask again."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from json import JSONDecodeError
from typing import Any

from datasette.utils.asgi import Response

OUT_OF_ORDER = "The database cannot be read. Whoever runs this site can make it anew: catalog build --whole."
FAULTS = (sqlite3.DatabaseError, UnicodeDecodeError, JSONDecodeError)
HEADERS = {"Cache-Control": "no-store", "Retry-After": "60"}

View = Callable[[Any, Any], Awaitable[Response]]


def log_plainly() -> None:
    """Keeps Datasette from rich, if that is installed.

    It would log every unknown address with all local variables, a second of work and pages of log each, and fail (500)
    on an address of no route, where there is no exception to print.
    """
    import datasette.handle_exception  # it loads all plugins: too early while this one is being imported

    datasette.handle_exception.rich = None


def told(view: View) -> View:
    """The view, which answers an outage in plain text."""

    async def answered(request: Any, datasette: Any) -> Response:
        try:
            return await view(request, datasette)
        except FAULTS:
            return Response.text(OUT_OF_ORDER + "\n", status=503, headers=HEADERS)

    return answered
