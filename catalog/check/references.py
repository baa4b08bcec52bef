"""Do the records fit together? Ids that dangle, circles, twins, documents that nobody cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from catalog.check.known import Facts, Known
from catalog.load import Record
from catalog.names import folded
from catalog.problems import Problem, Where, did_you_mean
from catalog.stated import as_list
from catalog.vocabulary import vocabulary

Cited = tuple[Where, str, Any]


def check_references(record: Record, cited: Iterable[Cited], known: Known) -> Iterator[Problem]:
    """Everything that a well-formed record names and that no record is."""
    for where, key, value in cited:
        if key == "source":
            for document in as_list(value):
                if document not in known.languages and ("source", document.partition("/")[0]) not in known.unread:
                    yield _no_document(record, where, document, known)
        elif key == "munition":
            yield from _check_munition(record, where, value, known)
        else:
            yield from _check_id(record, where, "publisher", value, known)
    if record.kind == "system" and (base := record.data.get("variant_of")) is not None:
        yield from _check_id(record, ("variant_of",), "system", base, known)
    for position, id in enumerate(record.data.get("systems", ())):
        yield from _check_id(record, ("systems", position), "system", id, known)


def citations(record: Record) -> list[Cited]:
    """Every `source`, `via`, `munition` and `part_of` of a record: where it stands, its key and what it names."""
    if record.kind == "source":
        return [(("part_of",), "part_of", record.data["part_of"])] if "part_of" in record.data else []
    found: list[Cited] = []
    for where, body in _citing(record.data):
        if isinstance(body, str):
            found.append((where, "munition", body))
            continue
        for key in ("source", "via", "munition"):
            if key in body:
                found.append(((*where, key), key, body[key]))
    return found


def _citing(data: dict[str, Any]) -> Iterator[tuple[Where, dict[str, Any] | str]]:
    """Every entry of a record that may rest on a document, and where it stands; a bare munition is its id."""
    for id, entry in (data.get("specs") or {}).items():
        if isinstance(entry, list):
            for position, body in enumerate(entry):
                yield ("specs", id, position), body
        else:
            yield ("specs", id), entry
    for list_ in ("operators", "fires", "class_claims", "claims"):
        for position, body in enumerate(data.get(list_, ())):
            yield (list_, position), body


def rests_on(cited: Iterable[Cited]) -> Iterator[str]:
    """The ids of the documents and publishers that citations name."""
    for _, key, value in cited:
        if key != "munition":
            yield from as_list(value)


def munitions_in(cited: Iterable[Cited]) -> Iterator[tuple[str, Where]]:
    """Every munition that citations name, and where."""
    return ((value, where) for where, key, value in cited if key == "munition")


def _no_document(record: Record, where: Where, document: str, known: Known) -> Problem:
    publisher, _, id = document.partition("/")
    near = did_you_mean(document, known.languages)
    cure = near if near.startswith("did") else f"add `{id}` under `documents` in sources/{publisher}.yml"
    if publisher not in known.files["source"] and not near.startswith("did"):
        cure = f"add sources/{publisher}.yml with the document `{id}`"
    return Problem(
        record.file,
        rule="no-document",
        found=f"the document `{document}`, which no source file has",
        expected="a document of sources/",
        cure=cure,
        where=where,
    )


def _check_id(record: Record, where: Where, what: str, id: str, known: Known) -> Iterator[Problem]:
    """The problem of an id without a record."""
    kind = "source" if what == "publisher" else "system"
    if id in known.files[kind]:
        return
    near = did_you_mean(id, known.files[kind])
    cure = near if near.startswith("did") else f"add its record below {kind}s/, or remove the line"
    yield Problem(
        record.file,
        rule="dangling",
        found=f"the {what} `{id}`, which has no record",
        expected=f"the id of a record below {kind}s/",
        cure=cure,
        where=where,
    )


def _check_munition(system: Record, where: Where, id: str, known: Known) -> Iterator[Problem]:
    if id != system.id:
        yield from _check_id(system, where, "munition", id, known)
        return
    yield Problem(
        system.file,
        rule="itself",
        found=f"`{id}`, which is this record",
        expected="another record",
        cure="name what it fires, or remove the line",
        where=where,
    )


# --- rules that need all records at once ---------------------------------------------------------------------------


def check_munitions(facts: Facts, known: Known) -> Iterator[Problem]:
    """The records that a system is said to fire and that are no munitions."""
    for id, where in facts.munitions:
        class_ = known.classes.get(id)
        if class_ is not None and id != facts.id and vocabulary().classes[class_].stands_for != "munition":
            yield Problem(
                facts.file,
                rule="not-a-munition",
                found=f"`{id}`, which is a {class_}",
                expected="the record of a munition",
                cure="name the rocket, missile or shell, not what fires it",
                where=where,
            )


def check_circles(known: Known) -> Iterator[Problem]:
    """Variants that are, through others, variants of themselves."""
    told: set[str] = set()
    for start in known.bases:
        path = [start]
        while (following := known.bases.get(path[-1])) is not None and following not in path:
            path.append(following)
        if following == start and start not in told:
            told.update(path)
            circle = " -> ".join([*path, start])
            yield Problem(
                known.files["system"][start],
                rule="circle",
                found=f"a circle of variants: {circle}",
                expected="a base that is no variant of its variant",
                cure="remove `variant_of` from the base",
                where=("variant_of",),
            )


def check_aliases(facts: Facts, known: Known) -> Iterator[Problem]:
    """Aliases that are the main name of another system, or of the record itself."""
    for alias, where in facts.aliases:
        owner = known.names["system"].get(folded(alias))
        if owner is not None and (owner != facts.file or alias == facts.name):
            what = "which is the record's own name" if owner == facts.file else f"which is the name of {owner}"
            yield Problem(
                facts.file,
                rule="shared-alias",
                found=f"the alias `{alias}`, {what}",
                expected="names that tell systems apart",
                cure="remove it, or say which variant it means",
                where=where,
                level="warning",
            )


def check_uncited(facts: Facts, cited: set[str]) -> Iterator[Problem]:
    """Documents of a source that nothing cites, or a publisher without documents whom nothing repeats."""
    idle: list[tuple[str, Where]] = [
        (f"the document `{facts.id}/{short}`", ("documents", short))
        for short in facts.documents
        if f"{facts.id}/{short}" not in cited
    ]
    if not facts.documents and facts.id not in cited:
        idle.append((f"the publisher `{facts.id}`", ("name",)))
    for what, where in idle:
        yield Problem(
            facts.file,
            rule="uncited",
            found=f"{what}, which nothing cites",
            expected="sources that a record cites",
            cure="cite it, or remove it",
            where=where,
            on_key=True,
            level="warning",
        )
