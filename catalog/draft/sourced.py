"""The sources that drafts cite: documents that are there already, and drafts of those that are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, count
from pathlib import Path
from typing import Any, NamedTuple

from catalog.check.shapes import schemas
from catalog.draft.cite import Document, add_document, cited_as, host, publishers_of, short_id
from catalog.draft.drafts import FOLDER, Draft
from catalog.draft.taken import records_of
from catalog.draft.written import written
from catalog.load import Record
from catalog.load.reader import read
from catalog.names import id_of


class Own(NamedTuple):
    """Whose a document is: the publisher's id, what is known of it, and the document's short id if it has one."""

    publisher: str
    given: Mapping[str, Any]
    short: str | None = None


class Sources:
    """All sources of a tree and of its drafts, and the drafts that citing has changed: `changed` by file."""

    def __init__(self, root: Path) -> None:
        """Reads the sources. Raises OSError."""
        self.root = root
        self.changed: dict[str, bytes] = {}
        drafted = {record.id: record for record in records_of(root / FOLDER, "source")}
        self._known = {**{record.id: record for record in records_of(root, "source")}, **drafted}
        self._drafted = set(drafted)

    def knows(self, document: str) -> bool:
        """True if a source has the document `publisher/short`."""
        publisher, _, short = document.partition("/")
        record = self._known.get(publisher)
        return record is not None and short in (record.data.get("documents") or {})

    def documents(self) -> Iterator[str]:
        """The ids of all documents."""
        for record in self._known.values():
            yield from (f"{record.id}/{short}" for short in record.data.get("documents") or {})

    def cite(self, document: Document, own: Own | None = None) -> str:
        """The id of a document with an address: as it is cited already, or in a draft of its publisher.

        `own` says whose it is; else its address does, and a publisher that no record knows is drafted after its host.
        Raises Refused for an address without a host.
        """
        url = str(document["url"])
        if id := cited_as(url, self._known.values()):
            return id
        if own is None:
            found = publishers_of(url, self._known.values())
            own = Own(found[0].id if len(found) == 1 else self._new_id(url), {"url": f"https://{host(url)}/"})
        record = self._known.get(own.publisher) or self._new(own.publisher, own.given)
        short = own.short or short_id(document, record.data.get("documents") or {})
        self._keep(record, add_document(self._content(record), short, document))
        return f"{own.publisher}/{short}"

    def _new_id(self, url: str) -> str:
        id = id_of(host(url)) or "publisher"
        numbered = (f"{id}-{number}" for number in count(2))
        return next(free for free in chain([id], numbered) if free not in self._known)

    def _new(self, id: str, given: Mapping[str, Any]) -> Record:
        blank = dict.fromkeys(schemas()["source"]["required"])
        draft = Draft(f"sources/{id}.yml", written("source", {**blank, **given}))
        record = Record("source", id, draft.file, {}, "")
        self._keep(record, draft.marked().encode())
        return self._known[id]

    def _keep(self, record: Record, content: bytes) -> None:
        file = f"sources/{record.id}.yml"
        self.changed[file] = content
        self._known[record.id] = record._replace(file=file, data=read(content))

    def _content(self, record: Record) -> bytes:
        """The text of a publisher's draft, which begins as a copy of its record."""
        if record.file in self.changed:
            return self.changed[record.file]
        if record.id in self._drafted:
            return (self.root / FOLDER / record.file).read_bytes()
        text = (self.root / record.file).read_text(encoding="utf-8-sig")
        return Draft(f"sources/{record.id}.yml", text).marked().encode()
