"""A full build through the Python API: full.py FOLDER DATABASE JOBS. What an earlier build left is removed first."""

import inspect
import sys
from pathlib import Path

from catalog.compile import build


def main() -> None:
    """Builds with so many processes, where builds can have several."""
    root, target, jobs = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    for left in target.parent.glob(f"{target.name}*"):
        left.unlink()
    options = {"jobs": jobs} if can_have_jobs() else {}
    if problems := build(root, target, **options):
        sys.exit(f"the generated catalog has problems: {problems[:3]}")


def can_have_jobs() -> bool:
    """True if a build takes a number of processes."""
    return "jobs" in inspect.signature(build).parameters


if __name__ == "__main__":
    main()
