"""`catalog export` on the command line: where it writes, what it refuses, and that a fault leaves nothing half-written."""

from __future__ import annotations

import errno
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet
import pytest

from catalog.cli import main
from catalog.export import formats
from catalog.export.place import SUMS, files_in

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture()
def catalog(
    small_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command line in an empty folder; gives status, standard output and standard error."""
    monkeypatch.setenv("CATALOG_DB", str(small_database))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(list(arguments))
        said = capfd.readouterr()
        assert "Traceback" not in said.err
        return status, said.out, said.err

    return run


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("format", formats.FORMATS)
def test_the_same_database_gives_the_same_files(catalog: Run, tmp_path: Path, format: str) -> None:
    status, out, err = catalog("export", format)
    assert (status, err) == (0, "")
    assert out.startswith(f"catalog-{format}: ")
    first = content(tmp_path)
    assert catalog("export", format)[0] == 0, "an earlier export is replaced"
    assert content(tmp_path) == first
    assert catalog("export", format, "-o", "elsewhere")[0] == 0
    assert content(tmp_path / "elsewhere") == content(tmp_path / f"catalog-{format}")


def test_an_export_of_another_form_leaves_nothing_of_the_earlier_one(catalog: Run, tmp_path: Path) -> None:
    catalog("export", "parquet", "-o", "out")
    assert catalog("export", "csv", "-o", "out")[0] == 0
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".csv", ".md", ""}


def test_a_folder_that_is_there_and_empty_is_filled(catalog: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    before = (tmp_path / "out").stat().st_ino
    assert catalog("export", "json", "-o", "out")[0] == 0
    assert (tmp_path / "out").stat().st_ino == before
    assert (tmp_path / "out" / "claims.json").is_file()


@pytest.mark.parametrize("changed", ["mine.txt", "sub/mine.txt", "systems.csv", SUMS, "README.md"])
def test_what_no_export_wrote_is_not_touched(catalog: Run, tmp_path: Path, changed: str) -> None:
    catalog("export", "csv", "-o", "out")
    path = tmp_path / "out" / changed
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine", encoding="utf-8")
    before = content(tmp_path)
    status, out, err = catalog("export", "csv", "-o", "out")
    assert (status, out) == (1, "")
    assert "which no export wrote or which has changed since" in err
    assert "--force" in err
    assert content(tmp_path) == before


def test_force_writes_beside_what_is_there(catalog: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    (tmp_path / "out" / "claims.csv").write_text("not mine for long")
    assert catalog("export", "csv", "-o", "out", "--force")[0] == 0
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"
    assert (tmp_path / "out" / "claims.csv").read_text().startswith("id,")
    assert "mine.txt" not in (tmp_path / "out" / SUMS).read_text()


def test_a_file_that_is_there_is_not_replaced_unless_forced(catalog: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.parquet").write_text("mine")
    assert catalog("export", "parquet", "--table", "claims", "-o", "mine.parquet")[0] == 1
    assert (tmp_path / "mine.parquet").read_text() == "mine"
    assert catalog("export", "parquet", "--table", "claims", "-o", "mine.parquet", "--force")[0] == 0
    assert "low" in pyarrow.parquet.read_schema(tmp_path / "mine.parquet").names


def test_the_database_is_copied_with_its_checksum(catalog: Run, tmp_path: Path, small_database: Path) -> None:
    sum = sha256(small_database.read_bytes()).hexdigest()
    status, out, _ = catalog("export", "sqlite", "-o", "copy.db")
    assert status == 0
    assert out.endswith(f"sha256 {sum}\n")
    assert (tmp_path / "copy.db").read_bytes() == small_database.read_bytes()
    catalog("export", "sqlite", "-o", "copy")
    assert f"{sum}  catalog.db" in (tmp_path / "copy" / SUMS).read_text()


RANK = ("rank", "range", "--class", "self-propelled-gun", "--unit", "mi")


def test_a_question_becomes_a_file_or_text(catalog: Run, tmp_path: Path) -> None:
    assert catalog("export", "parquet", "-o", "rank.parquet", "--", *RANK)[0] == 0
    rows = pyarrow.parquet.read_table(tmp_path / "rank.parquet").to_pylist()
    want = json.loads(catalog(*RANK, "--format", "json")[1])["rows"]
    assert [(row["system"], row["high"], row["unit"]) for row in rows] == [
        (row["system"], row["high"], "mi") for row in want
    ]
    assert all(type(row["conflict"]) is bool and type(row["first_place"]) is int for row in rows)
    status, out, err = catalog("export", "csv", "sql", "select id, name from systems order by id limit 1")
    assert (status, out, err) == (0, "id,name\r\ngun-a,Gun A\r\n", "")
    assert json.loads(catalog("export", "json", "--", *RANK)[1])[0]["high"] == want[0]["high"]


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("xml",), 2, "`xml` is none of csv, json"),
        (("csv", "--table", "claimz"), 1, "no table `claimz`: one of build"),
        (("csv", "--table", "search"), 1, "no table `search`"),
        (("csv", "-o", "x.csv"), 1, "one file holds one table: add --table NAME, or name a folder"),
        (("csv", "-o", "x.parquet", "--table", "claims"), 1, "x.parquet ends as parquet does"),
        (("csv", "-o", "no/where"), 1, "there is no folder"),
        (("csv", "-o", "no/where.csv", "--table", "units"), 1, "there is no folder"),
        (("csv", "-o", "/dev/null"), 1, "/dev/null is a file: name a folder"),
        (("sqlite", "--table", "claims"), 1, "the database is copied whole"),
        (("sqlite", "-o", "x.db", "rank", "range"), 1, "sqlite is for tables"),
        (("datapackage", "rank", "range"), 1, "datapackage is for tables"),
        (("parquet", "rank", "range"), 1, "name a file with --output FILE.parquet"),
        (("parquet", "-o", "folder", "rank", "range"), 1, "name one that ends in .parquet"),
        (("csv", "rank"), 1, "`rank` is no question"),
        (("csv", "--", "rank", "range", "--format", "json"), 1, "with its own options but --format"),
        (("csv", "ranks", "range"), 1, "`ranks range` is no question: one of show, compare, rank"),
        (("csv", "rank", "rnge"), 1, "no property `rnge`"),
        (("csv", "show", "gun-q"), 1, "gun-q"),
        (("csv", "sql", "selec 1"), 1, "the query was refused"),
        (("csv", "sql", "select 1 where 0"), 1, "nothing found by"),
        (("csv", "--table", "units", "rank", "range"), 2, "--table"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_wrong_words_are_told_and_write_nothing(
    catalog: Run, tmp_path: Path, arguments: tuple[str, ...], status: int, told: str
) -> None:
    found, out, err = catalog("export", *arguments)
    assert (found, out) == (status, "")
    assert told in " ".join(err.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", formats.FORMATS)
@pytest.mark.parametrize("there", [False, True], ids=["new", "earlier"])
def test_a_full_disk_leaves_what_was_there(catalog: Run, tmp_path: Path, format: str, there: bool) -> None:
    """The largest file that may be written is smaller than the first large table, for a process of its own."""
    if there:
        catalog("export", format, "-o", "out")
    before = content(tmp_path)
    child = subprocess.run(
        [sys.executable, "-m", "catalog", "export", format, "-o", "out"],
        capture_output=True, text=True, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000)), env=os.environ, check=False,
    )  # fmt: skip
    assert child.returncode == 1
    assert "File too large" in child.stderr
    assert "untouched" in child.stderr
    assert "Traceback" not in child.stderr
    assert content(tmp_path) == before


def test_a_folder_that_cannot_be_written_is_told(catalog: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", "out")

    monkeypatch.setattr(Path, "mkdir", refuse)
    status, _, err = catalog("export", "csv", "-o", "out")
    assert (status, "Read-only file system" in err) == (1, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", formats.FORMATS)
def test_a_damaged_database_is_told(
    catalog: Run, tmp_path: Path, small_database: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    broken, whole = tmp_path / "broken.db", small_database.read_bytes()
    half = len(whole) // 2
    broken.write_bytes(whole[:half] + b"\xff" * 40_000 + whole[half + 40_000 :])
    monkeypatch.setenv("CATALOG_DB", str(broken))
    status, out, err = catalog("export", format, "-o", "out")
    assert (status, out) == (1, "")
    assert "nothing was written" in err
    assert files_in(tmp_path) == ["broken.db"]


def test_an_interrupted_export_leaves_nothing(catalog: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog("export", "csv", "-o", "out")
    before = content(tmp_path)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("catalog.export.readme", interrupt)
    assert catalog("export", "json", "-o", "out")[0] in (1, 130)
    assert content(tmp_path) == before


def test_parquet_without_pyarrow_names_the_cure(catalog: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    status, _, err = catalog("export", "parquet")
    assert status == 1
    assert "-m pip install pyarrow` adds it" in err
    assert list(tmp_path.iterdir()) == []
    assert catalog("export", "csv")[0] == 0, "the other formats do without it"
