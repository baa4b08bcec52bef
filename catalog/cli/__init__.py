"""The command `catalog`: the only place that prints and exits."""

from __future__ import annotations

import gc
import os
import sys

READ = ("show", "compare", "rank", "find", "search", "events", "sources")  # what the fast lane may know


def main(arguments: list[str] | None = None) -> int:
    """Runs the command and returns its exit status: 0 found, 1 wrong input or nothing found, 2 wrong usage."""
    if arguments is None:
        gc.disable()  # one short run makes no garbage worth a collector's time
        _print_anything()
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except BrokenPipeError:
        return _close_quietly()


def _run(given: list[str]) -> int:
    if given and given[0] in READ:
        from catalog.cli.plain import run_plain

        status = run_plain(given)
        if status is not None:
            return status
    from catalog.cli.app import run

    return run(given)


def _print_anything() -> None:
    """Names stand in their own scripts: what the output's encoding lacks becomes a question mark, not an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _close_quietly() -> int:
    """The reader of our output has gone, as `head` does: end without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
