"""What a database was built from: noted beside it, so that a stale one is known without reading a record.

The note's first lines are a hash of names, sizes and times, one of the program's part in it, and what tells the
database that is meant from any other; then comes a line a file, so that a build knows which have changed.
This module is read at every start: it imports nothing that costs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from os.path import join
from typing import NamedTuple

FOLDERS = ("systems", "sources", "events")


class Noted(NamedTuple):
    """One record file as it was when the database was built from it; `digest` is of its bytes."""

    file: str
    time: int
    size: int
    digest: str


class Manifest(NamedTuple):
    """What a database was built from: the state of all, of the program with its vocabulary alone, and every file.

    `database` tells the one that is meant: its `identity`.
    """

    state: str
    program: str
    database: str
    files: tuple[Noted, ...]


def note_of(target: str) -> str:
    """The file beside a database that says from what it was built."""
    return target + ".stamp"


def identity(target: str) -> str:
    """Size and time of a database: another in its place differs, be it damaged or built at once by another process."""
    status = os.stat(target)
    return f"{status.st_size} {status.st_mtime_ns}"


def noted_state(target: str) -> str | None:
    """The state from which a database was built, None if it is not told or told of another."""
    try:
        with open(note_of(target), encoding="utf-8") as note:
            state, _, database = (note.readline().rstrip("\n") for _ in range(3))
            return state if database == identity(target) else None
    except (OSError, UnicodeDecodeError):
        return None


def read_manifest(target: str) -> Manifest | None:
    """What a database was built from, None if it is not told, not told whole, or told of another."""
    try:
        with open(note_of(target), encoding="utf-8") as note:
            state, program, database, *lines, end = note.read().split("\n")
        files = (line.split("\t") for line in lines)
        noted = tuple(Noted(file, int(time), int(size), digest) for file, time, size, digest in files)
        whole = not end and database == identity(target)
    except (OSError, ValueError):
        return None
    return Manifest(state, program, database, noted) if whole else None


def write_manifest(target: str, manifest: Manifest) -> None:
    """Notes beside a database what it was built from. Raises OSError."""
    files = ("\t".join(map(str, noted)) for noted in manifest.files)
    with open(note_of(target), "w", encoding="utf-8") as note:
        note.write("\n".join([*manifest[:3], *files]) + "\n")


def state_of(root: str, package: str) -> tuple[str, str]:
    """Hashes of names, sizes and times of all that makes a database, and of the program's part; reads no file."""
    program = _hash(_lines(package))
    root = os.path.abspath(root)
    return _hash([program, *(line for folder in FOLDERS for line in _lines(join(root, folder)))]), program


def _lines(folder: str) -> list[str]:
    """Name, time and size of every file below a folder. One plain loop: it runs at every start, over every record."""
    found, folders = [], [folder]
    while folders:
        for entry in _inside(folders.pop()):
            if entry.name.startswith(".") or entry.name == "__pycache__":
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif (status := _status(entry)) is not None:
                found.append(f"{entry.path}\0{status.st_mtime_ns}\0{status.st_size}\n")
    return sorted(found)


def _hash(lines: Iterable[str]) -> str:
    from hashlib import blake2b

    return blake2b("".join(lines).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _inside(folder: str) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder))
    except OSError:
        return []


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Of what an entry leads to, or of a link that leads to nothing; None for what has gone since."""
    try:
        return entry.stat()
    except OSError:
        try:
            return entry.stat(follow_symlinks=False)
        except OSError:
            return None
