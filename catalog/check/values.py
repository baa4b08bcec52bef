"""Do the values say what their properties can mean? Quantities, terms, dates, countries, conditions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog.countries import country
from catalog.dates import span
from catalog.load import Record
from catalog.problems import Problem, Refused, Where
from catalog.stated import as_list, claims_of, state, state_condition
from catalog.vocabulary import vocabulary

_dates = {"issued", "accessed", "claimed_on", "date", "since", "until"}
_countries = {"country", "origin", "from", "to"}


def check_values(record: Record) -> Iterator[Problem]:
    """Every value of a well-formed record that does not read."""
    if record.kind == "system":
        yield from _check_claims(record)
    if record.kind == "event":
        yield from _check_quantities(record, record.data["claims"], ("claims",))
    yield from _check_quantities(record, record.data.get("operators", ()), ("operators",))
    yield from _check_leaves(record, record.data, ())


def _check_claims(record: Record) -> Iterator[Problem]:
    seen: dict[tuple[Any, ...], int] = {}
    for claim in claims_of(record.data):
        where: Where = claim.where
        entry = vocabulary().properties[claim.property]
        try:
            state(claim.body["value"], entry)
        except Refused as refused:
            yield refused.problem(record.file, (*where, "value"))
        for id in vocabulary().stated_conditions.keys() & claim.body.keys():
            try:
                state_condition(id, claim.body[id])
            except Refused as refused:
                yield refused.problem(record.file, (*where, id))
        if claim.body.keys() >= {"preferred", "deprecated"}:
            yield Problem(
                record.file,
                rule="rank",
                found="a claim both preferred and deprecated",
                expected="one of the two, or neither",
                cure="remove one",
                where=where,
            )
        for document in as_list(claim.body["source"]):
            key = (
                claim.property,
                str(claim.body["value"]),
                document,
                *((id, claim.body.get(id)) for id in ("munition", "varies_by", *vocabulary().stated_conditions)),
            )
            if key in seen:
                yield Problem(
                    record.file,
                    rule="same-claim",
                    found=f"the same claim of {document} twice",
                    expected="one claim a figure, condition and document",
                    cure="remove one, or add the condition that tells them apart",
                    where=where,
                )
            seen[key] = 1


def _check_quantities(record: Record, entries: Any, where: Where) -> Iterator[Problem]:
    for position, entry in enumerate(entries):
        if "quantity" not in entry:
            continue
        try:
            state(entry["quantity"], None)
        except Refused as refused:
            yield refused.problem(record.file, (*where, position, "quantity"))


def _check_leaves(record: Record, value: Any, where: Where) -> Iterator[Problem]:
    """Dates and country codes wherever they stand."""
    if isinstance(value, dict):
        for key, item in value.items():
            if where == () and key == "specs":
                continue
            yield from _check_leaf(record, key, item, (*where, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _check_leaves(record, item, (*where, position))


def _check_leaf(record: Record, key: str, item: Any, where: Where) -> Iterator[Problem]:
    try:
        if key in _dates:
            span(str(item))
        elif key in _countries:
            for code in as_list(item):
                country(code)
        else:
            yield from _check_leaves(record, item, where)
    except Refused as refused:
        yield refused.problem(record.file, where)
