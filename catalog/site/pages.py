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
from catalog.site import ask, ask_events, ask_sources, drawing, feeds, outage
from catalog.site.assets import asset_response, asset_url
from catalog.site.cells import DATABASE
from catalog.site.edition import Kept, edition
from catalog.site.permission import allow
from catalog.site.query import Query

Ask = Callable[[Catalog, Query], dict[str, Any]]
View = Callable[[Any, Any], Awaitable[Response]]
HTML, JSON, SVG = "text/html; charset=utf-8", "application/json; charset=utf-8", "image/svg+xml"


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
    Page(r"/plots", "plots.html", ask.plots),
    Page(r"/events", "events.html", ask_events.timeline),
    Page(r"/events/(?P<id>[a-z0-9-]+)", "event.html", ask_events.event),
    Page(r"/sources", "sources.html", ask_sources.sources),
    Page(r"/coverage", "coverage.html", ask.coverage),
    Page(r"/sources/(?P<id>[a-z0-9-]+)", "source.html", ask_sources.source),
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
    served = edition(datasette)
    etag = served.etag()
    if etag and request.headers.get("if-none-match") == etag:
        return Response("", status=304, headers={"ETag": etag})
    if etag and (kept := served.kept(f"{etag}{request.url}")):
        return Response(kept.body, content_type=kept.content_type, headers=_headers(200, etag, kept.content_type))
    body, status, content_type = await _make(page, request, datasette)
    if etag and status == 200:
        served.keep(f"{etag}{request.url}", Kept(body, content_type))
    return Response(body, status=status, content_type=content_type, headers=_headers(status, etag, content_type))


async def _make(page: Page, request: Any, datasette: Any) -> tuple[str, int, str]:
    """Asks a page's question; gives body, status and content type."""
    query = Query(request.args, request.url_vars, whole=request.path.endswith((".json", ".svg")))
    try:
        database = datasette.get_database(DATABASE)
        found, status = await database.execute_fn(lambda connection: page.ask(Catalog(connection), query)), 200
    except UnknownSystem as error:
        found, status = {"title": "Not found", "message": str(error), "near": error.near}, 404
    except (UnknownWord, UnknownUnit, NotACatalog) as error:
        found, status = {"title": "Not understood", "message": str(error), "near": []}, 400
    except outage.FAULTS:
        found, status = {"title": "Out of order", "message": outage.OUT_OF_ORDER, "near": []}, 503
    if request.path.endswith(".svg") and status == 200:
        return drawing.comparison(found["title"], found["groups"], found["systems"]), status, SVG
    if request.path.endswith(".json"):
        data = {name: value for name, value in found.items() if name not in ask.PAGE_ONLY}
        plain = data if status == 200 else {"ok": False, "error": found["message"]}
        return json.dumps(plain, ensure_ascii=False), status, JSON
    template = f"catalog/{page.template}" if status == 200 else "catalog/fault.html"
    html = await datasette.render_template(template, _context(found, request, datasette, query), request=request)
    return html, status, HTML


def _headers(status: int, etag: str | None, content_type: str) -> dict[str, str]:
    known = {"Cache-Control": "public, max-age=300" if status == 200 else "no-store"}
    known |= outage.HEADERS if status == 503 else {}
    if etag and status == 200:
        known["ETag"] = etag
    return known | ({"Access-Control-Allow-Origin": "*"} if content_type == JSON else {})


def _context(found: dict[str, Any], request: Any, datasette: Any, query: Query) -> dict[str, Any]:
    twin = request.path.rstrip("/") + ".json" if request.path != "/" else "/index.json"
    words = f"?{request.query_string}" if request.query_string else ""
    return {
        **found,
        "path": request.path,
        "words": words,
        "canonical": datasette.absolute_url(request, datasette.urls.path(request.path + words)),
        "json_twin": datasette.urls.path(twin + query.but().removesuffix("?")),
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


COMPARE = next(page for page in PAGES if page.template == "compare.html")
ROUTES = [
    *routes(PAGES),
    (r"^/compare\.svg$", _view(COMPARE)),
    *feeds.ROUTES,
    (r"^/-/catalog/(?P<name>[a-z.]+)$", asset_response),
]
