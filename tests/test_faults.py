"""Faults while records become a database: the old one stays whole, the message says what to do, nothing is left behind."""

import errno
import os
import shutil
import signal
import sys

import pytest
from conftest import HERE, ROOT

sys.path.append(str(ROOT / "benchmarks"))

from forks import run, said
from trials import Scene, builds_at_once, changing_records, killed_builds
from trials_of_room import full_disks, small_disk

from catalog.check import check_tree
from catalog.check.fix import fix_files
from catalog.compile import build
from catalog.load import files_of, load, parallel
from catalog.load.reader import MAX_BYTES
from catalog.manifest import noted_state
from catalog.problems import Problem
from catalog.replacing import clear_away, replacing

RECORDS = HERE / "records"
GUN = "systems/artillery/gun-a.yml"
NEW = "systems/artillery/new.yml"
TRIALS = {
    "killed": lambda folder: killed_builds(folder, RECORDS, 8, seed=1),
    "at once": lambda folder: builds_at_once(folder, RECORDS, 6, seed=1),
    "written to": lambda folder: changing_records(folder, RECORDS, 4, seed=1),
    "no room": lambda folder: full_disks(folder, RECORDS, 6),
}


@pytest.mark.parametrize("trial", TRIALS)
def test_a_few_tries_of_what_scripts_bench_tries_often(tmp_path, trial):
    assert TRIALS[trial](tmp_path).wrong == []


# --- processes -----------------------------------------------------------------------------------------------------


@pytest.fixture()
def files(tree, monkeypatch):
    monkeypatch.setattr(parallel, "WORTH_IT", 0)
    monkeypatch.setattr(parallel, "CHUNK", 1)
    return files_of(tree)


def test_results_of_processes_come_in_order(files):
    assert list(parallel.in_chunks(files, lambda chunk: chunk[0].id, 3)) == [file.id for file in files]


def test_a_killed_process_is_told_and_waited_for_by_nobody(files):
    def work(chunk):
        if chunk == files[4:5]:
            os.kill(os.getpid(), signal.SIGKILL)
        return chunk

    with pytest.raises(OSError, match="was killed"):
        list(parallel.in_chunks(files, work, 2))


def test_what_a_process_raises_is_raised_here(files):
    with pytest.raises(ZeroDivisionError):
        list(parallel.in_chunks(files, lambda chunk: len(chunk) // 0, 2))


# --- replacing files -----------------------------------------------------------------------------------------------


def test_only_what_dead_processes_left_is_removed(tmp_path):
    dead = os.fork()
    if dead == 0:
        os._exit(0)
    os.waitpid(dead, 0)
    names = [".catalog.db.{}.tmp", ".other.db.{}.tmp", ".catalog.db.x.tmp", "catalog.db.{}.tmp"]
    for name in names:
        (tmp_path / name.format(dead)).mkdir()
    (tmp_path / f".catalog.db.{os.getpid()}.tmp").mkdir()
    clear_away(tmp_path, "catalog.db")
    left = {entry.name for entry in tmp_path.iterdir()}
    assert left == {*(name.format(dead) for name in names[1:]), f".catalog.db.{os.getpid()}.tmp"}
    clear_away(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3


def test_a_file_keeps_its_mode_and_a_fault_keeps_the_file(tmp_path):
    target = tmp_path / "file"
    target.write_text("old")
    target.chmod(0o640)
    with pytest.raises(ZeroDivisionError), replacing(target) as workplace:
        (workplace / "file").write_text(f"{1 // 0}")
    assert target.read_text() == "old"
    with replacing(target) as workplace:
        (workplace / "file").write_text("new")
    assert (target.read_text(), target.stat().st_mode & 0o777) == ("new", 0o640)
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("place", ["/proc/catalog.db", "nowhere/catalog.db"])
def test_a_folder_that_takes_nothing_is_told(tree, place):
    told = said(["build", "-o", place], tree)
    assert (told.status, told.errors.count("\n")) == (1, 1)
    assert "could not be built: " in told.errors


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: os.mkfifo(path)], ids=["folder", "pipe"])
def test_only_a_file_is_written_over(tree, monkeypatch, tmp_path, make):
    monkeypatch.chdir(tree)
    make(tmp_path / "there")
    told = run(["build", "-o", str(tmp_path / "there")])
    assert told.status == 1
    assert "is no plain file: name another" in told.errors
    assert not (tmp_path / "there").is_file()


# --- no room, no permission ----------------------------------------------------------------------------------------


def test_a_note_that_cannot_be_written_keeps_the_old_pair(tmp_path, monkeypatch):
    scene = Scene(tmp_path, RECORDS)
    scene.restore()
    monkeypatch.chdir(scene.root)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("catalog.compile.write_manifest", full)
    told = run(["build", "--whole", "-o", str(scene.target)])
    assert told.status == 1
    assert "No space left on device; make room there, then run this again. The old one" in told.errors
    assert scene.target.read_bytes() == scene.old
    assert noted_state(str(scene.target)) == scene.old_state
    assert scene.left() == []


def _curable(tree):
    path = tree / GUN
    path.write_text(path.read_text().replace("40 km", "~40 km") + "# a comment\n" * 300)
    path.chmod(0o600)
    return path, path.read_text()


def test_a_cure_without_room_leaves_the_record_as_it_was(tree):
    path, before = _curable(tree)
    told = said(["check", "--fix"], tree, RLIMIT_FSIZE=1000)
    assert told.status == 1
    assert f"{GUN} could not be written, and is as it was: File too large" in told.errors
    assert path.read_text() == before
    assert {entry.name for entry in path.parent.iterdir()} == {"gun-a.yml", "gun-b.yml", "gun-b2.yml"}
    assert said(["check", "--fix"], tree).status == 0
    assert (path.read_text(), path.stat().st_mode & 0o777) == (before.replace("~40", "about 40"), 0o600)


def test_a_cure_on_a_full_disk_leaves_the_record_as_it_was(tmp_path):
    """On a disk of its own where the superuser may make one, else with the limit above alone."""
    with small_disk(tmp_path / "disk", 200_000) as made:
        tree = shutil.copytree(RECORDS, tmp_path / "disk" / "records")
        path, before = _curable(tree)
        if not made:
            return
        with pytest.raises(OSError, match="No space"):
            (tmp_path / "disk/filler").write_bytes(b"x" * 400_000)
        told = said(["check", "--fix"], tree)
        assert told.status == 1
        assert "No space left on device" in told.errors
        assert path.read_text() == before


def test_a_read_only_folder(tree):
    (tree / "out").mkdir()
    assert said(["build"], tree).status == 0
    (tree / GUN).write_text((tree / GUN).read_text().replace("name: Gun A", "name: Gun Alpha"))
    tree.chmod(0o555)
    told = said(["build"], tree, rights=False)
    assert (told.status, told.errors.count("\n")) == (1, 1)
    assert "Permission denied" in told.errors
    assert "mend its permissions, or name another place" in told.errors
    told = said(["show", "gun-a"], tree, rights=False)
    assert (told.status, told.output.split()[:2]) == (0, ["Gun", "A"])
    assert "could not be renewed: Permission denied" in told.errors
    assert "This answer is from the last good build." in told.errors
    (tree / "catalog.db").unlink()
    told = said(["show", "gun-a"], tree, rights=False)
    assert told.status == 1
    assert "or set CATALOG_DB to a database elsewhere" in told.errors
    assert said(["build", "-o", "out/catalog.db"], tree, rights=False).status == 0
    tree.chmod(0o755)


# --- what stands among the records ---------------------------------------------------------------------------------


def _new(make):
    return lambda tree: make(tree / NEW)


STRANGE = {
    "a pipe": (_new(os.mkfifo), "new.yml", "a named pipe"),
    "a dangling link": (_new(lambda path: path.symlink_to("nowhere")), "new.yml", "a symbolic link"),
    "a circle of links": (_new(lambda path: path.symlink_to("new.yml")), "new.yml", "a symbolic link"),
    "a link to a device": (_new(lambda path: path.symlink_to("/dev/zero")), "new.yml", "a symbolic link"),
    "a link to a record": (_new(lambda path: path.symlink_to("gun-b.yml")), "new.yml", "a symbolic link"),
    "a link to a folder": (lambda tree: (tree / "systems/more").symlink_to("artillery"), "more", "a symbolic link"),
    "a folder": (_new(lambda path: path.mkdir()), "new.yml", "a folder"),
    "an unreadable file": (lambda tree: (tree / GUN).chmod(0), "gun-a.yml", "cannot be read: Permission denied"),
    "an unreadable folder": (lambda tree: (tree / GUN).parent.chmod(0), "artillery", "cannot be read: Permission denied"),
    "gigabytes": (_new(lambda path: (path.touch(), os.truncate(path, 5 << 30))), "new.yml", "a file of 5,368,709,120 bytes"),
    "a line break": (lambda tree: (tree / "systems/a\nb.yml").write_text("name: x"), "systems/a\\nb.yml", "file name `a\\nb`"),
    "an escape": (lambda tree: (tree / "systems/\x1b[31m.yml").write_text("name: x"), "systems/\\x1b[31m.yml", "file name `\\x1b"),
    "no UTF-8": (lambda tree: (tree / "systems/\udcff.yml").write_text("name: x"), "systems/\\udcff.yml", "file name `\\udcff`"),
}  # fmt: skip


@pytest.mark.parametrize("strange", STRANGE)
def test_what_is_no_record_is_told_and_nothing_built(tree, strange):
    assert said(["build"], tree).status == 0
    before = (tree / "catalog.db").read_bytes()
    make, name, found = STRANGE[strange]
    make(tree)
    for line in (["check"], ["check", "--fix"], ["build", "--whole"]):
        told = said(line, tree, rights=False)
        assert told.status == 1
        assert f"{name}\n  1:1  error: {found}" in told.errors
        assert "cure: " in told.errors
    assert (tree / "catalog.db").read_bytes() == before
    told = said(["show", "gun-b"], tree, rights=False)
    assert told.status == 0
    (tree / GUN).parent.chmod(0o755)


def test_hidden_files_and_folders_are_nobodys_records(tree):
    (tree / "systems/.gun.yml.swp").write_text("x")
    shutil.copytree(tree / "systems/artillery", tree / "systems/.artillery.1.tmp")
    assert check_tree(tree).problems == []


@pytest.mark.parametrize(
    ("change", "found", "cure"),
    [
        (lambda path: path.unlink(), "cannot be read: No such file", "run this again"),
        (lambda path: path.write_text(path.read_text() + "# more"), "changed while it was read", "run this again"),
        (lambda path: path.write_bytes(b"x" * 2 * MAX_BYTES), "changed while it was read", "run this again"),
    ],
    ids=["gone", "changed", "grown"],
)
def test_a_record_that_is_not_as_it_was_listed(tmp_path, monkeypatch, change, found, cure):
    scene = Scene(tmp_path, RECORDS)
    scene.restore()
    listed = files_of(scene.root)
    change(scene.root / GUN)
    (problem,) = [one for file in listed if isinstance(one := load(file, scene.root), Problem)]
    assert (problem.file, found in problem.found, cure in problem.cure) == (GUN, True, True)
    monkeypatch.setattr("catalog.compile.files_of", lambda _: listed)
    assert [one.file for one in build(scene.root, scene.target).problems] == [GUN]
    assert scene.target.read_bytes() == scene.old


def test_no_cure_is_written_where_another_value_stands_now(tree):
    path = tree / GUN
    path.write_text(path.read_text().replace("value: 40 km", "value: ~40 km"))
    problems = check_tree(tree).problems
    path.write_text(
        path.read_text().replace("  firing_range:\n", "  firing_range:\n    - {value: 99km, source: blog/three}\n")
    )
    fix_files(tree, problems)
    assert "99km" in path.read_text()


def test_many_claims_are_put_in_order_at_once(tree):
    path = tree / "systems/artillery/gun-b.yml"
    text = path.read_text()
    claims = "".join(f"    - {{source: paper/one, value: {number} km}}\n" for number in range(40))
    path.write_text(text.partition("specs:")[0] + f"specs:\n  firing_range:\n{claims}")
    fix_files(tree, check_tree(tree).problems)
    assert path.read_text().count("source: paper/one}") == 40
    assert fix_files(tree, check_tree(tree).problems) == []


@pytest.mark.parametrize("content", [b"name: \xff", b"name: x\n? [a]\n: b\n"], ids=["no UTF-8", "a list as key"])
def test_a_record_that_cannot_be_read_is_not_cured(tree, content):
    (tree / GUN).write_bytes(content)
    assert GUN not in fix_files(tree, check_tree(tree).problems)
    assert (tree / GUN).read_bytes() == content


def test_control_characters_are_refused_and_never_printed(tree):
    (tree / GUN).write_text((tree / GUN).read_text().replace("A gun for tests.", '"\\e[2J"'))
    (problem,) = [problem for problem in check_tree(tree).problems if problem.file == GUN]
    assert problem.found == "a control character"
    (tree / GUN).write_text(
        (tree / GUN).read_text().replace('"\\e[2J"', "x").replace("class: self", "class: \u202e\u0301self")
    )
    assert "\\u202e" in said(["check"], tree).errors
