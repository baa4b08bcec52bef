"""Files on their way from the checks to the tables: each becomes rows where it is read, and these are handed on."""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from catalog.check import Checked, Whole
from catalog.compile.database import Rows
from catalog.compile.rows import Row, near, rows_of
from catalog.compile.schema import SCHEMA_VERSION, TABLES
from catalog.load import File, Record
from catalog.manifest import Noted
from catalog.problems import Problem
from catalog.stated import StatedClaim
from catalog.version import __version__
from catalog.vocabulary import FOLDER

AT_ONCE = 64  # records whose rows are handed on together


class Run:
    """Files that are checked and compiled: their rows on the way, then what was noted of them and what is wrong."""

    def __init__(self, root: Path, files: Sequence[File]) -> None:
        self.whole = Whole(root, files, ask=False)
        self.noted: list[Noted] = []
        self.problems: list[Problem] = []

    def each(self, files: Sequence[File], jobs: int | None = None) -> Iterator[tuple[File, Rows]]:
        """The rows of each sound file, sources first."""
        for checked in self.whole.run(files, carry if jobs == 1 else carry_packed, jobs):
            self.problems += checked.problems
            yield checked.file, self._take(checked)

    def _take(self, checked: Checked) -> Rows:
        if checked.carried is None:
            return {}
        digest, carried = checked.carried
        file = checked.file
        self.noted.append(Noted(file.file, file.time, file.size, digest))
        rows: Rows = marshal.loads(carried) if isinstance(carried, bytes) else carried
        return rows

    def rows(self, files: Sequence[File], jobs: int | None = None) -> Iterator[tuple[int, Rows]]:
        """The rows of many files together, with the number of files so far. After an error none are handed on."""
        pending: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for done, (_, rows) in enumerate(self.each(files, jobs), start=1):
            for table, part in rows.items():
                pending[table] += part
            if done % AT_ONCE == 0 or done == len(files):
                yield done, {} if self.problems else pending
                pending = defaultdict(list)

    def close(self) -> None:
        """Adds what the rules about all records find, once all files have run."""
        self.problems += self.whole.problems()


def carry(record: Record, claims: list[StatedClaim]) -> tuple[str, dict[str, list[tuple[Any, ...]]]]:
    """What is handed on of a record: the hash of its bytes, and its rows."""
    return record.digest, tabled(rows_of(record, claims))


def carry_packed(record: Record, claims: list[StatedClaim]) -> tuple[str, bytes]:
    """The same for another process."""
    digest, rows = carry(record, claims)
    return digest, marshal.dumps(rows)


def tabled(rows: Iterable[tuple[str, Row | tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Rows by table, as their columns stand there, in the order of their keys."""
    tables: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for table, row in rows:
        tables[table].append(row if isinstance(row, tuple) else tuple(map(row.get, TABLES[table].columns)))
    for part in tables.values():
        part.sort()
    return dict(tables)


def in_order_of_keys(files: Iterable[File]) -> list[File]:
    """Files so that their rows come in the order in which the tables lie: a table grows at its end only."""
    return sorted(files, key=lambda file: (f"{file.id}/" if file.kind == "source" else near(file.id), file.file))


def build_rows(noted: Iterable[Noted]) -> Iterator[tuple[str, Row]]:
    """From what the database is made: the table `build`."""
    files = sorted(noted)
    facts = {
        "schema_version": SCHEMA_VERSION,
        "catalog_version": __version__,
        "records": len(files),
        "digest": digest_of(files),
        "licence": "CC BY 4.0",
    }
    return (("build", {"key": key, "value": str(value)}) for key, value in facts.items())


def digest_of(noted: Iterable[Noted]) -> str:
    """A hash of everything that a database is made of: records and vocabulary, by name and content."""
    state = blake2b(digest_size=16)
    state.update("".join(f"{file}\0{digest}\n" for file, _, _, digest in noted).encode())
    for path in sorted(path for path in FOLDER.iterdir() if path.suffix in (".yml", ".txt")):
        content = path.read_bytes()
        state.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return state.hexdigest()
