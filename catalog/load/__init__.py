"""The first stage: the folders of YAML become records, and every problem of form is told with its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalog.load.reader import NotTaken, read
from catalog.problems import Problem, Refused

FOLDERS = {"systems": "system", "sources": "source", "events": "event"}


@dataclass(frozen=True, slots=True)
class Record:
    """One file: its kind, its id (the file's stem), its place below the root and what it says."""

    kind: str
    id: str
    file: str
    folder: str
    data: dict[str, Any]


@dataclass(slots=True)
class Records:
    """All records of a tree by kind and id, what is wrong with the others, and kind and id of these."""

    systems: dict[str, Record] = field(default_factory=dict)
    sources: dict[str, Record] = field(default_factory=dict)
    events: dict[str, Record] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[tuple[str, str]] = field(default_factory=set)

    def of(self, kind: str) -> dict[str, Record]:
        """The records of one kind: system, source or event."""
        return {"system": self.systems, "source": self.sources, "event": self.events}[kind]

    def add(self, record: Record) -> None:
        """Takes a record in; a second one of the same kind and id is a problem."""
        known = self.of(record.kind)
        if (first := known.get(record.id)) is not None:
            found = f"the id `{record.id}` is taken by {first.file}"
            self.problems.append(
                Problem(record.file, 1, 1, "duplicate-id", found, "one file an id", "rename one of the files")
            )
        else:
            known[record.id] = record

    def __iter__(self) -> Iterator[Record]:
        yield from self.systems.values()
        yield from self.sources.values()
        yield from self.events.values()

    def __len__(self) -> int:
        return len(self.systems) + len(self.sources) + len(self.events)


def files_of(root: Path) -> list[Path]:
    """Every record file below the root's folders, sorted by path."""
    found = [
        path
        for folder in FOLDERS
        for path in (root / folder).rglob("*")
        if path.is_file() and not path.name.startswith(".")
    ]
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())


def load_tree(root: Path) -> Records:
    """Reads every record below root. Problems are collected in the result, never raised."""
    records = Records()
    for path in files_of(root):
        loaded = load_file(path, root)
        if isinstance(loaded, Record):
            records.add(loaded)
        else:
            records.problems.append(loaded)
            records.unread.add((FOLDERS[path.relative_to(root).parts[0]], path.stem))
    return records


def load_file(path: Path, root: Path) -> Record | Problem:
    """One file as a record, or what is wrong with its form."""
    relative = path.relative_to(root)
    file = relative.as_posix()
    if path.suffix != ".yml":
        return _problem(
            file,
            Refused(
                f"a file called `{path.name}`", "records end in .yml", "rename it, or move it elsewhere", "file-name"
            ),
        )
    if not _is_id(path.stem):
        return _problem(
            file,
            Refused(
                f"file name `{path.stem}`",
                "lower-case letters, digits and single hyphens",
                "rename the file: its stem is the record's id",
                "file-name",
            ),
        )
    try:
        data = read(path.read_bytes())
    except NotTaken as error:
        return _problem(file, error.refused, error.line, error.column)
    except OSError as error:
        return _problem(
            file, Refused(f"cannot be read: {error.strerror}", "a readable file", "mend its permissions", "unreadable")
        )
    if not isinstance(data, dict):
        return _problem(
            file,
            Refused(
                "not a mapping", "`key: value` lines at the top", "see CONTRIBUTING.md for a whole record", "shape"
            ),
        )
    return Record(FOLDERS[relative.parts[0]], path.stem, file, relative.parent.as_posix(), data)


def _is_id(stem: str) -> bool:
    return bool(stem) and stem == stem.lower() and stem.isascii() and all(part.isalnum() for part in stem.split("-"))


def _problem(file: str, refused: Refused, line: int = 1, column: int = 1) -> Problem:
    return Problem(file, line, column, refused.rule, refused.found, refused.expected, refused.cure)
