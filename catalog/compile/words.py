"""The vocabulary as rows: countries, classes, units, conditions, properties and range classes."""

from __future__ import annotations

from catalog.compile.rows import Rows, as_json
from catalog.countries import countries
from catalog.stated import state
from catalog.vocabulary import vocabulary


def vocabulary_rows() -> Rows:
    """The rows that the vocabulary gives: countries, classes, units, conditions and properties."""
    words = vocabulary()
    for country in countries().values():
        yield "countries", country._asdict()
    for entry in words.classes.values():
        yield (
            "classes",
            {
                **{
                    name: getattr(entry, name)
                    for name in (
                        "id",
                        "label",
                        "family",
                        "stands_for",
                        "un_register",
                        "sipri",
                        "main_range",
                        "description",
                    )
                },
                "ammunition": int(entry.ammunition),
                "expects": as_json(entry.expects),
            },
        )
    for position, unit in enumerate(words.units.values()):
        yield "units", unit._asdict() | {"pint": words.unit_expressions[unit.id], "position": position}
    yield from _condition_rows()
    yield from _property_rows()
    yield from _scheme_rows()


def _condition_rows() -> Rows:
    position = 0
    for id, condition in vocabulary().conditions.items():
        for term, meaning in [(None, condition.description), *condition.terms.items()]:
            yield (
                "conditions",
                {
                    "id": f"{id}/{term}" if term else id,
                    "condition": id,
                    "term": term,
                    "label": term.replace("-", " ") if term else condition.label,
                    "dimension": condition.dimension,
                    "position": position,
                    "description": meaning,
                },
            )
            position += 1


def _property_rows() -> Rows:
    for position, entry in enumerate(vocabulary().properties.values()):
        band = [state(bound, entry).interval.low for bound in entry.band] if entry.band else [None, None]
        yield (
            "properties",
            {
                **{
                    name: getattr(entry, name)
                    for name in ("id", "label", "dimension", "unit", "example", "description")
                },
                "topic": entry.group,
                "maximum": int(entry.maximum),
                "reach": int(entry.reach),
                "position": position,
                "synonyms": as_json(entry.synonyms),
                "terms": as_json(entry.terms),
                "band_low": band[0],
                "band_high": band[1],
            },
        )


def _scheme_rows() -> Rows:
    for scheme, entry in vocabulary().schemes.items():
        for name, (low, high) in entry["classes"].items():
            yield (
                "range_classes",
                {
                    "id": f"{scheme}/{name}",
                    "scheme": scheme,
                    "scheme_label": entry["label"],
                    "class": name,
                    "low": float(low),
                    "high": None if high is None else float(high),
                    "source": entry["source"],
                    "note": entry["note"],
                },
            )
