"""Load by wrk: four connections that ask one address as often as it is answered."""

from __future__ import annotations

import os
import subprocess
import time
from itertools import count
from shutil import which
from typing import NamedTuple
from urllib.request import urlopen

from measure import HERE

CONNECTIONS = 4
LONGEST = 40  # seconds
_editions = count(1)


class Answered(NamedTuple):
    """Answers a second, and the milliseconds within which 99 of 100 came."""

    rate: float
    p99: float


class NoAnswer(Exception):
    """A page that failed or came too late."""


def pinned(core: int, line: list[str]) -> list[str]:
    """A command that keeps to one core, where the machine has two and can do so."""
    able = which("taskset") and hasattr(os, "sched_getaffinity") and {0, 1} <= os.sched_getaffinity(0)
    return ["taskset", "--cpu-list", str(core), *line] if able else line


def load(address: str, seconds: float, new: bool = False, pin: bool = True) -> Answered:
    """Asks an address for so long, longer if it is slow; with `new`, each time for a page that no one asked for before.

    Raises NoAnswer if one is no good or too late, for a rate of errors would be no figure; exits if there is no wrk.
    """
    if not which("wrk"):
        raise SystemExit("pages are measured with wrk, which is not installed: apt-get install wrk")
    edition = str(next(_editions))
    alone = max(_alone(address, edition if new else None) for _ in range(2))  # what an earlier load left is then done
    length = max(1, round(max(seconds, min(alone * 4 * CONNECTIONS, LONGEST))))
    line = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{length}s", "--timeout", f"{LONGEST}s"]
    line += ["-s", str(HERE / "load.lua"), address, "--", *(["new", edition] if new else [])]
    told = subprocess.run(pinned(1, line) if pin else line, capture_output=True, text=True, check=True).stdout
    answers, microseconds, p99, failed = map(int, told.partition("figures ")[2].split())
    if failed:
        raise NoAnswer(f"{address}: {failed} answers failed or came too late")
    return Answered(answers / (microseconds / 1e6), p99 / 1000)


def _alone(address: str, edition: str | None) -> float:
    """Seconds that one client waits for an answer alone."""
    begun = time.perf_counter()
    asked = address if edition is None else f"{address}{'&' if '?' in address else '?'}_new={edition}-{begun}"
    try:
        with urlopen(asked, timeout=LONGEST) as answer:
            answer.read()
    except OSError as error:
        raise NoAnswer(f"{asked}: {error}") from None
    return time.perf_counter() - begun
