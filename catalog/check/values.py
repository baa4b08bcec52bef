"""Do the values say what their properties can mean? Quantities, terms, dates, countries, conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from catalog.countries import country
from catalog.dates import span
from catalog.interval import Interval
from catalog.load import Record
from catalog.problems import Problem, Refused, Where
from catalog.stated import Claim, as_list, check_condition, claims_of, state
from catalog.vocabulary import Property, vocabulary

_dates = {"issued", "accessed", "claimed_on", "date", "since", "until"}
_countries = {"country", "origin", "from", "to"}


def check_values(record: Record) -> Iterator[Problem]:
    """Every value of a well-formed record that does not read."""
    if record.kind == "system":
        yield from _check_claims(record)
    if record.kind == "event":
        yield from _check_quantities(record, record.data["claims"], ("claims",))
    yield from _check_quantities(record, record.data.get("operators", ()), ("operators",))
    yield from _check_lists(record)
    yield from _check_leaves(record, record.data, ())


def _check_claims(record: Record) -> Iterator[Problem]:
    claims = list(claims_of(record.data))
    for claim in claims:
        yield from _check_claim(record, claim)
    conditions = ("munition", "varies_by", *vocabulary().stated_conditions)
    keys = [
        (claim.where, (claim.property, str(claim.body["value"]), *map(claim.body.get, conditions)), claim.body)
        for claim in claims
    ]
    yield from _twins(record, keys, "claim")


def _check_claim(record: Record, claim: Claim) -> Iterator[Problem]:
    entry = vocabulary().properties[claim.property]
    try:
        stated = state(claim.body["value"], entry)
        yield from _check_band(record, claim, entry, stated.interval)
    except Refused as refused:
        yield refused.problem(record.file, (*claim.where, "value"))
    for id in vocabulary().stated_conditions.keys() & claim.body.keys():
        try:
            check_condition(id, claim.body[id])
        except Refused as refused:
            yield refused.problem(record.file, (*claim.where, id))
    if claim.body.keys() >= {"preferred", "deprecated"}:
        found = "a claim both preferred and deprecated"
        yield Problem(
            record.file,
            rule="rank",
            found=found,
            expected="one of the two, or neither",
            cure="remove one",
            where=claim.where,
        )


def _check_band(record: Record, claim: Claim, entry: Property, interval: Interval) -> Iterator[Problem]:
    """A figure outside what is plausible for its property is asked about; deprecated ones are known to be odd."""
    if entry.band is None or "deprecated" in claim.body:
        return
    least, most = (state(bound, entry).interval.least for bound in entry.band)
    if any(bound is not None and not least <= bound <= most for bound in interval[:2]):
        found = f"{entry.label} of `{claim.body['value']}`"
        expected = f"between {entry.band[0]} and {entry.band[1]}"
        cure = "look at the page again: is it this unit, and this property?"
        where = (*claim.where, "value")
        yield Problem(record.file, rule="band", found=found, expected=expected, cure=cure, where=where, level="warning")


def _twins(
    record: Record, entries: Iterable[tuple[Where, tuple[Any, ...], dict[str, Any]]], what: str
) -> Iterator[Problem]:
    """Entries that say the same of one document twice: each would have the key of the other."""
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


def _check_leaves(record: Record, value: Any, where: Where) -> Iterator[Problem]:
    """Dates and country codes wherever they stand."""
    if isinstance(value, dict):
        for key, item in value.items():
            if where == () and key == "specs":
                continue
            if where == ("documents",):  # its keys are ids, whatever they are called
                yield from _check_leaves(record, item, (*where, key))
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
