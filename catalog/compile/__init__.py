"""The third stage: checked records become catalog.db."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

from catalog.check import check_tree, errors
from catalog.compile.database import write
from catalog.compile.rows import Row, rows_of
from catalog.compile.schema import SCHEMA_VERSION
from catalog.compile.words import vocabulary_rows
from catalog.load import Records, files_of
from catalog.problems import Problem
from catalog.version import __version__
from catalog.vocabulary import FOLDER

Progress = Callable[[int, int], None]


def build(root: Path, target: Path, progress: Progress | None = None) -> list[Problem]:
    """Compiles the records below root into target; returns all problems. With an error nothing is written."""
    records, problems = check_tree(root)
    if not errors(problems):
        write(_rows(records, root, progress), target)
    return problems


def _rows(records: Records, root: Path, progress: Progress | None) -> Iterator[tuple[str, Row]]:
    yield from vocabulary_rows()
    total = len(records)
    for done, record in enumerate(records, start=1):
        yield from rows_of(record)
        if progress:
            progress(done, total)
    facts = {
        "schema_version": SCHEMA_VERSION,
        "catalog_version": __version__,
        "records": total,
        "digest": digest(root),
        "licence": "CC BY 4.0",
    }
    yield from (("build", {"key": key, "value": str(value)}) for key, value in facts.items())


def digest(root: Path) -> str:
    """A hash of everything that a database is made of: records and vocabulary, by name and content."""
    state = blake2b(digest_size=16)
    vocabulary_files = sorted(path for path in FOLDER.iterdir() if path.suffix in (".yml", ".txt"))
    named = [(path.relative_to(root).as_posix(), path) for path in files_of(root)]
    for name, path in [*named, *((path.name, path) for path in vocabulary_files)]:
        content = path.read_bytes()
        state.update(f"{name}\0{len(content)}\0".encode() + content)
    return state.hexdigest()
