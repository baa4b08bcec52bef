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
    ("show", "gun-a", "--unit", "mi", "--claims"),
    ("show", "gun-a", "-f", "json", "--as-of", "2024"),
    ("show", "--unit", "parsec", "gun-a"),
    ("show", "gun-a", "--without", "paper", "--without", "blog", "--units", "imperial"),
    ("show", "gun-a", "gun-b"),
    ("show", "gun-a", "--format", "xml"),
    ("show", "gun-a", "--frobnicate"),
    ("show", "--claim", "nothing"),
    ("compare", "gun-a", "gun-b", "--spec", "range", "--spec", "caliber", "--why"),
    ("compare", "gun-a", "gun-b", "--ammunition", "full-bore", "-f", "csv"),
    ("compare", "gun-a", "gun-b", "--ammunition", "fullbore"),
    ("compare",),
    ("rank", "range"),
    ("rank", "range", "--class", "self-propelled-gun", "--operator", "RU", "--operator", "UA", "--top", "2"),
    ("rank", "range", "--min", "40 mi", "--by", "low", "--units", "nautical"),
    ("rank", "range", "--top", "0"),
    ("rank", "range", "--by", "name"),
    ("rank", "range", "--min"),
    ("rank", "firing_rage"),
    ("find", "range >= 40 km", "caliber >= 100 mm", "--certain"),
    ("find", "range >= 40 km", "--possible"),
    ("find", "crew = 8", "-f", "yaml"),
    ("events",),
    ("events", "--party", "RU", "--kind", "transfer", "--since", "2024", "--claimant", "staff"),
    ("events", "something"),
    ("sources",),
    ("sources", "paper", "-f", "markdown"),
    ("sources", "--top", "1"),
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
    assert not loaded & HEAVY


def test_both_lanes_declare_the_same_options():
    """Every option of the fast lane is typer's; what it does not have is left to typer on purpose."""
    import typer

    from catalog.cli.app import app_for
    from catalog.cli.plain import COMMANDS, FLAGS, MANY, ONE

    group = typer.main.get_command(app_for([]))
    names = {dest: name for table in (ONE, MANY, FLAGS) for name, dest in table.items() if name.startswith("--")}
    left = {"show": {"claim", "cite"}}
    for command, plain in COMMANDS.items():
        options = {param.name for param in group.commands[command].params if param.param_type_name == "option"} - {
            "help"
        }
        assert options - left.get(command, set()) == plain.options
        for param in group.commands[command].params:
            if param.name in plain.options:
                assert names[param.name] in param.opts
                assert (names[param.name] in MANY) == param.multiple
                assert (names[param.name] in FLAGS) == getattr(param, "is_flag", False)


def test_importing_the_package_costs_nothing():
    code = "import sys, catalog; assert not {'sqlite3', 'yaml', 'pint', 'typer'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
