"""A database that fits the records: in a checkout it is built when it is missing or older than they are."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from os.path import isfile, join

from catalog.query.catalog import Catalog
from catalog.query.connection import NotACatalog, connect
from catalog.query.home import PACKAGE, checkout, database


def open_fresh() -> Catalog:
    """The catalog on an up-to-date database. Raises NotACatalog if there is none and none can be built."""
    root = None if os.environ.get("CATALOG_DB") else checkout()
    target = database()
    if root and is_stale(root, target):
        _rebuild(root, target)
    return Catalog(connect(target))


def renew() -> None:
    """Builds the checkout's database anew if its records have changed."""
    root = None if os.environ.get("CATALOG_DB") else checkout()
    if root is not None and is_stale(root, database()):
        _rebuild(root, database())


def is_stale(root: str, target: str) -> bool:
    """True if a record, the vocabulary or the compiler has changed since the database was built."""
    try:
        with open(stamp_of(target), encoding="utf-8") as stamp:
            return not isfile(target) or stamp.read() != state(root)
    except OSError:
        return True


def mark_fresh(target: str, built_from: str) -> None:
    """Notes beside a database the state of the records that it was built from."""
    with open(stamp_of(target), "w", encoding="utf-8") as stamp:
        stamp.write(built_from)


def stamp_of(target: str) -> str:
    """The file beside a database that says from what it was built."""
    return target + ".stamp"


def state(root: str) -> str:
    """A hash of names, sizes and times of all that a database is made from; reads no file."""
    from hashlib import blake2b

    seen = blake2b(digest_size=16)
    for folder in (join(root, "systems"), join(root, "sources"), join(root, "events"), PACKAGE):
        for line in sorted(_entries(folder)):
            seen.update(line.encode("utf-8", "surrogateescape"))
    return seen.hexdigest()


def _entries(folder: str) -> Iterator[str]:
    if not os.path.isdir(folder):
        return
    for entry in os.scandir(folder):
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _entries(entry.path)
        else:
            status = entry.stat()
            yield f"{entry.path}\0{status.st_mtime_ns}\0{status.st_size}\n"


def _rebuild(root: str, target: str) -> None:
    from pathlib import Path

    from catalog.check import errors
    from catalog.cli.complain import problem_text, tally
    from catalog.compile import build

    sys.stderr.write("Building catalog.db from the records …\n")
    before = state(root)
    try:
        faults = errors(build(Path(root), Path(target)))
        if not faults:
            mark_fresh(target, before)
            return
    except (OSError, sqlite3.Error) as error:
        if not isfile(target):
            raise NotACatalog(
                f"{target} could not be written ({error}): set CATALOG_DB to a database elsewhere"
            ) from None
        sys.stderr.write(f"{target} could not be renewed ({error}); this answer is from the last good build.\n")
        return
    if isfile(target):
        known = f"The records have {tally(faults)} (`catalog check` tells them)"
        sys.stderr.write(f"{known}; this answer is from the last good build.\n")
    else:
        sys.stderr.write(problem_text(faults) + "\n")
        raise NotACatalog("no database could be built: mend the records above, then ask again")
