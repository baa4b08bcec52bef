"""What keeps a public site standing: limits on SQL, an authorizer, headers, a bounded queue."""

from __future__ import annotations

import asyncio
import sqlite3
from base64 import b64encode
from collections.abc import Awaitable, Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from re import DOTALL, findall
from typing import Any
from urllib.parse import parse_qs

from catalog.site.edition import edition

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# Reading one of these tells where files lie or what the build can do; the pragmas themselves stay, core needs them.
HIDDEN = frozenset(
    {
        "pragma_database_list",
        "pragma_function_list",
        "pragma_module_list",
        "pragma_compile_options",
        "sqlite_dbpage",
        "dbstat",
    }
)
REFUSED_FUNCTIONS = frozenset({"randomblob", "zeroblob", "load_extension"})
AT_ONCE, WAIT = 2, 1.5


def harden(connection: sqlite3.Connection, database: str) -> None:
    """Sets the limits under which one query can neither fill the memory nor hold a thread for long."""
    if database == "_internal":
        return
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1_000_000)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 20_000)
    connection.setlimit(sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 20)
    connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 100)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.execute("pragma trusted_schema = off")
    connection.set_authorizer(_authorize)


def _authorize(action: int, first: str | None, second: str | None, _database: str | None, _source: str | None) -> int:
    if action == sqlite3.SQLITE_RECURSIVE:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_READ and (first or "").lower() in HIDDEN:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in REFUSED_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


@cache
def policy(core: bool) -> str:
    """The content security policy: nothing from elsewhere; on core's pages its own inline styles and fixed scripts."""
    if not core:
        return (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
    hashes = " ".join(f"'sha256-{digest}'" for digest in _core_scripts())
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def _core_scripts() -> list[str]:
    """Hashes of the inline scripts in the templates of the installed Datasette, so that an upgrade renews them."""
    import datasette

    templates = Path(datasette.__file__).parent / "templates"
    scripts = {
        script
        for path in sorted(templates.glob("*.html"))
        for script in findall(r"<script>(.*?)</script>", path.read_text(encoding="utf-8"), DOTALL)
        if "{{" not in script and "{%" not in script
    }
    return sorted(b64encode(sha256(script.encode()).digest()).decode() for script in scripts)


def headers(core: bool) -> list[tuple[bytes, bytes]]:
    """The headers that every answer carries."""
    return [
        (b"content-security-policy", policy(core).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"strict-origin-when-cross-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
        (b"cross-origin-opener-policy", b"same-origin"),
    ]


class Hardened:
    """The application with our headers, a mended redirect, and at most AT_ONCE strangers' queries at a time."""

    def __init__(self, app: App, datasette: Any) -> None:
        self.app, self.datasette = app, datasette
        self._free = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.datasette is not None:
            edition(self.datasette).look()
        if "sql" in parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True):
            await self._queued(scope, receive, _with_headers(send, _is_core(scope["path"])))
        else:
            await self.app(scope, receive, _with_headers(send, _is_core(scope["path"])))

    async def _queued(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await asyncio.wait_for(self._free.acquire(), WAIT)
        except TimeoutError:
            await _busy(send)
            return
        try:
            await self.app(scope, receive, send)
        finally:
            self._free.release()


async def _busy(send: Send) -> None:
    known = [(b"content-type", b"text/plain; charset=utf-8"), (b"retry-after", b"5"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 429, "headers": known})
    await send({"type": "http.response.body", "body": b"Too many queries at once: try again in a few seconds.\n"})


def _is_core(path: str) -> bool:
    """True for the workbench: core's own pages."""
    return path.startswith(("/catalog", "/_internal", "/-/")) and not path.startswith("/-/catalog/")


def _with_headers(send: Send, core: bool) -> Send:
    async def sending(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            ours = headers(core)
            names = {name for name, _ in ours}
            kept = [
                (name, _own_host(name, value))
                for name, value in message.get("headers", [])
                if name.lower() not in names
            ]
            message = {**message, "headers": [*kept, *ours]}
        await send(message)

    return sending


def _own_host(name: bytes, value: bytes) -> bytes:
    """A redirect that a browser would read as leading to another host is made to stay on ours (datasette #2680)."""
    if name.lower() == b"location" and value[:1] in (b"/", b"\\") and value[1:2] in (b"/", b"\\"):
        return b"/" + value.lstrip(b"/\\")
    return value
