"""Whole commands side by side: each round runs all of them in turn, and what is told is the median of their ratios.

Times moved by up to 40 % between runs on a shared machine, ratios of one round by about 10 %: so only ratios are told.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent
PYTHON = sys.executable
BIN = Path(sys.executable).parent
TYPER = "import typer\napp = typer.Typer(rich_markup_mode=None)\n@app.command()\ndef hello(x: str): print(x)\napp()"
BARE = [PYTHON, "-c", "pass"]
HELLO = [PYTHON, "-c", TYPER, "x"]


class Run(NamedTuple):
    """What one run cost: seconds from start to exit, CPU seconds of all its processes, MiB of the largest of them."""

    wall: float
    cpu: float
    peak: float


class Subject(NamedTuple):
    """A command to measure, where it runs, and what must be done before each run, which is not measured."""

    command: list[str]
    folder: Path = ROOT
    prepare: Callable[[], object] | None = None
    settings: Mapping[str, str] = {}


Runs = dict[str, list[Run]]


def run(subject: Subject) -> Run:
    """Runs a command once. Exits with its words if it fails: a figure for a failed command would be no figure."""
    if subject.prepare:
        subject.prepare()
    with tempfile.TemporaryDirectory() as folder:
        result, words = Path(folder) / "result", Path(folder) / "words"
        with words.open("w") as errors:
            line = [PYTHON, "-I", "-S", str(HERE / "spawn.py"), str(result), *subject.command]
            done = subprocess.run(
                line, cwd=subject.folder, env=_environment(subject), stdout=subprocess.DEVNULL, stderr=errors
            )
        if done.returncode:
            raise SystemExit(f"{' '.join(subject.command)}\nfailed: {words.read_text()[-2000:]}")
        wall, cpu, peak = map(float, result.read_text().split())
    return Run(wall, cpu, peak / (2**20 if sys.platform == "darwin" else 2**10))


def _environment(subject: Subject) -> dict[str, str]:
    """Nothing that changes what is measured: an unwritten bytecode cache would be compiled at every start."""
    unwanted = {"PYTHONDONTWRITEBYTECODE", "CATALOG_DB", "COLUMNS"}
    return {name: value for name, value in os.environ.items() if name not in unwanted} | dict(subject.settings)


def interleave(subjects: Mapping[str, Subject], rounds: int) -> Runs:
    """Runs all subjects in turn, once to warm up and then `rounds` times."""
    for subject in subjects.values():
        run(subject)
    runs: Runs = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, subject in subjects.items():
            runs[name].append(run(subject))
    return runs


def ratio(runs: Runs, name: str, reference: str, cost: str = "wall") -> float:
    """The median over rounds of what a subject cost, as a multiple of the reference of the same round."""
    pairs = zip(runs[name], runs[reference], strict=True)
    return float(median(getattr(subject, cost) / getattr(other, cost) for subject, other in pairs))


def typical(runs: Runs, name: str, cost: str = "wall") -> float:
    """The median of what a subject cost: seconds, or MiB for `peak`."""
    return float(median(getattr(run, cost) for run in runs[name]))
