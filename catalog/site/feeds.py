"""What machines read: sitemap, robots, the search description, a feed of events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from datasette.utils.asgi import Response

from catalog.query.catalog import Catalog
from catalog.query.overview import publisher_ids
from catalog.site.cells import DATABASE
from catalog.site.permission import allow

PAGES = (
    "/",
    "/systems",
    "/compare",
    "/rank",
    "/plots",
    "/events",
    "/sources",
    "/properties",
    "/search",
    "/download",
    "/about",
)


async def _ask(datasette: Any, request: Any, question: Callable[[Catalog], Any]) -> Any:
    await allow(datasette, request, DATABASE)
    return await datasette.get_database(DATABASE).execute_fn(lambda connection: question(Catalog(connection)))


def _address(datasette: Any, request: Any, path: str) -> str:
    return str(datasette.absolute_url(request, datasette.urls.path(path)))


async def robots(request: Any, datasette: Any) -> Response:
    """Our pages may be read by all; filters and the workbench are not for crawlers."""
    lines = [
        "User-agent: *",
        f"Disallow: /{DATABASE}",
        "Disallow: /-/",
        "Disallow: /*?",
        f"Sitemap: {_address(datasette, request, '/sitemap.xml')}",
    ]
    return Response.text("\n".join(lines) + "\n")


async def sitemap(request: Any, datasette: Any) -> Response:
    """Every page of ours."""
    systems = await _ask(datasette, request, lambda catalog: catalog.names())
    sources = await _ask(datasette, request, lambda catalog: publisher_ids(catalog.connection))
    paths = [*PAGES, *(f"/systems/{id}" for id in sorted(systems)), *(f"/sources/{id}" for id in sources)]
    entries = "".join(f"<url><loc>{escape(_address(datasette, request, path))}</loc></url>\n" for path in paths)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return Response(f"{head}{entries}</urlset>\n", content_type="application/xml; charset=utf-8")


async def opensearch(request: Any, datasette: Any) -> Response:
    """How a browser can search the catalog (OpenSearch 1.1)."""
    template = _address(datasette, request, "/search") + "?q={searchTerms}"
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        "<ShortName>Arms catalog</ShortName>\n<Description>Weapon systems by any of their names</Description>\n"
        f'<Url type="text/html" template={quoteattr(template)}/>\n</OpenSearchDescription>\n'
    )
    return Response(body, content_type="application/opensearchdescription+xml; charset=utf-8")


async def atom(request: Any, datasette: Any) -> Response:
    """The latest events as a feed (RFC 4287)."""
    events = (await _ask(datasette, request, lambda catalog: catalog.events()))[-40:][::-1]
    home, here = _address(datasette, request, "/events"), _address(datasette, request, "/events.atom")
    entries = "".join(
        f"<entry><id>{escape(home)}#{escape(event.id)}</id><title>{escape(event.title)}</title>"
        f"<updated>{event.last_day}T00:00:00Z</updated><link href={quoteattr(home + '#' + event.id)}/>"
        f"<summary>{escape(event.kind)}</summary></entry>\n"
        for event in events
    )
    newest = max((event.last_day for event in events), default="1970-01-01")
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        "<title>Arms catalog: events</title>\n"
        f"<id>{escape(home)}</id>\n<updated>{newest}T00:00:00Z</updated>\n<author><name>Arms catalog</name></author>\n"
        f'<link rel="self" href={quoteattr(here)}/>\n{entries}</feed>\n'
    )
    return Response(body, content_type="application/atom+xml; charset=utf-8")


ROUTES = [
    (r"^/robots\.txt$", robots),
    (r"^/sitemap\.xml$", sitemap),
    (r"^/opensearch\.xml$", opensearch),
    (r"^/events\.atom$", atom),
]
