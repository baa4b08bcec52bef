"""Load by wrk: four connections that ask one address as often as it is answered."""

from __future__ import annotations

import os
import subprocess
from itertools import count
from shutil import which
from typing import NamedTuple
from urllib.request import urlopen

from measure import HERE

CONNECTIONS = 4
_editions = count(1)


class Answered(NamedTuple):
    """Answers a second, and the milliseconds within which 99 of 100 came."""

    rate: float
    p99: float


def pinned(core: int, line: list[str]) -> list[str]:
    """A command that keeps to one core, where the machine has two and can do so."""
    able = which("taskset") and hasattr(os, "sched_getaffinity") and {0, 1} <= os.sched_getaffinity(0)
    return ["taskset", "--cpu-list", str(core), *line] if able else line


def load(address: str, seconds: float, new: bool = False, pin: bool = True) -> Answered:
    """Asks an address for so long; with `new`, each time for a page that no one asked for before.

    Exits if there is no wrk, or if an answer is no good one: a rate of errors would be no figure.
    """
    if not which("wrk"):
        raise SystemExit("pages are measured with wrk, which is not installed: apt-get install wrk")
    for _ in range(2):  # so that what an earlier load left is done, and a page that is kept is made
        with urlopen(address, timeout=60) as answer:
            answer.read()
    line = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--timeout", "30s"]
    line += ["-s", str(HERE / "load.lua"), address, "--", *(["new", str(next(_editions))] if new else [])]
    told = subprocess.run(pinned(1, line) if pin else line, capture_output=True, text=True, check=True).stdout
    answers, microseconds, p99, failed = map(int, told.partition("figures ")[2].split())
    if failed:
        raise SystemExit(f"{address}: {failed} of {answers} answers failed")
    return Answered(answers / (microseconds / 1e6), p99 / 1000)
