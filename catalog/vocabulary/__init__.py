"""The closed lists of the catalog, read from the YAML files beside this module."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from catalog.load.reader import read
from catalog.units import Unit, unit_table

FOLDER = Path(__file__).parent
FILES = ("classes", "properties", "conditions", "terms", "units", "countries", "schemes")

# Dimensions that no unit measures.
PLAIN_DIMENSIONS = frozenset({"count", "date", "terms", "text", "currency"})


@dataclass(frozen=True, slots=True)
class SystemClass:
    """What a system can be. `expects` names the properties of a complete record, `bands` what is plausible in it."""

    id: str
    label: str
    family: str
    stands_for: str
    description: str
    un_register: str
    sipri: str
    main_range: str
    ammunition: bool
    expects: tuple[str, ...]
    bands: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Property:
    """What can be claimed of a system. `unit` is that of low and high in catalog.db; `band` is what is plausible, and
    `at_most` names properties that can't be less."""

    id: str
    label: str
    dimension: str
    unit: str
    maximum: bool
    reach: bool
    group: str
    description: str
    example: str
    synonyms: tuple[str, ...]
    terms: tuple[str, ...]
    band: tuple[str, str] | None
    at_most: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A unit that pages in some languages use for another measure: `instead`."""

    languages: frozenset[str]
    instead: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Under which circumstance a figure holds: one of `terms`, or a quantity of `dimension`."""

    id: str
    label: str
    description: str
    terms: dict[str, str]
    dimension: str | None
    derived: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All closed lists of the record form. `stated_conditions` are those that a record may write, without those taken
    from the value itself; `slips` holds, by dimension, the ratios of units taken for one another."""

    classes: dict[str, SystemClass]
    properties: dict[str, Property]
    conditions: dict[str, Condition]
    stated_conditions: dict[str, Condition]
    terms: dict[str, dict[str, str]]
    units: dict[str, Unit]
    unit_expressions: dict[str, str]
    refused_units: dict[str, str]
    doubtful_units: dict[str, Doubtful]
    slips: dict[str, dict[str, float]]
    countries: dict[str, dict[str, str]]
    schemes: dict[str, dict[str, Any]]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    files = {name: read((FOLDER / f"{name}.yml").read_bytes()) for name in FILES}
    dimensions = files["units"]["dimensions"]
    units = unit_table(dimensions)
    conditions = {id: _condition(id, entry) for id, entry in files["conditions"].items()}
    return Vocabulary(
        classes={id: _class(id, entry) for id, entry in files["classes"].items()},
        properties={id: _property(id, entry) for id, entry in files["properties"].items()},
        conditions=conditions,
        stated_conditions={id: condition for id, condition in conditions.items() if not condition.derived},
        terms=files["terms"],
        units=units,
        unit_expressions={id: spec["pint"] for units in dimensions.values() for id, spec in units.items()},
        refused_units=files["units"]["refused"],
        doubtful_units={id: _doubtful(entry) for id, entry in files["units"]["doubtful"].items()},
        slips={dimension: _slips(pairs, units) for dimension, pairs in files["units"]["slips"].items()},
        countries=files["countries"],
        schemes=files["schemes"],
    )


def _class(id: str, entry: dict[str, Any]) -> SystemClass:
    return SystemClass(
        id=id,
        label=entry["label"],
        family=entry["family"],
        stands_for=entry["is"],
        description=entry["description"],
        un_register=entry["un_register"],
        sipri=entry["sipri"],
        main_range=entry["main_range"],
        ammunition=entry.get("ammunition", False),
        expects=tuple(entry["expects"]),
        bands={id: _band(band) for id, band in entry.get("bands", {}).items()},
    )


def _property(id: str, entry: dict[str, Any]) -> Property:
    band = entry.get("band")
    return Property(
        id=id,
        label=entry["label"],
        dimension=entry["dimension"],
        unit=entry["unit"],
        maximum=entry.get("maximum", False),
        reach=entry.get("reach", False),
        group=entry["group"],
        description=entry["description"],
        example=str(entry["example"]),
        synonyms=tuple(entry.get("synonyms", ())),
        terms=tuple(entry.get("terms", ())),
        band=_band(band) if band else None,
        at_most=tuple(entry.get("at_most", ())),
    )


def _band(bounds: list[Any]) -> tuple[str, str]:
    return str(bounds[0]), str(bounds[1])


def _doubtful(entry: dict[str, Any]) -> Doubtful:
    return Doubtful(frozenset(entry["languages"]), entry["instead"])


def _slips(pairs: list[str], units: dict[str, Unit]) -> dict[str, float]:
    """The ratio of each pair of units, written `mi for km`, above one."""
    ratios = {}
    for pair in pairs:
        greater, _, lesser = pair.partition(" for ")
        ratios[pair] = units[greater].factor / units[lesser].factor
    return ratios


def _condition(id: str, entry: dict[str, Any]) -> Condition:
    return Condition(
        id=id,
        label=entry["label"],
        description=entry.get("description", ""),
        terms=entry.get("terms", {}),
        dimension=entry.get("dimension"),
        derived=entry.get("derived", False),
    )
