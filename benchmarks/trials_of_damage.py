"""Databases damaged on purpose: every read command answers, or says in one line that the file is damaged."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from pathlib import Path
from random import Random

from forks import run
from trials import Trial

READING = [
    shlex.split(line)
    for line in (
        "show gun-a",
        "show --claim x",
        "compare gun-a gun-b",
        "rank range",
        "find 'range >= 40 km'",
        "search gun",
        "events",
        "sources",
        "sources paper",
        "properties",
        "countries",
        "sql 'select * from claims'",
    )
]

DAMAGES: dict[str, Callable[[bytearray, Random], bytes]] = {
    "cut off": lambda good, chance: bytes(good[: chance.randrange(len(good))]),
    "a page of zeros": lambda good, chance: _page(good, chance, bytes(4096)),
    "a page of noise": lambda good, chance: _page(good, chance, chance.randbytes(4096)),
    "single bytes": lambda good, chance: _bytes(good, chance),
    "pages exchanged": lambda good, chance: _page(good, chance, bytes(good[4096 * 3 : 4096 * 4])),
    "noise": lambda good, chance: chance.randbytes(len(good)),
    "another file": lambda _, chance: b"name: no database\n" * chance.randrange(1, 2000),
}


def _page(good: bytearray, chance: Random, page: bytes) -> bytes:
    start = chance.randrange(len(good) // 4096) * 4096
    good[start : start + 4096] = page
    return bytes(good)


def _bytes(good: bytearray, chance: Random) -> bytes:
    for _ in range(chance.choice((1, 5, 50))):
        good[chance.randrange(len(good))] = chance.randrange(256)
    return bytes(good)


def damaged_databases(database: Path, tries: int, seed: int) -> Trial:
    """All read commands on a database damaged in many ways: an answer, or one line and status 1."""
    trial, chance, good = Trial("damaged databases"), Random(seed), database.read_bytes()
    bad = database.with_name("bad.db")
    for number in range(tries):
        kind = list(DAMAGES)[number % len(DAMAGES)]
        bad.write_bytes(DAMAGES[kind](bytearray(good), chance))
        for line in READING:
            trial.tries += 1
            _one_line(trial, bad, kind, line)
    return trial


def _one_line(trial: Trial, bad: Path, kind: str, line: list[str]) -> None:
    os.environ["CATALOG_DB"] = str(bad)
    try:
        told = run(line)
    finally:
        del os.environ["CATALOG_DB"]
    trial.must(told.status in (0, 1), f"{kind}, {line}: {told.errors[-500:]}")
    refused = told.status == 1
    trial.must(not refused or (told.errors.strip() and told.output == ""), f"{kind}, {line}: {told}")
    if refused and str(bad) in told.errors:
        trial.must(told.errors.count("\n") == 1 and "catalog build" in told.errors, f"{kind}, {line}: {told.errors}")
    trial.seen["told" if refused else "answered: the damage lies elsewhere"] += 1
