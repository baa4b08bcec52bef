"""The command line as a whole: all commands under one name."""

from __future__ import annotations

from typing import Annotated

import typer

from catalog.cli import ask, check, export, make
from catalog.version import __version__

COMMANDS = {command.__name__: command for command in (*ask.COMMANDS, *check.COMMANDS, *make.COMMANDS, *export.COMMANDS)}


def app_for(arguments: list[str]) -> typer.Typer:
    """The command line with the one command that is asked for, or with all where none is: a command's options are
    costly to set up, and nobody sees those of the others."""
    app = typer.Typer(
        name="catalog",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    asked = COMMANDS.get(arguments[0]) if arguments else None
    for command in [asked] if asked else COMMANDS.values():
        app.command()(command)
    app.callback()(main)
    return app


def run(arguments: list[str]) -> int:
    """Runs one command line; the exit status is 0, 1 (wrong input, nothing found) or 2 (wrong usage)."""
    try:
        app_for(arguments)(args=arguments, prog_name="catalog")
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def _version(value: bool) -> None:
    if value:
        typer.echo(f"arms-catalog {__version__}")
        raise typer.Exit


def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Tell the version and end.")
    ] = False,
) -> None:
    """A public reference of weapon systems in which every number carries its source, its condition and its date."""
