"""Our pages: each asks one method of Catalog and shows the same plain data as HTML and as JSON."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from datasette.utils.asgi import Response

from catalog.query.catalog import Catalog
from catalog.query.connection import NotACatalog
from catalog.query.display import SYSTEMS, UnknownUnit
from catalog.query.resolve import UnknownSystem
from catalog.query.terms import UnknownWord
from catalog.site import ask, feeds
from catalog.site.assets import asset_response, asset_url
from catalog.site.cells import DATABASE
from catalog.site.permission import allow
from catalog.version import __version__

Ask = Callable[[Catalog, ask.Query], dict[str, Any]]
View = Callable[[Any, Any], Awaitable[Response]]


class Page(NamedTuple):
    """A page: its address, its template, and the question that it asks."""

    pattern: str
    template: str
    ask: Ask


PAGES = (
    Page(r"/", "home.html", ask.home),
    Page(r"/systems", "systems.html", ask.systems),
    Page(r"/systems/(?P<id>[a-z0-9-]+)", "system.html", ask.system),
    Page(r"/compare", "compare.html", ask.compare),
    Page(r"/claims/(?P<id>[a-z0-9]+)", "claim.html", ask.claim),
    Page(r"/rank", "rank.html", ask.rank),
    Page(r"/events", "events.html", ask.events),
    Page(r"/sources", "sources.html", ask.sources),
    Page(r"/sources/(?P<id>[a-z0-9-]+)", "source.html", ask.source),
    Page(r"/properties", "properties.html", ask.properties),
    Page(r"/search", "search.html", ask.search),
    Page(r"/download", "download.html", ask.download),
    Page(r"/about", "about.html", ask.about),
)


def _view(page: Page) -> View:
    async def view(request: Any, datasette: Any) -> Response:
        return await respond(page, request, datasette)

    return view


async def respond(page: Page, request: Any, datasette: Any) -> Response:
    """Answers one request for a page, as HTML or, below `.json`, as data."""
    await allow(datasette, request, DATABASE)
    etag = _etag(datasette)
    if request.headers.get("if-none-match") == etag:
        return Response("", status=304, headers={"ETag": etag})
    wants_json = request.path.endswith(".json")
    query = ask.Query(request.args, request.url_vars)
    try:
        found = await datasette.get_database(DATABASE).execute_fn(
            lambda connection: page.ask(Catalog(connection), query)
        )
        status = 200
    except UnknownSystem as error:
        found, status = {"title": "Not found", "message": str(error), "near": error.near}, 404
    except (UnknownWord, UnknownUnit, NotACatalog) as error:
        found, status = {"title": "Not understood", "message": str(error), "near": []}, 400
    if wants_json:
        return _json(found, status, etag)
    template = f"catalog/{page.template}" if status == 200 else "catalog/fault.html"
    html = await datasette.render_template(template, _context(found, request, datasette, query), request=request)
    return Response.html(html, status=status, headers=_caching(status, etag))


def _etag(datasette: Any) -> str:
    """The edition of the data and of the program: while both stay, so does every page."""
    return f'"{(datasette.get_database(DATABASE).hash or "mutable")[:16]}-{__version__}"'


def _json(found: dict[str, Any], status: int, etag: str) -> Response:
    data = {name: value for name, value in found.items() if name not in ask.PAGE_ONLY}
    body = json.dumps(data if status == 200 else {"ok": False, "error": found["message"]}, ensure_ascii=False)
    return Response(
        body,
        status=status,
        content_type="application/json; charset=utf-8",
        headers={"Access-Control-Allow-Origin": "*", **_caching(status, etag)},
    )


def _caching(status: int, etag: str) -> dict[str, str]:
    if status != 200:
        return {"Cache-Control": "no-store"}
    return {"Cache-Control": "public, max-age=300", "ETag": etag}


def _context(found: dict[str, Any], request: Any, datasette: Any, query: ask.Query) -> dict[str, Any]:
    twin = request.path.rstrip("/") + ".json" if request.path != "/" else "/index.json"
    words = f"?{request.query_string}" if request.query_string else ""
    return {
        **found,
        "path": request.path,
        "canonical": datasette.absolute_url(request, datasette.urls.path(request.path + words)),
        "json_twin": datasette.urls.path(twin + words),
        "units": query.units,
        "unit_systems": [(name, datasette.urls.path(request.path + query.with_units(name))) for name in SYSTEMS],
        "ours": True,
        "scales": [(name, datasette.urls.path(request.path + words)) for name, words in query.scales()],
        "script": datasette.urls.path(asset_url("catalog.js")),
        "url": datasette.urls.path,
    }


def routes(pages: Sequence[Page]) -> list[tuple[str, View]]:
    """The routes of pages and their JSON twins."""
    found = []
    for page in pages:
        twin = r"/index\.json" if page.pattern == "/" else page.pattern + r"\.json"
        found += [(f"^{page.pattern}$", _view(page)), (f"^{twin}$", _view(page))]
    return found


ROUTES = [*routes(PAGES), *feeds.ROUTES, (r"^/-/catalog/(?P<name>[a-z.]+)$", asset_response)]
