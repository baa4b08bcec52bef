"""What a database was built from: noted beside it, so that a stale one is known without reading a record.

The note's first line is a hash of names, sizes and times; then a line a file, so that a build knows which have changed.
This module is read at every start: it imports nothing that costs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
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
    """What a database was built from: the state of all, of the program with its vocabulary alone, and every file."""

    state: str
    program: str
    files: tuple[Noted, ...]


def note_of(target: str) -> str:
    """The file beside a database that says from what it was built."""
    return target + ".stamp"


def noted_state(target: str) -> str | None:
    """The state from which a database was built, None if it is not told."""
    try:
        with open(note_of(target), encoding="utf-8") as note:
            return note.readline().rstrip("\n")
    except (OSError, UnicodeDecodeError):
        return None


def read_manifest(target: str) -> Manifest | None:
    """What a database was built from, None if it is not told or not told whole."""
    try:
        with open(note_of(target), encoding="utf-8") as note:
            state, program, *lines, end = note.read().split("\n")
    except (OSError, ValueError):
        return None
    files = [line.split("\t") for line in lines]
    if end or any(len(parts) != 4 or not (parts[1] + parts[2]).isdecimal() for parts in files):
        return None
    return Manifest(
        state, program, tuple(Noted(file, int(time), int(size), digest) for file, time, size, digest in files)
    )


def write_manifest(target: str, manifest: Manifest) -> None:
    """Notes beside a database what it was built from. Raises OSError."""
    lines = [manifest.state, manifest.program, *("\t".join(map(str, noted)) for noted in manifest.files)]
    temporary = f"{note_of(target)}.{os.getpid()}.tmp"
    with open(temporary, "w", encoding="utf-8") as note:
        note.write("\n".join(lines) + "\n")
    os.replace(temporary, note_of(target))


def state_of(root: str, package: str) -> tuple[str, str]:
    """Hashes of names, sizes and times of all that makes a database, and of the program's part; reads no file."""
    program = _hash(_lines(package))
    root = os.path.abspath(root)
    return _hash([program, *(line for folder in FOLDERS for line in _lines(join(root, folder)))]), program


def _lines(folder: str) -> list[str]:
    return sorted(f"{entry.path}\0{status.st_mtime_ns}\0{status.st_size}\n" for entry, status in _entries(folder))


def _hash(lines: Iterable[str]) -> str:
    from hashlib import blake2b

    return blake2b("".join(lines).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _entries(folder: str) -> Iterator[tuple[os.DirEntry[str], os.stat_result]]:
    try:
        inside = list(os.scandir(folder))
    except OSError:
        return
    for entry in inside:
        if entry.name.startswith(".") or entry.name == "__pycache__":
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(entry.path)
        else:
            yield entry, entry.stat()
