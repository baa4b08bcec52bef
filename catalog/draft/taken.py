"""Which ids and names the records of a tree have already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from catalog.load import File, Record, files_of, load
from catalog.load.parallel import cores, in_chunks
from catalog.names import id_of, same_name
from catalog.problems import Refused, nearest


def records_of(root: Path, kind: str) -> list[Record]:
    """All records of one kind that can be read. Raises OSError if a folder can't be."""
    files = [file for file in files_of(root) if file.kind == kind]

    def work(chunk: Sequence[File]) -> list[Record]:
        return [record for file in chunk if isinstance(record := load(file, root), Record)]

    return [record for chunk in in_chunks(files, work, cores()) for record in chunk]


def ids_of(root: Path, kind: str) -> set[str]:
    """The ids of all records of one kind, read or not. Raises OSError if a folder can't be read."""
    return {file.id for file in files_of(root) if file.kind == kind}


def id_for(name: str, id: str | None) -> str:
    """The id of a new record: the one given, or the one that its name gives. Raises Refused where there is none."""
    found = id or id_of(name)
    if not found:
        raise Refused(f"no Latin letter or digit in `{name}`", "a name that gives an id", "give one with --id", "id")
    if id and id_of(id) != id:
        cure = f"write `{id_of(id)}`" if id_of(id) else "give another with --id"
        raise Refused(f"the id `{id}`", "lower-case letters, digits and single hyphens", cure, "id")
    return found


def refuse_id(root: Path, kind: str, id: str) -> None:
    """Raises Refused if a record of this kind has the id, wherever it lies."""
    for file in files_of(root):
        if (file.kind, file.id) == (kind, id):
            raise Refused(f"the id `{id}`, which {file.file} has", "a new id", "open that file, or give another --id")


def refuse_name(name: str, records: Iterable[Record]) -> None:
    """Raises Refused if one of the records goes by the name, in any spelling."""
    for record in records:
        for what, known in names_of(record):
            if same_name(name, known):
                has = f"{record.file} has as its {what}" + (f" `{known}`" if known != name else "")
                cure = "add to that record, or name what tells the two apart"
                raise Refused(f"the name `{name}`, which {has}", "a new name", cure)


def names_of(record: Record) -> Iterator[tuple[str, str]]:
    """The names of a record, each with what it is: its name or an alias."""
    if isinstance(name := record.data.get("name"), str):
        yield "name", name
    aliases = record.data.get("aliases")
    for alias in aliases if isinstance(aliases, list) else ():
        known = alias.get("name") if isinstance(alias, dict) else alias
        if isinstance(known, str):
            yield "alias", known


def twin_of(new: Record, records: Iterable[Record]) -> Record | None:
    """The record of the same system: by its id, its item of Wikidata or any of its names."""
    item = (new.data.get("links") or {}).get("wikidata")
    names = {known for _, known in names_of(new)}
    for record in records:
        links = record.data.get("links")
        linked = item is not None and isinstance(links, dict) and links.get("wikidata") == item
        named = any(same_name(known, name) for _, known in names_of(record) for name in names)
        if record.id == new.id or linked or named:
            return record
    return None


def similar(name: str, records: Iterable[Record]) -> Record | None:
    """The record whose name is most like a new one, None if none is near."""
    known = {spelled: record for record in records for what, spelled in names_of(record) if what == "name"}
    near = nearest(name, known)
    return known[near] if near else None
