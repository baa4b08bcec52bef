"""Clocks, locales, seeds, streams and terminals of all kinds: the same bytes, an answer, or one line."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import HERE

from catalog.cli import main
from catalog.compile import build
from catalog.manifest import noted_state, state_of

GUN = "systems/artillery/gun-a.yml"
CATALOG = str(Path(sys.executable).with_name("catalog"))
PLACES = {
    "far east": {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "0", "HOME": "/nowhere"},
    "turkey": {"TZ": "Europe/Istanbul", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4294967295", "COLUMNS": "1"},
    "bare": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
}


@pytest.mark.parametrize("place", PLACES)
def test_builds_are_the_same_bytes_everywhere(small_database, tmp_path, place):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    environment |= PLACES[place]
    target = tmp_path / "catalog.db"
    for line in (["build", "-o", str(target)], ["search", "곡산"]):
        environment["CATALOG_DB"] = str(target)
        done = subprocess.run([CATALOG, *line], cwd=HERE / "records", env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
    assert target.read_bytes() == small_database.read_bytes()
    assert b"gun-a" in done.stdout


# --- clocks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [-86_400 * 365, 0, 4_000_000_000], ids=["before 1970", "1970", "2096"])
def test_times_are_compared_not_ordered(tree, tmp_path, monkeypatch, day):
    monkeypatch.setattr(sys.modules["catalog.compile.patch"], "SHARE", 1.0)
    target = tmp_path / "catalog.db"
    build(tree, target)
    (tree / GUN).write_text((tree / GUN).read_text().replace("A gun", "The gun"))
    os.utime(tree / GUN, (day, day))
    assert build(tree, target).read == 1
    assert build(tree, target).read == 0
    assert b"The gun for tests" in target.read_bytes()


def test_a_clock_set_back_during_a_build_changes_nothing(tree, tmp_path, monkeypatch):
    target = tmp_path / "catalog.db"
    build(tree, target)
    good = target.read_bytes()
    monkeypatch.setattr(time, "time_ns", lambda: 86_400 * 10**9)
    build(tree, target, whole=True)
    assert target.read_bytes() == good
    assert noted_state(str(target)) == state_of(str(tree), str(Path(sys.modules["catalog"].__file__).parent))[0]


def test_another_content_of_the_same_time_and_size_needs_a_whole_build(tree, tmp_path):
    """What docs/faults.md says of it."""
    target = tmp_path / "catalog.db"
    build(tree, target)
    status = (tree / GUN).stat()
    (tree / GUN).write_text((tree / GUN).read_text().replace("A gun for tests", "A gun for tasks"))
    os.utime(tree / GUN, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert build(tree, target).read == 0
    assert build(tree, target, whole=True).read == 10
    assert b"A gun for tasks" in target.read_bytes()


def test_a_copied_checkout_keeps_its_database_if_times_are_copied(tree, tmp_path):
    build(tree, tree / "catalog.db")
    copy = shutil.copytree(tree, tmp_path / "copy")
    assert noted_state(str(copy / "catalog.db")) is not None
    shutil.copy(tree / "catalog.db", copy / "catalog.db")
    assert noted_state(str(copy / "catalog.db")) is None, "a file of another time is another file"


# --- streams and terminals -----------------------------------------------------------------------------------------


def shell(database, words):
    environment = os.environ | {"CATALOG_DB": str(database)}
    line = words.replace("catalog", CATALOG, 1)
    done = subprocess.run(["bash", "-c", line], env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


FULL = "catalog: the answer could not be written: No space left on device; make room there, then run this again\n"


@pytest.mark.parametrize(
    ("words", "status", "errors"),
    [
        ("catalog show gun-a >&-", 0, ""),
        ("catalog show gun-a >&- 2>&- <&-", 0, ""),
        ("catalog show gun-x 2>&-", 1, ""),
        ("catalog units >&-", 0, ""),
        ("catalog show gun-a >/dev/full", 1, FULL),
        ("catalog units >/dev/full", 1, FULL),
        ("catalog --help >/dev/full", 1, FULL),
        ("catalog show gun-x 2>/dev/full", 1, ""),
        ("catalog countries -f json | head -1; exit ${PIPESTATUS[0]}", 0, ""),
        ("catalog rank range -f json | head -1; exit ${PIPESTATUS[0]}", 0, ""),
        (
            r"catalog show $'\xff'",
            1,
            "catalog: '\\udcff' is not text in UTF-8: write it as this terminal's encoding has it\n",
        ),
    ],
)
def test_streams_that_take_nothing(small_database, words, status, errors):
    found, _, told = shell(small_database, words)
    assert (found, told) == (status, errors)


@pytest.mark.parametrize("columns", ["0", "1", "-5", "²", "x", "", "9" * 400, "99999"])
def test_any_width_is_a_width(small_database, monkeypatch, capsys, columns):
    monkeypatch.setenv("CATALOG_DB", str(small_database))
    monkeypatch.setenv("COLUMNS", columns)
    assert main(["show", "gun-a"]) == 0
    assert "Gun A" in capsys.readouterr().out


def test_an_interrupt_ends_without_a_word(small_database, monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setenv("CATALOG_DB", str(small_database))
    monkeypatch.setattr("catalog.cli.answer.open_fresh", interrupted)
    assert main(["show", "gun-a"]) == 130
    assert capsys.readouterr().err == ""


def test_too_little_memory_is_told(small_database, monkeypatch, capsys):
    def greedy(*_):
        raise MemoryError

    monkeypatch.setenv("CATALOG_DB", str(small_database))
    monkeypatch.setattr("catalog.cli.answer.emit", greedy)
    assert main(["show", "gun-a"]) == 1
    assert capsys.readouterr().err == "catalog: not enough memory: raise the limit (`ulimit -v`), or ask for less\n"


def test_a_fault_of_the_program_is_not_taken_for_damage(small_database, monkeypatch):
    def broken(*_):
        raise KeyError("a slip of ours")

    monkeypatch.setenv("CATALOG_DB", str(small_database))
    monkeypatch.setattr("catalog.cli.answer.emit", broken)
    with pytest.raises(KeyError):
        main(["show", "gun-a"])
