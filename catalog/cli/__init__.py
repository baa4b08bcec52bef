"""The command `catalog`: the only place that prints and exits."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """Runs the command and returns its exit status: 0 found, 1 wrong input or nothing found, 2 wrong usage."""
    from catalog.cli.app import run

    return run(sys.argv[1:] if arguments is None else arguments)
