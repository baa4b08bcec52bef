"""catalog.db: the contract, the same bytes, and never half a file."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalog.compile import build
from catalog.compile.rows import key
from catalog.compile.schema import TABLES, VIEWS
from catalog.query.claims import claims_of
from catalog.query.connection import APPLICATION_ID, SCHEMA_VERSION, NotACatalog, connect
from catalog.query.headline import headlines

CONTRACT_TABLES = {
    "systems", "names", "links", "operators", "fires", "classes", "countries", "properties", "claims", "publishers", "documents",
    "events", "event_systems", "event_claims", "build",
}  # fmt: skip
CONTRACT_VIEWS = {"specs", "ranges", "disputes", "transfers", "coverage"}
CLAIM_COLUMNS = [
    "id",
    "system_id",
    "property_id",
    "ammunition",
    "munition_id",
    "conditions",
    "stated",
    "low",
    "high",
    "low_open",
    "high_open",
    "approximate",
    "text",
    "document_id",
    "via",
    "credibility",
    "rank",
    "rank_reason",
    "note",
]


def names(connection, kind):
    return {row[0] for row in connection.execute("select name from sqlite_master where type = ?", (kind,))}


def test_the_contract(small):
    assert names(small, "table") >= CONTRACT_TABLES | {"search"}
    assert names(small, "view") == CONTRACT_VIEWS == set(VIEWS)
    columns = [row[1] for row in small.execute("pragma table_info(claims)")]
    assert set(CLAIM_COLUMNS) <= set(columns)


def test_tables_are_strict_and_keys_hold(small):
    strict = {row[1]: row[5] for row in small.execute("pragma table_list") if row[1] in TABLES}
    assert set(strict.values()) == {1}
    assert small.execute("pragma foreign_key_check").fetchall() == []
    assert small.execute("pragma integrity_check").fetchone()[0] == "ok"


def test_writer_and_reader_agree_on_what_a_catalog_is():
    from catalog.compile import database, schema

    assert (database.APPLICATION_ID, schema.SCHEMA_VERSION) == (APPLICATION_ID, SCHEMA_VERSION)


def test_a_claim_is_a_row_for_each_document(small):
    rows = small.execute(
        "select stated, low, high, document_id, via, rank, rank_reason from claims where system_id = 'gun-a' and property_id = 'firing_range' order by stated, document_id"
    ).fetchall()
    assert [tuple(row) for row in rows] == [
        ("40 km", 40.0, 40.0, "guide/two", None, "normal", None),
        ("40 km", 40.0, 40.0, "paper/one", None, "normal", None),
        ("43 km", 43.0, 43.0, "blog/three", None, "normal", None),
        ("54-60 km", 54.0, 60.0, "paper/one", None, "normal", None),
        ("90 km", 90.0, 90.0, "blog/three", None, "deprecated", "unit-error: miles taken for nautical"),
        ("up to 60 km", 60.0, 60.0, "guide/two", "paper", "normal", None),
    ]


def test_figures_are_in_the_propertys_unit(small):
    low = small.execute("select low from claims where system_id = 'gun-a' and property_id = 'combat_mass'").fetchone()[
        0
    ]
    assert low == pytest.approx(39.91612856)


def test_conditions_dates_classes_and_money(small):
    rows = {
        row["property_id"]: row
        for row in small.execute("select * from claims where system_id in ('missile-e', 'rocket-d')")
    }
    assert rows["first_test"]["low"] == 20190101
    assert rows["class"]["text"] == "artillery-rocket"
    assert rows["warhead_mass"]["text"] == "unknown"
    assert rows["unit_cost"]["conditions"] == '{"currency":"USD","price_year":"2023"}'
    conditions = {row[0] for row in small.execute("select conditions from claims where property_id = 'flight_range'")}
    assert conditions == {'{"payload":"500 kg"}', '{"varies_by":"payload"}', None}


def test_reach_follows_the_munitions(small):
    rows = small.execute("select munition_id, low from ranges where system_id = 'launcher-c' order by low").fetchall()
    assert [tuple(row) for row in rows] == [("rocket-d", pytest.approx(83.34)), ("rocket-d", 84.0)]


def test_disputes_and_coverage(small):
    assert [
        tuple(row) for row in small.execute("select system_id, property_id, ammunition, least, greatest from disputes")
    ] == [("gun-a", "firing_range", "full-bore", 40.0, 43.0)]
    missing = {row[0] for row in small.execute("select property_id from coverage where system_id = 'launcher-c'")}
    assert "crew" in missing
    assert "tubes" not in missing
    assert "firing_range" not in missing, "its rocket reaches for it"


def test_transfers_hold_both_sides(small):
    assert [
        tuple(row) for row in small.execute("select claimant, stance, quantity from transfers order by claimant")
    ] == [
        ("The Embassy", "denies", None),
        ("The Staff", "states", "at least 100"),
    ]


def test_the_view_of_headlines_equals_the_readers_rule(real):
    view = {
        (row["system_id"], row["property_id"], row["ammunition"], row["munition_id"], row["conditions"]): row
        for row in real.execute("select * from specs")
    }
    systems = [row[0] for row in real.execute("select id from systems")]
    found = headlines(claims_of(real, systems))
    assert len(found) == len(view) > 500
    for headline in found:
        condition = headline.condition
        row = view[
            (headline.system_id, headline.property_id, condition.ammunition, condition.munition, condition.others)
        ]
        bounds = headline.interval[:2] if headline.interval else (None, None)
        assert (row["low"], row["high"], row["rule"]) == (*bounds, headline.rule)
        assert (row["claims"], row["roots"]) == (len(headline.chosen), len(headline.roots))


def test_every_index_is_used_by_a_query():
    """Each index begins with a column on which some reader looks rows up."""
    looked_up = {
        "claims": {"system_id", "property_id", "document_id", "munition_id"}, "documents": {"publisher_id"},
        "systems": {"class", "origin", "variant_of"}, "names": {"system_id"}, "links": {"system_id"}, "operators": {"system_id", "country"},
        "fires": {"system_id", "munition_id"}, "events": {"first_day"}, "event_systems": {"system_id", "event_id"},
        "event_claims": {"event_id", "document_id"},
    }  # fmt: skip
    for name, table in TABLES.items():
        assert {columns[0] for columns in table.indexes} <= looked_up.get(name, set())


def _built_with(environment: dict[str, str], target: Path, root: Path) -> bytes:
    code = "import sys; from pathlib import Path; from catalog.compile import build; build(Path(sys.argv[1]), Path(sys.argv[2]))"
    subprocess.run([sys.executable, "-c", code, str(root), str(target)], check=True, env=os.environ | environment)
    return target.read_bytes()


def test_the_same_records_give_the_same_bytes(tree, tmp_path):
    first = _built_with({"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"}, tmp_path / "a.db", tree)
    for path in sorted(tree.rglob("*.yml"), reverse=True):  # another order of creation, other times
        text = path.read_bytes()
        path.unlink()
        path.write_bytes(text)
    second = _built_with({"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "TZ": "Asia/Seoul"}, tmp_path / "b.db", tree)
    assert first == second


def test_a_changed_record_changes_the_bytes(tree, tmp_path, broken):
    build(tree, tmp_path / "a.db")
    broken("systems/artillery/gun-a.yml", "value: 43 km", "value: 44 km")
    build(tree, tmp_path / "b.db")
    assert (tmp_path / "a.db").read_bytes() != (tmp_path / "b.db").read_bytes()


def test_a_key_depends_on_what_is_claimed_not_on_its_place(tree, tmp_path):
    build(tree, tmp_path / "a.db")
    swapped = "    - {value: 54-60 km, ammunition: rocket-assisted, source: paper/one}\n"
    text = (tree / "systems/artillery/gun-a.yml").read_text()
    (tree / "systems/artillery/gun-a.yml").write_text(
        text.replace(swapped, "").replace("  firing_range:\n", "  firing_range:\n" + swapped)
    )
    build(tree, tmp_path / "b.db")
    ids = [{row[0] for row in connect(tmp_path / name).execute("select id from claims")} for name in ("a.db", "b.db")]
    assert ids[0] == ids[1]
    assert key("a", None) == key("a", None) != key("a", "b")


def test_an_error_leaves_the_old_database(tree, tmp_path, broken):
    target = tmp_path / "catalog.db"
    build(tree, target)
    before = target.read_bytes()
    broken("systems/artillery/gun-a.yml", "value: 40 km", "value: 40 nm")
    assert build(tree, target).problems
    assert target.read_bytes() == before


@pytest.mark.parametrize("delay", [0.05, 0.2, 0.35, 0.5, 0.65, 0.8])
def test_a_killed_build_leaves_the_old_database_whole(tree, tmp_path, delay):
    target = tmp_path / "catalog.db"
    build(tree, target)
    before = target.read_bytes()
    code = "import sys; from pathlib import Path; from catalog.compile import build\nwhile True: build(Path(sys.argv[1]), Path(sys.argv[2]))"
    process = subprocess.Popen([sys.executable, "-c", code, str(tree), str(target)])
    time.sleep(0.3 + delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert target.read_bytes() == before
    assert connect(target).execute("pragma integrity_check").fetchone()[0] == "ok"


def test_a_reader_of_the_old_file_is_not_disturbed(tree, tmp_path):
    target = tmp_path / "catalog.db"
    build(tree, target)
    reader = connect(target)
    count = reader.execute("select count(*) from claims").fetchone()[0]
    build(tree, target)
    assert reader.execute("select count(*) from claims").fetchone()[0] == count
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_the_reader_refuses_what_is_no_catalog(tmp_path):
    with pytest.raises(NotACatalog, match="no database at"):
        connect(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("not a database at all, but long enough to be looked at as one" * 20)
    with pytest.raises(NotACatalog, match="cannot be read as a database"):
        connect(tmp_path / "text.db")
    sqlite3.connect(tmp_path / "other.db").execute("create table t (a)")
    with pytest.raises(NotACatalog, match="not the catalog's"):
        connect(tmp_path / "other.db")


def test_the_reader_cannot_write(small):
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        small.execute("delete from claims")
