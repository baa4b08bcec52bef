"""The schemas that editors read are the checker's, describe every key, and take what editors see in the records."""

import json
import re

import jsonschema_rs
import pytest
import yaml12
from conftest import HERE, ROOT
from test_check import CASES

from catalog.check import check_tree, errors
from catalog.check.shapes import schema_text, schemas
from catalog.cli import main
from catalog.draft.form import modeline
from catalog.load import FOLDERS, files_of
from catalog.load.reader import NotTaken, read

KINDS = ("system", "source", "event")
DRAFT_7 = "http://json-schema.org/draft-07/schema#"  # what older editors read it as
SHAPE = {"shape", "unknown-key", "missing-key", "document-id"}

# What the checker refuses and a schema can't: rule -> why.
BEYOND_A_SCHEMA = {
    "value": "the grammar of stated values belongs to each property, with the cure of each slip",
    "unit": "which units measure a property, and what a misspelt one stands for",
    "dimension": "what a unit measures",
    "range-order": "the order of two numbers inside a text",
    "date": "which days there are",
    "country": "the codes of ISO 3166, whose cure is the code for a name",
    "currency": "the codes of ISO 4217",
    "term": "words of a list inside a text",
    "rank": "one of two keys, or none: a schema says so without a cure",
    "folder": "where the file lies",
    "twin": "two entries that say the same without being the same",
    "no-document": "other records",
    "dangling": "other records",
    "itself": "the record's own id, which is its file's name",
    "not-a-munition": "other records",
    "circle": "other records",
    "same-name": "other records",
    "same-url": "other records",
    "draft": "comments",
}


@pytest.fixture(scope="module")
def published():
    """The schemas as they lie in the repository."""
    return {kind: json.loads((ROOT / f"docs/schemas/{kind}.json").read_text("utf-8")) for kind in KINDS}


def test_the_published_schemas_are_the_checkers(published, capsys):
    assert published == schemas()
    for kind in KINDS:
        assert main(["schema", kind]) == 0
        assert capsys.readouterr().out == f"{schema_text(kind)}\n"
        assert (ROOT / f"docs/schemas/{kind}.json").read_text("utf-8") == f"{schema_text(kind)}\n"


def test_every_key_and_every_word_of_a_list_is_described(published):
    def undescribed(shape, place):
        for key, part in shape.get("properties", {}).items():
            if not part.get("description"):
                yield (*place, key)
        meanings = shape.get("enumDescriptions", ())
        if len(shape.get("enum", ())) != len(meanings) or not all(meanings):
            yield (*place, "enum")
        for key, part in shape.items():
            if isinstance(part, dict):
                yield from undescribed(part, (*place, key))

    for kind, schema in published.items():
        assert list(undescribed(schema, (kind,))) == []


@pytest.mark.parametrize("root", [ROOT, HERE / "records"], ids=["real", "small"])
def test_what_an_editor_sees_is_what_the_checker_sees_and_is_taken(published, root):
    """Editors read YAML 1.2, whose core schema types more than the catalog's reader does."""
    validators = {kind: jsonschema_rs.Draft202012Validator(schema) for kind, schema in published.items()}
    older = {kind: jsonschema_rs.Draft7Validator({**schema, "$schema": DRAFT_7}) for kind, schema in published.items()}
    for file in files_of(root):
        text = (root / file.file).read_text("utf-8")
        seen = yaml12.parse_yaml(text)
        assert seen == read(text.encode()), file.file
        assert validators[file.kind].is_valid(seen), file.file
        assert older[file.kind].is_valid(seen), file.file


def test_the_schema_and_the_checker_agree_on_every_broken_record(published, tree):
    """All that the checker refuses is refused by the schema too, or is listed as beyond one, with the reason."""
    met = set()
    for file, old, new, *_ in CASES:
        path = tree / file
        sound = path.read_text("utf-8")
        path.write_text(sound.replace(old, new), "utf-8")
        told = {problem.rule for problem in errors(check_tree(tree).problems)}
        try:
            data = read(path.read_bytes())
        except NotTaken:
            assert not told & (SHAPE | BEYOND_A_SCHEMA.keys()), "what is no YAML has no shape"
        else:
            kind = FOLDERS[file.partition("/")[0]]
            refused = not jsonschema_rs.is_valid(published[kind], data)
            assert refused == bool(told & SHAPE), (file, new, told)
            met |= told - SHAPE
        path.write_text(sound, "utf-8")
    assert met == BEYOND_A_SCHEMA.keys()


def test_the_editors_settings_bind_each_schema_to_its_folder():
    bound = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
    assert {path.removeprefix("./") for path in bound} == {f"docs/schemas/{kind}.json" for kind in KINDS}
    globs = {path.rpartition("/")[2].removesuffix(".json"): patterns for path, patterns in bound.items()}
    matches = {kind: [_regex(pattern) for pattern in patterns] for kind, patterns in globs.items()}
    for file in files_of(ROOT):
        for place in (file.file, f"drafts/{file.file}"):
            assert [kind for kind in KINDS if any(match(place) for match in matches[kind])] == [file.kind], place


def _regex(pattern):
    """A glob of the editor: ** is any folders, * anything but a slash."""
    parts = re.escape(pattern).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
    return re.compile(parts).fullmatch


@pytest.mark.parametrize(
    "file", ["systems/artillery/x.yml", "sources/x.yml", "events/2024/x.yml", "drafts/sources/x.yml"]
)
def test_the_modeline_of_a_record_leads_to_its_schema(file):
    target = modeline(file).partition("$schema=")[2]
    assert (ROOT / file).parent.joinpath(target).resolve().is_file()
