"""The command `catalog`: the only place that prints and exits."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress

READ = ("show", "compare", "rank", "find", "search", "events", "sources")  # what the fast lane may know


def main(arguments: list[str] | None = None) -> int:
    """Runs the command and returns its exit status: 0 found, 1 wrong input or nothing found, 2 wrong usage."""
    if arguments is None:
        gc.disable()  # one short run makes no garbage worth a collector's time
        _open_streams()
    try:
        status = _run(_typed() if arguments is None else arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        from catalog.cli.faults import quieten

        quieten()  # the reader of our output has gone, as `head` does: end without a word
        return 0
    except OSError as error:
        from catalog.cli.faults import of_output

        return of_output(error)
    except MemoryError:
        sys.stderr.write("catalog: not enough memory: raise the limit (`ulimit -v`), or ask for less\n")
        return 1
    except KeyboardInterrupt:
        return 130  # as a shell counts an interrupt


def _run(given: list[str]) -> int:
    if given and given[0] in READ:
        from catalog.cli.plain import run_plain

        status = run_plain(given)
        if status is not None:
            return status
    from catalog.cli.app import run

    return run(given)


def _typed() -> list[str]:
    """The words of the command line, read as UTF-8 also where the locale knows ASCII alone."""
    words = sys.argv[1:]
    for at, word in enumerate(words):
        if not word.isascii():
            with suppress(UnicodeError):
                words[at] = os.fsencode(word).decode("utf-8")
    return words


def _open_streams() -> None:
    """Names stand in their own scripts: what the output's encoding lacks becomes a question mark, not an error.

    A stream that was closed (`>&-`) leads nowhere.
    """
    if sys.stdout is None or sys.stderr is None:
        nowhere = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
