"""Builds tried on purpose: killed, at once, and of records that change under them.

Each trial gives what it saw, and what it should not have seen. The quick ones run among the tests, all as
`scripts/bench faults`.
"""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from itertools import permutations
from pathlib import Path
from random import Random

from forks import Fork

from catalog.compile import PACKAGE, build
from catalog.load import parallel
from catalog.manifest import note_of, noted_state, state_of
from catalog.query.connection import connect, damage


@dataclass
class Trial:
    """What was tried how often, what was seen, and what was wrong."""

    what: str
    tries: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def must(self, holds: object, what: str) -> None:
        """Notes a fault unless something holds."""
        if not holds:
            self.wrong.append(f"try {self.tries}: {what}")


class Scene:
    """Records that have changed since their database was built: the old database can be put back at any time."""

    def __init__(self, folder: Path, records: Path, changed: int = 2) -> None:
        self.root = Path(shutil.copytree(records, folder / "records"))
        self.target = folder / "built" / "catalog.db"
        self.target.parent.mkdir()
        self._kept = folder / "kept"
        self._kept.mkdir()
        self.old = self._built()
        for path in self._files:
            shutil.copy2(path, self._kept)
        self.old_state = self.state()
        for path in sorted(self.root.glob("systems/*/*.yml"))[:changed]:
            path.write_text(
                path.read_text(encoding="utf-8").replace("summary: ", "summary: Changed. "), encoding="utf-8"
            )
        self.new = self._built()
        self.new_state = self.state()

    @property
    def _files(self) -> list[Path]:
        return [self.target, Path(note_of(str(self.target)))]

    def _built(self) -> bytes:
        assert build(self.root, self.target, whole=True, jobs=1).problems == []
        return self.target.read_bytes()

    def state(self) -> str:
        """The state of the records as they are now."""
        return state_of(str(self.root), str(PACKAGE))[0]

    def restore(self) -> None:
        """Puts the old database back, with its note."""
        for path in self._files:
            shutil.copy2(self._kept / path.name, path)

    def left(self) -> list[str]:
        """What builds have left beside the database."""
        return sorted({entry.name for entry in os.scandir(self.target.parent)} - {path.name for path in self._files})

    def judge(self, trial: Trial) -> None:
        """After whatever has happened: one of the two databases, whole, and a note that does not claim another."""
        found = self.target.read_bytes()
        trial.must(found in (self.old, self.new), "neither the old database nor the new one")
        with connect(self.target) as connection:
            trial.must(damage(connection) is None, "a damaged database")
        connection.close()
        noted = noted_state(str(self.target))
        trial.must(noted != self.new_state or found == self.new, "the note claims the new records of the old database")
        trial.must(noted != self.old_state or found == self.old, "the note claims the old records of the new database")
        trial.seen["new database" if found == self.new else "old database"] += 1


def killed_builds(folder: Path, records: Path, tries: int, seed: int) -> Trial:
    """Builds of all and of what has changed, killed at random moments: whole groups, parents alone, single workers."""
    scene, chance, trial = Scene(folder, records), Random(seed), Trial("builds killed")
    longest = {whole: max(_time(scene, whole) for _ in range(3)) for whole in (True, False)}
    for _ in range(tries):
        trial.tries += 1
        scene.restore()
        whole, victim = chance.random() < 0.6, chance.choice(["group", "group", "parent", "worker"])
        fork = Fork(partial(_build, scene, whole))
        time.sleep(chance.random() * longest[whole] * 1.1)
        if victim != "worker" or not fork.kill_worker():
            fork.kill(alone=victim == "parent")
        trial.must(fork.wait() is not None, f"a build hung after its {victim} was killed")
        trial.must(fork.rest() is not None, "a process outlived its build")
        scene.judge(trial)
        trial.seen["a folder left to the next build"] += bool(scene.left())
        trial.must(build(scene.root, scene.target, jobs=1).problems == [], "the next build failed")
        trial.must(scene.target.read_bytes() == scene.new, "the next build made something else")
        trial.must(scene.left() == [], f"the next build left {scene.left()}")
        trial.must(noted_state(str(scene.target)) == scene.new_state, "the next build noted something else")
    return trial


def _build(scene: Scene, whole: bool) -> None:
    parallel.WORTH_IT, parallel.CHUNK = 0, 4  # type: ignore[assignment]
    assert build(scene.root, scene.target, whole=whole, jobs=2).problems == []


def _time(scene: Scene, whole: bool) -> float:
    scene.restore()
    start = time.monotonic()
    fork = Fork(partial(_build, scene, whole))
    assert fork.wait() == 0
    fork.rest()
    return time.monotonic() - start


TURNS = sorted(set(permutations("AABB")))  # who renames next: the database first, then its note


def builds_at_once(folder: Path, records: Path, rounds: int, seed: int) -> Trial:
    """Two builds at once of different records into one database, which rename their files in every order there is."""
    trial, chance = Trial("two builds at once"), Random(seed)
    scene, other = Scene(folder / "one", records), Scene(folder / "other", records, changed=1)
    both = {scene.new: scene.new_state, other.new: other.new_state}
    for number in range(rounds):
        trial.tries += 1
        scene.restore()
        order, start, whole = TURNS[number % len(TURNS)], time.monotonic() + 0.5, chance.random() < 0.5
        forks = [
            Fork(partial(_build_in_turn, root, scene.target, whole, _turns(order, me, start)))
            for root, me in ((scene.root, "A"), (other.root, "B"))
        ]
        trial.must([fork.wait() for fork in forks] == [0, 0], "a build failed")
        trial.must(None not in [fork.rest() for fork in forks], "a process outlived its build")
        found, noted = scene.target.read_bytes(), noted_state(str(scene.target))
        trial.must(found in both, "neither of the two databases")
        trial.must(noted in (None, both.get(found)), "the note claims other records than those of the database")
        trial.must(scene.left() == [], f"they left {scene.left()}")
        trial.seen["with its note" if noted else "without a note that fits: the next build reads all"] += 1
        trial.must(build(scene.root, scene.target, jobs=1).problems == [], "the next build failed")
        trial.must(scene.target.read_bytes() == scene.new, "the next build made something else")
    return trial


def _turns(order: tuple[str, ...], me: str, start: float) -> list[float]:
    return [start + 0.05 * place for place, who in enumerate(order) if who == me]


def _build_in_turn(root: Path, target: Path, whole: bool, turns: list[float]) -> None:
    rename = os.replace

    def waiting(*names: str) -> None:
        time.sleep(max(0.0, (turns.pop(0) if turns else 0.0) - time.monotonic()))
        rename(*names)

    os.replace = waiting  # type: ignore[assignment]
    assert build(root, target, whole=whole, jobs=1).problems == []


def changing_records(folder: Path, records: Path, tries: int, seed: int) -> Trial:
    """Builds of records to which an editor writes in place, piece by piece, in the same moments."""
    scene, chance, trial = Scene(folder, records), Random(seed), Trial("records written to during a build")
    paths = sorted(scene.root.glob("systems/*/*.yml"))
    for number in range(tries):
        trial.tries += 1
        scene.restore()
        path = chance.choice(paths)
        text = path.read_text(encoding="utf-8")
        fork = Fork(lambda: build(scene.root, scene.target, whole=True, jobs=1).problems)
        time.sleep(chance.random() * 0.03)
        with path.open("w", encoding="utf-8") as opened:
            for start in range(0, len(text), 200):
                opened.write(text[start : start + 200])
                opened.flush()
                time.sleep(chance.random() * 0.004)
            opened.write(f"# {number}\n")
        failed = fork.wait() != 0
        told = fork.rest()
        trial.must(not failed and told is not None, "a build broke off")
        trial.seen["refused: a file that changed, or a part of one" if told and b"Problem" in told else "built"] += 1
        fresh = noted_state(str(scene.target)) == scene.state()
        before = scene.target.read_bytes()
        trial.must(build(scene.root, scene.target, whole=True, jobs=1).problems == [], "the records are not as written")
        trial.must(not fresh or before == scene.target.read_bytes(), "the note claims records that were not read")
    return trial
