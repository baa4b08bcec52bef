"""Is a figure likely to be what its page says? Questions, not errors: `confirmed: <reason>` answers one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain

from catalog.check.known import Known
from catalog.interval import Interval, above
from catalog.load import Record
from catalog.problems import Problem, Where
from catalog.quantity import scaled
from catalog.stated import StatedClaim, as_list, circumstances, state
from catalog.vocabulary import SystemClass, vocabulary

SLIP_TOLERANCE = 0.01  # of a ratio, at most: two figures that differ by 1.609 to the rounding of either
CLEARLY_OFF = 1.25  # a figure that stands this far outside all the others is odd enough for a slip to be likely
PAGES_OF_ONE_ROOT = 3
MOST = 200  # figures of one group that are compared each with each

Question = tuple[StatedClaim, str, str, str, str]  # claim, rule, found, expected, cure


def check_plausible(record: Record, claims: Sequence[StatedClaim]) -> Iterator[Problem]:
    """The questions that a system's figures raise and that the record has not answered, and answers to no question."""
    if record.kind != "system":
        return
    open_claims = [claim for claim in claims if "deprecated" not in claim.body]
    class_ = vocabulary().classes[record.data["class"]]
    groups = _groups(open_claims)
    questions = chain(
        _bands(class_, open_claims),
        _limits(open_claims),
        _slips(groups),
        _one_root(groups),
        _unnamed_rounds(record, class_, open_claims),
    )
    asked = set()
    for claim, rule, found, expected, cure in questions:
        asked.add(claim.where)
        if "confirmed" not in claim.body:
            yield _question(record, claim, rule, found, expected, cure)
    yield from _idle_answers(record, claims, asked)


def check_languages(record: Record, claims: Iterable[StatedClaim], known: Known) -> Iterator[Problem]:
    """Units that mean another measure in the language of a page: `hp` on a German one is metric horsepower."""
    for claim in claims:
        unit = _doubtful(claim)
        if unit is None or "confirmed" in claim.body or "deprecated" in claim.body:
            continue
        doubt = vocabulary().doubtful_units[unit]
        languages = {known.languages.get(document) for document in as_list(claim.body["source"])}
        if doubted := sorted(language for language in languages if language in doubt.languages):
            found = f"`{claim.body['value']}` of a page in {', '.join(map(str, doubted))}"
            expected = f"`{doubt.instead}`, which pages in that language mean"
            cure = f"write `{doubt.instead}`, or answer with `confirmed:` if the page means the other"
            yield _question(record, claim, "language", found, expected, cure)


def _doubtful(claim: StatedClaim) -> str | None:
    """The unit of a claim if it means different measures in different languages."""
    unit = str(claim.body["value"]).rpartition(" ")[2]
    return unit if unit in vocabulary().doubtful_units else None


def _question(record: Record, claim: StatedClaim, rule: str, found: str, expected: str, cure: str) -> Problem:
    where = (*claim.where, "value")
    return Problem(record.file, rule=rule, found=found, expected=expected, cure=cure, where=where, level="warning")


def _idle_answers(record: Record, claims: Iterable[StatedClaim], asked: Collection[Where]) -> Iterator[Problem]:
    for claim in claims:
        if "confirmed" in claim.body and claim.where not in asked and _doubtful(claim) is None:
            yield Problem(
                record.file,
                rule="idle-answer",
                found="`confirmed`, where nothing is asked",
                expected="an answer to a question of `catalog check`",
                cure="remove it; what a reader must know stands in `note`",
                where=(*claim.where, "confirmed"),
                on_key=True,
                level="warning",
            )


def _groups(claims: Iterable[StatedClaim]) -> list[list[StatedClaim]]:
    """Claims of one property under one condition."""
    groups: dict[tuple[object, ...], list[StatedClaim]] = defaultdict(list)
    for claim in claims:
        groups[claim.property, *circumstances(claim.body)].append(claim)
    return list(groups.values())


def _named(claim: StatedClaim) -> str:
    return f"{vocabulary().properties[claim.property].label} of `{claim.body['value']}`"


def _bands(class_: SystemClass, claims: Iterable[StatedClaim]) -> Iterator[Question]:
    """Figures outside what is plausible for their property, or for it in this class."""
    for claim in claims:
        entry = vocabulary().properties[claim.property]
        band = class_.bands.get(claim.property, entry.band)
        if band is None:
            continue
        least, most = _bounds(claim.property, band)
        if any(bound is not None and not least <= bound <= most for bound in claim.stated.interval[:2]):
            of = f" for a {class_.label}" if claim.property in class_.bands else ""
            cure = "look at the page again: is it this unit, this property, this system?"
            yield claim, "band", _named(claim), f"between {band[0]} and {band[1]}{of}", cure


@cache
def _bounds(property: str, band: tuple[str, str]) -> tuple[float, float]:
    """The bounds of a band in the unit of its property."""
    least, most = (state(bound, vocabulary().properties[property]).interval.least for bound in band)
    return least, most


def _limits(claims: Sequence[StatedClaim]) -> Iterator[Question]:
    """Figures above every claim of a property that can't be less: a minimum range above the range."""
    by_property: dict[str, list[StatedClaim]] = defaultdict(list)
    for claim in claims:
        by_property[claim.property].append(claim)
    for claim in claims:
        for limit in vocabulary().properties[claim.property].at_most:
            others = [other for other in by_property[limit] if _comparable(claim, other)]
            if others and all(above(_in_base_unit(claim), _in_base_unit(other)) for other in others):
                greatest = max(others, key=lambda other: other.stated.interval.most)
                found = f"{_named(claim)}, above the {_named(greatest)}"
                cure = "look at both pages: is one of them of another variant, unit or property?"
                label = vocabulary().properties[limit].label
                yield claim, "limit", found, f"at most the {label}", cure


def _in_base_unit(claim: StatedClaim) -> Interval:
    """A claim's interval in the base unit of its dimension, where figures of two properties can be compared."""
    unit = vocabulary().units.get(vocabulary().properties[claim.property].unit)
    return scaled(claim.stated.interval, unit.factor) if unit else claim.stated.interval


def _comparable(a: StatedClaim, b: StatedClaim) -> bool:
    """True if both have a number and no condition of one contradicts the other's."""
    if b.stated.interval.high is None or a.stated.interval.low is None:
        return False
    shared = ("munition", *vocabulary().stated_conditions)
    return all(a.body.get(name, b.body.get(name)) == b.body.get(name, a.body.get(name)) for name in shared)


def _slips(groups: Iterable[Sequence[StatedClaim]]) -> Iterator[Question]:
    """Figures far from all others of their group that would agree with one of them in another unit."""
    for group in groups:
        ratios = vocabulary().slips.get(vocabulary().properties[group[0].property].dimension, {})
        points = [claim for claim in group[:MOST] if _is_point(claim.stated.interval)] if ratios else []
        for claim in points:
            others = [other for other in points if _root(other) != _root(claim)]
            if others and _is_odd(claim, others) and (slip := _slip(claim, others, ratios)):
                other, units = slip
                found = f"{_named(claim)}, which is {units} times the `{other.body['value']}` of another page"
                cure = "look at the page again: is the unit right?"
                yield claim, "unit-slip", found, "figures that agree in the unit that their pages state", cure


def _is_point(interval: Interval) -> bool:
    return interval.low is not None and interval.low == interval.high and interval.low > 0


def _is_odd(claim: StatedClaim, others: Sequence[StatedClaim]) -> bool:
    value = claim.stated.interval.least
    greatest = max(other.stated.interval.most for other in others)
    least = min(other.stated.interval.least for other in others)
    return value > greatest * CLEARLY_OFF or value * CLEARLY_OFF < least


def _slip(
    claim: StatedClaim, others: Iterable[StatedClaim], ratios: dict[str, float]
) -> tuple[StatedClaim, str] | None:
    for other in others:
        a, b = claim.stated.interval, other.stated.interval
        ratio = a.least / b.least
        tolerance = min(max(a.low_rounding / a.least, b.low_rounding / b.least, 0.002), SLIP_TOLERANCE)
        for units, factor in ratios.items():
            if abs(ratio / factor - 1) <= tolerance or abs(ratio * factor - 1) <= tolerance:
                return other, f"{factor:.4g} ({units})" if ratio > 1 else f"1/{factor:.4g} ({units})"
    return None


def _root(claim: StatedClaim) -> str:
    return str(claim.body.get("via") or as_list(claim.body["source"])[0].partition("/")[0])


def _one_root(groups: Iterable[Sequence[StatedClaim]]) -> Iterator[Question]:
    """Figures that several pages give and that rest on one publisher alone."""
    for group in groups:
        roots, pages = set(), 0
        for claim in group:
            documents = as_list(claim.body["source"])
            roots |= {claim.body.get("via") or document.partition("/")[0] for document in documents}
            pages += len(documents)
        if pages >= PAGES_OF_ONE_ROOT and len(roots) == 1:
            found = f"{_named(group[0])}: {pages} pages, one root ({roots.pop()})"
            cure = "look for a page that does not repeat it"
            yield group[0], "one-root", found, "a second publisher", cure


def _unnamed_rounds(record: Record, class_: SystemClass, claims: Iterable[StatedClaim]) -> Iterator[Question]:
    """Ranges of which none names its round, on a class whose range depends on the round."""
    ranges = [claim for claim in claims if claim.property == class_.main_range and claim.stated.interval.most > 0]
    named = {"ammunition", "munition", "varies_by"}
    if class_.ammunition and ranges and not record.data.get("fires") and not any(named & c.body.keys() for c in ranges):
        first = ranges[0]
        cure = "look for a page that names the round; if none does, say so with `confirmed:`"
        yield first, "unnamed-round", f"{_named(first)}, for no named round", "the round to which a range belongs", cure
