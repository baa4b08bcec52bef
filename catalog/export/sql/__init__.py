"""Views in SQL that rank and compare on the exported tables, the same for DuckDB and Spark."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

VIEWS = ("weighed", "spans", "headlines", "ranking", "verdicts")  # each reads those before it
KEPT = VIEWS[:3]  # what the others read more than once
READ = frozenset({"systems", "claims", "documents", "publishers", "properties", "fires"})  # tables, by their names


def statements() -> dict[str, str]:
    """The statement that makes each view, in the order in which they must be made."""
    return {name: (files(__name__) / f"{name}.sql").read_text(encoding="utf-8") for name in VIEWS}


def duckdb_script(tables: Iterable[str]) -> str:
    """What `duckdb -init` reads in a folder of Parquet files: the tables, then the views, some kept as tables."""
    lines = [f"create or replace temporary view {name} as from '{name}.parquet';" for name in tables]
    for name, statement in statements().items():
        made = statement.replace("temporary view", "temporary table") if name in KEPT else statement
        lines.append(f"{made.rstrip()};")
    return "\n".join(lines) + "\n"
