"""No file is written in place: a new one is made beside the old one and renamed over it when it is whole.

A reader sees the old file or the new one, never a part of either, and after a fault the old one is untouched.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EEXIST
from pathlib import Path

_left = re.compile(r"\.(?P<name>.+)\.(?P<process>[0-9]+)\.tmp\Z").match


@contextmanager
def replacing(*targets: Path) -> Iterator[Path]:
    """A folder beside the targets to work in; what then lies there under their names is renamed over them, in turn.

    Mode and owner stay those of the old file. After an exception the old files are untouched and nothing remains.
    Raises OSError, also for a target that is there and is no file.
    """
    for target in targets:
        if target.exists() and not target.is_file():
            raise OSError(EEXIST, "This is there and is no plain file: name another", str(target))
    workplace = targets[0].parent / f".{targets[0].name}.{os.getpid()}.tmp"
    shutil.rmtree(workplace, ignore_errors=True)
    workplace.mkdir()
    try:
        yield workplace
        made = [(workplace / target.name, target) for target in targets if (workplace / target.name).exists()]
        for new, target in made:
            _finish(new, target)
        for new, target in made:
            new.replace(target)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _finish(new: Path, old: Path) -> None:
    """Brings a new file to the disk, with the mode and the owner of the old one."""
    with new.open("rb") as written:
        os.fsync(written.fileno())
    try:
        status = old.stat()
    except FileNotFoundError:
        new.chmod(0o644)
        return
    if (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        with suppress(PermissionError):
            os.chown(new, status.st_uid, status.st_gid)
    new.chmod(status.st_mode & 0o7777)


def clear_away(folder: Path, name: str | None = None) -> None:
    """Removes the folders in which killed processes worked, on one file's successor or on any; never a living one's."""
    for entry in os.scandir(folder):
        left = _left(entry.name)
        if left and (name is None or left["name"] == name) and not _lives(int(left["process"])):
            shutil.rmtree(entry.path, ignore_errors=True)


def _lives(process: int) -> bool:
    """False only if there is no such process for certain."""
    if os.name != "posix":
        return True  # elsewhere the question would end it
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
