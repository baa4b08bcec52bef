"""Fuzzing with atheris, which looks for input that takes new ways through the code. Not among the tests.

    pip install atheris
    python benchmarks/fuzz.py records|values|lines [--seconds 60] [--memory 1024]

It ends at the first fault with its input, or after so many seconds with none.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["catalog", "yaml"]):
    from fuzzed import OPTIONS, TOKENS, WORDS, Records, check_line, check_value, edited

    from catalog.cli.ask import COMMANDS
    from catalog.compile import build
    from catalog.vocabulary import vocabulary

RECORDS = Path(__file__).parents[1] / "tests" / "records"


def _records(folder: Path) -> Callable[[bytes], None]:
    tree = Records(Path(shutil.copytree(RECORDS, folder / "records")))

    def once(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        file = provider.PickValueInList(tree.files)
        edits = [
            (provider.ConsumeProbability(), provider.ConsumeIntInRange(0, 60), _piece(provider))
            for _ in range(provider.ConsumeIntInRange(1, 6))
        ]
        tree.check(file, edited(tree.contents[file], edits))

    return once


def _piece(provider: atheris.FuzzedDataProvider) -> bytes:
    return provider.PickValueInList(TOKENS) if provider.ConsumeBool() else provider.ConsumeBytes(8)


def _values(_: Path) -> Callable[[bytes], None]:
    properties = sorted(vocabulary().properties)

    def once(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        property_id = provider.PickValueInList(properties)
        pieces = [_piece(provider).decode(errors="replace") for _ in range(provider.ConsumeIntInRange(0, 8))]
        check_value("".join(pieces), property_id)

    return once


def _lines(folder: Path) -> Callable[[bytes], None]:
    database, commands = folder / "catalog.db", [command.__name__ for command in COMMANDS]
    build(RECORDS, database)

    def once(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        words = [provider.PickValueInList(commands)]
        for _ in range(provider.ConsumeIntInRange(0, 6)):
            kind = provider.ConsumeIntInRange(0, 2)
            words.append(provider.PickValueInList((WORDS, OPTIONS)[kind]) if kind < 2 else provider.ConsumeUnicode(12))
        check_line(words, database)

    return once


KINDS = {"records": _records, "values": _values, "lines": _lines}


def main() -> None:
    """Reads the command line and fuzzes until the time is over or something breaks."""
    parser = argparse.ArgumentParser(description="Fuzzes the reader, the grammar of values or the command line.")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--memory", type=int, default=1024, help="megabytes that the process may take (1024)")
    wanted = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    bounds = [f"-max_total_time={wanted.seconds}", f"-rss_limit_mb={wanted.memory}", "-timeout=20", "-max_len=400"]
    atheris.Setup(
        [sys.argv[0], *bounds, "-print_final_stats=1", f"-artifact_prefix={folder}/"], KINDS[wanted.kind](folder)
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
