"""The one registry of units, and the only module that imports pint.

pint defines the units (`vocabulary/units.txt`), gives each whitelisted unit its dimension and factor once, and carries
quantities in the Python API. It never sees a contributor's text.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pint

DEFINITIONS = Path(__file__).parent / "vocabulary" / "units.txt"


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


def unit_table(dimensions: Mapping[str, Mapping[str, Mapping[str, str]]]) -> dict[str, Unit]:
    """Every whitelisted unit with its factor. Raises ValueError if units of one dimension differ in kind."""
    table: dict[str, Unit] = {}
    for dimension, units in dimensions.items():
        kinds = {str(_one(spec["pint"]).dimensionality) for spec in units.values()}
        if len(kinds) != 1:
            raise ValueError(f"units.yml: the units of {dimension} measure different things: {sorted(kinds)}")
        for id, spec in units.items():
            table[id] = Unit(id, dimension, _factor(spec["pint"]), spec["label"], spec["system"])
    return table


def quantity(value: float, expression: str) -> pint.Quantity[Any]:
    """A pint quantity of the project's registry; `expression` is the pint expression of a whitelisted unit."""
    made: pint.Quantity[Any] = value * _one(expression)
    return made


def _one(expression: str) -> pint.Quantity[Any]:
    parsed: pint.Quantity[Any] = registry().Quantity(1.0, "dimensionless") * registry().parse_expression(expression)
    return parsed


def _factor(expression: str) -> float:
    return float(f"{_one(expression).to_root_units().magnitude:.15g}")
