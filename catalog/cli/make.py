"""The commands that make: check the records, build the database, serve the site."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Annotated

import typer


def fail(message: str) -> typer.Exit:
    """Tells what is wrong; to be raised."""
    typer.echo(f"catalog: {message}", err=True)
    return typer.Exit(1)


def records() -> Path:
    """The checkout in which the command runs. Raises typer.Exit with a message where there is none."""
    from catalog.query.home import checkout

    root = checkout()
    if root is None:
        raise fail(
            "no records here: an installed catalog carries the database alone; run this in a checkout, "
            "where systems/ and sources/ are"
        )
    return Path(root)


def build(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The database to write; catalog.db of the checkout if left out."),
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Read every record again, changed or not.")] = False,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Processes; one a core if left out.")] = None,
) -> None:
    """Compile the records into catalog.db, reading those that have changed. With an error nothing is written."""
    from catalog.cli.fresh import is_stale
    from catalog.query.home import database

    root = records()
    target = output or Path(database())
    if not whole and not is_stale(str(root), str(target)):
        typer.echo(f"{target}: {target.stat().st_size / 1e6:.1f} MB, nothing has changed")
        return
    _compile(root, target, jobs, whole)


def _compile(root: Path, target: Path, jobs: int | None, whole: bool) -> None:
    from catalog.cli.complain import problem_text
    from catalog.cli.faults import reason
    from catalog.cli.progress import Progress
    from catalog.compile import build as compile_records

    try:
        with Progress(sys.stderr) as progress:
            built = compile_records(root, target, progress, jobs, whole)
    except (OSError, sqlite3.Error) as error:
        raise fail(f"{target} could not be built: {reason(error)}. The old one, if any, is untouched") from None
    if built.problems:
        typer.echo(problem_text(built.problems), err=True)
        typer.echo("Nothing was built; the old database, if any, is untouched.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{target}: {target.stat().st_size / 1e6:.1f} MB, {built.read:,} of {built.records:,} records read")


def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", "-p", min=0, max=65535, help="Port to listen on; 0 takes a free one.")
    ] = 8001,
    reload: Annotated[bool, typer.Option("--reload", help="Build and start anew when a record changes.")] = False,
) -> None:
    """Open the site on catalog.db, read only."""
    from catalog.cli.faults import damaged
    from catalog.cli.fresh import open_fresh, renew
    from catalog.query.connection import NotACatalog, damage
    from catalog.query.home import database
    from catalog.site.cells import DATABASE
    from catalog.site.server import serve as serve_site
    from catalog.site.server import serve_reloading

    try:
        with open_fresh() as catalog:
            found = damage(catalog.connection, quick=True)
    except NotACatalog as error:
        raise fail(str(error)) from None
    if found:
        raise fail(damaged(database(), found))
    if Path(database()).stem != DATABASE:
        raise fail(f"the site knows its database by the file's name: call {database()} {DATABASE}.db")
    if reload:
        raise typer.Exit(serve_reloading(Path(database()), host, port, renew))
    serve_site(Path(database()), host, port)


COMMANDS = (build, serve)
