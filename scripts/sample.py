"""What cog calls in the documents: commands with their output, and tables of the vocabulary."""

from __future__ import annotations

import contextlib
import io
import shlex

from catalog.cli import main


def output(line: str) -> str:
    """What a `catalog …` command prints, on both streams, at 80 columns."""
    both = io.StringIO()
    with contextlib.redirect_stdout(both), contextlib.redirect_stderr(both):
        main(shlex.split(line)[1:])
    return both.getvalue().rstrip()


def run(*lines: str, most: int = 60) -> None:
    """Prints commands with their output as one block of a terminal; long output is cut after `most` lines."""
    print("```console")
    for number, line in enumerate(lines):
        said = output(line).splitlines()
        print("\n" * (number > 0) + f"$ {line}")
        print("\n".join(said[:most] + (["…"] if len(said) > most else [])))
    print("```")
