"""The command line as a whole: all commands under one name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from catalog.cli import ask, check, diff, export, freeze, imports, make, new
from catalog.version import __version__

COMMANDS: dict[str, Callable[..., None]] = {
    **{command.__name__: command for room in (ask, check, diff, make, export, freeze) for command in room.COMMANDS},
    **new.COMMANDS,
    **imports.COMMANDS,
}
GROUPS = {**new.GROUPS, **imports.GROUPS}  # the first word of commands of two


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
    asked = [name for name in COMMANDS if name.split()[0] == arguments[0]] if arguments else []
    groups: dict[str, typer.Typer] = {}
    for name in asked or COMMANDS:
        group, _, command = name.rpartition(" ")
        if group and group not in groups:
            groups[group] = typer.Typer(name=group, help=GROUPS[group], no_args_is_help=True, rich_markup_mode=None)
            app.add_typer(groups[group])
        groups.get(group, app).command(command)(COMMANDS[name])
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
