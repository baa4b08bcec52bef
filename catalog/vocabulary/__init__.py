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
    """What a system can be. `expects` names the properties of a complete record."""

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


@dataclass(frozen=True, slots=True)
class Property:
    """What can be claimed of a system. `unit` is that of low and high in catalog.db; `band` is in the same unit."""

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
    """All closed lists of the record form."""

    classes: dict[str, SystemClass]
    properties: dict[str, Property]
    conditions: dict[str, Condition]
    terms: dict[str, dict[str, str]]
    units: dict[str, Unit]
    unit_expressions: dict[str, str]
    refused_units: dict[str, str]
    countries: dict[str, dict[str, str]]
    schemes: dict[str, dict[str, Any]]

    @property
    def stated_conditions(self) -> dict[str, Condition]:
        """The conditions that a record may write, without those taken from the value itself."""
        return {id: condition for id, condition in self.conditions.items() if not condition.derived}


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    files = {name: read((FOLDER / f"{name}.yml").read_bytes()) for name in FILES}
    dimensions = files["units"]["dimensions"]
    return Vocabulary(
        classes={id: _class(id, entry) for id, entry in files["classes"].items()},
        properties={id: _property(id, entry) for id, entry in files["properties"].items()},
        conditions={id: _condition(id, entry) for id, entry in files["conditions"].items()},
        terms=files["terms"],
        units=unit_table(dimensions),
        unit_expressions={id: spec["pint"] for units in dimensions.values() for id, spec in units.items()},
        refused_units=files["units"]["refused"],
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
        band=(str(band[0]), str(band[1])) if band else None,
    )


def _condition(id: str, entry: dict[str, Any]) -> Condition:
    return Condition(
        id=id,
        label=entry["label"],
        description=entry.get("description", ""),
        terms=entry.get("terms", {}),
        dimension=entry.get("dimension"),
        derived=entry.get("derived", False),
    )
