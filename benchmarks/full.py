"""A full build through the Python API: full.py FOLDER DATABASE JOBS. What an earlier build left is removed first."""

import sys
from pathlib import Path

from catalog.compile import build


def main() -> None:
    """Builds with so many processes."""
    root, target, jobs = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    for left in target.parent.glob(f"{target.name}*"):
        left.unlink()
    if problems := build(root, target, jobs=jobs, whole=True).problems:
        sys.exit(f"the generated catalog has problems: {problems[:3]}")


if __name__ == "__main__":
    main()
