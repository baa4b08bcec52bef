"""The commands that make: check the records, build the database, serve the site."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Annotated

import typer


def _fail(message: str) -> typer.Exit:
    typer.echo(f"catalog: {message}", err=True)
    return typer.Exit(1)


def _checkout() -> Path:
    from catalog.query.home import checkout

    root = checkout()
    if root is None:
        raise _fail("no records here: run this in a checkout, where systems/ and sources/ are")
    return Path(root)


def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Only tell the problems of these files or folders.")
    ] = None,
) -> None:
    """Check the records: every problem with file, line, what was found, what was expected, and the cure."""
    from catalog.check import check_tree, errors
    from catalog.cli.complain import problem_text

    root = _checkout()
    if missing := [str(path) for path in paths or () if not path.exists()]:
        raise _fail(f"no such file or folder: {', '.join(missing)}")
    records, problems = check_tree(root)
    if paths:
        wanted = [path.resolve() for path in paths]
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


def build(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The database to write; catalog.db of the checkout if left out."),
    ] = None,
) -> None:
    """Compile the records into catalog.db. With an error in any record nothing is written."""
    from catalog.check import errors
    from catalog.cli.complain import problem_text, tally
    from catalog.cli.fresh import mark_fresh, state
    from catalog.cli.progress import Progress
    from catalog.compile import build as compile_records
    from catalog.query.home import database

    root = _checkout()
    target = output or Path(database())
    before = state(str(root))
    try:
        with Progress(sys.stderr) as progress:
            problems = compile_records(root, target, progress)
        faults = errors(problems)
        if not faults and not output:
            mark_fresh(str(target), before)
    except (OSError, sqlite3.Error) as error:
        raise _fail(f"{target} could not be written: {error}; the old one, if any, is untouched") from None
    if faults:
        typer.echo(problem_text(faults), err=True)
        typer.echo("Nothing was built; the old database, if any, is untouched.", err=True)
        raise typer.Exit(1)
    warned = f" ({tally(problems)}: `catalog check` tells them)" if problems else ""
    typer.echo(f"{target}: {target.stat().st_size / 1e6:.1f} MB{warned}")


def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", "-p", min=0, max=65535, help="Port to listen on; 0 takes a free one.")
    ] = 8001,
    reload: Annotated[bool, typer.Option("--reload", help="Build and start anew when a record changes.")] = False,
) -> None:
    """Open the site on catalog.db, read only."""
    from catalog.cli.fresh import open_fresh, renew
    from catalog.query.connection import NotACatalog
    from catalog.query.home import database
    from catalog.site.server import serve as serve_site
    from catalog.site.server import serve_reloading

    try:
        open_fresh().close()
    except NotACatalog as error:
        raise _fail(str(error)) from None
    if reload:
        raise typer.Exit(serve_reloading(Path(database()), host, port, renew))
    serve_site(Path(database()), host, port)


COMMANDS = (check, build, serve)
