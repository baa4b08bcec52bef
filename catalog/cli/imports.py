"""The commands that make drafts of what people already have, and the one that takes a reviewed draft in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalog.cli import options as known
from catalog.cli.asked import here, one_or_all, telling
from catalog.cli.make import fail, records

if TYPE_CHECKING:
    from catalog.draft.drafts import Draft


def import_csv(
    file: Annotated[Path, typer.Argument(help="A table, one system a row.", exists=True, dir_okay=False)],
    map: Annotated[
        Path, typer.Option("--map", help="What its columns mean: docs/import.md.", exists=True, dir_okay=False)
    ],
) -> None:
    """Make drafts of a table's rows, by a map of its columns to properties, with units and one document."""
    from catalog.cli.complain import problem_text
    from catalog.draft.sourced import Sources
    from catalog.draft.table import drafts_of, read_map, read_table
    from catalog.problems import Refused, did_you_mean

    root = records()
    with telling():
        plan = read_map(map)
        if isinstance(plan, list):
            typer.echo(problem_text(plan), err=True)
            raise typer.Exit(1)
        rows = read_table(file, plan)
        sources = Sources(root)
        if not sources.knows(plan.document):
            cure = did_you_mean(plan.document, sources.documents()) or "`catalog cite` adds it and gives its id"
            raise Refused(f"the document `{plan.document}` of {map}, which no source has", "", cure)
        drafts, told = drafts_of(rows, plan)
        _write(root, drafts, sources.changed, told)


def import_wikidata(
    file: Annotated[
        Path, typer.Argument(help="An item's JSON, as Special:EntityData gives it.", exists=True, dir_okay=False)
    ],
    class_: Annotated[str, typer.Option("--class", metavar="CLASS", help="What it is.", autocompletion=known._classes)],
    origin: Annotated[
        list[str] | None, typer.Option("--origin", metavar="COUNTRY", help="Who made it; may be repeated.")
    ] = None,
    status: Annotated[str | None, typer.Option("--status", help="Where it stands.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="Its name; the English label if left out.")] = None,
    id: Annotated[str | None, typer.Option("--id", help="Its id; made from the name if left out.")] = None,
    accessed: Annotated[
        str | None, typer.Option("--accessed", metavar="DATE", help="When it was downloaded; the file's day.")
    ] = None,
) -> None:
    """Make a draft of an item of Wikidata, its units and references kept. Nothing is fetched."""
    from datetime import date

    from catalog.draft.sourced import Sources
    from catalog.draft.wikibase import read_items
    from catalog.draft.wikidata import Asked, draft_of

    root = records()
    with telling():
        given = {"origin": one_or_all(origin), "status": status}
        day = accessed or date.fromtimestamp(file.stat().st_mtime).isoformat()
        asked = Asked(class_, day, name, id, {key: value for key, value in given.items() if value})
        sources = Sources(root)
        drafts = [draft_of(item, asked, sources) for item in read_items(file)]
        _write(root, drafts, sources.changed, ())


def accept(
    drafts: Annotated[list[Path], typer.Argument(help="Drafts that you have read against their pages.")],
) -> None:
    """Move reviewed drafts, and the sources that they cite, among the records, if they have no error."""
    from catalog.cli.complain import problem_text
    from catalog.draft.drafts import FOLDER, accept, below_drafts

    root = records()
    with telling():
        accepted = accept(root, [_below(root, draft) for draft in drafts])
    if accepted.problems:
        typer.echo(problem_text(below_drafts(accepted.problems)), err=True)
        typer.echo(f"Nothing was moved; {FOLDER}/ is as it was.", err=True)
        raise typer.Exit(1)
    for file in accepted.files:
        typer.echo(here(root, file))


def _below(root: Path, draft: Path) -> str:
    from catalog.draft.drafts import FOLDER

    folder = (root / FOLDER).resolve()
    if not draft.resolve().is_relative_to(folder):
        raise fail(f"{draft}: not in {FOLDER}/")
    return draft.resolve().relative_to(folder).as_posix()


def _write(root: Path, drafts: Sequence[Draft], sources: Mapping[str, bytes], told: Sequence[str]) -> None:
    """Writes drafts, prints their files, and tells what was left out and what comes next."""
    from catalog.draft.drafts import FOLDER, twins, write_drafts

    same = twins(root, drafts)
    for file in write_drafts(root, drafts, sources):
        typer.echo(here(root, file))
    for line in (*told, *same):
        typer.echo(line, err=True)
    for draft in drafts:
        if draft.left_out:
            typer.echo(f"{FOLDER}/{draft.file}: left out {len(draft.left_out)}, as its `# DRAFT` lines say", err=True)
    if not drafts:
        raise fail("no draft")
    typer.echo(f"Review them, then: catalog check {here(root, FOLDER)}, catalog accept FILE", err=True)


GROUPS = {"import": "Make drafts of what there is already: a table, an item of Wikidata."}
COMMANDS: dict[str, Callable[..., None]] = {
    "import csv": import_csv,
    "import wikidata": import_wikidata,
    "accept": accept,
}
