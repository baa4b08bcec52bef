"""The options that several commands share, and what the shell may complete."""

from typing import Annotated

import typer

from catalog.cli.output import FORMATS


def _complete(query: str, incomplete: str) -> list[str]:
    """Ids that begin as typed. A completion never builds, never fails and never prints."""
    try:
        from catalog.query.catalog import open_catalog

        with open_catalog() as catalog:
            return [row["id"] for row in catalog.rows(query, (f"{incomplete}%",))]
    except Exception:
        return []


def _systems(incomplete: str) -> list[str]:
    return _complete("select id from systems where id like ? order by id", incomplete)


def _specs(incomplete: str) -> list[str]:
    return [word for word in ("range",) if word.startswith(incomplete)] + _complete(
        "select id from properties where id like ? order by position", incomplete
    )


def _classes(incomplete: str) -> list[str]:
    return _complete("select id from classes where id like ? order by id", incomplete)


def _countries(incomplete: str) -> list[str]:
    return _complete("select distinct country as id from operators where country like ? order by 1", incomplete)


def _publishers(incomplete: str) -> list[str]:
    return _complete("select id from publishers where id like ? order by id", incomplete)


def _ammunition(incomplete: str) -> list[str]:
    return _complete("select term as id from conditions where condition = 'ammunition' and term like ?", incomplete)


def _formats(incomplete: str) -> list[str]:
    return [word for word in FORMATS if word.startswith(incomplete)]


System = Annotated[str, typer.Argument(help="Id or name of a system.", autocompletion=_systems)]
Systems = Annotated[
    list[str],
    typer.Argument(metavar="SYSTEM...", help="Ids or names of systems.", show_default=False, autocompletion=_systems),
]
Spec = Annotated[
    str, typer.Argument(metavar="PROPERTY", help="A property, or `range` for all that reaches.", autocompletion=_specs)
]
Specs = Annotated[
    list[str] | None,
    typer.Option(
        "--spec",
        metavar="PROPERTY",
        help="Only this property; may be repeated. `range` is all that reaches.",
        autocompletion=_specs,
    ),
]
Format = Annotated[
    str, typer.Option("--format", "-f", help="table, json, csv, markdown or yaml.", autocompletion=_formats)
]
UnitName = Annotated[
    str | None, typer.Option("--unit", help="Show figures in this unit where it fits, for example mi or nmi.")
]
UnitSystem = Annotated[str, typer.Option("--units", help="metric, imperial or nautical.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Only claims whose document was issued by this day.")
]
Ammunition = Annotated[
    str | None, typer.Option("--ammunition", help="Only figures with this class of round.", autocompletion=_ammunition)
]
Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without", metavar="PUBLISHER", help="Leave out what rests on this publisher.", autocompletion=_publishers
    ),
]
ListClaims = Annotated[bool, typer.Option("--claims", help="List every claim with its document and date.")]
Classes = Annotated[
    list[str] | None,
    typer.Option(
        "--class", metavar="CLASS", help="Only systems of this class; may be repeated.", autocompletion=_classes
    ),
]
Operators = Annotated[
    list[str] | None,
    typer.Option(
        "--operator", metavar="COUNTRY", help="Only systems that this country has.", autocompletion=_countries
    ),
]
Origins = Annotated[
    list[str] | None,
    typer.Option("--origin", metavar="COUNTRY", help="Only systems that this country made.", autocompletion=_countries),
]
Statuses = Annotated[list[str] | None, typer.Option("--status", help="Only systems of this status.")]
Top = Annotated[int | None, typer.Option("--top", min=1, help="Only so many rows.")]
