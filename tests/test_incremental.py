"""A build of what has changed ends in the very bytes of a build of everything, whatever was changed before."""

import random
import shutil
import sqlite3
import sys

import pytest
from conftest import ROOT

from catalog.compile import PACKAGE, build
from catalog.manifest import read_manifest

GUN = "systems/artillery/gun-a.yml"
EVENT = "events/2024/2024-12-23-transfer.yml"


def whole(root, folder):
    """The bytes of a build of everything."""
    target = folder / "whole.db"
    target.unlink(missing_ok=True)
    assert build(root, target, whole=True, jobs=1).problems == []
    return target.read_bytes()


@pytest.fixture()
def always_patched(monkeypatch):
    """Small trees are patched too, however much of them has changed."""
    monkeypatch.setattr(sys.modules["catalog.compile.patch"], "SHARE", 1.0)


def replaced(path, old, new):
    text = path.read_text()
    assert old in text, (path, old)
    path.write_text(text.replace(old, new))


EDITS = {
    "figure": lambda tree: replaced(tree / GUN, "43 km", "44 km"),
    "name": lambda tree: replaced(tree / GUN, "M-1978", "M-1979"),
    "claim removed": lambda tree: replaced(tree / GUN, "  crew: {value: 8, source: paper/one}\n", ""),
    "class": lambda tree: replaced(tree / GUN, "class: self-propelled-gun", "class: towed-gun"),
    "event": lambda tree: replaced(tree / EVENT, "at least 100", "at least 200"),
    "event removed": lambda tree: (tree / EVENT).unlink(),
    "publisher": lambda tree: replaced(tree / "sources/paper.yml", "reliability: B", "reliability: C"),
    "document": lambda tree: replaced(tree / "sources/blog.yml", "documents:", "documents:\n  four: {title: Four, language: en}"),
    "renamed": lambda tree: (tree / "systems/artillery/gun-b2.yml").rename(tree / "systems/artillery/gun-b3.yml"),
    "added": lambda tree: (tree / "systems/artillery/gun-z.yml").write_text((tree / GUN).read_text().replace("name: Gun A", "name: Gun Z")),
    "variant": lambda tree: replaced(tree / GUN, "specs:", "variant_of: gun-b\nspecs:"),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.usefixtures("always_patched")
def test_one_edit_costs_its_own_share(tree, tmp_path, edit):
    target = tmp_path / "catalog.db"
    assert build(tree, target).read == 10
    edit(tree)
    built = build(tree, target)
    assert built.problems == []
    assert built.read <= 1
    assert target.read_bytes() == whole(tree, tmp_path)


@pytest.mark.usefixtures("always_patched")
def test_nothing_changed_reads_and_writes_nothing(tree, tmp_path):
    target = tmp_path / "catalog.db"
    build(tree, target)
    before = target.stat()
    assert build(tree, target).read == 0
    (tree / GUN).touch()
    assert build(tree, target).read == 1
    after = target.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.usefixtures("always_patched")
@pytest.mark.parametrize("seed", range(4))
def test_random_histories_end_in_the_same_bytes(tree, tmp_path, seed):
    """Edits in random order, some taken back, with builds in between."""
    chance = random.Random(seed)
    target, kept = tmp_path / "catalog.db", tmp_path / "kept"
    shutil.copytree(tree, kept)
    build(tree, target)
    for step in range(12):
        edit = chance.choice(list(EDITS.values()))
        try:
            edit(tree)
        except (AssertionError, FileNotFoundError):
            continue
        if chance.random() < 0.2:
            shutil.rmtree(tree)
            shutil.copytree(kept, tree)
        if chance.random() < 0.7:
            assert build(tree, target).problems == []
            assert target.read_bytes() == whole(tree, tmp_path), (seed, step)


@pytest.mark.usefixtures("always_patched")
def test_a_reference_that_an_edit_breaks_elsewhere_is_told(tree, tmp_path):
    target = tmp_path / "catalog.db"
    build(tree, target)
    before = target.read_bytes()
    replaced(tree / "sources/guide.yml", "  two:", "  three:")
    problems = build(tree, target).problems
    assert any("the document `guide/two`, which no source file has" in problem.found for problem in problems)
    assert {problem.file for problem in problems} >= {GUN, "systems/artillery/gun-b.yml"}
    assert target.read_bytes() == before
    assert read_manifest(str(target)) is not None


@pytest.mark.usefixtures("always_patched")
def test_a_munition_that_becomes_none_is_told(tree, tmp_path):
    target = tmp_path / "catalog.db"
    build(tree, target)
    old = tree / "systems/munitions/rocket-d.yml"
    text = old.read_text().replace("class: artillery-rocket", "class: self-propelled-gun")
    old.unlink()
    (tree / "systems/artillery/rocket-d.yml").write_text(text)
    assert any("`rocket-d`, which is a self-propelled-gun" in problem.found for problem in build(tree, target).problems)


def test_another_vocabulary_or_program_builds_everything(tree, tmp_path, monkeypatch):
    target = tmp_path / "catalog.db"
    build(tree, target)
    package = shutil.copytree(PACKAGE, tmp_path / "package")
    monkeypatch.setattr("catalog.compile.PACKAGE", package)
    assert build(tree, target).read == 10
    replaced(package / "vocabulary/properties.yml", "label: caliber", "label: calibre")
    assert build(tree, target).read == 10
    assert build(tree, target).read == 0


@pytest.mark.parametrize("note", ["", "x", "\n\n", "state\nprogram\nbroken line\n"])
def test_a_broken_note_builds_everything(tree, tmp_path, note):
    target = tmp_path / "catalog.db"
    build(tree, target)
    (tmp_path / "catalog.db.stamp").write_text(note)
    assert build(tree, target).read == 10


def test_a_foreign_database_is_not_patched(tree, tmp_path):
    target = tmp_path / "catalog.db"
    build(tree, target)
    (tree / GUN).touch()
    connection = sqlite3.connect(target)
    connection.execute("update build set value = 'another' where key = 'digest'")
    connection.commit()
    connection.close()
    assert build(tree, target).read == 10
    assert target.read_bytes() == whole(tree, tmp_path)


def test_two_processes_make_the_same_bytes_as_one(tmp_path):
    for jobs in (1, 2):
        assert build(ROOT, tmp_path / f"{jobs}.db", jobs=jobs).problems == []
    assert (tmp_path / "1.db").read_bytes() == (tmp_path / "2.db").read_bytes()


def test_a_real_catalog_is_patched_to_the_same_bytes(tmp_path):
    root = tmp_path / "records"
    for folder in ("systems", "sources", "events"):
        shutil.copytree(ROOT / folder, root / folder)
    target = tmp_path / "catalog.db"
    build(root, target)
    replaced(
        root / "systems/artillery/krab.yml", "  crew:", "  stages: {value: 1, source: daum-viewus/ubokzpsgyx}\n  crew:"
    )
    replaced(root / "systems/artillery/koksan-m1978.yml", "- M-1978", "- M-1978X")
    built = build(root, target)
    assert (built.problems, built.read) == ([], 2)
    assert target.read_bytes() == whole(root, tmp_path)


def test_the_command_says_that_nothing_has_changed(tree, monkeypatch, capsys):
    from catalog.cli import main

    monkeypatch.chdir(tree)
    monkeypatch.delenv("CATALOG_DB", raising=False)
    assert main(["build"]) == 0
    assert "10 of 10 records read" in capsys.readouterr().out
    assert main(["build"]) == 0
    assert "nothing has changed" in capsys.readouterr().out
    (tree / GUN).touch()
    assert main(["build"]) == 0
    assert "1 of 10 records read" in capsys.readouterr().out
    assert main(["build", "--whole"]) == 0
    assert "10 of 10 records read" in capsys.readouterr().out
