"""What a command costs from start to exit, in CPU time, beside bare Python and `sqlite-utils query` in the same run.

Prints ratios, never seconds: the median of interleaved rounds. Run it as `scripts/bench`.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
QUERY = "select * from claims where system_id = 'koksan-m1978'"
HELLO = "import typer\napp = typer.Typer(rich_markup_mode=None)\n@app.command()\ndef hello(x: str): print(x)\napp()"

REFERENCES = {
    "bare `python -c pass`": [sys.executable, "-c", "pass"],
    "typer with one empty command": [sys.executable, "-c", HELLO, "x"],
    "`sqlite-utils query`, one system's claims": [BIN / "sqlite-utils", "query", ROOT / "catalog.db", QUERY, "--table"],
}
COMMANDS = {
    "search koksan": "plain",
    "show koksan-m1978": "plain",
    "compare koksan-m1978 2s7m-malka": "plain",
    "show koksan-m1978 --units imperial": "other",
    "compare koksan-m1978 2s7m-malka --spec range": "other",
    "rank range --class self-propelled-gun": "other",
    "find range>=300km": "other",
    "events --party UA": "other",
    "sources --top 20": "other",
}


def cost(command: list[str | Path]) -> float:
    """CPU seconds of one run, as the operating system accounts them to finished children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["CATALOG_DB"] = str(ROOT / "catalog.db")
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def line(words: str) -> list[str | Path]:
    """The command line of one of COMMANDS."""
    if words.startswith("find"):
        return [BIN / "catalog", "find", "range >= 300 km"]
    return [BIN / "catalog", *words.split()]


def main(rounds: int = 15) -> None:
    """Runs all commands in turn, `rounds` times, and prints the table."""
    every = REFERENCES | {f"catalog {words}": line(words) for words in COMMANDS}
    for command in every.values():
        cost(command)
    costs: dict[str, list[float]] = {name: [] for name in every}
    for _ in range(rounds):
        for name, command in every.items():
            costs[name].append(cost(command))
    bare, _, peer = (median(costs[name]) for name in REFERENCES)
    print("| command | times bare Python | times `sqlite-utils query` |\n|---|---|---|")
    for name in every:
        shown = name if name in REFERENCES else f"`{name}`"
        print(f"| {shown} | {median(costs[name]) / bare:.1f} | {median(costs[name]) / peer:.2f} |")


if __name__ == "__main__":
    main()
