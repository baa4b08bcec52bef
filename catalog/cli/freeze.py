"""The command that freezes: the whole site as static files."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from catalog.cli.make import fail


def freeze(
    folder: Annotated[Path, typer.Argument(help="The folder to write; a frozen site that is there is replaced.")],
    base_url: Annotated[
        str,
        typer.Option(
            "--base-url",
            metavar="URL",
            help="Where the folder will be served, as https://host/arms/ or /arms/; a full address gives a sitemap.",
        ),
    ] = "",
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Processes; one a core if left out.")] = None,
) -> None:
    """Write the whole site as static files, with the database, for any file server or for the disk."""
    from catalog.cli.fresh import open_fresh
    from catalog.cli.progress import Progress
    from catalog.load.parallel import cores
    from catalog.query.connection import NotACatalog
    from catalog.query.home import database
    from catalog.site.addresses import NotFrozen
    from catalog.site.freeze import freeze as freeze_site

    base = _base(base_url)
    try:
        open_fresh().close()
        with Progress(sys.stderr, "pages") as progress:
            frozen = freeze_site(Path(database()), folder, base, progress, jobs or cores())
    except (NotACatalog, NotFrozen) as error:
        raise fail(str(error)) from None
    except OSError as error:
        raise fail(f"{folder} could not be written: {error}; the old one, if any, is untouched") from None
    typer.echo(f"{folder}: {frozen.files:,} files, {frozen.size / 1e6:.1f} MB")


def _base(given: str) -> str:
    """The address as pages use it, with a slash at its end."""
    if not re.fullmatch(r"|(https?://[\w.:-]+)?/[\w./~-]*|https?://[\w.:-]+", given, re.ASCII):
        raise typer.BadParameter(
            f"`{given}` is neither like https://host/arms/ nor like /arms/", param_hint="--base-url"
        )
    return f"{given.rstrip('/')}/" if given else ""


COMMANDS = (freeze,)
