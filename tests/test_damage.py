"""A database that is damaged, foreign or of another version: one line that says what to do, never a traceback."""

import os
import sqlite3
import sys

import pytest
from conftest import ROOT
from test_pages import Site

sys.path.append(str(ROOT / "benchmarks"))

from forks import run
from trials_of_damage import READING, damaged_databases

from catalog.compile import build
from catalog.query.connection import connect, damage

GUN = "systems/artillery/gun-a.yml"


@pytest.fixture()
def bad(small_database, tmp_path):
    """Writes a database made from the good one's bytes; gives its path."""
    good = small_database.read_bytes()

    def make(change):
        path = tmp_path / "catalog.db"
        path.write_bytes(change(good))
        return path

    return make


def _sql(statement):
    def change(good):
        connection = sqlite3.connect(":memory:")
        connection.deserialize(good)
        connection.executescript(statement)
        return connection.serialize()

    return change


def _without_page_of(text):
    def change(good):
        start = good.index(text) // 4096 * 4096
        return good[:start] + bytes(4096) + good[start + 4096 :]

    return change


CLAIMS = _without_page_of(b"54-60 km")
DAMAGES = {
    "nothing": (lambda good: good[:0], "is empty or cut off"),
    "cut in the head": (lambda good: good[:50], "is empty or cut off"),
    "cut off": (lambda good: good[:90_000], "damaged"),
    "text": (lambda good: b"name: x\n" * (len(good) // 8), "cannot be read as a database (file is not a database)"),
    "encrypted": (lambda good: bytes(byte ^ 0x5A for byte in good), "cannot be read as a database"),
    "another's": (_sql("pragma application_id = 7"), "is a database, but not the catalog's"),
    "another version's": (_sql("pragma user_version = 99"), "has schema version 99, this program reads"),
    "no table": (_sql("drop table systems"), "damaged (a row of"),
    "a name in its schema": (lambda good: good.replace(b'"main" INTEGER', b'"ma\xf6n" INTEGER'), "damaged ("),
    "a column of another name": (_sql("alter table names rename column main to mean"), "damaged (no such column: "),
    "a page of the claims": (CLAIMS, "damaged ("),
    "a list that is none": (_sql("update properties set synonyms = '[x'"), "damaged (Expecting value"),
    "no UTF-8": (_sql("update systems set name = cast(x'ff' as text)"), "damaged (Could not decode to UTF-8"),
}


NOT_IN_FORM = ("no table", "a list that is none", "no UTF-8", "a name in its schema", "a column of another name")


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_database_is_told_in_one_line(bad, monkeypatch, kind):
    change, said = DAMAGES[kind]
    path = bad(change)
    monkeypatch.setenv("CATALOG_DB", str(path))
    told = run(["show", "gun-a"])
    assert (told.status, told.output, told.errors.count("\n")) == (1, "", 1)
    assert str(path) in told.errors
    assert said in told.errors


def test_no_damage_makes_a_traceback(small_database, tmp_path):
    database = tmp_path / "good.db"
    database.write_bytes(small_database.read_bytes())
    trial = damaged_databases(database, 28, seed=1)
    assert trial.wrong == []
    assert len(trial.seen) == 2


@pytest.mark.parametrize("line", READING, ids=" ".join)
def test_every_read_command_tells_a_cut_database_at_any_place(bad, monkeypatch, line):
    for size in (0, 1, 16, 99, 100, 511, 4095, 4096, *range(5000, 200_000, 30_000)):
        path = bad(lambda good, size=size: good[:size])
        monkeypatch.setenv("CATALOG_DB", str(path))
        told = run(line)
        assert told.status == 1, size
        assert (told.output, told.errors.count("\n")) == ("", 1)
        assert "catalog build" in told.errors


def test_damage_is_found_by_reading_all(small_database, bad):
    with connect(small_database) as connection:
        assert damage(connection) is None
        assert damage(connection, quick=True) is None
    for change in (CLAIMS, _without_page_of(b"Gun A")):
        with connect(bad(change)) as connection:
            assert damage(connection)
            assert damage(connection, quick=True)
    lost = _sql("pragma foreign_keys = off; delete from publishers where id = 'paper'")
    with connect(bad(lost)) as connection:
        assert "refers to nothing" in damage(connection)


# --- in a checkout -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", ["nothing", "cut off", "text", "another's", "another version's", "a page of the claims"]
)
def test_a_checkout_builds_a_damaged_database_anew(tree, monkeypatch, kind):
    monkeypatch.chdir(tree)
    monkeypatch.delenv("CATALOG_DB", raising=False)
    run(["build"])
    good = (tree / "catalog.db").read_bytes()
    (tree / "catalog.db").write_bytes(DAMAGES[kind][0](good))
    told = run(["show", "gun-a"])
    assert (told.status, told.errors) == (0, "Building catalog.db from the records …\n")
    assert (tree / "catalog.db").read_bytes() == good


def test_damage_that_no_time_tells_is_cured_by_a_whole_build(tree, monkeypatch):
    monkeypatch.chdir(tree)
    monkeypatch.delenv("CATALOG_DB", raising=False)
    run(["build"])
    path = tree / "catalog.db"
    good, status = path.read_bytes(), path.stat()
    path.write_bytes(CLAIMS(good))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert "make it anew with `catalog build --whole`" in run(["show", "gun-a"]).errors
    assert run(["build", "--whole"]).status == 0
    assert path.read_bytes() == good


def test_damage_is_not_carried_into_the_next_database(tree, tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules["catalog.compile.patch"], "SHARE", 1.0)
    target = tmp_path / "catalog.db"
    build(tree, target)
    status, good = target.stat(), target.read_bytes()
    target.write_bytes(CLAIMS(good))
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
    (tree / GUN).write_text((tree / GUN).read_text().replace("A gun", "The gun"))
    assert build(tree, target).problems == []
    found = target.read_bytes()
    build(tree, target, whole=True)
    assert found == target.read_bytes()


# --- the site ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in DAMAGES if kind not in NOT_IN_FORM])
def test_a_damaged_database_is_not_served(bad, monkeypatch, kind):
    monkeypatch.setenv("CATALOG_DB", str(bad(DAMAGES[kind][0])))
    monkeypatch.setattr(os, "execv", lambda *_: pytest.fail("the server was started"))
    told = run(["serve"])
    assert (told.status, told.errors.count("\n")) == (1, 1)


PAGES = ["/", "/systems", "/systems/gun-a", "/compare?s=gun-a&s=gun-b", "/rank", "/events", "/sources", "/search?q=gun"]


@pytest.fixture()
def overtaken(bad, monkeypatch):
    """A site whose database is damaged while it is served."""
    monkeypatch.setattr("catalog.site.edition.LOOK_EVERY", 0)

    def overtake(change):
        site = Site(bad(lambda good: good))
        assert site.get("/about").status_code == 200
        bad(change)
        return site

    return overtake


@pytest.mark.parametrize("kind", ["cut off", "a page of the claims", "a list that is none", "no table"])
def test_a_site_on_a_damaged_database_says_so(overtaken, capfd, kind):
    site = overtaken(DAMAGES[kind][0])
    answers = [site.get(path) for path in (*PAGES, "/events.atom", "/sitemap.xml")]
    assert {answer.status_code for answer in answers} <= {200, 503}
    broken = [answer for answer in answers if answer.status_code == 503]
    assert broken
    for answer in broken:
        assert "catalog build --whole" in answer.text
        assert (answer.headers["retry-after"], answer.headers["cache-control"]) == ("60", "no-store")
    assert "Traceback" not in capfd.readouterr().err


def test_a_data_page_tells_an_outage_as_data(overtaken):
    answer = overtaken(DAMAGES["cut off"][0]).get("/systems.json")
    assert (answer.status_code, answer.json()["ok"]) == (503, False)


def test_a_successor_that_is_no_catalog_is_not_taken(bad, small_database, monkeypatch):
    monkeypatch.setattr("catalog.site.edition.LOOK_EVERY", 0)
    path = bad(lambda good: good)
    site = Site(path)
    assert site.get("/systems/gun-a").status_code == 200
    etag = site.get("/systems/gun-a").headers["etag"]
    foreign = path.with_name("foreign")
    foreign.write_bytes(b"name: x\n" * 999)
    foreign.replace(path)
    assert site.get("/systems/gun-a").headers["etag"] == etag
    path.with_name("good").write_bytes(_sql("pragma user_version = 2")(small_database.read_bytes()))
    path.with_name("good").replace(path)
    assert site.get("/systems/gun-b").status_code == 200


@pytest.mark.parametrize("path", ["/systems/1.", "/nowhere", "/catalog/nothing", "/systems/gun-x", "/claims/-.?x=1"])
def test_an_unknown_address_is_cheap(small_database, capfd, path):
    assert Site(small_database).get(path).status_code == 404
    assert len(capfd.readouterr()[0]) < 200, "no log of all local variables"
