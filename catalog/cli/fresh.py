"""A database that fits the records: in a checkout it is built when it is missing or older than they are."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from catalog.query.catalog import Catalog
from catalog.query.connection import NotACatalog, connect
from catalog.query.home import checkout, database

PACKAGE = Path(__file__).parents[1]


def open_fresh() -> Catalog:
    """The catalog on an up-to-date database. Raises NotACatalog if there is none and none can be built."""
    root = checkout()
    if root and not os.environ.get("CATALOG_DB") and is_stale(root, database()):
        _rebuild(root, database())
    return Catalog(connect(database()))


def is_stale(root: Path, target: Path) -> bool:
    """True if a record, the vocabulary or the compiler has changed since the database was built."""
    try:
        return not target.is_file() or stamp_of(target).read_text() != state(root)
    except OSError:
        return True


def stamp_of(target: Path) -> Path:
    """The file beside a database that says from what it was built."""
    return target.with_name(target.name + ".stamp")


def state(root: Path) -> str:
    """A hash of names, sizes and times of all that a database is made from; reads no file."""
    seen = blake2b(digest_size=16)
    for folder in (root / "systems", root / "sources", root / "events", PACKAGE):
        for line in sorted(_entries(str(folder))):
            seen.update(line.encode("utf-8", "surrogateescape"))
    return seen.hexdigest()


def _entries(folder: str) -> Iterator[str]:
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _entries(entry.path)
        else:
            status = entry.stat()
            yield f"{entry.path}\0{status.st_mtime_ns}\0{status.st_size}\n"


def _rebuild(root: Path, target: Path) -> None:
    from catalog.check import errors
    from catalog.cli.complain import problem_text, tally
    from catalog.compile import build

    print("Building catalog.db from the records …", file=sys.stderr)
    before = state(root)
    faults = errors(build(root, target))
    if not faults:
        stamp_of(target).write_text(before)
    elif target.is_file():
        print(
            f"The records have {tally(faults)} (`catalog check` tells them); this answer is from the last good build.",
            file=sys.stderr,
        )
    else:
        print(problem_text(faults), file=sys.stderr)
        raise NotACatalog("no database could be built: mend the records above, then ask again")
