"""Our one style sheet and our few lines of script, with a hash in their address so that they may be kept for a year."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from datasette.utils.asgi import NotFound, Response

FOLDER = Path(__file__).parent
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@cache
def _content(name: str) -> tuple[str, str]:
    """A file's text and a hash of it."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return text, blake2b(text.encode(), digest_size=6).hexdigest()


def asset_url(name: str) -> str:
    """The address of a file, with its hash."""
    return f"/-/catalog/{name}?v={_content(name)[1]}"


async def asset_response(request: Any) -> Response:
    """One of the files."""
    name = request.url_vars["name"]
    kind = TYPES.get(Path(name).suffix)
    if kind is None or not (FOLDER / name).is_file():
        raise NotFound("no such file")
    return Response(
        _content(name)[0], content_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )
