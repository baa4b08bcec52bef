"""Fast because it does little: both lanes say the same, and a read command imports nothing that it does not need."""

import os
import subprocess
import sys

import pytest

from catalog.cli import main
from catalog.cli.app import run

PLAIN = [
    ("show", "gun-a"),
    ("show", "Gun A"),
    ("show", "missile-e"),
    ("show", "gun-x"),
    ("compare", "gun-a", "gun-b"),
    ("compare", "gun-a", "launcher-c", "missile-e"),
    ("compare", "gun-a", "nothing-like-it"),
    ("search", "gun"),
    ("search", "곡산"),
    ("search", "Gun", "A"),
    ("search", "zzzzz"),
]
HEAVY = {
    "typer",
    "pint",
    "pydantic",
    "yaml",
    "sqlite_utils",
    "datasette",
    "rich",
    "jsonschema_rs",
    "rapidfuzz",
    "edtf",
    "babel",
    "pycountry",
}
READ = [
    ("show", "gun-a"),
    ("show", "gun-a", "--unit", "mi"),
    ("compare", "gun-a", "gun-b"),
    ("compare", "gun-a", "gun-b", "--format", "json"),
    ("rank", "range"),
    ("find", "range >= 40 km"),
    ("search", "gun"),
    ("events",),
    ("sources",),
]


@pytest.mark.parametrize("arguments", PLAIN, ids=" ".join)
def test_both_lanes_say_the_same(small_database, monkeypatch, capsys, arguments):
    monkeypatch.setenv("CATALOG_DB", str(small_database))
    fast = main(list(arguments)), capsys.readouterr()
    slow = run(list(arguments)), capsys.readouterr()
    assert fast == slow


@pytest.mark.parametrize("arguments", READ, ids=" ".join)
def test_a_read_command_imports_only_what_it_needs(small_database, arguments):
    code = "import sys; from catalog.cli import main; main(sys.argv[1:]); sys.stderr.write(' '.join(sys.modules))"
    environment = os.environ | {"CATALOG_DB": str(small_database)}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=environment, check=True
    )
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    allowed = set() if arguments in PLAIN else {"typer"}
    assert loaded & HEAVY <= allowed


def test_importing_the_package_costs_nothing():
    code = "import sys, catalog; assert not {'sqlite3', 'yaml', 'pint', 'typer'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
