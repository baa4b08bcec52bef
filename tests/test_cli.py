"""The command: each answer in each format, each fault in one line with status 1 or 2 and no traceback."""

import csv
import io
import json

import pytest
import typer
import yaml

from catalog.cli import main
from catalog.cli.app import COMMANDS, app_for


@pytest.fixture()
def catalog(small_database, monkeypatch, capsys):
    """Runs a command line on the small database; gives status, standard output and standard error."""
    monkeypatch.setenv("CATALOG_DB", str(small_database))
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments):
        status = main(list(arguments))
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return status, captured.out, captured.err

    return run


ANSWERS = [
    ("show", "gun-a"),
    ("show", "gun-a", "--claims"),
    ("show", "Launcher C"),
    ("compare", "gun-a", "gun-b"),
    ("compare", "gun-a", "gun-b", "--spec", "caliber", "--why"),
    ("compare", "gun-a", "launcher-c", "missile-e", "--claims"),
    ("rank", "range"),
    ("rank", "caliber", "--class", "self-propelled-gun"),
    ("search", "gun"),
    ("events",),
    ("events", "--party", "RU", "--system", "gun-a", "--kind", "transfer", "--since", "2024", "--until", "2024-12"),
    ("find", "range >= 40 km", "caliber >= 100 mm"),
    ("find", "range >= 40 km", "--certain", "--class", "self-propelled-gun"),
    ("show", "gun-a", "--units", "imperial", "--without", "blog"),
    ("rank", "range", "--by", "low", "--top", "2", "--units", "nautical"),
    ("sources",),
    ("sources", "paper"),
    ("properties",),
    ("classes",),
    ("units",),
    ("conditions",),
    ("countries",),
    ("sql", "select id, name from systems"),
]


@pytest.mark.parametrize("arguments", ANSWERS, ids=" ".join)
def test_every_answer_comes_in_every_format(catalog, arguments):
    status, text, errors = catalog(*arguments)
    assert (status, errors) == (0, "")
    assert text.strip()
    assert max(map(len, text.splitlines())) <= 80 or "select" in arguments[-1]
    plain = json.loads(catalog(*arguments, "--format", "json")[1])
    assert plain
    assert yaml.safe_load(catalog(*arguments, "-f", "yaml")[1])
    rows = list(csv.DictReader(io.StringIO(catalog(*arguments, "-f", "csv")[1])))
    assert rows
    table = catalog(*arguments, "-f", "markdown")[1].splitlines()
    assert len(table) == len(rows) + 2
    assert set(table[1]) == {"|", " ", "-"}


def test_show_tells_figures_conditions_sources_and_gaps(catalog):
    text = catalog("show", "gun-a")[1]
    for part in (
        "Gun A",
        "North Korea",
        "곡산 (ko)",
        "full-bore",
        "40 km",
        "54-60 km",
        "The Paper B",
        "Nobody has entered yet",
        "2024-12-23",
    ):
        assert part in text
    assert "90 km" not in text, "a deprecated claim makes no headline"


def test_units_change_what_fits_and_keep_the_digits(catalog):
    miles = catalog("show", "gun-a", "--unit", "mi")[1]
    assert "25 mi" in miles
    assert "170 mm" in miles, "a caliber is not shown in miles"
    assert "39.916 t" in miles
    assert "22 nmi" in catalog("show", "gun-a", "--units", "nautical")[1]
    assert "88,000 lb" in catalog("rank", "combat_mass", "--unit", "lb")[1]


def test_compare_says_who_outranges_whom(catalog):
    text = " ".join(catalog("compare", "gun-a", "gun-b")[1].split())
    assert "Gun A outranges Gun B with full-bore rounds: yes." in text
    assert "Claims for Gun A run 40 to 43 km, for Gun B say 37.5 km." in text
    assert "Gun A outranges Gun B with rocket-assisted rounds: yes." in text
    reverse = " ".join(catalog("compare", "gun-b", "gun-a")[1].split())
    assert "Gun B outranges Gun A with full-bore rounds: no, Gun A outranges it." in reverse


def test_compare_names_what_it_cannot_compare(catalog):
    text = " ".join(catalog("compare", "gun-a", "gun-b2")[1].split())
    assert "No claim of range, full-bore rounds, for Gun B2." in text


def test_rank_leaves_places_open(catalog):
    rows = json.loads(catalog("rank", "range", "--class", "self-propelled-gun", "-f", "json")[1])["rows"]
    assert [(row["system"], row["first_place"], row["last_place"]) for row in rows] == [
        ("gun-a", 1, 2),
        ("gun-b", 2, 3),
        ("gun-b2", 1, 3),
    ]


def test_rank_filters_with_units(catalog):
    rows = json.loads(catalog("rank", "range", "--min", "100 mi", "-f", "json")[1])["rows"]
    assert [row["system"] for row in rows] == ["missile-e"]
    rows = json.loads(catalog("rank", "range", "--operator", "UA", "-f", "json")[1])["rows"]
    assert [row["system"] for row in rows] == ["gun-b2"]


def test_as_of_and_without_drop_claims(catalog):
    def claims(*options):
        specs = json.loads(catalog("show", "gun-a", "-f", "json", *options)[1])["specs"]
        return sum(spec["claims_count"] if "claims_count" in spec else len(spec["claims"]) for spec in specs)

    everything = claims()
    assert claims("--as-of", "2023") < everything
    assert claims("--without", "paper") < claims("--without", "blog") < everything
    assert claims("--as-of", "2030") == everything


@pytest.mark.parametrize("text", ["곡산", "M1978", "m-1978", "gun a", "GUN-A"])
def test_search_finds_all_spellings(catalog, text):
    assert "gun-a" in catalog("search", text)[1]


@pytest.mark.parametrize("text", ["Kh-101", "X-101", "Х-101", "х101"])
def test_search_folds_look_alikes(catalog, text):
    assert "missile-e" in catalog("search", text)[1]


def test_events_keep_the_denial_beside_the_claim(catalog):
    text = catalog("events")[1]
    assert "The Staff: [at least 100 guns] sends more" in text
    assert "The Embassy denies: nothing was sent" in text
    assert "The Embassy" not in catalog("events", "--claimant", "staff")[1]


def test_a_claim_is_shown_in_full(catalog):
    specs = json.loads(catalog("show", "gun-a", "-f", "json")[1])["specs"]
    claim = next(claim for spec in specs for claim in spec["claims"] if claim["via"])
    text = catalog("show", "--claim", claim["id"])[1]
    for part in ("up to 60 km", "The Guide, graded C", "The Paper", "rocket-assisted"):
        assert part in text


FAULTS = [
    (("show", "gun-x"), 1, "did you mean gun-"),
    (("show", "zzzzzz"), 1, "`catalog search` finds systems"),
    (("show", "--claim", "nothing"), 1, "no claim `nothing`"),
    (("show",), 2, "name a system"),
    (("show", "gun-a", "--cite", "plain"), 2, "goes with --claim"),
    (("find", "range 300"), 1, "is no condition"),
    (("find", "range >= 9000 km"), 1, "No system is claimed to meet range >= 9000 km"),
    (("rank", "range", "--class", "machine-gun"), 1, "No system of this choice has a published range"),
    (("events", "--since", "2030"), 1, "No event fits"),
    (("sources", "papr"), 1, "did you mean `paper`?"),
    (("compare", "gun-a", "gun-q"), 1, "no system `gun-q`"),
    (("rank", "firing_rage"), 1, "did you mean `firing_range`?"),
    (("rank", "range", "--class", "gun"), 1, "no class `gun`"),
    (("rank", "range", "--operator", "Rusia"), 1, "did you mean `Russia`?"),
    (("rank", "range", "--min", "far"), 1, "`far` is no number with a unit"),
    (("rank", "range", "--min", "40 kg"), 1, "`kg` in `40 kg` does not fit"),
    (("rank", "range", "--by", "name"), 2, "none of headline, low, high"),
    (("show", "gun-a", "--unit", "parsec"), 1, "no unit `parsec`"),
    (("show", "gun-a", "--units", "old"), 1, "no system of units `old`"),
    (("show", "gun-a", "--as-of", "yesterday"), 1, "`yesterday` is no date"),
    (("show", "gun-a", "--without", "papr"), 1, "did you mean `paper`?"),
    (("show", "gun-a", "--format", "xml"), 2, "none of table, json"),
    (("compare", "gun-a", "gun-b", "--ammunition", "fullbore"), 1, "one of full-bore, base-bleed"),
    (("search", "zzzzzz"), 1, "no system `zzzzzz`"),
    (("events", "--kind", "war"), 1, "no kind of event `war`"),
    (("sql", "select nonsense"), 1, "the query was refused"),
    (("sql", "delete from claims"), 1, "readonly"),
    (("sql", "vacuum into 'stolen.db'"), 1, "the query was refused"),
    (("sql", "attach 'x' as y"), 1, "not authorized"),
    (("rank", "unit_cost"), 1, "have no order"),
    (("rank", "range", "--min", "60", "--max", "50"), 1, "nothing lies between"),
    (("rank", "range", "--min", "nan"), 1, "no number with a unit"),
    (("show", "gun-a", "--unit", "miles"), 1, "did you mean `mi`?"),
    (("frobnicate",), 2, "No such command"),
]


@pytest.mark.parametrize(("arguments", "status", "message"), FAULTS, ids=[" ".join(fault[0]) for fault in FAULTS])
def test_faults_are_one_line_with_a_status(catalog, arguments, status, message):
    found, _, errors = catalog(*arguments)
    assert found == status
    assert message in errors


def test_a_missing_database_says_what_to_do(catalog, monkeypatch, tmp_path):
    monkeypatch.setenv("CATALOG_DB", str(tmp_path / "none.db"))
    status, _, errors = catalog("show", "gun-a")
    assert status == 1
    assert "run `catalog build` in a checkout, or set CATALOG_DB" in errors


def test_a_stale_database_is_built_by_itself(tree, monkeypatch, capsys):
    monkeypatch.chdir(tree)
    monkeypatch.delenv("CATALOG_DB", raising=False)
    assert main(["show", "gun-a"]) == 0
    assert "Building catalog.db" in capsys.readouterr().err
    assert main(["show", "gun-a"]) == 0
    assert "Building" not in capsys.readouterr().err
    record = tree / "systems/artillery/gun-a.yml"
    record.write_text(record.read_text().replace("name: Gun A", "name: Gun Alpha"))
    assert main(["show", "gun-a"]) == 0
    assert "Gun Alpha" in capsys.readouterr().out


def test_a_broken_record_leaves_the_last_good_answer(tree, monkeypatch, capsys):
    monkeypatch.chdir(tree)
    monkeypatch.delenv("CATALOG_DB", raising=False)
    main(["build"])
    record = tree / "systems/artillery/gun-a.yml"
    record.write_text(record.read_text().replace("40 km", "40 nm"))
    capsys.readouterr()
    assert main(["show", "gun-b"]) == 0
    captured = capsys.readouterr()
    assert "this answer is from the last good build" in captured.err
    assert "Gun B" in captured.out
    assert main(["build"]) == 1
    assert "nmi" in capsys.readouterr().err


def test_check_tells_all_and_ends_with_one(tree, monkeypatch, capsys):
    monkeypatch.chdir(tree)
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "10 records, no problem\n"
    record = tree / "systems/artillery/gun-a.yml"
    record.write_text(record.read_text().replace("40 km", "40 nm").replace("value: 8,", "value: eight,"))
    assert main(["check"]) == 1
    told = capsys.readouterr().err
    assert "systems/artillery/gun-a.yml\n  12:15  error: the unit `nm` in `40 nm`\n" in told
    assert "      cure: `nm` is ambiguous: write `nmi` for nautical miles" in told
    assert told.rstrip().endswith("2 errors, 0 warnings")
    assert main(["check", "systems/missiles"]) == 0
    assert main(["check", "systems/nowhere"]) == 1


def test_every_command_and_option_has_help():
    found = {}
    for name, command in typer.main.get_command(app_for([])).commands.items():
        inside = getattr(command, "commands", None)
        found |= {f"{name} {sub}": part for sub, part in inside.items()} if inside else {name: command}
        assert command.help, name
    assert found.keys() == COMMANDS.keys()
    for name, command in found.items():
        assert command.help, name
        assert all(getattr(parameter, "help", None) for parameter in command.params), name


def test_an_empty_answer_names_those_without_a_figure(catalog):
    status, _, errors = catalog("rank", "muzzle_velocity", "--class", "self-propelled-gun")
    assert status == 1
    assert "3 lack one: Gun A, Gun B, Gun B2." in " ".join(errors.split())
    status, text, _ = catalog("events", "--since", "2030", "-f", "json")
    assert (status, json.loads(text)) == (1, [])


@pytest.mark.parametrize(("style", "part"), [("plain", "Arms catalog, claim"), ("bibtex", "@misc{"), ("csl", '"type"')])
def test_a_claim_is_cited(catalog, style, part):
    claim = json.loads(catalog("show", "gun-b", "-f", "json")[1])["specs"][0]["claims"][0]["id"]
    assert part in catalog("show", "--claim", claim, "--cite", style)[1]


def test_the_shell_completes_ids(small_database, monkeypatch):
    from catalog.cli import options

    monkeypatch.setenv("CATALOG_DB", str(small_database))
    assert options._systems("gun-b") == ["gun-b", "gun-b2"]
    assert options._specs("rang") == ["range"]
    assert "firing_range" in options._specs("firing")
    assert options._classes("self") == ["self-propelled-gun"]
    assert options._ammunition("full") == ["full-bore"]
    assert options._publishers("pa") == ["paper"]
    monkeypatch.setenv("CATALOG_DB", "/nowhere")
    assert options._systems("gun") == []


@pytest.mark.parametrize("columns", ["20", "60", "64", "70", "200"])
def test_any_width_ends(catalog, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    assert catalog("compare", "gun-a", "gun-b", "launcher-c", "missile-e")[0] == 0
    assert catalog("rank", "range")[0] == 0


def test_bare_bounds_are_in_the_unit_asked_for(catalog):
    rows = json.loads(catalog("rank", "range", "--min", "40", "--unit", "mi", "-f", "json")[1])["rows"]
    assert [row["system"] for row in rows] == ["missile-e", "launcher-c", "rocket-d"]


def test_color_only_on_terminals(catalog):
    assert "\x1b" not in catalog("show", "gun-a")[1]


def test_csv_cells_are_no_formulas():
    from catalog.cli.output import emit

    text = emit("csv", str, dict, lambda: [{"a": "=1+1", "b": "-5", "c": "@x"}])
    assert text == "a,b,c\n'=1+1,-5,'@x"
