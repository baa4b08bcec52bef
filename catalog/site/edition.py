"""Which edition of the data is served: noticed when the file is replaced, named in ETags, and the key of kept pages."""

from __future__ import annotations

import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from datasette.database import Database

from catalog.query.connection import NotACatalog, connect
from catalog.site.cells import DATABASE
from catalog.version import __version__

LOOK_EVERY = 0.5  # seconds between two looks at the file
KEEP_BYTES = 32 * 1024 * 1024


class Kept(NamedTuple):
    """A page as it was sent."""

    body: str
    content_type: str


class Edition:
    """The served file's identity and the pages made from it."""

    def __init__(self, datasette: Any) -> None:
        self.datasette = datasette
        self._seen = self._signature()
        self._looked = time.monotonic()
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0

    def look(self) -> None:
        """Serves the file's successor once it has been renamed over it; requests under way end on the old one."""
        if time.monotonic() - self._looked < LOOK_EVERY:
            return
        self._looked = time.monotonic()
        now = self._signature()
        if now is not None and now != self._seen:
            self._seen = now
            if self._is_catalog():
                self._replace()

    def etag(self) -> str | None:
        """The edition of the data and of the program: while both stay, so does every page. None for a changing file."""
        digest = self.datasette.get_database(DATABASE).hash
        return f'"{digest[:16]}-{__version__}"' if digest else None

    def kept(self, key: str) -> Kept | None:
        """A page made earlier from this edition."""
        found = self._pages.get(key)
        if found is not None:
            self._pages.move_to_end(key)
        return found

    def keep(self, key: str, page: Kept) -> None:
        """Keeps a page; the ones asked for longest ago make room."""
        self._pages[key] = page
        self._bytes += len(page.body)
        while self._bytes > KEEP_BYTES:
            self._bytes -= len(self._pages.popitem(last=False)[1].body)

    def _replace(self) -> None:
        old = self.datasette.databases[DATABASE]
        new = Database(self.datasette, path=old.path, is_mutable=False)
        new.name, new.route = old.name, old.route
        self.datasette.inspect_data = None  # it speaks of the old file
        self.datasette.databases = {**self.datasette.databases, DATABASE: new}
        # Datasette 0.65 keeps a connection for each thread under the database's name: new threads open the new file.
        threads, self.datasette.executor = (
            self.datasette.executor,
            ThreadPoolExecutor(self.datasette.setting("num_sql_threads")),
        )
        threads.shutdown(wait=False)
        self._pages.clear()
        self._bytes = 0

    def _is_catalog(self) -> bool:
        """False for a successor that is no catalog: the old file is then served on, as far as it is still open."""
        try:
            connect(self.datasette.databases[DATABASE].path).close()
        except NotACatalog:
            return False
        return True

    def _signature(self) -> tuple[int, int, int] | None:
        try:
            status = Path(self.datasette.databases[DATABASE].path).stat()
        except (OSError, KeyError, TypeError):
            return None
        return status.st_ino, status.st_size, status.st_mtime_ns


def edition(datasette: Any) -> Edition:
    """The edition that a Datasette serves."""
    known: Edition | None = getattr(datasette, "_catalog_edition", None)
    if known is None:
        known = datasette._catalog_edition = Edition(datasette)
    return known
