"""The first stage: the folders of YAML become records, and every problem of form is told with its line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from catalog.load.reader import NotTaken, read
from catalog.problems import Problem, Refused

FOLDERS = {"sources": "source", "systems": "system", "events": "event"}


class File(NamedTuple):
    """One record file: its kind, its id (the stem of its name), its place below the root, its time and its size."""

    kind: str
    id: str
    file: str
    time: int
    size: int

    @property
    def folder(self) -> str:
        """The folder below the root, as `systems/artillery`."""
        return self.file.rpartition("/")[0]


DRAFT = "# DRAFT"  # what the first line of a draft begins with


class Record(NamedTuple):
    """One file that could be read: what it says, a hash of its bytes, and whether it is marked as a draft."""

    kind: str
    id: str
    file: str
    data: dict[str, Any]
    digest: str
    draft: bool = False

    @property
    def folder(self) -> str:
        """The folder below the root, as `systems/artillery`."""
        return self.file.rpartition("/")[0]


def files_of(root: Path) -> list[File]:
    """Every file below the root's folders of records, those of one kind together, sorted by path."""
    found = [
        _file(kind, entry, len(str(root)) + 1)
        for folder, kind in FOLDERS.items()
        for entry in _entries(str(root / folder))
    ]
    return sorted(found, key=lambda file: (list(FOLDERS.values()).index(file.kind), file.file))


def file_at(root: Path, file: str) -> File | None:
    """The record file at a path below the root, None if none is there."""
    kind = FOLDERS.get(file.partition("/")[0])
    try:
        status = (root / file).stat()
    except OSError:
        return None
    return File(kind, Path(file).stem, file, status.st_mtime_ns, status.st_size) if kind else None


def _file(kind: str, entry: os.DirEntry[str], cut: int) -> File:
    status = entry.stat()
    stem = entry.name.removesuffix(".yml")
    return File(kind, stem, entry.path[cut:].replace(os.sep, "/"), status.st_mtime_ns, status.st_size)


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    try:
        inside = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in inside:
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(entry.path)
        elif not entry.name.startswith(".") and entry.is_file():
            yield entry


def load(file: File, root: Path) -> Record | Problem:
    """One file as a record, or what is wrong with its form."""
    name = file.file.rpartition("/")[2]
    if not name.endswith(".yml"):
        return _problem(
            file,
            Refused(f"a file called `{name}`", "records end in .yml", "rename it, or move it elsewhere", "file-name"),
        )
    if not _is_id(file.id):
        return _problem(
            file,
            Refused(
                f"file name `{file.id}`",
                "lower-case letters, digits and single hyphens",
                "rename the file: its stem is the record's id",
                "file-name",
            ),
        )
    try:
        text = (root / file.file).read_bytes()
        data = read(text)
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
    if data.get("specs", data) is None:
        del data["specs"]  # a form that holds no claim yet
    digest = blake2b(text, digest_size=16).hexdigest()
    return Record(file.kind, file.id, file.file, data, digest, text.startswith(DRAFT.encode()))


def _is_id(stem: str) -> bool:
    return bool(stem) and stem == stem.lower() and stem.isascii() and all(part.isalnum() for part in stem.split("-"))


def _problem(file: File, refused: Refused, line: int = 1, column: int = 1) -> Problem:
    return Problem(file.file, line, column, refused.rule, refused.found, refused.expected, refused.cure)
