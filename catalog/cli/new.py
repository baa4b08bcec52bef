"""The commands that begin a record: a form to fill, a document to cite, the schema that editors read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from catalog.cli import options as known
from catalog.cli.asked import completed, day, here, one_or_all, telling
from catalog.cli.make import records

if TYPE_CHECKING:
    from catalog.load import Record

Id = Annotated[str | None, typer.Option("--id", help="Its id; made from the name if left out.")]
Source = Annotated[
    str | None, typer.Option("--source", metavar="DOCUMENT", help="The document that its claims will cite.")
]
Name = Annotated[str | None, typer.Option("--name", help="The publisher's name.")]
PublisherKind = Annotated[str | None, typer.Option("--kind", help="press, trade-press, government, reference, …")]
Reliability = Annotated[str | None, typer.Option("--reliability", help="Admiralty scale, A to F.")]
ReliabilityNote = Annotated[str | None, typer.Option("--reliability-note", help="Why this grade.")]
Country = Annotated[str | None, typer.Option("--country", help="Its country's code.")]


def new_system(
    name: Annotated[str | None, typer.Option("--name", help="The name that readers know.")] = None,
    class_: Annotated[
        str | None,
        typer.Option("--class", metavar="CLASS", help="What it is: `catalog classes`.", autocompletion=known._classes),
    ] = None,
    origin: Annotated[
        list[str] | None, typer.Option("--origin", metavar="COUNTRY", help="Who made it; may be repeated.")
    ] = None,
    status: Annotated[str | None, typer.Option("--status", help="Where it stands; may be filled in later.")] = None,
    summary: Annotated[str | None, typer.Option("--summary", help="One or two plain sentences; or later.")] = None,
    source: Source = None,
    id: Id = None,
) -> None:
    """Write the record of a new system as a form to fill, with the properties that its class expects."""
    given = {"name": name, "class": class_, "origin": one_or_all(origin), "status": status, "summary": summary}
    _begin("system", given, ("name", "class", "origin"), id, source)


def new_source(
    name: Name = None,
    kind: PublisherKind = None,
    reliability: Reliability = None,
    reliability_note: ReliabilityNote = None,
    country: Country = None,
    language: Annotated[str | None, typer.Option("--language", help="The language that it mostly writes.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="Its own address.")] = None,
    id: Id = None,
) -> None:
    """Write the record of a new publisher as a form to fill; `catalog cite` adds its documents."""
    graded = {"kind": kind, "reliability": reliability, "reliability_note": reliability_note}
    _begin("source", {"name": name, **graded, "country": country, "language": language, "url": url}, ("name",), id)


def new_event(
    kind: Annotated[str | None, typer.Option("--kind", help="transfer, sighting, use, loss, test, …")] = None,
    title: Annotated[str | None, typer.Option("--title", help="One plain line.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="When, as 2024, 2024-11, 2024-11-14 or 2024~.")] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="COUNTRY", help="Who acts or gives.")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="COUNTRY", help="Who receives or is met.")] = None,
    system: Annotated[list[str] | None, typer.Option("--system", help="A system's id; may be repeated.")] = None,
    source: Source = None,
    id: Id = None,
) -> None:
    """Write the record of a new event as a form to fill, for the word of one party."""
    given = {"kind": kind, "title": title, "from": from_, "to": to, "systems": system, "date": day(date)}
    _begin("event", given, ("kind", "title", "date"), id, source)


def cite(
    url: Annotated[str, typer.Argument(help="The address of the document.")],
    publisher: Annotated[
        str | None,
        typer.Option(
            "--publisher",
            metavar="ID",
            help="Whose it is, or `new`; found by the host if left out.",
            autocompletion=known._publishers,
        ),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="The document's title.")] = None,
    issued: Annotated[str | None, typer.Option("--issued", metavar="DATE", help="When it was published.")] = None,
    accessed: Annotated[str | None, typer.Option("--accessed", metavar="DATE", help="When you read it; today.")] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="Its language; the publisher's if it says.")
    ] = None,
    author: Annotated[str | None, typer.Option("--author", help="Who wrote it.")] = None,
    archived: Annotated[str | None, typer.Option("--archived", metavar="URL", help="An archived copy.")] = None,
    id: Annotated[str | None, typer.Option("--id", help="Its short id; made from date and title.")] = None,
    name: Name = None,
    kind: PublisherKind = None,
    reliability: Reliability = None,
    reliability_note: ReliabilityNote = None,
    country: Country = None,
) -> None:
    """Add a document to its publisher and print the id to cite it by. Nothing is fetched."""
    from datetime import date

    from catalog.draft.cite import refuse_cited
    from catalog.draft.drafts import write
    from catalog.draft.taken import records_of

    document: dict[str, Any] = {
        "title": title,
        "language": language,
        "url": url,
        "archived": archived,
        "author": author,
    }
    document |= {"issued": day(issued), "accessed": day(accessed) or date.today().isoformat()}
    grade = {"name": name, "kind": kind, "reliability": reliability, "reliability_note": reliability_note}
    root = records()
    with telling():
        sources = records_of(root, "source")
        refuse_cited(url, sources)
        made = _new_publisher(root, {**grade, "country": country}, sources) if publisher == "new" else None
        file, content = made or _publisher(root, url, publisher, sources)
        short, content = _with_document(content, document, id)
        write(root / file, content)
    typer.echo(f"{Path(file).stem}/{short}")
    typer.echo(f"added to {here(root, file)}", err=True)


def schema(kind: Annotated[str, typer.Argument(help="system, source or event.")]) -> None:
    """Print the JSON Schema of a kind of record, as editors and the checker read it."""
    from catalog.check.shapes import schema_text, schemas

    if kind not in schemas():
        raise typer.BadParameter(f"`{kind}` is none of {', '.join(schemas())}", param_hint="KIND")
    typer.echo(schema_text(kind))


GROUPS = {"new": "Begin a record: a form to fill, in the right folder."}
COMMANDS: dict[str, Callable[..., None]] = {
    "new system": new_system,
    "new source": new_source,
    "new event": new_event,
    "cite": cite,
    "schema": schema,
}


def _begin(
    kind: str, given: Mapping[str, Any], required: Iterable[str], id: str | None, source: str | None = None
) -> None:
    """Writes a new record and tells where it is and what is still blank."""
    from catalog.draft.drafts import write
    from catalog.draft.form import form
    from catalog.draft.taken import id_for, records_of, refuse_id, refuse_name, similar

    root = records()
    with telling():
        said = completed(kind, given, required)
        name = said["title" if kind == "event" else "name"]
        id = id_for(f"{said['date']} {name}" if kind == "event" else name, id)
        refuse_id(root, kind, id)
        others = records_of(root, kind) if kind != "event" else []
        refuse_name(name, others)
        _refuse_unknown(root, said.get("systems", ()), source)
        file, text = form(kind, id, said, source)
        write(root / file, text.encode())
    typer.echo(here(root, file))
    if near := similar(name, others):
        typer.echo(f"like it in name: {near.file} ({near.data['name']})", err=True)
    typer.echo(f"Fill it in, then: catalog check {here(root, file)}", err=True)


def _refuse_unknown(root: Path, systems: Sequence[str], source: str | None) -> None:
    """Raises Refused for a system or a document that is named and that no record is."""
    from catalog.draft.sourced import Sources
    from catalog.draft.taken import ids_of
    from catalog.problems import Refused, did_you_mean

    for id in systems:
        if id not in ids_of(root, "system"):
            cure = did_you_mean(id, ids_of(root, "system")) or "write its record first"
            raise Refused(f"the system `{id}`, which has no record", "the id of a record below systems/", cure)
    if source is not None and not (sources := Sources(root)).knows(source):
        cure = did_you_mean(source, sources.documents()) or "`catalog cite` adds it and gives its id"
        raise Refused(f"the document `{source}`, which no source has", "a document of sources/", cure)


def _new_publisher(root: Path, given: Mapping[str, Any], sources: Sequence[Record]) -> tuple[str, bytes]:
    """The file of a new publisher, not yet written. Raises Refused for one that is there, or that lacks its grade."""
    from catalog.draft.form import modeline, place_of, refuse_faults
    from catalog.draft.taken import id_for, refuse_id, refuse_name
    from catalog.draft.written import written

    said = completed("source", given, ("name", "kind", "reliability", "reliability_note"))
    id = id_for(said["name"], None)
    refuse_id(root, "source", id)
    refuse_name(said["name"], sources)
    refuse_faults("source", said)
    file = place_of("source", id, said)
    return file, f"{modeline(file)}\n{written('source', said)}".encode()


def _publisher(root: Path, url: str, id: str | None, sources: Sequence[Record]) -> tuple[str, bytes]:
    """The file of a publisher that is named, or that an address belongs to. Raises Refused where that is not clear."""
    from catalog.draft.cite import publisher_by_id, publisher_of

    record = publisher_by_id(id, sources) if id else publisher_of(url, sources)
    return record.file, (root / record.file).read_bytes()


def _with_document(content: bytes, given: Mapping[str, Any], id: str | None) -> tuple[str, bytes]:
    """The short id of a document, and its publisher's file with it.

    Raises Refused for a document that the checker would not take.
    """
    from catalog.draft.cite import add_document, refuse_document, short_id
    from catalog.load.reader import read
    from catalog.problems import Refused

    publisher = read(content)
    language = given["language"] or publisher.get("language")
    document = completed("document", {**given, "language": language}, ("title", "language"))
    taken = publisher.get("documents") or {}
    short = id or short_id(document, taken)
    if short in taken:
        raise Refused(f"the document id `{short}`, which this publisher has", "a new id", "give another with --id")
    refuse_document(short, document)
    return short, add_document(content, short, document)
