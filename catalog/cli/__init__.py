"""The command `catalog`: the only place that prints and exits."""

from __future__ import annotations

import gc
import sys


def main(arguments: list[str] | None = None) -> int:
    """Runs the command and returns its exit status: 0 found, 1 wrong input or nothing found, 2 wrong usage."""
    if arguments is None:
        gc.disable()  # one short run makes no garbage worth a collector's time
    given = sys.argv[1:] if arguments is None else arguments
    if len(given) > 1 and given[0] in ("show", "compare", "search") and not any(word[:1] == "-" for word in given):
        from catalog.cli.plain import run_plain

        status = run_plain(given)
        if status is not None:
            return status
    from catalog.cli.app import run

    return run(given)
