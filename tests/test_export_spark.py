"""The same SQL on Spark, where Java and pyspark are: the answers of `rank` and `compare`, value by value."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from export_words import source_of
from test_export_sql import check_comparison, check_headlines, check_ranking, stir

from catalog.export import export_tables
from catalog.export.sql import KEPT
from catalog.query.connection import connect

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark
SMALL = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "1", "spark.sql.adaptive.enabled": "false"}


@pytest.fixture(scope="module")
def database(real_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real records, stirred."""
    target = Path(shutil.copy(real_database, tmp_path_factory.mktemp("stirred") / "catalog.db"))
    stir(target)
    return target


@pytest.fixture(scope="module")
def connection(database: Path) -> Iterator[sqlite3.Connection]:
    """A reader of the same database."""
    made = connect(database)
    yield made
    made.close()


@pytest.fixture(scope="module")
def spark(database: Path, connection: sqlite3.Connection) -> Iterator[SparkSession]:
    """A session on this machine that has the export and its views."""
    from pyspark.sql import SparkSession

    folder = database.parent / "parquet"
    export_tables(source_of(connection, database), "parquet", folder)
    session = SparkSession.builder.master("local[2]").config(map=SMALL).getOrCreate()
    for table in folder.glob("*.parquet"):
        session.read.parquet(str(table)).createOrReplaceTempView(table.stem)
    for view in sorted((folder / "sql").glob("*.sql")):
        session.sql(view.read_text(encoding="utf-8"))
        name = view.stem.partition("-")[2]
        if name in KEPT:
            session.table(name).localCheckpoint().createOrReplaceTempView(name)
    yield session
    session.stop()


def rows(spark: SparkSession, query: str) -> list[dict[str, Any]]:
    """The rows of a query by name."""
    return [row.asDict() for row in spark.sql(query).collect()]


def test_spark_ranks_as_the_catalog_does(connection: sqlite3.Connection, spark: SparkSession) -> None:
    check_ranking(connection, lambda query: rows(spark, query))


def test_spark_has_the_same_headlines(connection: sqlite3.Connection, spark: SparkSession) -> None:
    check_headlines(connection, lambda query: rows(spark, query))


def test_spark_compares_as_the_catalog_does(connection: sqlite3.Connection, spark: SparkSession) -> None:
    check_comparison(connection, lambda query: rows(spark, query))


def test_the_sample_for_spark_runs(
    spark: SparkSession,
    connection: sqlite3.Connection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """It finds the session of these tests and makes the views anew, of the same export."""
    from test_docs import python_samples

    (sample,) = (sample for sample in python_samples() if "pyspark" in sample)
    assert spark.version
    database = Path(connection.execute("pragma database_list").fetchone()["file"])
    (tmp_path / "catalog-parquet").symlink_to(database.parent / "parquet")
    monkeypatch.chdir(tmp_path)
    exec(compile(sample, "docs/data.md", "exec"), {})
    assert "|    1|" in capfd.readouterr().out
