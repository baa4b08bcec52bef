"""Drafts keep units and references, invent nothing, and stay outside the catalog until a person takes them in."""

import copy
import json
from pathlib import Path

import pytest
from conftest import HERE
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalog.check import check_tree, errors
from catalog.check.shape import check_form
from catalog.cli import main
from catalog.compile import build
from catalog.draft.drafts import check_drafts
from catalog.draft.sourced import Sources
from catalog.draft.table import map_schema, read_map
from catalog.draft.wikibase import read_items
from catalog.draft.wikidata import Asked, draft_of, words
from catalog.load import Record
from catalog.load.reader import read
from catalog.problems import Refused
from catalog.vocabulary import vocabulary

ITEM = HERE / "wikidata" / "Q9990000001.json"
VEGA = "drafts/systems/artillery/vega-gun.yml"
PAPER = "sources/paper.yml"


@pytest.fixture()
def catalog(tree, monkeypatch, capsys):
    """Runs a command line in a copy of the valid records; gives status, standard output and standard error."""
    monkeypatch.chdir(tree)

    def run(*arguments):
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.fixture()
def vega(catalog, tree):
    """The draft of the invented item."""
    status, out, _ = catalog(
        "import", "wikidata", ITEM, "--class", "self-propelled-gun", "--origin", "KR", "--accessed", "2026-01-02"
    )
    assert (status, out.splitlines()) == (0, [*(f"drafts/sources/{id}.yml" for id in DRAFTED), VEGA])
    return tree / VEGA


DRAFTED = ("gazette-example", "wikidata", "yard-example", "paper")


def test_an_item_of_wikidata_becomes_a_draft(vega):
    assert (
        vega.read_text()
        == f"""\
# DRAFT, no part of the catalog: read it against its pages, then `catalog accept {VEGA}`
# DRAFT left out: description in Wikidata: invented self-propelled gun
# DRAFT left out: P2067 mass 43600 Q191118: deprecated in Wikidata (P2241 Q9990000003)
# DRAFT left out: P2043 length 8.06 Q11573: it holds under P518 Q9990000004, which must be read
# DRAFT left out: P2386 diameter 5 Q9990000006: the unit Q9990000006, which stands for none of the catalog's
# DRAFT left out: P31 instance of, see `class`: Q9990000002
# DRAFT left out: P739 ammunition, see `fires` and `caliber`: Q9990000007
# DRAFT left out: P1559 for which the catalog has no word: Вега
# DRAFT left out: identifiers elsewhere: P646
# yaml-language-server: $schema=../../../docs/schemas/system.json
name: Vega gun
aliases:
  - {{name: Vega-Kanone, language: de}}
  - {{name: Вега, language: ru}}
  - {{name: 베가, language: ko}}
  - Vega
  - {{name: 织女炮, language: zh-hans}}
  - {{name: V-77, language: en}}
  - {{name: изделие 77, language: ru}}
class: self-propelled-gun
origin: KR
status:
summary:
links: {{wikidata: Q9990000001}}
specs:
  road_range: {{value: 420 km, source: [yard-example/vega-77, paper/vega]}}
  combat_mass: {{value: 43.6 t, source: [gazette-example/2019-05-the-vega-gun, paper/one], note: "Wikidata says mass, without the state of loading"}}
  length: {{value: 11.7 ± 0.1 m, source: wikidata/q9990000001, note: Wikidata names no source}}
  width: {{value: 11 ft, source: wikidata/q9990000001, note: "preferred in Wikidata; source in Wikidata: P248 Q9990000005"}}
  height: {{value: 3.3-3.6 m, source: wikidata/q9990000001, note: Wikidata gives 3.4 within these bounds; Wikidata names no source}}
  wingspan: {{value: unknown, source: wikidata/q9990000001, note: Wikidata names no source}}
  max_road_speed: {{value: about 60 km/h, source: paper/one, note: "Wikidata says speed, not greatest speed"}}
"""
    )


@pytest.mark.usefixtures("vega")
def test_references_become_documents_with_address_and_day(tree):
    documents = {id: read((tree / f"drafts/sources/{id}.yml").read_bytes())["documents"] for id in DRAFTED}
    assert documents["gazette-example"] == {
        "2019-05-the-vega-gun": {
            "title": "The Vega gun",
            "url": "https://gazette.example/vega",
            "issued": "2019-05",
            "accessed": "2023-04-05",
            "language": "en",
        }
    }
    assert documents["wikidata"]["q9990000001"]["accessed"] == "2026-01-02"
    assert documents["yard-example"]["vega-77"]["title"] is None, "what Wikidata does not say is left open"
    assert documents["paper"]["vega"]["language"] == "ru"
    assert len(documents["paper"]) == 3, "the draft of a known publisher begins as a copy of its record"


@pytest.mark.usefixtures("vega")
def test_drafts_are_no_part_of_the_catalog(tree, tmp_path):
    assert check_tree(tree).problems == []
    built = build(tree, tmp_path / "with.db")
    assert (built.problems, built.records) == ([], 10)
    assert build(HERE / "records", tmp_path / "without.db").problems == []
    assert (tmp_path / "with.db").read_bytes() == (tmp_path / "without.db").read_bytes()


def test_drafts_are_checked_against_the_records(catalog, vega):
    status, _, told = catalog("check", "drafts")
    assert status == 1
    assert "drafts/systems/artillery/vega-gun.yml\n  22:1  error: nothing here\n      expected: where it stands" in told
    assert "drafts/sources/yard-example.yml" in told
    vega.write_text(vega.read_text().replace("paper/one", "paper/on").replace("status:", "status: in-service"))
    vega.write_text(vega.read_text().replace("summary:", "summary: A gun.").replace("43.6 t", "43.6 tons"))
    told = catalog("check", VEGA)[2]
    assert "the document `paper/on`, which no source file has" in told
    assert "the unit `tons`" in told
    assert "gazette" not in told, "the draft of a source that is not yet filled in raises no alarm"
    status, _, told = catalog("check", "drafts", "systems")
    assert (status, told) == (1, "catalog: drafts/ and the records are checked apart: name one or the other\n")


def fill_in(tree, vega):
    """What a person does after reading the pages."""
    vega.write_text(
        vega.read_text().replace("status:\n", "status: in-service\n").replace("summary:", "summary: A gun.")
    )
    for id in DRAFTED:
        path = tree / f"drafts/sources/{id}.yml"
        text = path.read_text().replace("name:\n", f"name: {id}\n").replace("kind:\n", "kind: press\n")
        text = text.replace("reliability:\n", "reliability: C\n").replace(
            "reliability_note:\n", "reliability_note: X\n"
        )
        text = text.replace("title: ,", "title: Vega,").replace("accessed: ,", "accessed: 2026-01-03,")
        path.write_text(text.replace("language: }", "language: en}"))


@pytest.mark.usefixtures("vega")
def test_a_draft_with_blanks_is_not_accepted(catalog, tree):
    before = {path: path.read_bytes() for path in tree.rglob("*.yml")}
    status, out, told = catalog("accept", VEGA)
    assert (status, out) == (1, "")
    assert "drafts/sources/yard-example.yml" in told
    assert "Nothing was moved" in told
    assert {path: path.read_bytes() for path in tree.rglob("*.yml")} == before


def test_a_reviewed_draft_is_taken_in_with_its_sources(catalog, vega, tree):
    paper = (tree / PAPER).read_text()
    (tree / PAPER).write_text(paper + "  # said last\n")
    fill_in(tree, vega)
    assert catalog("check", "drafts")[0] == 0
    status, out, told = catalog("accept", VEGA)
    assert (status, told) == (0, "")
    assert set(out.splitlines()) == {"systems/artillery/vega-gun.yml", *(f"sources/{id}.yml" for id in DRAFTED)}
    assert list((tree / "drafts").rglob("*.yml")) == []
    text = (tree / "systems/artillery/vega-gun.yml").read_text()
    assert text.startswith("# yaml-language-server: $schema=../../docs/schemas/system.json\nname: Vega gun\n")
    assert "DRAFT" not in text
    added = "  vega: {title: Вега, url: https://paper.example/vega, accessed: 2023-04-05, language: ru}\n"
    assert (tree / PAPER).read_text() == paper + added + "  # said last\n"
    assert errors(check_tree(tree).problems) == []


def test_a_draft_moved_by_hand_is_refused(catalog, vega, tree):
    fill_in(tree, vega)
    vega.rename(tree / "systems/artillery/vega-gun.yml")
    told = catalog("check", "systems")[2]
    assert "systems/artillery/vega-gun.yml\n  1:1  error: a draft among the records" in told
    assert "cure: read it against its pages, then remove the lines that begin with `# DRAFT`" in told
    assert catalog("build", "-o", tree / "x.db")[0] == 1


def test_a_draft_of_a_known_system_is_told_and_never_overwrites_it(catalog, tree):
    record = (tree / "systems/artillery/gun-a.yml").read_bytes()
    words_ = ("--class", "self-propelled-gun", "--origin", "KP", "--status", "in-service", "--name", "Gun A")
    status, _, told = catalog("import", "wikidata", ITEM, *words_, "--accessed", "2026-01-02")
    assert status == 0
    draft = "drafts/systems/artillery/gun-a.yml"
    assert f"{draft}: systems/artillery/gun-a.yml seems to be the same system: copy the claims into it" in told
    fill_in(tree, tree / draft)
    status, _, told = catalog("accept", draft)
    assert status == 1
    assert "`gun-a`, which is in systems/artillery/gun-a.yml already: copy its claims into that record" in told
    assert (tree / "systems/artillery/gun-a.yml").read_bytes() == record


def test_a_draft_is_not_overwritten_and_sources_of_drafts_grow(catalog, vega, tree):
    before = vega.read_bytes()
    again = ("import", "wikidata", ITEM, "--class", "towed-gun", "--accessed", "2026-01-02")
    status, _, told = catalog(*again)
    assert (status, told) == (1, f"catalog: {VEGA}, which is there already: accept it or remove it first\n")
    assert vega.read_bytes() == before
    text = ITEM.read_text().replace("Q9990000001", "Q9990000009").replace("gazette.example/vega", "gazette.example/2")
    (tree / "other.json").write_text(text)
    status, _, _ = catalog("import", "wikidata", "other.json", *again[3:], "--name", "Lyra", "--status", "retired")
    assert status == 0
    assert len(read((tree / "drafts/sources/gazette-example.yml").read_bytes())["documents"]) == 2
    assert set(read((tree / "drafts/sources/wikidata.yml").read_bytes())["documents"]) == {"q9990000001", "q9990000009"}


def test_a_host_that_reads_like_another_publishers_id_is_not_taken_for_it(tree):
    document = {"title": "Guns", "url": "https://blog/guns", "accessed": "2026-01-02", "language": "en"}
    assert Sources(tree).cite(document) == "blog-2/guns"


NO_ITEMS = [
    ("{", (), "no JSON: "),
    ("[" * 100_000, (), "no JSON"),
    ("[1]", (), "JSON without an item"),
    ('{"entities": {"Q1": {"id": "P1"}}}', (), "JSON without an item"),
    ('{"id": "Q1", "labels": []}', (), "Q1 has no English label: give one with --name"),
    ('{"id": "Q1", "labels": {"mul": {"value": "베가"}}}', (), "give one with --id"),
    (None, ("--class", "guns"), "`class: guns`"),
    (None, ("--origin", "UK"), "write `GB` for the United Kingdom"),
    (None, ("--accessed", "yesterday"), "the date `yesterday`"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "words_", "message"), NO_ITEMS, ids=[case[2] for case in NO_ITEMS])
def test_what_is_no_item_is_refused_and_nothing_written(catalog, tree, content, words_, message):
    (tree / "item.json").write_text(ITEM.read_text() if content is None else content)
    class_ = () if "--class" in words_ else ("--class", "mortar")
    status, out, told = catalog("import", "wikidata", "item.json", *class_, *words_)
    assert (status, out) == (1, "")
    assert told.startswith("catalog: ")
    assert message in told
    assert not (tree / "drafts").exists()


def test_wikidatas_words_are_the_catalogs():
    known = vocabulary()
    assert set(words()["units"].values()) <= set(known.units)
    for entry in words()["properties"].values():
        dimensions = {known.properties[id].dimension for id in entry["to"]}
        assert len(dimensions) == 1
        assert dimensions & {known.units[unit].dimension for unit in words()["units"].values()}


JUNK = st.one_of(st.just("\x1b \ud800"), st.none(), st.integers(), st.text(max_size=9), st.just([]), st.just({}), st.lists(st.integers(), max_size=2), st.just("Q42"), st.just("+9e9"))  # fmt: skip


def places(value, path=()):
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in entries:
        yield from places(item, (*path, key))


SOUND = json.loads(ITEM.read_text())
PLACES = list(places(SOUND))
KIND_OF_A_SOURCE = ("entities", "Q9990000001", "claims", "P2049", 0, "references", 0, "snaks", "P248", 0, "snaktype")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PLACES), JUNK)
@example(KIND_OF_A_SOURCE, "\x1b \ud800")
def test_whatever_an_items_json_holds_it_is_refused_or_becomes_a_draft_that_reads(tmp_path, place, junk):
    data = copy.deepcopy(SOUND)
    inside = data
    for key in place[:-1]:
        inside = inside[key]
    if place:
        inside[place[-1]] = junk
    (tmp_path / "item.json").write_text(json.dumps(data if place else junk))
    asked = Asked("self-propelled-gun", "2026-01-02", given={"origin": "KR", "status": "unknown"})
    try:
        drafts = [draft_of(item, asked, Sources(tmp_path)) for item in read_items(tmp_path / "item.json")]
    except Refused:
        return
    for draft in drafts:
        data = read(draft.marked().encode()) | {"summary": "X"}
        assert list(check_form(Record("system", "x", draft.file, data, ""), system_schema())) == []


def system_schema():
    from catalog.check.shapes import schemas

    return schemas()["system"]


# --- tables ------------------------------------------------------------------------------------------------------------

MAP = """\
document: guide/two
delimiter: ";"
decimal: ","
empty: ["-"]
record: {status: in-service}
columns:
  System: name
  Also: {key: aliases, split: "/"}
  Type: {key: class, words: {SPG: self-propelled-gun}}
  Country: {key: origin, words: {North Korea: KP}}
  Users: {key: operators, split: ","}
  Range: {property: firing_range, unit: km, ammunition: full-bore}
  Range RAP: {property: firing_range, unit: km, ammunition: rocket-assisted}
  Mass: {property: combat_mass, unit: t}
  Barrel: {property: barrel_length_calibers, unit: calibers}
  Crew: {property: crew, note: as the table counts}
  Year: {property: service_entry}
"""
TABLE = """\
System;Also;Type;Country;Users;Range;Range RAP;Mass;Barrel;Crew;Year;Remarks
Cannon Vega;V-1 / Vega;SPG;North Korea;RU, KP;~40;50-60;40,5;52;8;1983;old
Cannon Lyra;;SPG;RU;;25 mi;far;-;;5 men;;
Cannon Q;;tank;XX;;;;;;;;
;;SPG;RU;;;;;;;;
Cannon Vega;;SPG;RU;;;;;;;;
"""


@pytest.fixture()
def table(catalog, tree):
    """Imports a table by a map, with some of the texts in either replaced; gives status, output and what was told."""

    def run(*changes, encoding="utf-8"):
        texts = {"map.yml": MAP, "table.csv": TABLE}
        for file, old, new in changes:
            assert old in texts[file]
            texts[file] = texts[file].replace(old, new)
        for file, text in texts.items():
            (tree / file).write_text(text, encoding=encoding if file == "table.csv" else "utf-8")
        return catalog("import", "csv", "table.csv", "--map", "map.yml")

    return run


def test_a_table_becomes_drafts_by_a_map_and_what_does_not_fit_is_told(table, tree):
    status, out, told = table()
    vega, lyra = (f"drafts/systems/artillery/cannon-{name}.yml" for name in ("vega", "lyra"))
    assert (status, out.splitlines()) == (0, [vega, lyra])
    assert (
        (tree / vega).read_text().partition("system.json\n")[2]
        == """\
name: Cannon Vega
aliases: [V-1, Vega]
class: self-propelled-gun
origin: KP
status: in-service
summary:
specs:
  firing_range:
    - {value: about 40 km, ammunition: full-bore, source: guide/two}
    - {value: 50-60 km, ammunition: rocket-assisted, source: guide/two}
  barrel_length_calibers: {value: L/52, source: guide/two}
  crew: {value: 8, source: guide/two, note: as the table counts}
  combat_mass: {value: 40.5 t, source: guide/two}
  service_entry: {value: 1983, source: guide/two}
operators:
  - {country: RU, source: guide/two}
  - {country: KP, source: guide/two}
"""
    )
    text = (tree / lyra).read_text()
    assert "  firing_range: {value: 25 mi, ammunition: full-bore, source: guide/two}\n" in text, (
        "a cell's own unit wins"
    )
    assert "# DRAFT left out: Range RAP `far`: the value `far`" in text
    assert "# DRAFT left out: Crew `5 men`: the value `5 men`" in text
    assert told.splitlines()[:4] == [
        "the column `Remarks` is not in the map",
        "line 4: no class (Type `tank`: `class: tank` (did you mean `anti-tank-missile`?)): name it with `words:`, or give one below `record:` in the map",
        "line 5: no name: map a column to `name`",
        "line 6: a second row for systems/artillery/cannon-vega.yml: write both rows as one",
    ]
    blanks = {
        (problem.file, problem.found, problem.line)
        for problem in check_drafts(tree).problems
        if problem.level == "error"
    }
    assert {found for _, found, _ in blanks} == {"nothing here"}
    assert len(blanks) == 2


BAD_MAPS = [
    ("document: guide/two", "document: guide", 1, "`guide`", "write it like `yonhap/2025-02-19-koksan`"),
    ("  Range: {property: firing_range", "  Range: {property: firing_rage", 12, "`property: firing_rage`", "did you mean `firing_range`?"),
    ("unit: t}", "unit: tt}", 14, "`unit: tt`", ""),
    ("unit: t}", "unit: km}", 14, "the unit `km`, of length", "correct the unit or the property"),
    ("{key: aliases, split", "{key: aliases, unit: km, split", 8, "the unit `km`, of length", "remove it"),
    ("{property: crew,", "{property: crew, key: name,", 16, "not just one of `key` and `property`", "write `{property: …}` for a figure"),
    ("ammunition: full-bore", "payload: much", 12, "the value `much`", ""),
    ("System: name", "System: nam", 7, "`System: nam`", "did you mean `name`?"),
    ("record: {status: in-service}", "record: {status: active}", 5, "`status: active`", ""),
    ("empty:", "emty:", 4, "unknown key `emty`", "did you mean `empty`?"),
    ("columns:\n", "columns: [\n", 8, "not YAML", "quote a text"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "found", "cure"), BAD_MAPS, ids=[case[1].strip() for case in BAD_MAPS])
def test_a_fault_in_a_map_is_told_with_its_line(table, tree, old, new, line, found, cure):
    status, out, told = table(("map.yml", old, new))
    assert (status, out) == (1, "")
    assert told.startswith(f"map.yml\n  {line}:")
    problems = read_map(Path("map.yml"))
    assert any(found in problem.found and cure in problem.cure for problem in problems), problems
    assert not (tree / "drafts").exists()


BAD_TABLES = [
    ("map.yml", "document: guide/two", "document: guide/tow", "the document `guide/tow` of map.yml, which no source has: did you mean `guide/two`?"),
    ("map.yml", 'delimiter: ";"', 'delimiter: ","', "no column `System`: the file has `System;Also;"),
    ("map.yml", "  Year:", "  Years:", "no column `Years`"),
    ("table.csv", "Remarks", "Year", "the column `Year` stands twice"),
    ("table.csv", ";1983;old", ";1983;old;new", "table.csv:2: 13 cells below 12 headings"),
    ("table.csv", "Cannon Lyra", '"Cannon Lyra', "no CSV"),
    ("map.yml", "empty:", "encoding: utf-9\nempty:", "unknown encoding: utf-9"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "message"), BAD_TABLES, ids=[case[3][:40] for case in BAD_TABLES])
def test_a_table_that_does_not_fit_its_map_is_refused(table, tree, file, old, new, message):
    status, out, told = table((file, old, new))
    assert (status, out) == (1, "")
    assert told.startswith("catalog: ")
    assert message in told
    assert not (tree / "drafts").exists()


def test_letters_that_are_not_utf_8_need_a_word_in_the_map(table):
    cyrillic = ("table.csv", "Cannon Lyra", "Пушка Лира")
    status, _, told = table(cyrillic, encoding="cp1251")
    assert status == 1
    assert "save it as UTF-8, or name its `encoding:` in the map" in told
    status, out, _ = table(cyrillic, ("map.yml", "empty:", "encoding: cp1251\nempty:"), encoding="cp1251")
    assert status == 0
    assert "drafts/systems/artillery/pushka-lira.yml" in out


def test_the_form_of_a_map_is_described():
    columns = map_schema()["properties"]["columns"]["additionalProperties"]["then"]["properties"]
    assert all(part["description"] for part in (*map_schema()["properties"].values(), *columns.values()))
