"""The generator of invented catalogs: valid records of real size, the same bytes for the same seed."""

from __future__ import annotations

import importlib
import subprocess
import sys
from dataclasses import replace
from hashlib import blake2b
from math import inf
from pathlib import Path
from random import Random
from statistics import mean
from types import ModuleType
from typing import Any

import pytest

from catalog.check import check_tree
from catalog.load.reader import read
from catalog.stated import as_list, claims_of, state
from catalog.vocabulary import Property, vocabulary

ROOT = Path(__file__).parents[1]


def generate(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, str(ROOT / "benchmarks" / "generate.py"), str(folder), *options]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def digest(folder: Path) -> str:
    state = blake2b()
    for path in sorted(folder.rglob("*.yml")):
        state.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return state.hexdigest()


def systems_of(folder: Path) -> list[dict[str, Any]]:
    return [read(path.read_bytes()) for path in sorted(folder.glob("systems/*/*.yml"))]


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("invented") / "catalog"
    made = generate(folder, "--systems", "150", "--seed", "7")
    assert made.returncode == 0, made.stderr
    return folder


def test_the_checker_finds_nothing(invented: Path) -> None:
    found = check_tree(invented)
    assert found.problems == []
    assert found.files > 150
    assert len(systems_of(invented)) == 150


def test_records_are_as_large_and_varied_as_real_ones(invented: Path) -> None:
    systems = systems_of(invented)
    claims = [claim.body for system in systems for claim in claims_of(system)]
    assert 2_500 < mean(path.stat().st_size for path in invented.glob("systems/*/*.yml")) < 4_000
    assert 14 < len(claims) / len(systems) < 22
    assert {"via", "note", "ammunition", "munition"} <= {key for claim in claims for key in claim}
    assert any(len(as_list(claim["source"])) > 1 for claim in claims)
    words = " ".join(str(claim["value"]) for claim in claims)
    assert all(word in words for word in ("about ", "up to ", "more than ", "Mach ", "L/", "~", " km", " t", " hp"))
    assert any("variant_of" in system for system in systems)
    names = "".join(alias["name"] for system in systems for alias in system["aliases"] if isinstance(alias, dict))
    assert any("가" <= mark <= "힣" for mark in names)
    assert any("а" <= mark <= "я" for mark in names)


def test_a_vocabulary_that_grows_keeps_its_values_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    values = importlib.import_module("invented_values")
    words = vocabulary()
    length = words.properties["length"]
    more = [
        replace(length, id="narrow", band=("14 m", "16 m")),
        replace(length, id="small", unit="mm", example="0.8 mm", band=None),
        replace(words.properties["engine_power"], id="volume", dimension="volume", unit="L", example="40 L", band=None),
        replace(words.properties["crew"], id="many", band=("1", "3"), example="2"),
    ]
    for entry in [*words.properties.values(), *more]:
        monkeypatch.setitem(words.properties, entry.id, entry)
        if entry.dimension != "class":
            _draw(values, replace(entry, at_most=()), Random(entry.id))


def _draw(values: ModuleType, entry: Property, rng: Random) -> None:
    """Every value reads and is plausible, for the property and for each class that has its own idea of that."""
    for kind in vocabulary().classes.values():
        band = kind.bands.get(entry.id, entry.band)
        least, most = (state(bound, entry).interval.least for bound in band) if band else (-inf, inf)
        kind = replace(kind, main_range=entry.id)
        for _ in range(20):
            truth = values.truths(rng, kind, [entry])[entry.id]
            interval = state(values.stated(rng, entry, truth, {}), entry).interval
            assert all(bound is None or least <= bound <= most for bound in interval[:2])


def test_what_cannot_be_more_is_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    values = importlib.import_module("invented_values")
    words = vocabulary()
    chosen = [words.properties[id] for id in ("explosive_mass", "warhead_mass", "launch_mass", "flight_range")]
    for seed in range(50):
        found = values.truths(Random(seed), words.classes["cruise-missile"], chosen)
        assert found["explosive_mass"].value < found["warhead_mass"].value < found["launch_mass"].value


def test_the_same_seed_gives_the_same_bytes(invented: Path, tmp_path: Path) -> None:
    generate(tmp_path / "same", "--systems", "150", "--seed", "7")
    generate(tmp_path / "other", "--systems", "150", "--seed", "8")
    assert digest(tmp_path / "same") == digest(invented) != digest(tmp_path / "other")


def test_it_writes_into_no_folder_in_use(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    refused = generate(tmp_path)
    assert refused.returncode == 2
    assert "is not an empty folder" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
