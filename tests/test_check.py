"""Every rule breaks one thing in the valid records and is known by its message, its line and its cure."""

import re
from pathlib import Path

import pytest

from catalog.check import check_tree, errors
from catalog.check.shapes import schemas

GUN = "systems/artillery/gun-a.yml"
EVENT = "events/2024/2024-12-23-transfer.yml"


def test_the_valid_records_have_no_problem(tree):
    files, problems = check_tree(tree)
    assert problems == []
    assert files == 10


CASES = [
    # file, text broken, broken text, line, found, cure
    (GUN, "firing_range:", "firing_rage:", 11, "unknown property `firing_rage`", "did you mean `firing_range`?"),
    (GUN, "class: self-propelled-gun", "class: selfpropelled-gun", 5, "`class: selfpropelled-gun`", "did you mean `self-propelled-gun`?"),
    (GUN, "status: in-service", "statu: in-service", 7, "unknown key `statu`", "did you mean `status`?"),
    (GUN, "summary: A gun for tests.\n", "", 1, "no `summary`", "add `summary:`"),
    (GUN, "summary: A gun for tests.", "summary:", 8, "nothing here", "fill it in: it is required"),
    (GUN, "{value: 8, source", "{value: 8 people, source", 18, "the value `8 people`", "write the number alone"),
    (GUN, "value: 40 km", "value: 40", 12, "the bare number 40", "write the unit that the source states"),
    (GUN, "value: 40 km", "value: 40 nm", 12, "the unit `nm`", "write `nmi` for nautical miles"),
    (GUN, "value: 40 km", "value: 40 kg", 12, "which is a mass", "check the property and the unit"),
    (GUN, "value: 43 km", "value: ~43 km", 13, "the value `~43 km`", "write `about 43 km`"),
    (GUN, "54-60 km", "60-54 km", 14, "which runs downwards", "swap the two numbers"),
    (GUN, "via: paper", "via: papr", 15, "the publisher `papr`, which has no record", "did you mean `paper`?"),
    (GUN, "guide/two, via", "guide/tow, via", 15, "the document `guide/tow`, which no source file has", "did you mean `guide/two`?"),
    (GUN, "blog/three}", "blogs/nine}", 13, "the document `blogs/nine`", "add sources/blogs.yml with the document `nine`"),
    (GUN, "reason: unit-error", "reason: wrong", 16, "`reason: wrong`", "one of: misidentified, retracted, superseded, unit-error"),
    (GUN, "{value: 43 km, ammunition: full-bore", "{value: 43 km, ammunition: fullbore", 13, "`ammunition: fullbore`", "did you mean `full-bore`?"),
    (GUN, "{value: 8, source: paper/one}", "{value: 8}", 18, "no `source`", "add `source:`"),
    (GUN, "{value: 8, source: paper/one}", "8", 18, "a number: `8`", "write it like `{value: 40 km, source: publisher/document}`"),
    (GUN, "country: KP", "country: North Korea", 21, "`North Korea`", "write `KP` for North Korea"),
    (GUN, "origin: KP", "origin: UK", 6, "the country `UK`", "write `GB` for the United Kingdom"),
    (GUN, "since: 2024-11", "since: 2024-13", 22, "the date `2024-13`", "write 2024, 2024-11"),
    (GUN, "wikidata: Q1", "wikidata: 1", 9, "a number: `1`", 'quote it: "1"'),
    (GUN, "- M-1978", "- 1978", 3, "a number: `1978`", 'quote it: "1978"'),
    (GUN, "deprecated: {reason", "preferred: because, deprecated: {reason", 16, "both preferred and deprecated", "remove one"),
    (GUN, "{value: 43 km, ammunition: full-bore, source: blog/three}", "{value: 40 km, ammunition: full-bore, source: paper/one}", 13, "the same claim of paper/one twice", "remove one, or add the condition"),
    (GUN, "name: Gun A", "name: Gun A\nname: Gun A", 2, "key `name` stands twice (first in line 1)", "keep one"),
    (GUN, "name: Gun A", "name: gun-B", 1, "which systems/artillery/gun-a.yml has", "merge the two"),
    (GUN, "name: Gun A", 'name: " Gun A"', 1, "` Gun A`", "remove the spaces around it"),
    (GUN, "class: self-propelled-gun", "class: ballistic-missile", 5, "a ballistic-missile in systems/artillery/", "move the file there, or correct its class"),
    ("systems/artillery/gun-b2.yml", "variant_of: gun-b", "variant_of: gun-c", 6, "the system `gun-c`, which has no record", "did you mean"),
    ("systems/artillery/gun-b.yml", "status: in-service", "status: in-service\nvariant_of: gun-b2", 5, "a circle of variants: gun-b -> gun-b2 -> gun-b", "remove `variant_of` from the base"),
    ("systems/rocket-artillery/launcher-c.yml", "munition: rocket-d", "munition: rocket-e", 9, "the munition `rocket-e`, which has no record", "did you mean `rocket-d`?"),
    ("systems/rocket-artillery/launcher-c.yml", "munition: rocket-d", "munition: gun-b", 9, "`gun-b`, which is a self-propelled-gun", "name the rocket, missile or shell"),
    ("systems/munitions/rocket-d.yml", "inertial, satellite", "inertia, satellite", 10, "the term `inertia`", "did you mean `inertial`?"),
    ("systems/munitions/rocket-d.yml", "USD 168,000 (2023)", "USD 168,000", 11, "the price `USD 168,000`", "a price without its year cannot be compared"),
    ("systems/munitions/rocket-d.yml", "USD 168,000 (2023)", "USX 168,000 (2023)", 11, "the currency `USX`", "write `USD`"),
    ("systems/munitions/rocket-d.yml", '"USD 168,000 (2023)"', "USD 168,000 (2023)", 11, "unknown key `000 (2023)`", "inside { } a comma ends a value"),
    ("systems/missiles/missile-e.yml", "payload: 500 kg", "payload: 500 km", 11, "which is a length", "check the property and the unit"),
    ("systems/missiles/missile-e.yml", "Mach 5-6", "5-6 mach", 14, "the value `5-6 mach`", "write `Mach 5-6`"),
    ("systems/missiles/missile-e.yml", "varies_by: payload", "varies_by: paylod", 12, "`varies_by: paylod`", "did you mean `payload`?"),
    ("systems/missiles/missile-e.yml", "- {class: artillery-rocket", "- {class: rocket", 5, "`class: rocket`", "did you mean"),
    (GUN, "- {country: KP, source: paper/one}", "- {country: KP, source: paper/one}\n  - {country: KP, source: paper/one}", 22, "the same operator of paper/one twice", "remove one"),
    (GUN, "- M-1978", "- M-1978\n  - M-1978", 4, "the same name twice", "remove one"),
    ("systems/rocket-artillery/launcher-c.yml", "  - {munition: rocket-d, source: paper/one}", "  - {munition: rocket-d, source: paper/one}\n  - {munition: rocket-d, source: paper/one}", 10, "the same munition of paper/one twice", "remove one"),
    ("systems/missiles/missile-e.yml", "summary: A missile.", "summary: A missile.\nfires: [missile-e]", 9, "`missile-e`, which is this record", "remove the line"),
    (EVENT, "{by: The Embassy, says: nothing was sent, stance: denies, claimed_on: 2024-12-24, source: paper/event}", "{by: The Staff, says: sends more, quantity: at least 100, of: guns, claimed_on: 2024-12-23, source: paper/event}", 9, "the same word on the event of paper/event twice", "remove one"),
    (GUN, "since: 2024-11", "since: 2024/", 22, "the date `2024/`", "write 2024, 2024-11"),
    (GUN, "since: 2024-11", "since: 2024-00", 22, "the date `2024-00`", "write 2024, 2024-11"),
    (EVENT, "stance: denies", "stance: deny", 9, "`stance: deny`", "one of: confirms, denies"),
    (EVENT, "at least 100", "at least 100 guns", 8, "the value `at least 100 guns`", "write the number alone"),
    (EVENT, "systems: [gun-a]", "systems: [gun-x]", 5, "the system `gun-x`, which has no record", "did you mean"),
    (EVENT, "\ndate: 2024-12-23", "\ndate: 2023-12-23", 6, "an event of 2023-12-23 in events/2024/", "move the file there"),
    (EVENT, "kind: transfer", "kind: transferr", 1, "`kind: transferr`", "did you mean `transfer`?"),
    ("sources/paper.yml", "reliability: B", "reliability: G", 5, "`reliability: G`", "one of: A, B, C, D, E, F"),
    ("sources/paper.yml", "https://paper.example/one", "ftp://paper.example/one", 9, "`ftp://paper.example/one`", "write the whole address, beginning with https://"),
    ("sources/paper.yml", "https://paper.example/one", "javascript:alert(1)", 9, "`javascript:alert(1)`", "write the whole address"),
    ("sources/paper.yml", "https://paper.example/event", "http://www.paper.example/one/", 10, "the address of paper/one", "cite the first one and remove this"),
    ("sources/paper.yml", "  one: {", "  One: {", 9, "the document id `One`", "rename it"),
    ("sources/paper.yml", "accessed: 2026-11-22, language: en}\n  event", "language: en}\n  event", 9, "no `accessed`", "add `accessed:`"),
    ("sources/guide.yml", "name: The Guide", "name: the paper", 1, "which sources/guide.yml has", "merge the two"),
    ("sources/blog.yml", "kind: social", "kind: [social]", 2, "`kind: ['social']`", "did you mean `social`?"),
    # what is no YAML, or YAML that the catalog does not take
    (GUN, "  crew:", "\tcrew:", 18, "a tab", "indent with two spaces"),
    (GUN, "{value: 8, source: paper/one}", "{value: 8, source: paper/one", 19, "not YAML", "quote a text that contains"),
    (GUN, "origin: KP", "origin: &k KP", 6, "anchor or alias `k`", "write the value out in both places"),
    (GUN, "origin: KP", "origin: !!str KP", 6, "tag `tag:yaml.org,2002:str`", "remove it"),
    (GUN, "operators:", "---\noperators:", 20, "a second document", "remove the `---` line"),
    (GUN, "origin: KP", "? [KP]\n: KP", 6, "a key that is not plain text", "write `key: value`"),
    (GUN, "A gun for tests.", "[[[[[[[[[[[[[KP]]]]]]]]]]]]]", 8, "nesting deeper than 12 levels", "write the record flat"),
    (GUN, "A gun for tests.", f"A gun for tests.  # {'x' * 300_000}", 1, "a file of", "one record a file: split it"),
    (GUN, "name: Gun A", "# DRAFT\nname: Gun A", 1, "a draft among the records", "remove the lines that begin with `# DRAFT`"),
    # the form
    (GUN, "A gun for tests.", "A gun " * 101, 8, "a text of 605 characters", "shorten it"),
    (GUN, "A gun for tests.", "true", 8, "true or false: `True`", 'quote it: "true"'),
    (GUN, "A gun for tests.", "[A gun]", 8, "a list: `['A gun']`", "write one value here"),
    (GUN, "status: in-service", "status:", 7, "nothing here", "fill it in: it is required"),
    (GUN, "kind: native", "kind: ", 4, "nothing here", "fill it in, or remove the key"),
    (GUN, "{value: 8,", "{value: ,", 18, "nothing here", "fill it in: it is required"),
    (GUN, "{value: 8, source: paper/one}", "{value: 8, source: []}", 18, "nothing here", "fill it in: it is required"),
    (GUN, "{value: 8, source: paper/one}", "{value: 8, source: [paper/one, paper/one]}", 18, "the same item twice", "remove one"),
    (GUN, "{value: 8, source: paper/one}", "{value: 8, source: paper}", 18, "`paper`", "write it like `yonhap/2025-02-19-koksan`"),
    (GUN, "{value: 8,", "{value: 8, credibility: 7,", 18, "`credibility: 7`", "write a number of the scale, 1 to 6"),
    (GUN, "language: ko", "language: Korean", 4, "`Korean`", "write it like `ko`"),
    (GUN, "wikidata: Q1", "wikidata: q1", 9, "`q1`", "write it like `Q42`"),
    (GUN, "wikidata: Q1", "wikipedia: Gun", 9, "unknown key `wikipedia`", "did you mean `wikidata`?"),
    (GUN, "wikidata: Q1", "dis: 1.119", 9, "`1.119`", "write it like `1.1.119.4.1.1`"),
    (GUN, "via: paper", "via: The Paper", 15, "`The Paper`", "write it like `yonhap`"),
    (GUN, "\n  - M-1978\n  - {name: 곡산, language: ko, kind: native}", " M-1978", 2, "text: `M-1978`", "begin each entry with `- `"),
    (GUN, "deprecated: {reason: unit-error, note: miles taken for nautical}", "deprecated: wrong", 16, "text: `wrong`", "write it like `{reason: unit-error}`"),
    ("systems/rocket-artillery/launcher-c.yml", "specs:\n  tubes: {value: 6, source: paper/one}", "specs: [tubes]", 6, "a list: `['tubes']`", "write it like `crew: {value: 8, source: publisher/document}`"),
    ("systems/artillery/gun-b2.yml", "variant_of: gun-b", "variant_of: Gun B", 6, "`Gun B`", "write it like `koksan-m1978`"),
    ("systems/missiles/missile-e.yml", "payload: 500 kg", "payload: 500", 11, "a number: `500`", "write the unit that the source states"),
    (EVENT, "{by: The Staff, says", "{says", 8, "no `by`", "add `by:`"),
    (EVENT, "of: guns", "of: gun", 8, "`of: gun`", "did you mean `guns`?"),
    ("sources/paper.yml", "  event: {", "  one: {", 10, "key `one` stands twice (first in line 9)", "keep one"),
    ("sources/guide.yml", "language: en,", "", 6, "no `language`", "add `language:`"),
    # values
    (GUN, "value: 40 km", "value: max 40 km", 12, "the value `max 40 km`", "write `up to 40 km`"),
    (GUN, "value: 40 km", "value: 40+ km", 12, "the value `40+ km`", "write `at least 40 km`"),
    (GUN, "value: 40 km", 'value: "40,5 km"', 12, "the value `40,5 km`", "write `40.5 km`"),
    (GUN, "value: 40 km", "value: 40 verst", 12, "the unit `verst`", "see `catalog units`"),
    (GUN, "54-60 km", "54–60 km", 14, "the value `54–60 km`", "write `54-60 km`"),
    (GUN, '"88,000 lb"', "40 tons", 19, "the unit `tons`", "write `t` (1000 kg), `short_ton` (2000 lb) or `long_ton` (2240 lb)"),
    (GUN, "caliber: {value: 170 mm", "barrel_length_calibers: {value: 52", 17, "the bare number 52", "write `L/52`"),
    ("systems/missiles/missile-e.yml", "max_mach: {value: Mach 5-6", "max_speed: {value: Mach 5-6", 14, "`Mach 5-6`", "state a Mach number under `max_mach`"),
    ("systems/missiles/missile-e.yml", "2019~", "ca. 2019", 15, "the date `ca. 2019`", "2024~ (about)"),
    (EVENT, "to: RU", "to: Russia", 4, "the country `Russia`", "write `RU` for Russia"),
    # what records say of each other
    ("sources/paper.yml", "reliability: B", "part_of: papr\nreliability: B", 5, "the publisher `papr`, which has no record", "did you mean `paper`?"),
    (GUN, "ammunition: full-bore, source: blog", "munition: rocket-e, source: blog", 13, "the munition `rocket-e`, which has no record", "did you mean `rocket-d`?"),
    ("systems/missiles/missile-e.yml", "summary: A missile.", "summary: A missile.\nvariant_of: zzzzzzzz", 9, "the system `zzzzzzzz`, which has no record", "add its record below systems/, or remove the line"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "found", "cure"),
    CASES,
    ids=[f"{case[0].split('/')[-1]}-{case[4][:30]}" for case in CASES],
)
def test_one_fault_is_told_with_its_line_and_cure(broken, file, old, new, line, found, cure):
    problems = errors(broken(file, old, new))
    matching = [
        problem for problem in problems if found.casefold() in problem.found.casefold() and cure in problem.cure
    ]
    assert matching, problems
    assert any(problem.line == line for problem in matching), matching


def test_more_than_fifty_kinds_of_fault_are_told_apart():
    """Kinds, not cases: what is found and how it is cured, whatever word stands in it."""
    kinds = {re.sub("`[^`]*`", "``", found + cure) for *_, found, cure in (*CASES, *FILES)}
    assert all(cure for *_, cure in (*CASES, *FILES))
    assert len(kinds) >= 50, len(kinds)


def test_an_uncited_document_is_a_warning(broken):
    problems = broken("sources/blog.yml", "documents:", "documents:\n  four: {title: Idle, language: en}")
    assert [(problem.level, problem.line) for problem in problems] == [("warning", 6)]
    assert "`blog/four`, which nothing cites" in problems[0].found


def test_an_implausible_figure_is_asked_about(broken):
    problems = broken(GUN, "value: 43 km", "value: 43,000 km".replace(",", ""))
    assert [(problem.level, problem.line, problem.rule) for problem in problems] == [("warning", 13, "band")]
    assert problems[0].expected == "between 3 km and 200 km for a self-propelled gun"


def test_documents_may_be_called_like_keys(broken):
    assert broken("sources/blog.yml", "  three:", "  date: {title: Idle, language: en}\n  three:")[0].rule == "uncited"


def test_an_alias_that_is_another_systems_name_is_a_warning(broken):
    problems = broken(GUN, "- M-1978", "- gun-b")
    assert [problem.level for problem in problems] == ["warning"]
    assert "which is the name of systems/artillery/gun-b.yml" in problems[0].found


def test_twenty_broken_records_are_all_told_in_one_run(tree: Path):
    """Each record is broken in its own way; a broken one hides nothing of the others."""
    text = (tree / GUN).read_text()
    faults = [case for case in CASES if case[0] == GUN and case[4][:8] not in ("the name", "a circle")][:20]
    for number, (_, old, new, *_rest) in enumerate(faults):
        broken_text = text.replace(old, new)
        if "name" not in old:
            broken_text = broken_text.replace("name: Gun A", f"name: Gun number {number}")
        (tree / f"systems/artillery/broken-{number}.yml").write_text(broken_text)
    problems = errors(check_tree(tree)[1])
    told = {problem.file for problem in problems if "broken-" in problem.file}
    assert len(told) == len(faults) == 20
    for number, (*_, line, found, cure) in enumerate(faults):
        mine = [problem for problem in problems if problem.file.endswith(f"broken-{number}.yml")]
        assert any(problem.line == line and found in problem.found and cure in problem.cure for problem in mine), (
            number,
            mine,
        )


FILES = [
    # name, content, line, found, cure
    ("gun.yaml", b"name: X", 1, "a file called `gun.yaml`", "rename it, or move it elsewhere"),
    ("Gun.yml", b"name: X", 1, "file name `Gun`", "rename the file: its stem is the record's id"),
    ("gun--x.yml", b"name: X", 1, "file name `gun--x`", "rename the file"),
    ("пушка.yml", b"name: X", 1, "file name `пушка`", "rename the file"),
    ("gun-b.yml", b"name: X", 1, "the id `gun-b` is taken by systems/artillery/gun-b.yml", "rename one of the files"),
    ("gun-x.yml", b"", 1, "the file is empty", "write a record, or remove the file"),
    ("gun-x.yml", b"name: X\nsummary: \xff", 2, "bytes that are not UTF-8", "save the file as UTF-8"),
    ("gun-x.yml", b"- name: X", 1, "not a mapping", "see CONTRIBUTING.md for a whole record"),
]


@pytest.mark.parametrize(("name", "content", "line", "found", "cure"), FILES, ids=[case[3][:30] for case in FILES])
def test_a_file_that_is_no_record_is_told_with_its_cure(tree, name, content, line, found, cure):
    (tree / "systems/missiles" / name).write_bytes(content)
    told = [(problem.line, problem.found) for problem in check_tree(tree)[1] if cure in problem.cure]
    assert any(place == line and found in what for place, what in told), check_tree(tree)[1]


def test_an_unreadable_source_does_not_raise_false_alarms(tree):
    (tree / "sources/paper.yml").write_text("name: [")
    assert {problem.file for problem in check_tree(tree)[1]} == {"sources/paper.yml"}


def test_every_record_kind_has_a_schema_with_a_description_for_every_key():
    for kind, schema in schemas().items():
        for key, part in schema["properties"].items():
            assert part.get("description") or (kind == "system" and key == "name"), (kind, key)
