"""Do the values say what their properties can mean? Quantities, terms, dates, countries, conditions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from catalog.countries import country
from catalog.dates import span
from catalog.load import Record
from catalog.problems import Problem, Refused, Where
from catalog.stated import StatedClaim, as_list, check_condition, circumstances, claims_of, state, state_of
from catalog.vocabulary import vocabulary

_dates = {"issued", "accessed", "claimed_on", "date", "since", "until"}
_countries = {"country", "origin", "from", "to"}
_read = _dates | _countries


def read_claims(record: Record) -> tuple[list[StatedClaim], list[Problem]]:
    """The claims of a well-formed record with their values read, and the problems of those that do not read."""
    claims: list[StatedClaim] = []
    problems: list[Problem] = []
    if record.kind == "system":
        for claim in claims_of(record.data):
            try:
                claims.append(StatedClaim(*claim, state_of(claim.property, claim.body["value"])))
            except Refused as refused:
                problems.append(refused.problem(record.file, (*claim.where, "value")))
    return claims, problems


def check_values(record: Record, claims: Iterable[StatedClaim]) -> Iterator[Problem]:
    """Every other value of a well-formed record that does not read, and what stands twice."""
    if record.kind == "system":
        yield from _check_claims(record, claims)
    if record.kind == "event":
        yield from _check_quantities(record, record.data["claims"], ("claims",))
    yield from _check_quantities(record, record.data.get("operators", ()), ("operators",))
    yield from _check_lists(record)
    faults = list(_check_leaves(record))
    yield from faults
    if not faults:
        yield from _check_folder(record)


def _check_claims(record: Record, claims: Iterable[StatedClaim]) -> Iterator[Problem]:
    measured = _measured()
    said: dict[tuple[str, Any], list[StatedClaim]] = defaultdict(list)
    for claim in claims:
        body = claim.body
        said[claim.property, body["value"]].append(claim)
        for id in body.keys() & measured:
            try:
                check_condition(id, body[id])
            except Refused as refused:
                yield refused.problem(record.file, (*claim.where, id))
        if "preferred" in body and "deprecated" in body:
            found, expected = "a claim both preferred and deprecated", "one of the two, or neither"
            yield Problem(
                record.file, rule="rank", found=found, expected=expected, cure="remove one", where=claim.where
            )
    for same in said.values():
        if len(same) > 1:
            keys = [(claim.where, circumstances(claim.body), claim.body) for claim in same]
            yield from _twins(record, keys, "claim")


@cache
def _measured() -> frozenset[str]:
    """The conditions that are quantities."""
    return frozenset(id for id, condition in vocabulary().stated_conditions.items() if condition.dimension)


def _check_folder(record: Record) -> Iterator[Problem]:
    """The problem of a record outside the folders that its class or date allows."""
    data = record.data
    if record.kind == "system":
        folders, what, key = {f"systems/{vocabulary().classes[data['class']].family}"}, f"a {data['class']}", "class"
    elif record.kind == "event":
        days = span(str(data["date"]))
        years = range(int(days.first[:4]), int(days.last[:4]) + 1)
        folders, what, key = {f"events/{year}" for year in years}, f"an event of {data['date']}", "date"
    else:
        return
    if record.folder not in folders:
        yield Problem(
            record.file,
            rule="folder",
            found=f"{what} in {record.folder}/",
            expected=f"{' or '.join(sorted(folders))}/",
            cure=f"move the file there, or correct its {key}",
            where=(key,),
        )


def _twins(
    record: Record, entries: Sequence[tuple[Where, tuple[Any, ...], dict[str, Any]]], what: str
) -> Iterator[Problem]:
    """Entries that say the same of one document twice: each would have the key of the other."""
    if len({key for _, key, _ in entries}) == len(entries):
        return
    seen: set[tuple[Any, ...]] = set()
    for where, key, body in entries:
        for document in as_list(body.get("source")):
            if (*key, document) in seen:
                by = f" of {document}" if document else ""
                cure = "remove one, or add the condition that tells them apart"
                yield Problem(
                    record.file,
                    rule="twin",
                    found=f"the same {what}{by} twice",
                    expected=f"one {what} a figure, condition and document",
                    cure=cure,
                    where=where,
                )
            seen.add((*key, document))


def _check_lists(record: Record) -> Iterator[Problem]:
    """Names, operators, munitions and words on events that stand twice."""
    data = record.data
    names = [entry if isinstance(entry, dict) else {"name": entry} for entry in data.get("aliases", ())]
    yield from _twins(
        record, [(("aliases", n), (e["name"], e.get("language")), {}) for n, e in enumerate(names)], "name"
    )
    fired = [entry if isinstance(entry, dict) else {"munition": entry} for entry in data.get("fires", ())]
    yield from _twins(record, [(("fires", n), (e["munition"],), e) for n, e in enumerate(fired)], "munition")
    for list_, what, fields in (
        ("operators", "operator", ("country", "since", "until", "status", "quantity")),
        ("claims", "word on the event", ("by", "stance", "says", "quantity", "of", "claimed_on")),
    ):
        entries = data.get(list_, ())
        keys = [
            ((list_, n), tuple(str(entry.get(field)) for field in fields), entry) for n, entry in enumerate(entries)
        ]
        yield from _twins(record, keys, what)


def _check_quantities(record: Record, entries: Any, where: Where) -> Iterator[Problem]:
    for position, entry in enumerate(entries):
        if "quantity" not in entry:
            continue
        try:
            state(entry["quantity"], None)
        except Refused as refused:
            yield refused.problem(record.file, (*where, position, "quantity"))


def _check_leaves(record: Record) -> Iterator[Problem]:
    """Dates and country codes: those of the record, of its entries and of its documents."""
    yield from _check_entry(record, record.data, ())
    for list_ in ("operators", "claims"):
        for position, entry in enumerate(record.data.get(list_, ())):
            yield from _check_entry(record, entry, (list_, position))
    for short, document in record.data.get("documents", {}).items():
        yield from _check_entry(record, document, ("documents", short))


def _check_entry(record: Record, entry: dict[str, Any], where: Where) -> Iterator[Problem]:
    for key in entry.keys() & _read:
        try:
            if key in _dates:
                span(str(entry[key]))
            else:
                for code in as_list(entry[key]):
                    country(code)
        except Refused as refused:
            yield refused.problem(record.file, (*where, key))
