"""The commands that ask: each names its options and asks one method of Catalog."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from catalog.cli import options as given
from catalog.cli import questions
from catalog.cli.answer import Page, answer
from catalog.cli.output import FORMATS


def _answer(question: Callable[..., Page], words: dict[str, Any]) -> None:
    """Asks a question with the words of a command line and ends with its status."""
    format = words.pop("format")
    if format not in FORMATS:
        raise typer.BadParameter(f"`{format}` is none of {', '.join(FORMATS)}", param_hint="--format")
    raise typer.Exit(answer(format, lambda catalog: question(catalog, **words)))


def show(
    system: given.System = "",
    claim: Annotated[
        str | None, typer.Option("--claim", metavar="ID", help="Show this one claim in full, with its citation.")
    ] = None,
    cite: Annotated[
        str | None, typer.Option("--cite", metavar="STYLE", help="Only the claim's citation: plain, bibtex or csl.")
    ] = None,
    unit: given.UnitName = None,
    units: given.UnitSystem = "metric",
    claims: given.ListClaims = False,
    as_of: given.AsOf = None,
    without: given.Without = None,
    format: given.Format = "table",
) -> None:
    """Show one system: names, figures with conditions and sources, operators, relatives, events, gaps."""
    words = dict(locals())
    from catalog.query.cite import STYLES

    if bool(system) == bool(claim):
        raise typer.BadParameter("name a system, or a claim with --claim")
    if cite is not None and (cite not in STYLES or not claim):
        raise typer.BadParameter(f"goes with --claim and is one of {', '.join(STYLES)}", param_hint="--cite")

    _answer(questions.show, words)


def compare(
    systems: given.Systems,
    spec: given.Specs = None,
    ammunition: given.Ammunition = None,
    as_of: given.AsOf = None,
    unit: given.UnitName = None,
    units: given.UnitSystem = "metric",
    claims: given.ListClaims = False,
    why: Annotated[
        bool, typer.Option("--why", help="Tell the rule and the independent roots behind each figure.")
    ] = False,
    without: given.Without = None,
    format: given.Format = "table",
) -> None:
    """Compare systems side by side, like for like, and say who outranges whom: yes, no or possible."""
    words = dict(locals())

    _answer(questions.compare, words)


def rank(
    property: given.Spec,
    class_: given.Classes = None,
    operator: given.Operators = None,
    origin: given.Origins = None,
    status: given.Statuses = None,
    min: Annotated[
        str | None, typer.Option("--min", metavar="VALUE", help="Only figures that reach this, like `40 nmi`.")
    ] = None,
    max: Annotated[
        str | None, typer.Option("--max", metavar="VALUE", help="Only figures that stay within this.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Order by headline, low or high.")] = "headline",
    ammunition: given.Ammunition = None,
    top: given.Top = None,
    as_of: given.AsOf = None,
    unit: given.UnitName = None,
    units: given.UnitSystem = "metric",
    without: given.Without = None,
    format: given.Format = "table",
) -> None:
    """Rank systems by one property, leaving open the places that the sources leave open."""
    words = dict(locals())
    from catalog.query.rank import BY

    if by not in BY:
        raise typer.BadParameter(f"`{by}` is none of {', '.join(BY)}", param_hint="--by")

    _answer(questions.rank, words)


def find(
    conditions: Annotated[
        list[str],
        typer.Argument(
            metavar="CONDITION...", help='For example "range >= 300 km", "crew < 5" or "guidance = satellite".'
        ),
    ],
    certain: Annotated[
        bool, typer.Option("--certain/--possible", help="Every claim must meet it; or at least one.")
    ] = False,
    class_: given.Classes = None,
    operator: given.Operators = None,
    origin: given.Origins = None,
    status: given.Statuses = None,
    ammunition: given.Ammunition = None,
    as_of: given.AsOf = None,
    unit: given.UnitName = None,
    units: given.UnitSystem = "metric",
    without: given.Without = None,
    format: given.Format = "table",
) -> None:
    """Find systems that meet conditions on any properties at once, with units."""
    words = dict(locals())

    _answer(questions.find, words)


def search(
    text: Annotated[list[str], typer.Argument(help="Part of any name, in any script.")], format: given.Format = "table"
) -> None:
    """Find systems by any of their names, in any script and spelling."""
    words = dict(locals())

    _answer(questions.search, words)


def events(
    party: Annotated[
        list[str] | None,
        typer.Option("--party", metavar="COUNTRY", help="Only events in which this country acts or receives."),
    ] = None,
    system: Annotated[list[str] | None, typer.Option("--system", help="Only events with this system.")] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="transfer, deployment, sighting, use, loss, test, …")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only events that end on or after this day.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Only events that begin on or before this day.")
    ] = None,
    claimant: Annotated[
        str | None, typer.Option("--claimant", help="Only what this party claims; part of its name.")
    ] = None,
    format: given.Format = "table",
) -> None:
    """Tell what happened as each party tells it: transfers, sightings, use, losses, tests, estimates."""
    words = dict(locals())

    _answer(questions.events, words)


def sources(
    publisher: Annotated[str, typer.Argument(help="Id or name of a publisher; all if left out.")] = "",
    top: given.Top = 25,
    format: given.Format = "table",
) -> None:
    """Tell who publishes what the catalog says, how they are graded, and what rests on whom."""
    words = dict(locals())

    _answer(questions.sources, words)


def coverage(
    class_: given.Classes = None,
    operator: given.Operators = None,
    origin: given.Origins = None,
    status: given.Statuses = None,
    list: Annotated[str | None, typer.Option("--list", help="One list whole: gaps, alone, unsettled or stale.")] = None,
    format: given.Format = "table",
) -> None:
    """Tell what each class expects and each system lacks, and which figures rest on one publisher alone."""
    words = dict(locals())
    from catalog.query.answers.coverage import LISTS

    if list is not None and list not in LISTS:
        raise typer.BadParameter(f"`{list}` is none of {', '.join(LISTS)}", param_hint="--list")

    _answer(questions.coverage, words)


def sql(
    query: Annotated[str, typer.Argument(help="One SELECT on the tables of catalog.db.")],
    format: given.Format = "table",
) -> None:
    """Ask catalog.db in SQL; the database is opened read only."""
    words = dict(locals())

    _answer(questions.sql, words)


def properties(format: given.Format = "table") -> None:
    """List what can be claimed of a system."""
    _answer(questions.vocabulary, {"which": "properties", "format": format})


def classes(format: given.Format = "table") -> None:
    """List what a system can be."""
    _answer(questions.vocabulary, {"which": "classes", "format": format})


def units(format: given.Format = "table") -> None:
    """List the units that records may use."""
    _answer(questions.vocabulary, {"which": "units", "format": format})


def conditions(format: given.Format = "table") -> None:
    """List the conditions under which a figure can hold."""
    _answer(questions.vocabulary, {"which": "conditions", "format": format})


def countries(format: given.Format = "table") -> None:
    """List the codes of countries and other parties."""
    _answer(questions.vocabulary, {"which": "countries", "format": format})


COMMANDS = (
    show,
    compare,
    rank,
    find,
    search,
    events,
    sources,
    coverage,
    sql,
    properties,
    classes,
    units,
    conditions,
    countries,
)
