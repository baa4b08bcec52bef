"""Do the records fit together? Ids that dangle, circles, twins, documents that nobody cites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog.dates import span
from catalog.load import Record, Records
from catalog.names import folded
from catalog.problems import Problem, Where, did_you_mean
from catalog.stated import as_list, claims_of
from catalog.vocabulary import vocabulary


def check_references(records: Records) -> Iterator[Problem]:
    """Every rule that needs more than one record. The records must have passed the checks of form."""
    documents = {f"{source.id}/{id}" for source in records.sources.values() for id in source.data.get("documents", {})}
    cited: set[str] = set()
    for record in records:
        yield from _check_cited(record, records, documents, cited)
    for system in records.systems.values():
        yield from _check_links(system, records)
    for event in records.events.values():
        yield from _check_event(event, records)
    yield from _check_circles(records)
    yield from _check_names(records)
    yield from _check_addresses(records)
    yield from _check_uncited(records, cited)


def _check_cited(record: Record, records: Records, documents: set[str], cited: set[str]) -> Iterator[Problem]:
    if record.kind == "source":
        if (whole := record.data.get("part_of")) is not None:
            cited.add(whole)
            yield from _check_id(record, ("part_of",), "publisher", whole, records)
        return
    for where, key, value in _citations(record.data, ()):
        if key == "source":
            for document in as_list(value):
                cited.add(document)
                if document not in documents and ("source", document.partition("/")[0]) not in records.unread:
                    yield _no_document(record, where, document, documents, records)
        else:
            cited.add(value)
            yield from _check_id(record, where, "publisher", value, records)


def _citations(value: Any, where: Where) -> Iterator[tuple[Where, str, Any]]:
    """Every `source` and `via` of a record."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("source", "via"):
                yield (*where, key), key, item
            else:
                yield from _citations(item, (*where, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _citations(item, (*where, position))


def _no_document(record: Record, where: Where, document: str, documents: set[str], records: Records) -> Problem:
    publisher, _, id = document.partition("/")
    near = did_you_mean(document, documents)
    cure = near if near.startswith("did") else f"add `{id}` under `documents` in sources/{publisher}.yml"
    if publisher not in records.sources and not near.startswith("did"):
        cure = f"add sources/{publisher}.yml with the document `{id}`"
    return Problem(
        record.file,
        rule="no-document",
        found=f"the document `{document}`, which no source file has",
        expected="a document of sources/",
        cure=cure,
        where=where,
    )


def _check_id(record: Record, where: Where, what: str, id: str, records: Records) -> Iterator[Problem]:
    """The problem of an id without a record. A record that could not be read still has its id."""
    kind = "source" if what == "publisher" else "system"
    known = records.of(kind)
    if id in known or (kind, id) in records.unread:
        return
    near = did_you_mean(id, known)
    cure = near if near.startswith("did") else f"add its record below {kind}s/, or remove the line"
    yield Problem(
        record.file,
        rule="dangling",
        found=f"the {what} `{id}`, which has no record",
        expected=f"the id of a record below {kind}s/",
        cure=cure,
        where=where,
    )


def _check_links(system: Record, records: Records) -> Iterator[Problem]:
    data = system.data
    family = vocabulary().classes[data["class"]].family
    yield from _check_folder(system, {f"systems/{family}"}, f"a {data['class']}", "class")
    if (base := data.get("variant_of")) is not None:
        yield from _check_id(system, ("variant_of",), "system", base, records)
    for position, entry in enumerate(data.get("fires", ())):
        id = entry["munition"] if isinstance(entry, dict) else entry
        yield from _check_munition(system, ("fires", position), id, records)
    for claim in claims_of(data):
        if (munition := claim.body.get("munition")) is not None:
            yield from _check_munition(system, (*claim.where, "munition"), munition, records)


def _check_munition(system: Record, where: Where, id: str, records: Records) -> Iterator[Problem]:
    munition = records.systems.get(id)
    if id == system.id:
        cure = "name what it fires, or remove the line"
        yield Problem(
            system.file,
            rule="itself",
            found=f"`{id}`, which is this record",
            expected="another record",
            cure=cure,
            where=where,
        )
    elif munition is None:
        yield from _check_id(system, where, "munition", id, records)
    elif vocabulary().classes[munition.data["class"]].stands_for != "munition":
        found = f"`{id}`, which is a {munition.data['class']}"
        yield Problem(
            system.file,
            rule="not-a-munition",
            found=found,
            expected="the record of a munition",
            cure="name the rocket, missile or shell, not what fires it",
            where=where,
        )


def _check_event(event: Record, records: Records) -> Iterator[Problem]:
    days = span(str(event.data["date"]))
    years = {f"events/{year}" for year in range(int(days.first[:4]), int(days.last[:4]) + 1)}
    yield from _check_folder(event, years, f"an event of {event.data['date']}", "date")
    for position, id in enumerate(event.data.get("systems", ())):
        yield from _check_id(event, ("systems", position), "system", id, records)


def _check_folder(record: Record, folders: set[str], what: str, key: str) -> Iterator[Problem]:
    """The problem of a record outside the folders that the value of a key allows."""
    if record.folder not in folders:
        yield Problem(
            record.file,
            rule="folder",
            found=f"{what} in {record.folder}/",
            expected=f"{' or '.join(sorted(folders))}/",
            cure=f"move the file there, or correct its {key}",
            where=(key,),
        )


def _check_circles(records: Records) -> Iterator[Problem]:
    base = {id: record.data["variant_of"] for id, record in records.systems.items() if "variant_of" in record.data}
    told: set[str] = set()
    for start in base:
        path = [start]
        while (following := base.get(path[-1])) is not None and following not in path:
            path.append(following)
        if following == start and start not in told:
            told.update(path)
            circle = " -> ".join([*path, start])
            yield Problem(
                records.systems[start].file,
                rule="circle",
                found=f"a circle of variants: {circle}",
                expected="a base that is no variant of its variant",
                cure="remove `variant_of` from the base",
                where=("variant_of",),
            )


def _names(record: Record) -> Iterator[tuple[str, Where]]:
    yield record.data["name"], ("name",)
    for position, alias in enumerate(record.data.get("aliases", ())):
        yield (alias["name"] if isinstance(alias, dict) else alias), ("aliases", position)


def _check_names(records: Records) -> Iterator[Problem]:
    """One name, one system: the same main name is an error, a shared alias a question."""
    for group in (records.systems, records.sources):
        owners: dict[str, Record] = {}
        for record in group.values():
            key = folded(record.data["name"])
            if key in owners:
                cure = "merge the two, or name what tells them apart"
                yield Problem(
                    record.file,
                    rule="same-name",
                    found=f"the name `{record.data['name']}`, which {owners[key].file} has",
                    expected="one record a name",
                    cure=cure,
                    where=("name",),
                )
            owners.setdefault(key, record)
    main = {folded(record.data["name"]): record for record in records.systems.values()}
    for record in records.systems.values():
        for name, where in _names(record):
            owner = main.get(folded(name))
            if where != ("name",) and owner is not None and (owner is not record or name == record.data["name"]):
                what = "which is the record's own name" if owner is record else f"which is the name of {owner.file}"
                yield Problem(
                    record.file,
                    rule="shared-alias",
                    found=f"the alias `{name}`, {what}",
                    expected="names that tell systems apart",
                    cure="remove it, or say which variant it means",
                    where=where,
                    level="warning",
                )


def _check_addresses(records: Records) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for source in records.sources.values():
        for id, document in source.data.get("documents", {}).items():
            if "url" not in document:
                continue
            address = _address(document["url"])
            if address in owners:
                cure = "cite the first one and remove this"
                yield Problem(
                    source.file,
                    rule="same-url",
                    found=f"the address of {owners[address]}",
                    expected="one entry a document",
                    cure=cure,
                    where=("documents", id, "url"),
                )
            owners.setdefault(address, f"{source.id}/{id}")


def _address(url: str) -> str:
    return url.partition("://")[2].partition("#")[0].removeprefix("www.").rstrip("/")


def _check_uncited(records: Records, cited: set[str]) -> Iterator[Problem]:
    """Documents that nothing cites, and publishers without documents whom nothing repeats."""
    if records.unread:
        return
    for source in records.sources.values():
        documents = source.data.get("documents", {})
        idle: list[tuple[str, Where]] = [
            (f"the document `{source.id}/{id}`", ("documents", id))
            for id in documents
            if f"{source.id}/{id}" not in cited
        ]
        if not documents and source.id not in cited:
            idle.append((f"the publisher `{source.id}`", ("name",)))
        for what, where in idle:
            yield Problem(
                source.file,
                rule="uncited",
                found=f"{what}, which nothing cites",
                expected="sources that a record cites",
                cure="cite it, or remove it",
                where=where,
                on_key=True,
                level="warning",
            )
