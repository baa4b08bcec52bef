"""The site in process: every table opens, every column is described, nothing dangerous is configured."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from datasette.app import Datasette
from datasette.utils import tilde_encode

from catalog.cli import main
from catalog.compile.schema import TABLES, VIEWS
from catalog.site.cells import POINTS_AT
from catalog.site.server import SETTINGS, command, inspected, metadata

WORDS = yaml.safe_load(metadata().read_text(encoding="utf-8"))
TABLE_WORDS = WORDS["databases"]["catalog"]["tables"]


@pytest.fixture(scope="module")
def ask(real_database):
    """Asks the site for a path."""
    settings = {name: value == "on" if value in ("on", "off") else int(value) for name, value in SETTINGS.items()}
    site = Datasette(immutables=[str(real_database)], metadata=WORDS, settings=settings)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(site.invoke_startup())
    yield lambda path: loop.run_until_complete(site.client.get(path))
    loop.close()


def test_every_table_and_column_is_described_and_nothing_else(small):
    described = {(table, column) for table, words in TABLE_WORDS.items() for column in words["columns"]}
    real = {(name, column) for name, table in TABLES.items() for column in table.columns}
    for view in (*VIEWS, "search"):
        real |= {(view, row[1]) for row in small.execute(f"pragma table_info({view})")}
    assert described == real
    assert all(words["description"] for words in TABLE_WORDS.values())


def test_nothing_that_hangs_or_scripts_is_configured():
    def keys(value):
        if isinstance(value, dict):
            for key, item in value.items():
                yield key
                yield from () if key == "columns" else keys(item)

    assert not {"description_html", "queries"} & set(keys(WORDS))
    assert not [table for table, words in TABLE_WORDS.items() if "units" in words]


@pytest.mark.parametrize("name", [*TABLES, *VIEWS])
def test_every_table_opens(ask, name):
    answer = ask(f"/catalog/{name}")
    assert answer.status_code == 200
    assert TABLE_WORDS[name]["description"][:30] in answer.text.replace("&#39;", "'")


def test_a_system_links_to_its_claims_and_a_claim_to_its_source(ask):
    page = ask("/catalog/systems/koksan-m1978").text
    assert "/catalog/claims?system_id=koksan-m1978" in page
    claims = ask("/catalog/claims.json?system_id=koksan-m1978&_shape=objects&_labels=on").json()["rows"]
    claim = claims[0]
    document = claim["document_id"]["value"]
    assert claim["document_id"]["label"]
    address = f"/catalog/documents/{tilde_encode(document)}"
    page = ask(f"/catalog/claims/{claim['id']}").text
    assert f'href="{address}"' in page
    assert 'href="/catalog/systems/koksan-m1978"' in page
    shown = ask(address).text
    assert 'href="http' in shown


def test_views_link_too_and_unnamed_numbers_do_not(ask):
    page = ask("/catalog/coverage?_size=5").text
    assert 'href="/catalog/systems/' in page
    assert 'href="/catalog/properties/' in page


def test_every_reference_of_the_schema_becomes_a_link():
    for table in TABLES.values():
        for column, other in table.references.items():
            assert POINTS_AT[column] == other


def test_the_database_is_immutable(ask):
    known = ask("/-/databases.json").json()
    known = known["databases"] if isinstance(known, dict) else known  # an object since 1.0
    assert known[0]["is_mutable"] is False


def test_reload_picks_up_a_changed_record(tree):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "CATALOG_DB"}
    line = [sys.executable, "-m", "catalog", "serve", "--reload", "--port", str(port)]
    server = subprocess.Popen(line, cwd=tree, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def wait_for(words):
        for _ in range(200):
            try:
                if words in urllib.request.urlopen(f"http://127.0.0.1:{port}/systems/gun-a").read().decode():
                    return True
            except OSError:
                pass
            time.sleep(0.2)
        return False

    try:
        assert wait_for("A gun for tests.")
        record = tree / "systems/artillery/gun-a.yml"
        record.write_text(record.read_text().replace("A gun for tests.", "A gun that has changed."))
        assert wait_for("A gun that has changed.")
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)


def test_facts_that_fit_are_left_and_others_written_anew_where_that_can_be(small_database, tmp_path):
    database = tmp_path / "catalog.db"
    database.write_bytes(small_database.read_bytes())
    facts = inspected(database)
    facts.write_text(facts.read_text() + "\n")
    before = facts.read_text()
    assert inspected(database) == facts
    assert facts.read_text() == before, "they are of this database"
    facts.write_text(before.replace('"hash": "', '"hash": "0'))
    assert json.loads(inspected(database).read_text()) == json.loads(before)
    facts.write_text("[]")
    assert json.loads(inspected(database).read_text()) == json.loads(before)
    facts.unlink()
    facts.mkdir()  # as good as a folder that may not be written
    assert inspected(database) is None
    assert "--inspect-file" not in command(database, "127.0.0.1", 8001)


def test_the_server_refuses_a_file_whose_name_the_pages_do_not_know(small_database, tmp_path, monkeypatch, capsys):
    other = tmp_path / "other.db"
    other.write_bytes(small_database.read_bytes())
    monkeypatch.setenv("CATALOG_DB", str(other))
    assert main(["serve"]) == 1
    assert f"call {other} catalog.db" in capsys.readouterr().err


def test_the_server_listens_where_it_is_told(real_database):
    line = command(real_database, "127.0.0.1", 8001)
    assert "--immutable" in line
    facts = json.loads(Path(line[line.index("--inspect-file") + 1]).read_text())["catalog"]
    assert facts["hash"] == sha256(real_database.read_bytes()).hexdigest()
    assert facts["tables"]["claims"]["count"] > 1000
    assert line[line.index("--host") + 1] == "127.0.0.1"


def test_our_hooks_are_known_whatever_is_imported_first():
    """Datasette loads its plugins when it is first imported, be it by one of them that is not whole yet."""
    code = "import catalog.site; from datasette.plugins import pm; assert len(pm.hook.register_routes.get_hookimpls()) == 1"
    subprocess.run([sys.executable, "-c", code], check=True)
