"""The pieces of SQL that several questions share."""

from __future__ import annotations

from collections.abc import Sequence, Sized

MANY = 200  # values beyond which a query names them as one list: its text would else grow without bound


def marks(values: Sized) -> str:
    """Question marks for a list of values in a query."""
    return ", ".join("?" * len(values))


def among(column: str, values: Sequence[str]) -> tuple[str, list[str]]:
    """A condition that a column holds one of some values, and what to put in its places."""
    if len(values) <= MANY:
        return f"{column} in ({marks(values)})", list(values)
    import json

    return f"{column} in (select value from json_each(?))", [json.dumps(list(values))]
