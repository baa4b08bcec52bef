"""What changed between two states of the records: in values, short, and the same as text, Markdown and JSON."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from catalog.cli import main
from catalog.compile import build
from catalog.query.catalog import open_catalog
from catalog.query.diff import difference

GUN = "systems/artillery/gun-a.yml"


def replaced(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.fixture()
def compared(tree, tmp_path):
    """Builds the tree, lets a test edit it, and gives what changed."""
    build(tree, tmp_path / "before.db")

    def after():
        assert build(tree, tmp_path / "after.db").problems == []
        with open_catalog(tmp_path / "before.db") as old, open_catalog(tmp_path / "after.db") as new:
            return difference(old.connection, new.connection)

    return after


def test_nothing_changed(compared):
    found = compared()
    assert (found.systems, found.verdicts, found.regraded) == ((), (), {})


def test_a_reworded_figure_is_one_change(tree, compared):
    replaced(tree / GUN, "{value: 43 km,", "{value: 44 km,")
    (change,) = compared().systems
    assert (change.id, change.what, change.added, change.removed) == ("gun-a", "changed", (), ())
    assert [(pair.before.stated, pair.after.stated) for pair in change.reworded] == [("43 km", "44 km")]


def test_added_removed_and_deprecated_figures(tree, compared):
    replaced(tree / GUN, "  crew: {value: 8, source: paper/one}\n", "  crew: {value: 9, source: guide/two}\n")
    replaced(tree / GUN, "source: blog/three}\n", "source: blog/three, deprecated: {reason: retracted}}\n")
    (change,) = compared().systems
    assert [claim.stated for claim in change.added] == ["9"]
    assert [claim.stated for claim in change.removed] == ["8"]
    assert [claim.stated for claim in change.deprecated] == ["43 km"]
    moved = {row.either.property_id: row for row in change.moved}
    assert set(moved) == {"crew", "firing_range"}
    assert moved["firing_range"].before.conflict
    assert not moved["firing_range"].after.conflict


def test_a_verdict_that_moves_is_told_once(tree, compared):
    replaced(tree / GUN, "value: 54-60 km", "value: 20-60 km")
    found = compared()
    assert [(v.a, v.b, v.before, v.after) for v in found.verdicts] == [] or all(
        v.before != v.after for v in found.verdicts
    )
    replaced(
        tree / GUN,
        "{value: 40 km, ammunition: full-bore, source: [paper/one, guide/two]}",
        "{value: 300 km, ammunition: full-bore, source: paper/one}",
    )
    replaced(tree / GUN, "value: 43 km", "value: 301 km")
    replaced(tree / GUN, "value: 20-60 km", "value: 302 km")
    replaced(tree / GUN, "value: up to 60 km", "value: 303 km")
    verdicts = {(v.a, v.b): (v.before, v.after) for v in compared().verdicts}
    assert verdicts["gun-a", "gun-b"] == ("possible", "yes")
    assert ("gun-b", "gun-a") not in verdicts


def test_a_grade_moves_headlines_of_untouched_systems(tree, compared):
    replaced(tree / "sources/guide.yml", "reliability: C", "reliability: E")
    found = compared()
    assert found.regraded == {"guide": ("C", "E")}
    assert {change.id for change in found.systems if change.moved} >= {"gun-b"}


def test_systems_events_and_facts(tree, compared):
    (tree / "systems/artillery/gun-b2.yml").unlink()
    text = (tree / GUN).read_text().replace("name: Gun A", "name: Gun Z")
    (tree / "systems/artillery/gun-z.yml").write_text(text)
    replaced(tree / GUN, "status: in-service", "status: retired")
    replaced(tree / "events/2024/2024-12-23-transfer.yml", "at least 100", "at least 200")
    found = compared()
    assert {(change.id, change.what) for change in found.systems} == {
        ("gun-a", "changed"), ("gun-b2", "removed"), ("gun-z", "added"),
    }  # fmt: skip
    assert next(change for change in found.systems if change.id == "gun-a").facts == {
        "status": ("in-service", "retired")
    }
    assert len(found.events["changed"]) == 1


def history(tree: Path) -> None:
    for words in (
        ["init", "-q", "-b", "main"],
        ["add", "-A"],
        ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "one"],
    ):
        subprocess.run(["git", "-C", str(tree), *words], check=True)


def test_revisions_are_compared_as_text_markdown_and_json(tree, monkeypatch, capsys):
    history(tree)
    monkeypatch.chdir(tree)
    monkeypatch.delenv("CATALOG_DB", raising=False)
    replaced(tree / GUN, "{value: 43 km,", "{value: 44 km,")
    assert main(["diff"]) == 0
    text = capsys.readouterr().out
    assert "What changed from HEAD to the records now" in text
    assert "firing range 44 km (full-bore), The Blog" in " ".join(text.split())
    assert main(["diff", "HEAD", "--format", "markdown"]) == 0
    assert "### Gun A (gun-a)\n- ~ firing range 44 km" in capsys.readouterr().out
    assert main(["diff", "HEAD", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [system["id"] for system in data["systems"]] == ["gun-a"]
    assert data["systems"][0]["reworded"][0]["after"]["stated"] == "44 km"
    assert main(["diff", "HEAD", "HEAD"]) == 0
    assert "Nothing changed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "said"), [("no-such", "git rev-parse"), ("HEAD~5", "git rev-parse"), ("systems", "git rev-parse")]
)
def test_what_is_no_revision_is_told(tree, monkeypatch, capsys, asked, said):
    history(tree)
    monkeypatch.chdir(tree)
    assert main(["diff", asked]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


def test_databases_are_compared_without_git(tree, tmp_path, monkeypatch, capsys):
    build(tree, tmp_path / "a.db")
    replaced(tree / GUN, "value: 8,", "value: 9,")
    build(tree, tmp_path / "b.db")
    monkeypatch.chdir(tmp_path)
    assert main(["diff", "a.db", "b.db"]) == 0
    assert "crew: 8 → 9" in capsys.readouterr().out


def test_changed_files_are_those_that_differ_from_the_main_branch(tree, monkeypatch, capsys):
    history(tree)
    monkeypatch.chdir(tree)
    subprocess.run(["git", "switch", "-qc", "branch"], check=True)
    replaced(tree / GUN, "40 km", "40 nm")
    replaced(tree / "systems/artillery/gun-b.yml", "37.5 km", "37.5 nm")
    subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "two", "--", GUN], check=True)
    (tree / "systems/artillery/gun-n.yml").write_text("name: N\n")
    assert main(["check", "--changed"]) == 1
    told = capsys.readouterr().err
    assert all(f"systems/artillery/{name}.yml" in told for name in ("gun-a", "gun-b", "gun-n"))
    subprocess.run(["git", "checkout", "-q", "--", "systems/artillery/gun-b.yml"], check=True)
    assert main(["check", "--changed", "--format", "github"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(
        line.startswith("::error file=systems/artillery/gun-a.yml,line=12,col=15,title=unit::") for line in lines
    )
    assert not any("gun-b.yml" in line for line in lines)
    replaced(tree / "sources/guide.yml", "  two:", "  three:")
    assert main(["check", "--changed", "--format", "json"]) == 1
    told = {problem["file"] for problem in json.loads(capsys.readouterr().out)["problems"]}
    assert "systems/artillery/gun-b.yml" in told, "what a change breaks elsewhere is told"
    assert "systems/missiles/missile-e.yml" in told
    shutil.rmtree(tree / ".git")
    assert main(["check", "--changed"]) == 1
    assert "git" in capsys.readouterr().err


def test_problems_as_json_and_annotations_say_all(tree, monkeypatch, capsys):
    monkeypatch.chdir(tree)
    replaced(tree / GUN, "40 km", "~40 km")
    assert main(["check", "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["files"] == 10
    assert [(p["line"], p["rule"], p["fix"]) for p in data["problems"]] == [(12, "value", "about 40 km")]
    assert main(["check", "--fix"]) == 0
    assert "fixed systems/artillery/gun-a.yml" in capsys.readouterr().err
