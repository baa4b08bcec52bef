"""The one piece of SQL that several questions share."""

from __future__ import annotations

from collections.abc import Sized


def marks(values: Sized) -> str:
    """Question marks for a list of values in a query."""
    return ", ".join("?" * len(values))
