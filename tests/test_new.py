"""New records read as forms to fill, and a document is added to its publisher without touching anything else."""

import io
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.check import check_tree, errors
from catalog.check.order import check_order
from catalog.check.shape import check_shape
from catalog.check.values import check_values, read_claims
from catalog.cli import main
from catalog.draft.cite import add_document, publishers_of, short_id
from catalog.draft.form import form
from catalog.load import Record
from catalog.load.reader import read
from catalog.load.writer import flow, scalar
from catalog.names import id_of
from catalog.vocabulary import vocabulary

PAPER = "sources/paper.yml"


@pytest.fixture()
def catalog(tree, monkeypatch, capsys):
    """Runs a command line in a copy of the valid records; gives status, standard output and standard error."""
    monkeypatch.chdir(tree)

    def run(*arguments):
        status = main(list(arguments))
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def filled(text):
    """A form with every comment that holds a key taken for a line, and every blank filled in."""
    text = re.sub(r"^( *)# ([a-z_]+: )", r"\1\2", text, flags=re.MULTILINE)
    words = {"status": "unknown", "kind": "press", "reliability": "C", "source": "paper/one"}
    return re.sub(
        r"^( *(?:- )?)([a-z_]+):(?=  +#)", lambda key: f"{key[0]} {words.get(key[2], 'X')}", text, flags=re.MULTILINE
    )


def problems_of(kind, file, text):
    data = {key: value for key, value in read(text.encode()).items() if (key, value) != ("specs", None)}  # as `load`
    record = Record(kind, "x", file, data, "")
    shape = list(check_shape(record))
    claims, values = ([], []) if shape else read_claims(record)
    return [*shape, *values, *([] if shape else [*check_values(record, claims), *check_order(record)])]


@pytest.mark.parametrize("class_id", vocabulary().classes)
def test_a_form_holds_what_its_class_expects_and_passes_once_it_is_filled(class_id):
    file, text = form("system", "x", {"name": "Gun X", "class": class_id, "origin": "KR"})
    assert file == f"systems/{vocabulary().classes[class_id].family}/x.yml"
    blank = problems_of("system", file, text)
    assert {(problem.where, problem.found) for problem in blank} == {
        (("status",), "nothing here"),
        (("summary",), "nothing here"),
    }
    assert (
        problems_of("system", file, text.replace("status:", "status: unknown").replace("summary:", "summary: X")) == []
    )
    whole = read(filled(text).encode())
    assert set(whole["specs"]) == set(vocabulary().classes[class_id].expects)
    assert problems_of("system", file, filled(text)) == []


def test_a_form_says_what_each_line_means_with_an_example():
    _, text = form("system", "x", {"name": "Gun X", "class": "self-propelled-gun", "origin": "KR"})
    assert text.startswith("# yaml-language-server: $schema=../../docs/schemas/system.json\n")
    line = next(line for line in text.splitlines() if line.startswith("  # crew: "))
    assert re.fullmatch(
        r"  # crew: \{value: 8, source: publisher/document\} +# People who serve one weapon or launcher\.", line
    )
    assert re.search(r"^status: +# where it stands: proposed, in-development, in-service,", text, re.MULTILINE)


def test_no_example_stands_beside_a_real_document():
    _, text = form("system", "x", {"name": "Gun X", "class": "self-propelled-gun", "origin": "KR"}, "paper/one")
    assert "  # crew: {value: , source: paper/one}" in text
    assert "# like `8`: People who serve" in text
    faults = problems_of("system", "systems/artillery/x.yml", filled(text))
    told = {problem.where for problem in faults if problem.found == "nothing here"}
    assert {("specs", id, "value") for id in vocabulary().classes["self-propelled-gun"].expects} <= told


@pytest.mark.parametrize(
    ("kind", "given_", "file"),
    [
        ("source", {"name": "The News"}, "sources/x.yml"),
        ("event", {"kind": "transfer", "title": "Guns: again", "date": "2024-11"}, "events/2024/x.yml"),
    ],
)
def test_forms_of_sources_and_events_pass_once_they_are_filled(kind, given_, file):
    place, text = form(kind, "x", given_)
    assert place == file
    assert {problem.found for problem in problems_of(kind, file, text)} == {"nothing here"}
    assert problems_of(kind, file, filled(text)) == []


def test_a_new_system_is_written_and_checked(catalog, tree):
    words = ("--name", "Cannon Y", "--class", "towed-gun", "--origin", "KR", "--origin", "US", "--status", "in-service")
    status, out, told = catalog("new", "system", *words, "--summary", "A gun: towed.", "--source", "paper/one")
    assert (status, out) == (0, "systems/artillery/cannon-y.yml\n")
    assert "catalog check systems/artillery/cannon-y.yml" in told
    assert check_tree(tree).problems == []
    assert read((tree / out.strip()).read_bytes()) == {
        "name": "Cannon Y",
        "class": "towed-gun",
        "origin": ["KR", "US"],
        "status": "in-service",
        "summary": "A gun: towed.",
        "specs": None,
    }


def test_files_are_named_from_where_the_command_runs(catalog, tree, monkeypatch):
    monkeypatch.chdir(tree / "events")
    status, out, _ = catalog("new", "system", "--name", "Cannon Y", "--class", "towed-gun", "--origin", "KR")
    assert (status, out) == (0, "../systems/artillery/cannon-y.yml\n")
    assert catalog("check", out.strip())[0] == 1


def test_a_new_event_is_filed_by_its_year(catalog, tree):
    words = ("--kind", "loss", "--title", "Guns lost at sea", "--date", "2025", "--to", "RU", "--system", "gun-a")
    assert catalog("new", "event", *words, "--source", "paper/event")[1] == "events/2025/2025-guns-lost-at-sea.yml\n"
    path = tree / "events/2025/2025-guns-lost-at-sea.yml"
    path.write_text(path.read_text().replace("by: ", "by: The Staff").replace("says: ", "says: two guns sank"))
    assert check_tree(tree).problems == []
    assert read(path.read_bytes())["date"] == 2025


REFUSED = [
    (("--name", "Gun A2", "--id", "gun-a"), "the id `gun-a`, which systems/artillery/gun-a.yml has: open that file"),
    (("--name", "GUN-B2"), "systems/artillery/gun-b2.yml"),
    (("--name", "gun b2", "--id", "x"), "which systems/artillery/gun-b2.yml has as its name `Gun B2`"),
    (("--name", "M1978"), "which systems/artillery/gun-a.yml has as its alias `M-1978`"),
    (("--name", "베가"), "no Latin letter or digit in `베가`: give one with --id"),
    (("--name", "Gun X", "--id", "Gun X"), "the id `Gun X`: write `gun-x`"),
    (("--name", "Gun X", "--class", "mortr"), "`class: mortr`: did you mean `mortar`?"),
    (("--name", "Gun X", "--origin", "UK"), "the country `UK`: write `GB` for the United Kingdom"),
    (("--name", "Gun X", "--status", "active"), "`status: active`: one of: cancelled"),
    (("--name", "Gun X", "--source", "paper/on"), "the document `paper/on`, which no source has: did you mean `paper/one`?"),
    (("--name", "two\nlines"), "`two lines`: write it on one line"),
    (("--name", "bad \udcff"), "'bad \\udcff' is no text"),
    (("--class", "mortar"), "nothing for --name: give them"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "message"), REFUSED, ids=[" ".join(case[0]) for case in REFUSED])
def test_a_new_system_that_cannot_be_is_refused_and_nothing_written(catalog, tree, words, message):
    before = sorted(tree.rglob("*"))
    given_ = [*words]
    for option, value in (("--class", "mortar"), ("--origin", "KR")):
        if option not in words:
            given_ += [option, value]
    status, _, told = catalog("new", "system", *given_)
    assert (status, told.startswith("catalog: ")) == (1, True)
    assert message in told
    assert sorted(tree.rglob("*")) == before


def test_questions_are_asked_on_a_terminal_until_the_answer_fits(catalog, tree, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    answers = "Cannon Z\nmortr\nmortar\nUK\nGB\n\nA mortar.\n"
    monkeypatch.setattr(sys, "stdin", Terminal(answers))
    status, out, told = catalog("new", "system")
    assert (status, out) == (0, "systems/artillery/cannon-z.yml\n")
    assert "did you mean `mortar`?" in told
    assert "write `GB`" in told
    text = (tree / "systems/artillery/cannon-z.yml").read_text()
    assert "\nclass: mortar\norigin: GB\nstatus:  " in text
    assert "\nsummary: A mortar.\n" in text
    monkeypatch.setattr(sys, "stdin", Terminal("Cannon Q\n"))
    assert "no more answers: nothing was written" in catalog("new", "system")[2]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("2S7M Malka", "2s7m-malka"),
        ("David’s Sling", "davids-sling"),
        ("Х-101", "kh-101"),
        ("Герань-2", "geran-2"),
        ("Hwasong-11A (KN-23)", "hwasong-11a-kn-23"),
        ("Škoda Ł 3", "skoda-l-3"),
        ("곡산", ""),
    ],
)
def test_one_rule_makes_ids_of_names(name, id):
    assert id_of(name) == id


# --- cite --------------------------------------------------------------------------------------------------------------

DOCUMENT = {"title": "Guns: all, of them", "url": "https://a.example/x,y", "accessed": "2026-11-22", "language": "en"}
LINE = 'two: {title: "Guns: all, of them", url: "https://a.example/x,y", accessed: 2026-11-22, language: en}'

FILES = [
    ("name: A\n", f"name: A\ndocuments:\n  {LINE}\n"),
    ("name: A", f"name: A\ndocuments:\n  {LINE}\n"),
    ("name: A\ndocuments:\nurl: x\n", f"name: A\ndocuments:\n  {LINE}\nurl: x\n"),
    ("name: A\ndocuments: {}  # none\n", f"name: A\ndocuments: \n  {LINE}  # none\n"),
    ("documents: {one: {title: a}}\nname: A\n", f"documents: {{one: {{title: a}}, {LINE}}}\nname: A\n"),
    (
        "name: A\ndocuments:\n  # first\n  one: {title: a} # b\n  # end\n\n# of url\nurl: x\n",
        f"name: A\ndocuments:\n  # first\n  one: {{title: a}} # b\n  {LINE}\n  # end\n\n# of url\nurl: x\n",
    ),
    (
        "name: A\r\ndocuments:\r\n  one:\r\n    title: a\r\n",
        f"name: A\r\ndocuments:\r\n  one:\r\n    title: a\r\n  {LINE}\r\n",
    ),
    ("\ufeffname: A\ndocuments:\n  one: {title: a}", f"\ufeffname: A\ndocuments:\n  one: {{title: a}}\n  {LINE}\n"),
    (
        "documents:\n    one:\n        note: >\n          folded\n          text\n",
        f"documents:\n    one:\n        note: >\n          folded\n          text\n    {LINE}\n",
    ),
]


@pytest.mark.parametrize(("before", "after"), FILES)
def test_a_document_is_a_line_more_and_nothing_else(before, after):
    assert add_document(before.encode(), "two", DOCUMENT).decode() == after


def test_a_document_is_added_to_the_publisher_of_its_host(catalog, tree):
    before = (tree / PAPER).read_text()
    status, out, told = catalog(
        "cite", "https://www.paper.example/x?a=b,c", "--title", "More: guns", "--issued", "2024"
    )
    assert (status, out, told) == (0, "paper/2024-more-guns\n", f"added to {PAPER}\n")
    after = (tree / PAPER).read_text()
    assert after.startswith(before)
    added = read(after.encode())["documents"]["2024-more-guns"]
    assert (added["issued"], added["language"], added["title"]) == (2024, "en", "More: guns")
    assert errors(check_tree(tree).problems) == []


def test_an_address_that_is_there_is_told_with_its_id(catalog, tree):
    before = (tree / PAPER).read_bytes()
    status, out, told = catalog("cite", "http://www.paper.example/one/", "--title", "Guns")
    assert (status, out) == (1, "")
    assert "cite it as `paper/one`" in told
    assert (tree / PAPER).read_bytes() == before


def test_a_publisher_is_made_with_its_grade(catalog, tree):
    grade = ("--name", "The Daily", "--kind", "press", "--reliability", "B", "--reliability-note", "Names its sources.")
    words = ("cite", "https://daily.example/guns.html", "--title", "대포", "--language", "ko", "--publisher", "new")
    status, out, _ = catalog(*words, *grade)
    assert (status, out) == (0, "the-daily/guns\n")
    text = (tree / "sources/the-daily.yml").read_text()
    assert text.startswith(
        "# yaml-language-server: $schema=../docs/schemas/source.json\nname: The Daily\nkind: press\n"
    )
    assert errors(check_tree(tree).problems) == []
    assert catalog("cite", "https://daily.example/2", "--title", "Two", "--language", "ko")[1] == "the-daily/two\n"


NOT_CITED = [
    (("https://else.example/1",), "the host `else.example`, which no publisher has: name it with --publisher ID"),
    (("https://else.example/1", "--publisher", "papr"), "the publisher `papr`, which has no record: did you mean `paper`?"),
    (("https://paper.example/1", "--issued", "2024-13"), "the date `2024-13`"),
    (("ftp://paper.example/1",), "write the whole address, beginning with https://"),
    (("https://[paper",), "`https://[paper`: write the whole address"),
    (("https://paper.example/1", "--language", "English"), "`English`: write it like `ko`"),
    (("https://paper.example/1", "--id", "one"), "the document id `one`, which this publisher has"),
    (("https://paper.example/1", "--id", "One"), "the document id `One`"),
    (("https://else.example/1", "--publisher", "new", "--name", "E"), "nothing for --kind, --reliability, --reliability-note"),
    (("https://else.example/1", "--publisher", "new", "--name", "the paper", "--kind", "press", "--reliability", "A", "--reliability-note", "X"), "which sources/paper.yml has as its name `The Paper`"),
    (("https://blog.example/1",), "nothing for --language"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "message"), NOT_CITED, ids=[" ".join(case[0]) for case in NOT_CITED])
def test_what_cannot_be_cited_is_refused_and_nothing_written(catalog, tree, words, message):
    before = {path: path.read_bytes() for path in tree.rglob("*.yml")}
    status, out, told = catalog("cite", *words, "--title", "A title")
    assert (status, out) == (1, "")
    assert message in told
    assert {path: path.read_bytes() for path in tree.rglob("*.yml")} == before


def source(id, url, *documents):
    cited = {str(number): {"url": address} for number, address in enumerate(documents)}
    return Record("source", id, f"sources/{id}.yml", {"url": url, "documents": cited}, "")


PUBLISHERS = [
    source("wire", "https://wire.example/", "https://wire.example/1"),
    source("wire-kr", "https://kr.wire.example/"),
    source("blog-a", "https://blogs.example/a", "https://blogs.example/a/1"),
    source("blog-b", "https://blogs.example/b"),
    source("deep", "https://deep.example/en/", "https://deep.example/news/1"),
    source("twin-a", None, "https://twins.example/1"),
    source("twin-b", None, "https://twins.example/2"),
]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://www.wire.example/2", ["wire"]),
        ("https://kr.wire.example/2", ["wire-kr"]),
        ("https://m.wire.example/2", ["wire"]),
        ("https://blogs.example/a/2", ["blog-a"]),
        ("https://blogs.example/c/2", []),
        ("https://deep.example/news/2", ["deep"]),
        ("https://twins.example/3", ["twin-a", "twin-b"]),
        ("https://notwire.example/3", []),
    ],
)
def test_a_publisher_is_known_by_its_addresses(url, found):
    assert [record.id for record in publishers_of(url, PUBLISHERS)] == found


@pytest.mark.parametrize(
    ("document", "taken", "id"),
    [
        ({"title": "The guns of the north are here", "issued": "2024-11-02"}, (), "2024-11-02-the-guns-of-the"),
        ({"title": "Guns", "issued": 2024}, ("2024-guns",), "2024-guns-2"),
        ({"title": "대포", "url": "https://a.example/news/big-guns.html?x=1"}, (), "big-guns"),
        ({"title": "대포", "url": "https://a.example/"}, (), "a-example"),
        ({"title": "Guns", "issued": "2024~"}, (), "guns"),
    ],
)
def test_a_document_gets_a_short_id(document, taken, id):
    assert short_id(document, taken) == id


PRINTED = st.text(
    st.characters(exclude_categories=["Cs", "Cc"])
)  # control characters are refused where records are read


@given(PRINTED)
def test_a_text_reads_back_as_it_was_written(text):
    assert read(f"a: {scalar(text)}\n".encode()) == {"a": text}


@given(st.dictionaries(PRINTED, st.one_of(PRINTED, st.none(), st.integers(-(10**17), 10**17), st.lists(PRINTED))))
def test_a_mapping_reads_back_as_it_was_written(mapping):
    assert read(f"a: {flow(mapping)}\n".encode()) == {"a": mapping}
