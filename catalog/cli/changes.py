"""What git says has changed: files against the main branch, and the records of an earlier revision."""

from __future__ import annotations

import subprocess
from pathlib import Path

MAIN = ("origin/main", "main", "origin/master", "master")


class NoHistory(Exception):
    """git does not tell what was asked. The message says what to do."""


def git(root: Path, *words: str) -> str:
    """What a git command prints. Raises NoHistory with its own words."""
    try:
        ran = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise NoHistory("git is not installed: name the files instead") from None
    if ran.returncode:
        said = (ran.stderr.strip().splitlines() or ["it failed"])[0]
        raise NoHistory(f"git {words[0]}: {said}")
    return ran.stdout


def changed_files(root: Path) -> set[str]:
    """The files below root that differ from where this branch left the main one, those not yet added included."""
    top = Path(git(root, "rev-parse", "--show-toplevel").strip())
    named = git(root, "diff", "--name-only", "-z", _fork(root)).split("\0")
    named += git(root, "ls-files", "--others", "--exclude-standard", "--full-name", "-z").split("\0")
    inside = [top / name for name in named if name]
    here = root.resolve()
    return {path.relative_to(here).as_posix() for path in inside if path.is_relative_to(here)}


def _fork(root: Path) -> str:
    for name in MAIN:
        try:
            return git(root, "merge-base", "HEAD", name).strip()
        except NoHistory:
            continue
    raise NoHistory(f"no main branch to compare with (looked for {', '.join(MAIN)}): fetch it, or name the files")
