"""Long tries of faults: builds killed, at once, without room and of changing records; damaged databases; made-up input.

`scripts/bench faults [--tries 200] [--seed 1] [--write]`; --write renews the table of docs/faults.md. The tests run a
few tries of each kind. Ends with 1 if anything was seen that must not be.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from fuzzed import made_up
from trials import Trial, builds_at_once, changing_records, killed_builds
from trials_of_damage import damaged_databases
from trials_of_room import full_disks

from catalog.compile import build

ROOT = Path(__file__).parents[1]
RECORDS = ROOT / "tests" / "records"
DOCUMENT = ROOT / "docs" / "faults.md"
BEGIN, END = "<!-- results -->\n", "<!-- end -->"


def _damaged(folder: Path, tries: int, seed: int) -> Trial:
    build(RECORDS, folder / "good.db")
    return damaged_databases(folder / "good.db", tries * 2, seed)


KINDS: tuple[Callable[[Path, int, int], Trial], ...] = (
    lambda folder, tries, seed: killed_builds(folder, RECORDS, tries, seed),
    lambda folder, tries, seed: builds_at_once(folder, RECORDS, max(6, tries // 4), seed),
    lambda folder, tries, seed: changing_records(folder, RECORDS, max(4, tries // 4), seed),
    lambda folder, tries, _: full_disks(folder, RECORDS, max(6, tries // 4)),
    _damaged,
    lambda folder, tries, seed: made_up(folder, RECORDS, tries * 20, seed),
)


def _row(trial: Trial) -> str:
    seen = "; ".join(f"{what}: {count:,}" for what, count in sorted(trial.seen.items()))
    return f"| {trial.what} | {trial.tries:,} | {seen} | {len(trial.wrong)} |"


def main() -> int:
    """Runs all kinds and prints a table, with --write into docs/faults.md too."""
    parser = argparse.ArgumentParser(description="Tries faults, many times.")
    parser.add_argument("--tries", type=int, default=200, help="how many builds are killed; other kinds follow (200)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other tries (1)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/faults.md too")
    wanted = parser.parse_args()
    lines = ["| what was tried | tries | what was seen | faults |", "| --- | --- | --- | --- |"]
    print("\n".join(lines))
    wrong: list[str] = []
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            trial = kind(Path(folder), wanted.tries, wanted.seed)
        lines.append(_row(trial))
        print(lines[-1], flush=True)
        wrong += [f"{trial.what}, {fault}" for fault in trial.wrong]
    print("\n".join(wrong), file=sys.stderr)
    if wanted.write:
        head, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
        DOCUMENT.write_text(head + BEGIN + "\n".join(lines) + "\n" + END + rest.partition(END)[2], encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
