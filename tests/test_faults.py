"""Faults of machine, disk and files: the old database stays whole, and one line says what to do."""

import os
import random
import subprocess
import sys
import time

import pytest
from conftest import HERE, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.check import check_tree
from catalog.compile import build
from catalog.load.reader import NotTaken, read
from catalog.problems import Refused
from catalog.stated import state
from catalog.vocabulary import vocabulary

sys.path.insert(0, str(ROOT / "benchmarks"))
import faults

GUN = "systems/artillery/gun-a.yml"


def command(*words, cwd, **more):
    """A command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "catalog", *map(str, words)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


@pytest.mark.parametrize(
    ("run", "tries", "never"),
    [
        (faults.killed_builds, 4, ("database not whole", "processes left", "next build failed", "leftovers after the next build")),
        (faults.full_disks, 6, ("old file changed", "ended as if well", "traceback")),
        (faults.builds_at_once, 3, ("failed", "neither of the two", "note of another database")),
        (faults.truncated_databases, 8, ("traceback",)),
    ],
)  # fmt: skip
def test_a_few_tries_of_each_fault(run, tries, never):
    found = run(tries, random.Random(7))
    assert sum(found.values()) >= tries
    assert {what: found[what] for what in never} == dict.fromkeys(never, 0)


def test_a_full_disk_is_told_with_its_cure(tree):
    build(tree, tree / "catalog.db")
    (tree / GUN).touch()
    (tree / GUN).write_text((tree / GUN).read_text().replace("value: 8,", "value: 9,"))
    ran = faults.limited(20_000, "build", cwd=tree)
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert "could not be built" in ran.stderr
    assert "then run this again" in ran.stderr


@pytest.mark.parametrize("what", ["link to nothing", "folder", "fifo", "link to itself", "huge", "not UTF-8", "gone"])
def test_what_is_no_readable_record_is_told(tree, what):
    path = tree / "systems/artillery/odd.yml"
    if what == "link to nothing":
        path.symlink_to(tree / "nothing.yml")
    elif what == "folder":
        path.mkdir()
    elif what == "fifo":
        os.mkfifo(path)
    elif what == "link to itself":
        path.symlink_to(path)
    elif what == "huge":
        path.write_text("name: " + "x" * 300_000)
    elif what == "not UTF-8":
        path.write_bytes(b"name: \xff\xfe\x00")
    elif what == "gone":
        (tree / GUN).unlink()
        assert check_tree(tree).files == 9
        return
    problems = [problem for problem in check_tree(tree).problems if problem.level == "error"]
    assert [problem.file for problem in problems] == ["systems/artillery/odd.yml"]
    assert problems[0].found
    assert problems[0].cure


def test_a_folder_in_which_nothing_can_be_written_is_told(tree, tmp_path):
    ran = command("build", "--output", "/proc/catalog.db", cwd=tree)
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert "Traceback" not in ran.stderr
    assert command("build", "--output", tmp_path / "none" / "catalog.db", cwd=tree).returncode == 1


@pytest.mark.parametrize("when", [0, 4_000_000_000])
def test_other_clocks_change_nothing(tree, tmp_path, when):
    build(tree, tmp_path / "a.db")
    for path in tree.rglob("*.yml"):
        os.utime(path, (when, when))
    assert build(tree, tmp_path / "b.db").read == 10
    assert build(tree, tmp_path / "b.db").read == 0
    assert (tmp_path / "a.db").read_bytes() == (tmp_path / "b.db").read_bytes()


def test_a_record_of_the_same_size_and_time_is_read_by_a_whole_build(tree, tmp_path):
    target = tmp_path / "catalog.db"
    build(tree, target)
    before, times = target.read_bytes(), (tree / GUN).stat()
    (tree / GUN).write_text((tree / GUN).read_text().replace("value: 8,", "value: 9,"))
    os.utime(tree / GUN, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert build(tree, target).read == 0
    assert build(tree, target, whole=True).read == 10
    assert target.read_bytes() != before


@pytest.mark.parametrize("locale", ["C", "tr_TR.UTF-8", "POSIX"])
def test_other_locales_and_zones_answer_alike(small_database, tmp_path, locale):
    environment = {**os.environ, "CATALOG_DB": str(small_database), "LC_ALL": locale, "TZ": "Pacific/Kiritimati"}
    ran = command("show", "gun-a", cwd=tmp_path, env={**environment, "PYTHONUTF8": "1"}, encoding="utf-8")
    assert ran.returncode == 0
    assert "곡산" in ran.stdout
    assert command("show", "gun-a", cwd=tmp_path, env={**environment, "PYTHONIOENCODING": "ascii"}).returncode == 0


@pytest.mark.parametrize("shell", [">&-", "2>&-", "| head -n 1", ">/dev/full"])
def test_streams_that_take_nothing_are_no_traceback(small_database, tmp_path, shell):
    line = f"{sys.executable} -m catalog show gun-a {shell}"
    environment = {**os.environ, "CATALOG_DB": str(small_database)}
    ran = subprocess.run(["sh", "-c", line], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in ran.stderr
    assert (ran.returncode == 0) is (shell != ">/dev/full")


WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@given(st.binary(max_size=400) | WORDS.map(str.encode))
def test_any_bytes_are_read_or_refused(content):
    try:
        read(content)
    except NotTaken as error:
        assert error.line >= 1
        assert error.refused.found


RECORD = (HERE / "records" / GUN).read_text()


@given(st.data())
def test_a_record_torn_anywhere_is_read_or_refused_at_a_place(data):
    start = data.draw(st.integers(0, len(RECORD)))
    end = data.draw(st.integers(start, len(RECORD)))
    text = RECORD[:start] + data.draw(WORDS) + RECORD[end:]
    try:
        read(text.encode())
    except NotTaken as error:
        assert 1 <= error.line <= text.count("\n") + 2


@given(WORDS, st.sampled_from(sorted(vocabulary().properties)))
def test_any_value_is_read_or_refused_with_what_was_found(value, property):
    entry = vocabulary().properties[property]
    try:
        state(value, entry)
    except Refused as refused:
        assert refused.found


@settings(max_examples=60)
@given(
    st.sampled_from(
        ["show", "compare", "rank", "find", "search", "events", "sources", "coverage", "sql", "diff", "cite"]
    ),
    st.lists(WORDS.filter(lambda word: "\0" not in word), max_size=3),
)
def test_any_command_line_ends_with_a_status(small_database, name, words):
    from catalog.cli import main

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CATALOG_DB", str(small_database))
        patch.chdir("/")
        start = time.monotonic()
        assert main([name, *words]) in (0, 1, 2)
        assert time.monotonic() - start < 60, "a command hangs"
