"""What rules across records need to know of all the others: ids, names, classes, documents and their addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from sys import intern
from typing import NamedTuple

from catalog.load import File, Record
from catalog.names import folded
from catalog.problems import Problem, Where


class Facts(NamedTuple):
    """What one well-formed record tells the others. `munitions` holds where it names one, `documents` short ids with
    address and language, `cited` the documents and publishers that it rests on."""

    kind: str
    id: str
    file: str
    name: str
    class_: str | None
    base: str | None
    aliases: tuple[tuple[str, Where], ...]
    munitions: tuple[tuple[str, Where], ...]
    documents: dict[str, tuple[str | None, str]]
    cited: frozenset[str]


@dataclass(slots=True)
class Known:
    """All records of a tree as the rules across them see it. A record that could not be read still has its id."""

    files: dict[str, dict[str, str]] = field(default_factory=lambda: {"source": {}, "system": {}, "event": {}})
    unread: set[tuple[str, str]] = field(default_factory=set)
    names: dict[str, dict[str, str]] = field(default_factory=lambda: {"source": {}, "system": {}})
    languages: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)

    def enter(self, files: Iterable[File]) -> Iterator[Problem]:
        """Takes in the ids of files; a second file of one kind and id is a problem."""
        for file in files:
            known = self.files[file.kind]
            if (first := known.get(file.id)) is not None:
                found = f"the id `{file.id}` is taken by {first}"
                yield Problem(file.file, 1, 1, "duplicate-id", found, "one file an id", "rename one of the files")
            known.setdefault(file.id, file.file)

    def add(self, facts: Facts) -> Iterator[Problem]:
        """Takes in what a record tells; a name or an address that is taken is a problem."""
        if facts.kind == "event" or self.files[facts.kind].get(facts.id) != facts.file:
            return
        yield from self._add_name(facts)
        if facts.class_ is not None:
            self.classes[facts.id] = facts.class_
        if facts.base is not None:
            self.bases[facts.id] = facts.base
        for short, (url, language) in facts.documents.items():
            id = f"{facts.id}/{short}"
            self.languages[id] = intern(language)
            if url is not None:
                yield from self._add_address(facts, id, short, url)

    def _add_name(self, facts: Facts) -> Iterator[Problem]:
        owner = self.names[facts.kind].setdefault(folded(facts.name), facts.file)
        if owner != facts.file:
            yield Problem(
                facts.file,
                rule="same-name",
                found=f"the name `{facts.name}`, which {owner} has",
                expected="one record a name",
                cure="merge the two, or name what tells them apart",
                where=("name",),
            )

    def _add_address(self, facts: Facts, id: str, short: str, url: str) -> Iterator[Problem]:
        owner = self.addresses.setdefault(address(url), id)
        if owner != id:
            yield Problem(
                facts.file,
                rule="same-url",
                found=f"the address of {owner}",
                expected="one entry a document",
                cure="cite the first one and remove this",
                where=("documents", short, "url"),
            )


def address(url: str) -> str:
    """What makes an address one document: without scheme, `www.`, fragment and closing slash."""
    return url.partition("://")[2].partition("#")[0].removeprefix("www.").rstrip("/")


def aliases_of(record: Record) -> Iterator[tuple[str, Where]]:
    """Every alias of a well-formed record, and where it stands."""
    for position, alias in enumerate(record.data.get("aliases", ())):
        yield alias["name"] if isinstance(alias, dict) else alias, ("aliases", position)


def facts_of(
    record: Record,
    munitions: Iterable[tuple[str, Where]],
    aliases: Iterable[tuple[str, Where]] = (),
    cited: Iterable[str] = (),
) -> Facts:
    """What a well-formed record tells the others; aliases and what it cites only questions ask for."""
    data = record.data
    return Facts(
        record.kind,
        record.id,
        record.file,
        data.get("name", ""),
        data.get("class"),
        data.get("variant_of"),
        tuple(aliases),
        tuple(munitions),
        {short: (document.get("url"), document["language"]) for short, document in data.get("documents", {}).items()},
        frozenset(cited),
    )
