"""The third stage: checked records become catalog.db."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from catalog.compile.carry import Run, build_rows, in_order_of_keys, tabled
from catalog.compile.database import Rows, write
from catalog.compile.patch import Unpatchable, renew
from catalog.compile.words import vocabulary_rows
from catalog.load import File, files_of
from catalog.load.places import locate
from catalog.manifest import Manifest, identity, note_of, read_manifest, state_of, write_manifest
from catalog.problems import Problem
from catalog.replacing import clear_away, replacing

PACKAGE = Path(__file__).parents[1]
Progress = Callable[[int, int], None]


class Built(NamedTuple):
    """What a build came to: the errors that kept it from writing, and how many records it read of how many."""

    problems: list[Problem]
    read: int
    records: int


class Faulty(Exception):
    """Some record has an error, so that nothing is written."""


def build(
    root: Path, target: Path, progress: Progress | None = None, jobs: int | None = None, whole: bool = False
) -> Built:
    """Compiles the records below root into target, reading only those that have changed where that is enough.

    With an error in any record nothing is written, and all errors are told. `jobs` is the number of processes, by
    default one a core. Raises OSError and sqlite3.Error; the old file is then untouched.
    """
    state, program = state_of(str(root), str(PACKAGE))
    files = files_of(root)
    clear_away(target.parent, target.name)
    before = None if whole else read_manifest(str(target))
    with _without_collector():
        if before is not None and before.program == program:
            with suppress(Unpatchable):
                return Built([], renew(root, target, files, before, state), len(files))
        run = Run(root, files)
        parts = _parts(run, in_order_of_keys(files), progress, jobs)
        with suppress(Faulty), replacing(target, Path(note_of(str(target)))) as workplace:
            made = workplace / target.name
            write(parts, made)
            write_manifest(str(made), Manifest(state, program, identity(str(made)), tuple(sorted(run.noted))))
    return Built(locate(run.problems, root), len(files), len(files))


def _parts(run: Run, files: Sequence[File], progress: Progress | None, jobs: int | None) -> Iterator[Rows]:
    """All rows, those of some records together. Raises Faulty at the end if any record has an error."""
    yield tabled(vocabulary_rows())
    for done, rows in run.rows(files, jobs):
        if progress:
            progress(done, len(files))
        yield rows
    run.close()
    if run.problems:
        raise Faulty
    yield tabled(build_rows(run.noted))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Rows make no circles, and looking for some costs a third of a build."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
