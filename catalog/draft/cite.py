"""Documents added to their publishers: one line below `documents:`, all else in the file left as it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from yaml.nodes import MappingNode, Node, ScalarNode

from catalog.check.fix import end_of_block
from catalog.check.known import address
from catalog.check.order import ordered
from catalog.check.shapes import schemas
from catalog.draft.form import refuse_faults
from catalog.load import Record
from catalog.load.places import find
from catalog.load.reader import compose, read
from catalog.load.writer import flow, scalar
from catalog.names import id_of
from catalog.problems import Refused, did_you_mean

Document = Mapping[str, Any]

_WORDS = 4  # of a title that make a document's short id
_day = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}").fullmatch
_mark = "\ufeff"


def refuse_cited(url: str, sources: Iterable[Record]) -> None:
    """Raises Refused, with the id to cite, for an address that a source has already."""
    if id := cited_as(url, sources):
        raise Refused(f"{url}, which is there already", "a new address", f"cite it as `{id}`", "same-url")


def cited_as(url: str, sources: Iterable[Record]) -> str | None:
    """The id under which an address is cited, None if no source has it."""
    wanted = address(url)
    for record in sources:
        for short, document in _documents(record):
            if wanted in [address(str(document.get(key, ""))) for key in ("url", "archived")]:
                return f"{record.id}/{short}"
    return None


def publisher_by_id(id: str, sources: Iterable[Record]) -> Record:
    """The publisher of an id. Raises Refused where there is none."""
    known = {record.id: record for record in sources}
    if id not in known:
        cure = did_you_mean(id, known) or "name another, or make one with --publisher new"
        raise Refused(f"the publisher `{id}`, which has no record", "the id of a record of sources/", cure, "dangling")
    return known[id]


def publisher_of(url: str, sources: Iterable[Record]) -> Record:
    """The one publisher whose address, or whose documents' addresses, a new one belongs to.

    Raises Refused where there is none, and where there are several.
    """
    found = publishers_of(url, sources)
    if len(found) == 1:
        return found[0]
    named = ", ".join(f"`{record.id}`" for record in found)
    cure = (
        f"name one with --publisher: {named}"
        if found
        else "name it with --publisher ID, or make it with --publisher new"
    )
    what = "which is of several publishers" if found else "which no publisher has"
    raise Refused(f"the host `{host(url)}`, {what}", "the host of one publisher", cure, "publisher")


def publishers_of(url: str, sources: Iterable[Record]) -> list[Record]:
    """The publishers that an address may be of, by the surest sign that any gives."""
    signs: dict[int, list[Record]] = {}
    for record in sources:
        if (sign := _sign(url, record)) is not None:
            signs.setdefault(sign, []).append(record)
    return signs[max(signs)] if signs else []


def host(url: str) -> str:
    """The host of an address without `www.`. Raises Refused where it has none."""
    try:
        found = urlsplit(url).hostname or ""
    except ValueError:
        found = ""
    if not found:
        raise Refused(f"`{url}`", "a web address", "write the whole address, beginning with https://", "url")
    return found.removeprefix("www.")


def _sign(url: str, record: Record) -> int | None:
    """How surely an address is of a publisher, None if nothing says so: most where an address of its own leads to it,
    the longer the surer; then by a document on the same host; then by a host within its host."""
    home = record.data.get("url")
    own = address(home) if isinstance(home, str) else None
    if own and f"{address(url)}/".startswith(f"{own}/"):
        return len(own) + 2
    cited = [address(str(document["url"])) for _, document in _documents(record) if document.get("url")]
    here = [place for place in cited if place.partition("/")[0] == host(url)]
    if any(own is None or not f"{place}/".startswith(f"{own}/") for place in here):
        return 1  # all its documents below its own address would say that it shares the host, as on a blog platform
    return 0 if own and "/" not in own and host(url).endswith(f".{own}") else None


def _documents(record: Record) -> list[tuple[str, dict[str, Any]]]:
    known = record.data.get("documents")
    entries = known.items() if isinstance(known, dict) else ()
    return [(short, document) for short, document in entries if isinstance(document, dict)]


def short_id(document: Document, taken: Collection[str]) -> str:
    """The id of a document within its publisher: its date and the first words of its title, or of its address."""
    words = id_of(str(document.get("title") or "")).split("-")[:_WORDS]
    issued = str(document.get("issued") or "")
    base = "-".join(words) or _last_step(str(document.get("url") or "")) or "document"
    base = f"{issued}-{base}" if _day(issued) else base
    numbers = range(2, len(taken) + 3)
    return next(id for id in (base, *(f"{base}-{number}" for number in numbers)) if id not in taken)


def _last_step(url: str) -> str:
    steps = [step for step in address(url).partition("?")[0].split("/") if step]
    name = steps[-1].rpartition(".")[0] or steps[-1] if len(steps) > 1 else "".join(steps)
    return "-".join(id_of(name).split("-")[: 2 * _WORDS])


def refuse_document(short: str, document: Document) -> None:
    """Raises Refused for a document that the checker would not take."""
    refuse_faults("source", {"documents": {short: document}})


def add_document(content: bytes, short: str, document: Document) -> bytes:
    """A source's file with one more document below the others. None stands for what is still to be filled in.

    Raises Refused where the rest of the file would not stay as it is, NotTaken for a file that is no YAML.
    """
    shape = schemas()["source"]["properties"]["documents"]["additionalProperties"]
    said = {key: document[key] for key in ordered(list(document), shape)}
    text = content.decode("utf-8-sig")
    start, end, new = _edit(text, f"{scalar(short)}: {flow(said)}")
    after = (text[:start] + new + text[end:]).encode()
    _refuse_other_changes(text.encode(), after, short, said)
    return (_mark.encode() if content.startswith(_mark.encode()) else b"") + after


def _refuse_other_changes(before: bytes, after: bytes, short: str, document: Document) -> None:
    wanted = read(before)
    known = wanted.get("documents") or {}
    if short in known or read(after) != {**wanted, "documents": {**known, short: document}}:
        cure = f"write this line below `documents:` yourself: `{scalar(short)}: {flow(document)}`"
        raise Refused("a file to which no document can be added without touching the rest", cure=cure, rule="source")


def _edit(text: str, line: str) -> tuple[int, int, str]:
    """Where in a source's text its new document goes, and what is written there."""
    top = compose(text.encode())
    newline = "\r\n" if "\r\n" in text else "\n"
    node = find(top, ("documents",)) if isinstance(top, MappingNode) else top
    if node is top:  # it has no documents yet
        end = len(text.rstrip())
        return end, len(text), f"{newline}documents:{newline}  {line}{newline}"
    if not isinstance(node, MappingNode) or not node.value:
        return _first(text, node, f"{newline}  {line}")
    if node.flow_style:
        end = node.value[-1][1].end_mark.index
        return end, end, f", {line}"
    at = end_of_block(node, text)
    begun = "" if text.endswith("\n", 0, at) else newline
    return at, at, f"{begun}{' ' * node.value[0][0].start_mark.column}{line}{newline}"


def _first(text: str, node: Node, line: str) -> tuple[int, int, str]:
    """The place behind a `documents:` that holds nothing, or instead of its `{}`."""
    if isinstance(node, ScalarNode):  # `find` gives the key of what holds nothing
        at = text.index(":", node.end_mark.index) + 1
        return at, at, line
    return node.start_mark.index, node.end_mark.index, line
