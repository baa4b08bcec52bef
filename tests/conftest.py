"""One valid tree of records; each test breaks one thing in a copy of it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from catalog.check import check_tree
from catalog.compile import build
from catalog.problems import Problem
from catalog.query.connection import connect

HERE = Path(__file__).parent
ROOT = HERE.parent


def lacking_for_spark() -> str | None:
    """What keeps the tests on Spark from running here, None if nothing does."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed: `pip install -c constraints.txt -e '.[spark]'` adds it"
    return None if shutil.which("java") else "there is no Java"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves out the tests on Spark where they cannot run; the summary tells it."""
    if lacking := lacking_for_spark():
        for item in items:
            if item.get_closest_marker("spark"):
                item.add_marker(pytest.mark.skip(reason=lacking))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tells that Spark was not tried."""
    if lacking := lacking_for_spark():
        terminalreporter.write_line(f"Not tried on Spark: {lacking}.")


@pytest.fixture()
def tree(tmp_path: Path) -> Path:
    """A copy of the valid records."""
    return Path(shutil.copytree(HERE / "records", tmp_path / "records"))


@pytest.fixture(scope="session")
def small_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The valid records compiled."""
    target = tmp_path_factory.mktemp("small") / "catalog.db"
    assert build(HERE / "records", target).problems == []
    return target


@pytest.fixture(scope="session")
def real_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalog's own records compiled."""
    target = tmp_path_factory.mktemp("real") / "catalog.db"
    problems = build(ROOT, target).problems
    assert problems == []
    return target


@pytest.fixture()
def small(small_database: Path) -> Iterator[sqlite3.Connection]:
    """A reader of the small database."""
    connection = connect(small_database)
    yield connection
    connection.close()


@pytest.fixture()
def real(real_database: Path) -> Iterator[sqlite3.Connection]:
    """A reader of the real database."""
    connection = connect(real_database)
    yield connection
    connection.close()


Break = Callable[[str, str, str], list[Problem]]


@pytest.fixture()
def broken(tree: Path) -> Break:
    """Replaces a text in one file of the valid tree and gives the problems that this makes."""

    def break_it(file: str, old: str, new: str) -> list[Problem]:
        path = tree / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return check_tree(tree).problems

    return break_it
