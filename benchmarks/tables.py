"""Tables of measurements, printed, and with --write put between their marks in docs/speed.md."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from measure import ROOT

DOCUMENT = ROOT / "docs" / "speed.md"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def options(what: str, sizes: Sequence[int], rounds: int | None = None) -> argparse.Namespace:
    """The command line that all measurements share."""
    return parser(what, sizes, rounds).parse_args()


def parser(what: str, sizes: Sequence[int], rounds: int | None = None) -> argparse.ArgumentParser:
    """Its options, to which a measurement may add its own."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument(
        "--size", type=int, nargs="+", default=list(sizes), help="systems in a generated catalog; 0: own records"
    )
    parser.add_argument("--rounds", type=int, default=rounds, help="how often each is run; medians are told")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/speed.md too")
    return parser


def tell(tables: dict[str, str], write: bool) -> None:
    """Prints tables by name; writes them into the document too if asked."""
    for name, text in tables.items():
        print(f"{name}\n\n{text}", flush=True)
    if write:
        put(tables, DOCUMENT)


def put(tables: dict[str, str], document: Path) -> None:
    """Replaces what stands between `<!-- bench NAME -->` and `<!-- end -->` in a document.

    Raises ValueError, and writes nothing, if a mark is missing.
    """
    text = document.read_text(encoding="utf-8")
    for name, body in tables.items():
        begin, end = f"<!-- bench {name} -->\n", "<!-- end -->"
        if text.count(begin) != 1:
            found = f"{document.name} has {text.count(begin)} places for the table `{name}`"
            raise ValueError(f"{found}; one is needed: {begin.strip()}")
        before, _, rest = text.partition(begin)
        text = before + begin + body + end + rest.partition(end)[2]
    document.write_text(text, encoding="utf-8")
