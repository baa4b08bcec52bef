"""A database that fits the records: in a checkout it is built when it is missing or older than they are."""

from __future__ import annotations

import os
import sqlite3
import sys
from os.path import isfile

from catalog.manifest import noted_state, state_of
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
    return not isfile(target) or noted_state(target) != state_of(root, PACKAGE)[0]


def _rebuild(root: str, target: str) -> None:
    from pathlib import Path

    from catalog.cli.complain import problem_text, tally
    from catalog.cli.faults import reason
    from catalog.compile import build

    sys.stderr.write("Building catalog.db from the records …\n")
    try:
        faults = build(Path(root), Path(target)).problems
        if not faults:
            return
    except (OSError, sqlite3.Error) as error:
        if not isfile(target):
            told = f"{target} could not be built: {reason(error)}; or set CATALOG_DB to a database elsewhere"
            raise NotACatalog(told) from None
        told = f"{target} could not be renewed: {reason(error)}"
        sys.stderr.write(f"{told}. This answer is from the last good build.\n")
        return
    if isfile(target):
        known = f"The records have {tally(faults)} (`catalog check` tells them)"
        sys.stderr.write(f"{known}; this answer is from the last good build.\n")
    else:
        sys.stderr.write(problem_text(faults) + "\n")
        raise NotACatalog("no database could be built: mend the records above, then ask again")
