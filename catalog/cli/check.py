"""The command that checks: which problems, in which form, and the cures that a machine can write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalog.cli.faults import reason
from catalog.cli.make import fail, records
from catalog.problems import Problem

if TYPE_CHECKING:
    from catalog.check import Tree

FORMATS = ("text", "json", "github")


def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Only tell the problems of these files or folders.")
    ] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="Only the files that differ from the main branch, and what they break.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Write the mechanical cures: spellings of units, stray spaces, order of keys.")
    ] = False,
    format: Annotated[str, typer.Option("--format", "-f", help="text, json or github (annotations).")] = "text",
) -> None:
    """Check the records: every problem with file, line, what was found, what was expected, and the cure."""
    from catalog.check import errors

    if format not in FORMATS:
        raise typer.BadParameter(f"`{format}` is none of {', '.join(FORMATS)}", param_hint="--format")
    root = records()
    drafts = _drafts(root, paths or ())
    tree = root / drafts
    chosen = _chosen(tree, paths or (), changed)
    try:
        found = _found(root, drafts, chosen)
        if fix and _write_fixes(tree, found.problems):
            found = _found(root, drafts, chosen)
    except OSError as error:
        raise fail(f"the records could not be read: {reason(error)}") from None
    _tell([replace(problem, file=str(drafts / problem.file)) for problem in found.problems], found.files, format)
    if errors(found.problems):
        raise typer.Exit(1)


def _drafts(root: Path, paths: Sequence[Path]) -> Path:
    """The folder of drafts below the root if it is asked for, else the root itself: they are checked apart."""
    if not paths:
        return Path()
    from catalog.draft.drafts import FOLDER

    inside = [path.resolve().is_relative_to((root / FOLDER).resolve()) for path in paths]
    if any(inside) and not all(inside):
        raise fail(f"{FOLDER}/ and the records are checked apart: name one or the other")
    return Path(FOLDER if any(inside) else ".")


def _found(root: Path, drafts: Path, chosen: Callable[[str], bool]) -> Tree:
    if not drafts.name:
        from catalog.check import check_tree

        return check_tree(root, chosen=chosen)
    from catalog.draft.drafts import check_drafts

    return check_drafts(root, chosen=chosen)


def _chosen(root: Path, paths: Sequence[Path], changed: bool) -> Callable[[str], bool]:
    """Whether a file is one of those asked for."""
    if missing := [str(path) for path in paths if not path.exists()]:
        raise fail(f"no such file or folder: {', '.join(missing)}")
    wanted = [path.resolve() for path in paths]
    differing = _differing(root) if changed else None
    here = root.resolve()

    def chosen(file: str) -> bool:
        named = not wanted or any((here / file).is_relative_to(path) for path in wanted)
        return named and (differing is None or file in differing)

    return chosen


def _differing(root: Path) -> set[str]:
    from catalog.cli.changes import NoHistory, changed_files

    try:
        return changed_files(root)
    except NoHistory as error:
        raise fail(str(error)) from None


def _write_fixes(root: Path, problems: Sequence[Problem]) -> bool:
    """Writes what can be cured without a thought, tells which files that changed; true if any."""
    from catalog.check.fix import fixing

    fixed = False
    try:
        for file in fixing(root, problems):
            typer.echo(f"fixed {file}", err=True)
            fixed = True
    except OSError as error:
        raise fail(f"{error.filename} could not be written, and is as it was: {reason(error)}") from None
    return fixed


def _tell(problems: Sequence[Problem], files: int, format: str) -> None:
    from catalog.cli.complain import problem_annotations, problem_json, problem_text

    if format == "json":
        typer.echo(problem_json(problems, files))
    elif format == "github":
        typer.echo(problem_annotations(problems), nl=bool(problems))
    elif problems:
        typer.echo(problem_text(problems), err=True)
    else:
        typer.echo(f"{files:,} records, no problem")


COMMANDS = (check,)
