"""The measurements: they account to a command what it costs, refuse a failed one, and find their places in the document."""

from __future__ import annotations

import importlib
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parents[1]
RECORDS = ROOT / "tests" / "records"

Bench = Callable[[str], ModuleType]


@pytest.fixture()
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A module of benchmarks/, which scripts import from their own folder."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module


def test_memory_is_the_commands_and_not_the_measurers(bench: Bench) -> None:
    measure = bench("measure")
    kept = b"x" * 80_000_000
    bare = measure.run(measure.Subject(measure.BARE))
    large = measure.run(measure.Subject([sys.executable, "-c", "b'x' * 50_000_000"]))
    assert len(kept) == 80_000_000
    assert bare.peak < 30
    assert large.peak > bare.peak + 40


def test_time_is_that_of_the_command_and_all_its_children(bench: Bench) -> None:
    measure = bench("measure")
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    child = [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}])"]
    cost = measure.run(measure.Subject(child))
    assert cost.cpu >= 0.3
    assert cost.wall >= 0.3


def test_a_failed_command_is_no_figure(bench: Bench) -> None:
    measure = bench("measure")
    with pytest.raises(SystemExit, match="no such thing"):
        measure.run(measure.Subject([sys.executable, "-c", "raise SystemExit('no such thing')"]))


def test_ratios_are_of_one_round(bench: Bench) -> None:
    measure = bench("measure")
    runs = {"a": [measure.Run(2, 0, 0), measure.Run(40, 0, 0)], "b": [measure.Run(1, 0, 0), measure.Run(20, 0, 0)]}
    assert measure.ratio(runs, "a", "b") == 2


def test_every_table_has_its_place_in_the_document(bench: Bench, tmp_path: Path) -> None:
    tables = bench("tables")
    copy = Path(shutil.copy(tables.DOCUMENT, tmp_path))
    scripts = "".join((ROOT / "benchmarks" / f"{name}.py").read_text() for name in ("builds", "commands", "pages"))
    told = [
        name
        for call in re.findall(r"\btell\(\s*\{(.*?)\}", scripts, re.DOTALL)
        for name in re.findall(r'"([^"]+)":', call)
    ]
    assert len(told) == 6
    tables.put({name: f"| {name} |\n" for name in told}, copy)
    tables.put({name: f"| new {name} |\n" for name in told}, copy)
    for name in told:
        assert f"<!-- bench {name} -->\n| new {name} |\n<!-- end -->" in copy.read_text(encoding="utf-8")


def test_a_table_without_a_place_changes_nothing(bench: Bench, tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text("<!-- bench one -->\nold\n<!-- end -->\n")
    with pytest.raises(ValueError, match="0 places for the table `two`"):
        bench("tables").put({"one": "new\n", "two": "new\n"}, document)
    assert "old" in document.read_text()


def test_other_tools_get_the_same_records(bench: Bench) -> None:
    listed = yaml.load(bench("peers").listed(RECORDS), yaml.BaseLoader)
    files = list(RECORDS.rglob("*.yml"))
    ids = sorted(path.relative_to(RECORDS).with_suffix("").as_posix() for path in files)
    assert sorted(entry.pop("id") for entry in listed) == ids
    alone = [yaml.load(path.read_bytes(), yaml.BaseLoader) for path in files]
    assert sorted(map(repr, listed)) == sorted(map(repr, alone))


def test_the_floor_inserts_every_record(bench: Bench, tmp_path: Path) -> None:
    measure = bench("measure")
    target = tmp_path / "floor.db"
    measure.run(measure.Subject([sys.executable, str(measure.HERE / "floor.py"), str(RECORDS), str(target)]))
    connection = sqlite3.connect(target)
    assert connection.execute("select count(*) from records").fetchone()[0] == len(list(RECORDS.rglob("*.yml")))
    assert connection.execute("select count(*) from claims where key = 'firing_range'").fetchone()[0] > 0
    connection.close()


def test_the_site_for_several_workers_is_the_site(
    bench: Bench, small_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    import httpx

    monkeypatch.setenv("CATALOG_DB", str(small_database))
    transport = httpx.ASGITransport(app=bench("served").app())

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
            return await client.get("/systems")

    answer = asyncio.run(ask())
    assert answer.status_code == 200
    assert "/systems/gun-a" in answer.text
