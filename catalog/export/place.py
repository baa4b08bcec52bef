"""Where an export goes: whole or not at all, and never over anything that no export wrote.

Files are written out of sight and renamed. A folder that is new appears at once; in one that is there each file is
replaced at once, and the checksums go first and come last, so that a broken export shows.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from catalog.export.sheet import CannotExport

SUMS, README = "SHA256SUMS", "README.md"
MARK = "<!-- written by `catalog export` -->"  # in the README of every export, so that a new one may replace it
HIDDEN = ".catalog-export."


@contextmanager
def new_file(target: Path, force: bool = False) -> Iterator[BinaryIO]:
    """A file to write; it takes target's name when all is written. Raises CannotExport for a name in use, OSError."""
    target = target.resolve()
    if target.exists() and not target.is_file():
        raise CannotExport(f"{target} is no file: name one that does not exist")
    if target.exists() and not force:
        raise CannotExport(f"{target} exists: name another file, or add --force to replace it")
    _need_parent(target)
    hidden = target.with_name(f"{HIDDEN}{os.getpid()}.tmp")
    try:
        with hidden.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        hidden.replace(target)
    finally:
        hidden.unlink(missing_ok=True)


@contextmanager
def new_folder(target: Path, force: bool = False) -> Iterator[Path]:
    """A folder to fill; its files take their place in target when all are written, with their checksums beside them.

    Raises CannotExport for a folder with anything that no export wrote, unless forced, and OSError. Forced, files of
    the same names are replaced and all others stay.
    """
    target = target.absolute()
    earlier = _earlier(target, force)
    if not target.exists():
        _need_parent(target)
    hidden = (target if target.exists() else target.parent) / f"{HIDDEN}{os.getpid()}.tmp"
    shutil.rmtree(hidden, ignore_errors=True)
    hidden.mkdir()
    try:
        yield hidden
        _sum_up(hidden)
        if target.exists():
            _move(hidden, target, earlier)
        else:
            hidden.rename(target)
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def files_in(folder: Path) -> list[str]:
    """The files of a folder, by their names within it, without what an export that was killed has left."""
    return sorted(_files(folder))


def _files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if not path.is_dir() and not name.startswith(HIDDEN):
            yield name


def sha256(path: Path) -> str:
    """The checksum of a file."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _earlier(target: Path, force: bool) -> list[str]:
    """The files of an earlier export in target, which a new one may replace."""
    if not target.exists():
        return []
    if not target.is_dir():
        raise CannotExport(f"{target} is a file: name a folder")
    ours = _unchanged(target)
    strange = None if force else next((name for name in _files(target) if name not in ours), None)
    if strange is not None:
        raise CannotExport(
            f"{target} holds `{strange}`, which no export wrote or which has changed since: name another folder, "
            "or add --force to write beside it and over files of the same names"
        )
    return sorted(ours)


def _unchanged(target: Path) -> set[str]:
    """The files that an export has written and nobody has changed, by its checksums; with those themselves."""
    try:
        lines = (target / SUMS).read_text(encoding="utf-8").splitlines()
        if MARK not in (target / README).read_text(encoding="utf-8"):
            return set()
    except (OSError, UnicodeDecodeError):
        return set()
    noted = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    return {SUMS, *(name for name, digest in noted.items() if _is_same(target, name, digest))}


def _is_same(folder: Path, name: str, digest: str) -> bool:
    path = folder / name
    return path.is_file() and path.resolve().is_relative_to(folder.resolve()) and sha256(path) == digest


def _sum_up(folder: Path) -> None:
    """Writes the checksums of all files, as `sha256sum --check` reads them."""
    lines = "".join(f"{sha256(folder / name)}  {name}\n" for name in files_in(folder))
    (folder / SUMS).write_text(lines, encoding="utf-8")


def _move(source: Path, target: Path, earlier: list[str]) -> None:
    (target / SUMS).unlink(missing_ok=True)
    names = files_in(source)
    for name in sorted(names, key=lambda name: name == SUMS):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).replace(target / name)
    for name in set(earlier) - set(names):
        (target / name).unlink()
        with suppress(OSError):  # a folder that is not empty stays
            (target / name).parent.rmdir()


def _need_parent(target: Path) -> None:
    if not target.parent.is_dir():
        raise CannotExport(f"there is no folder {target.parent} to write {target.name} in: make it first")
