"""The first stage: the folders of YAML become records, and every problem of form is told with its line."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from catalog.load.reader import MAX_BYTES, NotTaken, read, too_large
from catalog.problems import Problem, Refused

NO_FILE = -1  # the size of what stands where records do and is no plain file
FOLDERS = {"sources": "source", "systems": "system", "events": "event"}


class File(NamedTuple):
    """One record file: its kind, its id (the stem of its name), its place below the root, its time and its size."""

    kind: str
    id: str
    file: str
    time: int
    size: int


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
        _file(kind, entry, len(str(root / folder)) - len(folder))
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
    time, size = 0, NO_FILE
    try:
        if entry.is_file(follow_symlinks=False):
            status = entry.stat(follow_symlinks=False)
            time, size = status.st_mtime_ns, status.st_size
    except FileNotFoundError:
        pass  # it has gone since: `load` tells it
    return File(kind, entry.name.removesuffix(".yml"), entry.path[cut:].replace(os.sep, "/"), time, size)


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    try:
        yield from _below(os.scandir(folder))
    except FileNotFoundError:
        return


def _below(entries: Iterable[os.DirEntry[str]]) -> Iterator[os.DirEntry[str]]:
    """All that is no folder, or a folder that can't be one of records."""
    for entry in list(entries):
        if entry.name.startswith("."):
            continue
        inside = _opened(entry)
        if inside is None:
            yield entry
        else:
            yield from _below(inside)


def _opened(entry: os.DirEntry[str]) -> Iterable[os.DirEntry[str]] | None:
    """What a folder holds; None for one that cannot be opened, which `load` tells, and for what is none."""
    if not entry.is_dir(follow_symlinks=False) or entry.name.endswith(".yml"):
        return None
    try:
        return os.scandir(entry.path)
    except OSError:
        return None


def load(file: File, root: Path) -> Record | Problem:
    """One file as a record, or what is wrong with its form."""
    if file.size == NO_FILE:
        return _problem(file, _no_file(root / file.file))
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
        text = _content(file, root)
        data = read(text)
    except NotTaken as error:
        return _problem(file, error.refused, error.line, error.column)
    except OSError as error:
        return _problem(file, _unreadable(error))
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


def _content(file: File, root: Path) -> bytes:
    """The bytes of a file. Raises OSError, and NotTaken for one too large or not as it was when it was listed."""
    if file.size > MAX_BYTES:
        raise NotTaken(too_large(file.size), 1, 1)
    with open(f"{root}/{file.file}", "rb", buffering=0) as opened:  # noqa: PTH123 (a third of a Path's cost)
        text = opened.read(file.size + 1)
        status = os.fstat(opened.fileno())
    if (status.st_mtime_ns, status.st_size) != (file.time, file.size):
        again = "run this again when nothing writes to it any more"
        raise NotTaken(
            Refused("a file that was changed while it was read", "a file at rest", again, "unreadable"), 1, 1
        )
    return text


def _unreadable(error: OSError) -> Refused:
    gone = isinstance(error, FileNotFoundError)
    cure = "run this again: it was there when the folder was listed" if gone else "mend its permissions, or the disk"
    return Refused(f"cannot be read: {error.strerror}", "a readable file", cure, "unreadable")


def _no_file(path: Path) -> Refused:
    """What stands in a record's place and is no plain file: it is not opened, for it could hold the reader for ever."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            list(path.iterdir())
    except OSError as error:
        return _unreadable(error)
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFLNK: "a symbolic link", stat.S_IFIFO: "a named pipe"}
    what = kinds.get(stat.S_IFMT(mode), "a device or a socket")
    return Refused(what, "records are plain files", "put the file itself here, or remove this", "file-kind")


def _is_id(stem: str) -> bool:
    return bool(stem) and stem == stem.lower() and stem.isascii() and all(part.isalnum() for part in stem.split("-"))


def _problem(file: File, refused: Refused, line: int = 1, column: int = 1) -> Problem:
    return Problem(file.file, line, column, refused.rule, refused.found, refused.expected, refused.cure)
