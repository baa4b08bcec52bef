"""What machines read: sitemap, robots, the search description, a feed of events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from datasette.utils.asgi import Response

from catalog.query.catalog import Catalog
from catalog.query.overview import ids_of, latest_documents
from catalog.site.cells import DATABASE
from catalog.site.outage import told
from catalog.site.permission import allow

PAGES = (
    "/",
    "/systems",
    "/compare",
    "/rank",
    "/plots",
    "/events",
    "/sources",
    "/coverage",
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
    tables = {"systems": "systems", "events": "events", "publishers": "sources"}
    found = await _ask(
        datasette, request, lambda catalog: {table: ids_of(catalog.connection, table) for table in tables}
    )
    paths = [*PAGES, *(f"/{tables[table]}/{id}" for table, ids in found.items() for id in ids)]
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


async def events_feed(request: Any, datasette: Any) -> Response:
    """The latest events as a feed."""
    events = (await _ask(datasette, request, lambda catalog: catalog.events()))[-40:][::-1]
    home = _address(datasette, request, "/events")
    entries = [Entry(f"{home}/{event.id}", event.title, event.last_day, event.kind) for event in events]
    return _feed("Arms catalog: events", home, _address(datasette, request, "/events.atom"), entries)


async def changes_feed(request: Any, datasette: Any) -> Response:
    """What was added last: the documents read most recently, with what each brought."""
    found = await _ask(datasette, request, lambda catalog: latest_documents(catalog.connection))
    entries = []
    for row in found:
        address = f"{_address(datasette, request, '/sources/' + row['publisher_id'])}#{row['id']}"
        brought = f"{row['claims']} figures and {row['event_claims']} words on events"
        entries.append(Entry(address, f"{row['publisher']}: {row['title']}", row["accessed"], brought))
    home = _address(datasette, request, "/sources")
    return _feed("Arms catalog: what was added", home, _address(datasette, request, "/changes.atom"), entries)


class Entry(NamedTuple):
    """One entry of a feed; the day as yyyy-mm-dd."""

    address: str
    title: str
    day: str
    summary: str


def _feed(title: str, home: str, here: str, entries: list[Entry]) -> Response:
    """A feed in Atom (RFC 4287)."""
    items = "".join(
        f"<entry><id>{escape(entry.address)}</id><title>{escape(entry.title)}</title>"
        f"<updated>{entry.day}T00:00:00Z</updated><link href={quoteattr(entry.address)}/>"
        f"<summary>{escape(entry.summary)}</summary></entry>\n"
        for entry in entries
    )
    newest = max((entry.day for entry in entries), default="1970-01-01")
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{escape(title)}</title>\n<id>{escape(home)}</id>\n<updated>{newest}T00:00:00Z</updated>\n"
        f'<author><name>Arms catalog</name></author>\n<link rel="self" href={quoteattr(here)}/>\n{items}</feed>\n'
    )
    return Response(body, content_type="application/atom+xml; charset=utf-8")


ROUTES = [
    (r"^/robots\.txt$", robots),
    (r"^/sitemap\.xml$", told(sitemap)),
    (r"^/opensearch\.xml$", opensearch),
    (r"^/events\.atom$", told(events_feed)),
    (r"^/changes\.atom$", told(changes_feed)),
]
