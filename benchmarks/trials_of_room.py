"""Builds and cures without room: on a disk with ever more of it, and under a limit on the size of files."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forks import Said, said
from trials import Scene, Trial

from catalog.manifest import noted_state


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[bool]:
    """A folder that is a disk of its own of so many bytes; gives False where nobody may make one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        made = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        made = False
    try:
        yield made
    finally:
        if made:
            subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)


def full_disks(folder: Path, records: Path, steps: int) -> Trial:
    """Builds and cures on a disk with ever more room, and in a process that may write files of ever more bytes."""
    trial = Trial("no room")
    scene = Scene(folder / "scene", records)
    most = len(scene.new) * 3
    with small_disk(folder / "disk", most * 2) as made:
        for step in range(steps + 1) if made else ():
            room = most * step // steps // 4096 * 4096
            _without_room(trial, scene, folder / "disk", room)
        trial.seen["disks of the tries"] = int(made)
    for step in range(steps + 1):
        scene.restore()
        bound = {"RLIMIT_FSIZE": len(scene.new) * step // steps * 11 // 10}
        _refused_or_built(trial, scene, scene.target, said(["build", "-o", str(scene.target)], scene.root, **bound))
    return trial


def _without_room(trial: Trial, scene: Scene, disk: Path, room: int) -> None:
    """One build, whole and patched in turn, of a database on a disk that has so much room beside it."""
    for entry in disk.iterdir():
        entry.unlink()
    scene.restore()
    for path in scene.target.parent.iterdir():
        shutil.copy2(path, disk)
    with (disk / "filler").open("wb") as filler:
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        filler.write(b"x" * max(0, free - room))
    target = disk / "catalog.db"
    words = ["--whole"] if trial.tries % 2 else []
    _refused_or_built(trial, scene, target, said(["build", "-o", str(target), *words], scene.root))
    (disk / "filler").unlink()


def _refused_or_built(trial: Trial, scene: Scene, target: Path, told: Said) -> None:
    trial.tries += 1
    found = target.read_bytes()
    noted = noted_state(str(target))
    left = [entry.name for entry in target.parent.iterdir() if entry.name.endswith(".tmp")]
    trial.must(left == [], f"it left {left}")
    if told.status == 0:
        trial.seen["built"] += 1
        trial.must(found == scene.new and noted == scene.new_state, "built something else")
        return
    trial.seen["refused"] += 1
    trial.must(told.status == 1, f"status {told.status}: {told.errors[-300:]}")
    trial.must(len(told.errors.splitlines()) == 1, f"not one line: {told.errors[-300:]}")
    trial.must("then run this again" in told.errors, f"no cure: {told.errors}")
    trial.must(found == scene.old and noted == scene.old_state, "the old database was touched")
