"""Generated catalogs of given sizes and their databases, made once and kept below .bench/ of the checkout."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from shutil import rmtree
from sqlite3 import connect
from typing import NamedTuple

from measure import HERE, PYTHON, ROOT

SEED = 1
KEPT = ROOT / ".bench"


class Ground(NamedTuple):
    """A generated catalog: how many systems, where it is."""

    systems: int
    root: Path

    @property
    def label(self) -> str:
        """The head of its column."""
        return f"{self.systems:,} systems"

    @property
    def database(self) -> Path:
        """The database that `catalog build` writes in it."""
        return self.root / "catalog.db"

    def files(self) -> int:
        """How many records it has."""
        return sum(1 for folder in ("systems", "sources", "events") for _ in (self.root / folder).rglob("*.yml"))


def ground(systems: int) -> Ground:
    """The generated catalog of a size, written if it is missing or if the generator or the vocabulary has changed."""
    made = Ground(systems, KEPT / str(systems))
    mark = made.root / "made-by.txt"
    if not mark.is_file() or mark.read_text() != _maker():
        if made.root.exists():
            rmtree(made.root)
        say(f"Writing a catalog of {made.label} …")
        line = [PYTHON, str(HERE / "generate.py"), str(made.root), "--systems", str(systems), "--seed", str(SEED)]
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL)
        mark.write_text(_maker())
    return made


def built(systems: int) -> Ground:
    """The generated catalog of a size with an up-to-date database."""
    made = ground(systems)
    say(f"Building the database of {made.label} …")
    subprocess.run([PYTHON, "-m", "catalog", "build"], cwd=made.root, check=True, stdout=subprocess.DEVNULL)
    return made


def count(database: Path, table: str) -> int:
    """How many rows a table of a database has."""
    with closing(connect(f"file:{database}?mode=ro", uri=True)) as connection:
        found: int = connection.execute(f'select count(*) from "{table}"').fetchone()[0]
    return found


def say(words: str) -> None:
    """Tells what is being done while tables are still to come."""
    print(words, file=sys.stderr, flush=True)


def _maker() -> str:
    """What a generated catalog depends on: the generator's modules and the vocabulary."""
    state = blake2b(digest_size=16)
    vocabulary = ROOT / "catalog" / "vocabulary"
    for path in sorted(
        [*HERE.glob("invented_*.py"), HERE / "generate.py", HERE / "flow_style.py", *vocabulary.glob("*.*")]
    ):
        state.update(path.read_bytes())
    return state.hexdigest()
