"""The commands and their options; each asks one function of `query` and prints what it answers."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog import __version__
from catalog.cli.output import FORMATS

app = typer.Typer(
    name="catalog",
    help="A public reference of weapon systems in which every number carries its source, its condition and its date.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Systems = Annotated[list[str], typer.Argument(metavar="SYSTEM...", help="Ids or names of systems.", show_default=False)]
Format = Annotated[str, typer.Option("--format", "-f", help="table, json, csv, markdown or yaml.")]
UnitOption = Annotated[
    str | None, typer.Option("--unit", help="Show figures in this unit where it fits, for example mi or nmi.")
]
UnitsOption = Annotated[str, typer.Option("--units", help="metric, imperial or nautical.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Only claims whose document was issued by this day.")
]
Without = Annotated[
    list[str] | None, typer.Option("--without", metavar="PUBLISHER", help="Leave out what rests on this publisher.")
]
ClaimsFlag = Annotated[bool, typer.Option("--claims", help="List every claim with its document and date.")]
Classes = Annotated[
    list[str] | None, typer.Option("--class", metavar="CLASS", help="Only systems of this class; may be repeated.")
]
Operators = Annotated[
    list[str] | None, typer.Option("--operator", metavar="COUNTRY", help="Only systems that this country has.")
]
Origins = Annotated[
    list[str] | None, typer.Option("--origin", metavar="COUNTRY", help="Only systems that this country made.")
]


def run(arguments: list[str]) -> int:
    """Runs one command line; the exit status is 0, 1 (wrong input, nothing found) or 2 (wrong usage)."""
    try:
        app(args=arguments, prog_name="catalog")
    except SystemExit as ended:
        return int(ended.code or 0)
    except BrokenPipeError:
        return _close_quietly()
    return 0


def _close_quietly() -> int:
    """The reader of our output has gone, as `head` does: end without a word."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _fail(message: str) -> typer.Exit:
    typer.echo(f"catalog: {message}", err=True)
    return typer.Exit(1)


def _answer(format: str, ask: Callable[[sqlite3.Connection], Any]) -> None:
    """Opens the database, makes a page and prints it; every expected fault becomes one line and status 1."""
    from catalog.cli.fresh import open_fresh
    from catalog.cli.output import emit
    from catalog.query.connection import NotACatalog
    from catalog.query.display import UnknownUnit
    from catalog.query.resolve import UnknownSystem
    from catalog.query.terms import UnknownWord

    if format not in FORMATS:
        raise typer.BadParameter(f"`{format}` is none of {', '.join(FORMATS)}", param_hint="--format")
    try:
        page = ask(open_fresh())
    except (NotACatalog, UnknownSystem, UnknownUnit, UnknownWord, sqlite3.DatabaseError) as error:
        raise _fail(str(error)) from None
    typer.echo(emit(format, page.text, page.plain, page.rows))


def _scope(
    connection: sqlite3.Connection, as_of: str | None, ammunition: str | None, without: Sequence[str] | None
) -> Any:
    from catalog.query.claims import Scope
    from catalog.query.terms import ammunition_id, last_day, publisher_id

    return Scope(
        last_day(as_of) if as_of else None,
        ammunition_id(connection, ammunition) if ammunition else None,
        tuple(publisher_id(connection, name) for name in without or ()),
    )


@app.command()
def show(
    system: Annotated[str, typer.Argument(help="Id or name of a system.")] = "",
    claim: Annotated[str | None, typer.Option("--claim", metavar="ID", help="Show this one claim in full.")] = None,
    unit: UnitOption = None,
    units: UnitsOption = "metric",
    claims: ClaimsFlag = False,
    as_of: AsOf = None,
    without: Without = None,
    format: Format = "table",
) -> None:
    """Show one system: names, figures with conditions and sources, operators, relatives, events, gaps."""

    def ask(connection: sqlite3.Connection) -> Any:
        from catalog.cli.show import ClaimPage, ShowPage
        from catalog.query.display import Measures
        from catalog.query.resolve import resolve
        from catalog.query.sheet import sheet

        measures = Measures(connection, unit, units)
        if claim:
            return ClaimPage(connection, claim, measures)
        found = sheet(connection, resolve(connection, system), _scope(connection, as_of, None, without))
        return ShowPage(connection, found, measures, claims)

    if not system and not claim:
        raise typer.BadParameter("name a system, or a claim with --claim")
    _answer(format, ask)


@app.command()
def compare(
    systems: Systems,
    spec: Annotated[
        list[str] | None,
        typer.Option(
            "--spec", metavar="PROPERTY", help="Only this property; may be repeated. `range` is all that reaches."
        ),
    ] = None,
    ammunition: Annotated[
        str | None, typer.Option("--ammunition", help="Only figures with this class of round.")
    ] = None,
    as_of: AsOf = None,
    unit: UnitOption = None,
    units: UnitsOption = "metric",
    claims: ClaimsFlag = False,
    why: Annotated[
        bool, typer.Option("--why", help="Tell the rule and the independent roots behind each figure.")
    ] = False,
    without: Without = None,
    format: Format = "table",
) -> None:
    """Compare systems side by side, like for like, and say who outranges whom: yes, no or possible."""

    def ask(connection: sqlite3.Connection) -> Any:
        from catalog.cli.compare import ComparePage
        from catalog.query.compare import compare as compare_systems
        from catalog.query.display import Measures
        from catalog.query.resolve import resolve
        from catalog.query.terms import KM, REACH, properties, property_ids

        ids = list(dict.fromkeys(resolve(connection, asked) for asked in systems))
        specs = [REACH if asked == REACH else property_ids(connection, asked)[0] for asked in spec or ()]
        stored = [KM if asked == REACH else properties(connection)[asked].unit for asked in specs]
        measures = Measures(connection, unit, units, stored)
        found = compare_systems(connection, ids, specs, _scope(connection, as_of, ammunition, without))
        return ComparePage(connection, found, measures, claims, why)

    _answer(format, ask)


@app.command()
def rank(
    property: Annotated[str, typer.Argument(metavar="PROPERTY", help="A property, or `range` for all that reaches.")],
    class_: Classes = None,
    operator: Operators = None,
    origin: Origins = None,
    status: Annotated[list[str] | None, typer.Option("--status", help="Only systems of this status.")] = None,
    min: Annotated[
        str | None, typer.Option("--min", metavar="VALUE", help="Only figures that can reach this, like `40 nmi`.")
    ] = None,
    max: Annotated[
        str | None, typer.Option("--max", metavar="VALUE", help="Only figures that can stay below this.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Order by headline, low or high.")] = "headline",
    ammunition: Annotated[
        str | None, typer.Option("--ammunition", help="Only figures with this class of round.")
    ] = None,
    top: Annotated[int | None, typer.Option("--top", min=1, help="Only so many systems.")] = None,
    as_of: AsOf = None,
    unit: UnitOption = None,
    units: UnitsOption = "metric",
    without: Without = None,
    format: Format = "table",
) -> None:
    """Rank systems by one property, leaving open the places that the sources leave open."""
    from catalog.query.rank import BY

    if by not in BY:
        raise typer.BadParameter(f"`{by}` is none of {', '.join(BY)}", param_hint="--by")

    def ask(connection: sqlite3.Connection) -> Any:
        from catalog.cli.rank import RankPage
        from catalog.query.display import Measures
        from catalog.query.rank import Filter
        from catalog.query.rank import rank as rank_systems
        from catalog.query.terms import KM, REACH, class_id, country_id, properties, property_ids, status_id

        chosen = REACH if property == REACH else property_ids(connection, property)[0]
        stored = KM if chosen == REACH else properties(connection)[chosen].unit
        measures = Measures(connection, unit, units, [stored])
        which = Filter(
            tuple(class_id(connection, asked) for asked in class_ or ()),
            tuple(country_id(connection, asked) for asked in operator or ()),
            tuple(country_id(connection, asked) for asked in origin or ()),
            tuple(status_id(connection, asked) for asked in status or ()),
        )
        least, most = (measures.parse(bound, stored) if bound else None for bound in (min, max))
        found = rank_systems(connection, chosen, which, _scope(connection, as_of, ammunition, without), by, least, most)
        return RankPage(connection, found, measures, top)

    _answer(format, ask)


@app.command()
def search(
    text: Annotated[list[str], typer.Argument(help="Part of any name, in any script.")],
    format: Format = "table",
) -> None:
    """Find systems by any of their names, in any script and spelling."""

    def ask(connection: sqlite3.Connection) -> Any:
        from catalog.cli.lists import SearchPage

        return SearchPage(connection, " ".join(text))

    _answer(format, ask)


@app.command()
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
    format: Format = "table",
) -> None:
    """Tell what happened as each party tells it: transfers, sightings, use, losses, tests, estimates."""

    def ask(connection: sqlite3.Connection) -> Any:
        from catalog.cli.events import EventsPage
        from catalog.query.events import EventFilter
        from catalog.query.resolve import resolve
        from catalog.query.terms import country_id, event_kind, first_day, last_day

        which = EventFilter(
            tuple(country_id(connection, asked) for asked in party or ()),
            tuple(resolve(connection, asked) for asked in system or ()),
            tuple(event_kind(connection, asked) for asked in kind or ()),
            first_day(since) if since else None,
            last_day(until) if until else None,
            claimant,
        )
        return EventsPage(connection, which)

    _answer(format, ask)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="One SELECT on the tables of catalog.db.")], format: Format = "table"
) -> None:
    """Ask catalog.db in SQL; the database is opened read only."""

    def ask(connection: sqlite3.Connection) -> Any:
        from catalog.cli.lists import SqlPage

        return SqlPage(connection, query)

    _answer(format, ask)


@app.command()
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Only tell the problems of these files or folders.")
    ] = None,
) -> None:
    """Check the records: every problem with file, line, what was found, what was expected, and the cure."""
    from catalog.check import check_tree, errors
    from catalog.cli.complain import problem_text

    root = _checkout()
    records, problems = check_tree(root)
    if paths:
        wanted = [path.resolve() for path in paths]
        if missing := [str(path) for path in paths if not path.exists()]:
            raise _fail(f"no such file or folder: {', '.join(missing)}")
        problems = [
            problem
            for problem in problems
            if any((root / problem.file).resolve().is_relative_to(path) for path in wanted)
        ]
    if problems:
        typer.echo(problem_text(problems), err=True)
    else:
        typer.echo(f"{len(records):,} records, no problem")
    if errors(problems):
        raise typer.Exit(1)


@app.command()
def build(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The database to write; catalog.db of the checkout if left out."),
    ] = None,
) -> None:
    """Compile the records into catalog.db. With an error in any record nothing is written."""
    from catalog.check import errors
    from catalog.cli.complain import problem_text, tally
    from catalog.cli.fresh import stamp_of, state
    from catalog.cli.home import database
    from catalog.compile import build as compile_records

    root = _checkout()
    target = output or database()
    before = state(root)
    try:
        with _progress() as progress:
            problems = compile_records(root, target, progress)
        if not errors(problems):
            stamp_of(target).write_text(before)
    except OSError as error:
        raise _fail(
            f"{target} could not be written: {error.strerror or error}; the old one, if any, is untouched"
        ) from None
    if faults := errors(problems):
        typer.echo(problem_text(faults), err=True)
        typer.echo("Nothing was built; the old database, if any, is untouched.", err=True)
        raise typer.Exit(1)
    warned = f" ({tally(problems)}: `catalog check` tells them)" if problems else ""
    typer.echo(f"{target}: {target.stat().st_size / 1e6:.1f} MB{warned}")


def _progress() -> Any:
    """A bar that moves on a terminal and stays silent elsewhere; gives a function of records done and their number."""
    from catalog.cli.progress import Progress

    return Progress(sys.stderr)


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", "-p", min=0, max=65535, help="Port to listen on; 0 takes a free one.")
    ] = 8001,
) -> None:
    """Open the site on catalog.db, read only."""
    from catalog.cli.fresh import open_fresh
    from catalog.cli.home import database
    from catalog.query.connection import NotACatalog
    from catalog.site import serve as serve_site

    try:
        open_fresh().close()
    except NotACatalog as error:
        raise _fail(str(error)) from None
    serve_site(database(), host, port)


def _checkout() -> Path:
    from catalog.cli.home import checkout

    root = checkout()
    if root is None:
        raise _fail("no records here: run this in a checkout, where systems/ and sources/ are")
    return root


def _version(value: bool) -> None:
    if value:
        typer.echo(f"arms-catalog {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Tell the version and end.")
    ] = False,
) -> None:
    """A public reference of weapon systems in which every number carries its source, its condition and its date."""
