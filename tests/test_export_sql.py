"""The SQL that is shipped with Parquet exports gives the answers of `rank` and `compare`, value by value."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest
from export_words import source_of

from catalog.export import export_tables
from catalog.interval import Interval, envelope
from catalog.query.claims import ALL, Scope, claims_of
from catalog.query.compare import compare
from catalog.query.connection import connect
from catalog.query.filter import EVERY, Filter, select_systems
from catalog.query.headline import Headline, headlines
from catalog.query.rank import rank
from catalog.query.reach import reach_claims
from catalog.query.terms import REACH, WORDS, properties

Rows = Callable[[str], list[dict[str, Any]]]


class Engine:
    """An export in Parquet and a way to ask it in SQL, beside the database that it was made of."""

    def __init__(self, database: Path, folder: Path) -> None:
        self.connection = connect(database)
        self.folder = folder
        export_tables(source_of(self.connection, database), "parquet", folder)
        self.duck = duckdb.connect(config={"threads": 2})
        self.duck.execute(f"set file_search_path = '{folder}'")
        self.duck.execute((folder / "duckdb.sql").read_text(encoding="utf-8"))

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query by name."""
        return named(self.duck.execute(query))


def named(found: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The rows of a result by name."""
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.fixture(scope="module", params=["small", "real", "stirred"])
def engine(
    request: pytest.FixtureRequest, small_database: Path, real_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp(request.param)
    database = small_database if request.param == "small" else real_database
    if request.param == "stirred":
        database = Path(shutil.copy(real_database, folder / "catalog.db"))
        stir(database)
    made = Engine(database, folder / "parquet")
    yield made
    made.connection.close()


def stir(database: Path) -> None:
    """Gives claims ranks, open ends, ties and words that real ones seldom have, and launchers more munitions."""
    rng = random.Random(7)
    with closing(sqlite3.connect(database)) as connection, connection:
        claims = connection.execute("select id, low, high, property_id from claims order by id").fetchall()
        for id, low, high, property_id in claims:
            change = _stirred(rng, low, high, property_id)
            if change:
                listed = ", ".join(f"{name} = ?" for name in change)
                connection.execute(f"update claims set {listed} where id = ?", [*change.values(), id])
        systems = [row[0] for row in connection.execute("select distinct system_id from ranges order by 1")]
        fires = [(f"stirred-{number}", *rng.sample(systems, 2)) for number in range(120)]
        connection.executemany("insert into fires (id, system_id, munition_id) values (?, ?, ?)", fires)


def _stirred(rng: random.Random, low: float | None, high: float | None, property_id: str) -> dict[str, Any]:
    change: dict[str, Any] = {}
    if rng.random() < 0.2:
        change["rank"] = rng.choice(["preferred", "deprecated"])
    if property_id.endswith("_range") and rng.random() < 0.5:
        low = high = rng.choice([30.0, 40.0, 41.0])
        change |= {
            "low": low,
            "high": high,
            "rounding": rng.choice([0.0, 0.5, 5.0]),
            "ammunition": None,
            "conditions": None,
        }
    if rng.random() < 0.3 and (low is not None or high is not None):
        change |= rng.choice([
            {"low": None, "low_open": 0, "high_open": rng.randrange(2)} if high is not None else {},
            {"high": None, "high_open": 0, "low_open": rng.randrange(2)} if low is not None else {},
            {"low": None, "high": None, "text": rng.choice(["unknown", "none", None])},
        ])  # fmt: skip
    return change


def said(headline: Headline) -> tuple[Any, ...]:
    """What both sides say of a headline."""
    interval, all_claims, condition = headline.interval, headline.envelope, headline.condition
    bounds = (interval[:2], interval.low_open, interval.high_open, interval.approximate) if interval else None
    claimed = all_claims[:2] if all_claims else (None, None)
    return (
        headline.system_id, headline.property_id, condition.ammunition, condition.munition, condition.others, bounds,
        headline.text, headline.rule, headline.conflict, claimed, len(headline.claims), len(headline.publishers),
        len(headline.roots),
    )  # fmt: skip


def told(row: dict[str, Any]) -> tuple[Any, ...]:
    """The same of a row of the view."""
    bounds = None
    if row["rule"] != "text":
        bounds = ((row["low"], row["high"]), row["low_open"], row["high_open"], row["approximate"])
    return (
        row["system_id"], row["property_id"], row["ammunition"], row["munition_id"], row["conditions"], bounds,
        row.get("text"), row["rule"], row["conflict"], (row["claimed_low"], row["claimed_high"]), row["claims"],
        row["publishers"], row["roots"],
    )  # fmt: skip


def ordered(connection: sqlite3.Connection) -> list[str]:
    """The properties whose figures have an order."""
    return [entry.id for entry in properties(connection).values() if entry.dimension not in (*WORDS, "currency")]


def check_ranking(connection: sqlite3.Connection, rows: Rows, scope: Scope = ALL, number: int = 12) -> None:
    """By `range` and some properties, all classes: the order, the places left open and the figures."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows("select * from ranking order by spec, class, place"):
        found.setdefault((row["spec"], row["class"]), []).append(row)
    assert {spec for spec, _ in found} <= {REACH, *ordered(connection)}
    for spec in [REACH, *random.Random(number).sample(ordered(connection), number)]:
        ranked = rank(connection, spec, EVERY, scope).rows
        classes = {row.class_ for row in ranked}
        assert classes == {class_ for name, class_ in found if name == spec}
        for class_ in classes:
            want = rank(connection, spec, Filter(classes=(class_,)), scope).rows
            have = found[spec, class_]
            assert [(row["first_place"], row["last_place"], told(row)) for row in have] == [
                (row.first, row.last, said(row.headline)) for row in want
            ]
            assert [row["place"] for row in have] == list(range(1, len(have) + 1))


def check_headlines(connection: sqlite3.Connection, rows: Rows, scope: Scope = ALL) -> None:
    """Every figure of every system, property and condition."""
    systems = list(select_systems(connection, EVERY))
    want = {(REACH, said(found)) for found in headlines(reach_claims(connection, systems, scope))}
    want |= {(found.property_id, said(found)) for found in headlines(claims_of(connection, systems, None, scope))}
    assert {(row["spec"], told(row)) for row in rows("select * from headlines")} == want


def check_comparison(connection: sqlite3.Connection, rows: Rows, scope: Scope = ALL, number: int = 60) -> None:
    """Some systems side by side: the figures of each at its longest, and the verdict on every two, like for like."""
    systems = sorted(row[0] for row in connection.execute("select distinct system_id from ranges"))
    some = random.Random(number).sample(systems, min(number, len(systems)))
    groups = compare(connection, some, [REACH], scope).groups
    longest = {said(row) for group in groups if group.kind == "longest" for row in group.rows}
    chosen = ", ".join(f"'{id}'" for id in some)
    assert longest == {
        told(row)
        for row in rows(f"select * from headlines where longest and spec = 'range' and system_id in ({chosen})")
    }
    want = {
        (
            group.kind,
            verdict.a,
            verdict.b,
            verdict.answer,
            verdict.shown,
            *ends(verdict.a_claims),
            *ends(verdict.b_claims),
        )
        for group in groups
        for verdict in group.verdicts
    }
    found = rows(f"select * from verdicts where a in ({chosen}) and b in ({chosen})")
    have = {tuple(row.values()) for row in found if some.index(row["a"]) < some.index(row["b"])}
    assert have == want
    assert {verdict[3] for verdict in want} == {"yes", "no", "possible"}
    assert len(found) == 2 * len(want)


def ends(claims: tuple[Interval, ...]) -> tuple[float | None, float | None]:
    """The bounds of all claims together."""
    whole = envelope(claims)
    assert whole is not None
    return whole[:2]


def test_duckdb_ranks_as_the_catalog_does(engine: Engine) -> None:
    check_ranking(engine.connection, engine.rows)


def test_duckdb_has_the_same_headlines(engine: Engine) -> None:
    check_headlines(engine.connection, engine.rows)


def test_duckdb_compares_as_the_catalog_does(engine: Engine) -> None:
    check_comparison(engine.connection, engine.rows)


def test_narrowed_tables_give_the_answers_of_a_narrower_question(engine: Engine) -> None:
    """By day, round and publisher; and all systems as one class, which ranks across classes."""
    publisher = engine.connection.execute(
        "select publisher_id from documents group by 1 order by count(*) desc, 1"
    ).fetchone()[0]
    scope = Scope("2025-06-30", "full-bore", (publisher,))
    narrow = duckdb.connect(config={"threads": 2})
    narrow.execute(f"set file_search_path = '{engine.folder}'")
    for file in engine.folder.glob("*.parquet"):
        narrow.execute(f"create view {file.stem} as from '{file.name}'")
    narrow.execute(f"""
        create or replace view claims as select c.* from 'claims.parquet' c join documents d on d.id = c.document_id
        where coalesce(d.issued_last, cast(d.accessed as date)) <= date '{scope.as_of}' and c.ammunition = '{scope.ammunition}'
            and d.publisher_id <> '{publisher}' and c.via is distinct from '{publisher}'
    """)
    narrow.execute("create or replace view systems as select * replace ('all' as class) from 'systems.parquet'")
    for file in sorted((engine.folder / "sql").glob("*.sql")):
        narrow.execute(file.read_text(encoding="utf-8"))
    found = named(narrow.execute("select * from ranking where spec = 'range' order by place"))
    want = rank(engine.connection, REACH, EVERY, scope).rows
    assert want
    assert [(row["first_place"], row["last_place"], told(row)) for row in found] == [
        (row.first, row.last, said(row.headline)) for row in want
    ]
