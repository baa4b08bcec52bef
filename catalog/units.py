"""The one registry of units, and the only module that imports pint.

pint defines the units (`vocabulary/units.txt`), gives each whitelisted unit its dimension and factor once, and carries
quantities in the Python API. It never sees a contributor's text. The factors are noted in `vocabulary/factors.json`, so
that only a changed vocabulary needs pint; `scripts/factors.py` notes them anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pint

DEFINITIONS = Path(__file__).parent / "vocabulary" / "units.txt"
FACTORS = DEFINITIONS.with_name("factors.json")


class Unit(NamedTuple):
    """A unit that records may use. `factor` is one of it in the dimension's SI base units (m, kg, s, rad, round)."""

    id: str
    dimension: str
    factor: float
    label: str
    system: str


@cache
def registry() -> pint.UnitRegistry[Any]:
    """The project's pint registry, with the project's definitions and no others."""
    import pint

    return pint.UnitRegistry(str(DEFINITIONS))


Dimensions = Mapping[str, Mapping[str, Mapping[str, str]]]


def unit_table(dimensions: Dimensions) -> dict[str, Unit]:
    """Every whitelisted unit with its factor. Raises ValueError if units of one dimension differ in kind."""
    factors = _noted(dimensions) or factors_of(dimensions)
    return {
        id: Unit(id, dimension, factors[id], spec["label"], spec["system"])
        for dimension, units in dimensions.items()
        for id, spec in units.items()
    }


def factors_of(dimensions: Dimensions) -> dict[str, float]:
    """The factor of every whitelisted unit, as pint has it. Raises ValueError if a dimension's units differ in kind."""
    for dimension, units in dimensions.items():
        kinds = {str(_one(spec["pint"]).dimensionality) for spec in units.values()}
        if len(kinds) != 1:
            raise ValueError(f"units.yml: the units of {dimension} measure different things: {sorted(kinds)}")
    return {id: _factor(spec["pint"]) for units in dimensions.values() for id, spec in units.items()}


def _noted(dimensions: Dimensions) -> dict[str, float] | None:
    """The factors noted earlier, if they are of these units."""
    try:
        noted = json.loads(FACTORS.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    factors: dict[str, float] = noted["factors"]
    return factors if noted["made_from"] == _mark(dimensions) else None


def note_factors(dimensions: Dimensions) -> None:
    """Writes the factors beside the units from which they follow."""
    noted = {"made_from": _mark(dimensions), "factors": factors_of(dimensions)}
    FACTORS.write_text(json.dumps(noted, indent=1) + "\n", encoding="utf-8")


def _mark(dimensions: Dimensions) -> str:
    """A hash of all from which the factors follow."""
    expressions = {id: spec["pint"] for units in dimensions.values() for id, spec in units.items()}
    made_from = json.dumps(expressions, sort_keys=True) + DEFINITIONS.read_text(encoding="utf-8")
    return blake2b(made_from.encode(), digest_size=8).hexdigest()


def quantity(value: float, expression: str) -> pint.Quantity[Any]:
    """A pint quantity of the project's registry; `expression` is the pint expression of a whitelisted unit."""
    made: pint.Quantity[Any] = value * _one(expression)
    return made


def _one(expression: str) -> pint.Quantity[Any]:
    parsed: pint.Quantity[Any] = registry().Quantity(1.0, "dimensionless") * registry().parse_expression(expression)
    return parsed


def _factor(expression: str) -> float:
    return float(f"{_one(expression).to_root_units().magnitude:.15g}")
