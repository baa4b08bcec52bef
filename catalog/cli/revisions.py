"""A catalog as it was: the records of a git revision compiled, a database by its path, or what is here now."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from catalog.cli.changes import NoHistory, git
from catalog.cli.complain import tally
from catalog.cli.fresh import open_fresh
from catalog.manifest import FOLDERS
from catalog.query.catalog import Catalog
from catalog.query.connection import NotACatalog, connect
from catalog.query.home import checkout


class NoRevision(Exception):
    """Neither a database nor a revision whose records compile. The message says why."""


def open_side(asked: str | None, folder: str) -> Catalog:
    """The catalog of a database, of a revision compiled below folder, or, without either, of the records now."""
    try:
        if asked is None:
            return open_fresh()
        return Catalog(connect(asked if Path(asked).is_file() else _compiled(asked, folder)))
    except (NotACatalog, NoHistory) as error:
        raise NoRevision(str(error)) from None


def _compiled(revision: str, folder: str) -> str:
    root = checkout()
    if root is None:
        raise NoRevision(f"`{revision}` is no database, and there are no records here with a history")
    name = git(Path(root), "rev-parse", "--verify", "--short", f"{revision}^{{commit}}").strip()
    records, target = Path(folder) / name, Path(folder) / f"{name}.db"
    if not target.is_file():
        _extract(Path(root), name, records)
        _build(revision, records, target)
    return str(target)


def _extract(root: Path, revision: str, folder: Path) -> None:
    """Writes the record folders of a revision below folder."""
    there = git(root, "ls-tree", "--name-only", revision, *FOLDERS).split()
    command = ["git", "-C", str(root), "archive", "--format=tar", revision, *there]
    ran = subprocess.run(command, capture_output=True, check=False)
    if ran.returncode or not there:
        raise NoRevision(f"`{revision}` has no records")
    with tarfile.open(fileobj=io.BytesIO(ran.stdout)) as archive:
        archive.extractall(folder, filter="data")


def _build(revision: str, root: Path, target: Path) -> None:
    from catalog.compile import build

    problems = build(root, target).problems
    if problems:
        first = problems[0]
        where = f"{first.file}:{first.line}: {first.found}"
        raise NoRevision(f"the records of `{revision}` do not compile with this program ({tally(problems)}): {where}")
