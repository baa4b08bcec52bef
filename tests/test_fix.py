"""The mechanical cures: they change spelling and place, never a meaning, and a second time nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.check import check_tree
from catalog.check.fix import fix, fix_files
from catalog.load.reader import read
from catalog.problems import Refused
from catalog.stated import state
from catalog.vocabulary import vocabulary

GUN = "systems/artillery/gun-a.yml"


def fixed(tree):
    """The gun's record after its cures, which are all written at the first time."""
    fix_files(tree, check_tree(tree).problems)
    text = (tree / GUN).read_text()
    assert fix_files(tree, check_tree(tree).problems) == []
    return text


CURES = [
    ("40 km", "~40 km", "about 40 km"),
    ("40 km", "40km", "40 km"),
    ("40 km", "40 kms", "40 km"),
    ("40 km", "40 Km", "40 km"),
    ("40 km", '" 40 km"', "40 km"),
    ("40 km", ">= 40 km", None),  # YAML reads a block text: not a value that could be respelled
    ("54-60 km", "54 – 60 km", "54-60 km"),
    ("54-60 km", "54 to 60 km", "54-60 km"),
    ("ammunition: full-bore, source: blog", "ammunition: Full_bore, source: blog", "ammunition: full-bore, source: blog"),
    ("class: self-propelled-gun", "class: Self-propelled gun", "class: self-propelled-gun"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "cured"), CURES)
def test_a_spelling_is_cured_and_nothing_else(tree, good, bad, cured):
    path = tree / GUN
    before = path.read_text()
    assert good in before
    path.write_text(before.replace(good, bad, 1))
    expected = before.replace(good, bad, 1) if cured is None else before.replace(good, cured, 1)
    assert fixed(tree) == expected


@pytest.mark.parametrize("bad", ["40 nm", "40 tons", "40 kt", "max 40 km", "nearly 40 km", '"40,5 km"', "40"])
def test_what_could_mean_two_things_is_left_to_a_person(tree, bad):
    path = tree / GUN
    path.write_text(path.read_text().replace("40 km", bad, 1))
    assert bad in fixed(tree)


def test_keys_are_put_in_order_with_their_comments(tree):
    text = """# A modeline or a licence stays on top.

origin: KP
# The name stands here.
name: Gun A  # as the page has it
status:   in-service
class: self-propelled-gun
specs:
  # Two pages agree.
  caliber: {source: [paper/one, guide/two], value: 170 mm}
  firing_range:
    - {value: 40 km, source: paper/one, ammunition: full-bore}
    # The blog again.
    - value: 43 km
      source: blog/three
      ammunition: full-bore
summary: A gun for tests.
"""
    (tree / GUN).write_text(text)
    assert (
        fixed(tree)
        == """# A modeline or a licence stays on top.

# The name stands here.
name: Gun A  # as the page has it
class: self-propelled-gun
origin: KP
status:   in-service
summary: A gun for tests.
specs:
  firing_range:
    - {value: 40 km, ammunition: full-bore, source: paper/one}
    # The blog again.
    - value: 43 km
      ammunition: full-bore
      source: blog/three
  # Two pages agree.
  caliber: {value: 170 mm, source: [paper/one, guide/two]}
"""
    )


def test_an_unreadable_record_is_left_alone(tree):
    (tree / GUN).write_text("name: [")
    assert fixed(tree) == "name: ["


NUMBERS = st.decimals(min_value=1, max_value=9999, places=1).map(lambda number: f"{number:,}".removesuffix(".0"))
UNITS = st.sampled_from(["km", "m", "mi", "nmi", "ft"])
SAME = {
    "about ": ["~", "≈ ", "approx. ", "circa ", "around "],
    "at least ": [">= ", "≥", "no less than "],
    "more than ": ["> ", "over ", "above "],
    "less than ": ["< ", "under "],
    "up to ": ["<= ", "at most "],
    "": [" ", ""],
}
SPELLINGS = {
    "km": ["km", "kms", "KM", "kilometers"],
    "m": ["meters", "metres"],
    "mi": ["mi"],
    "nmi": ["NM"],
    "ft": ["feet", "foot"],
}


@given(st.sampled_from(list(SAME)), NUMBERS, UNITS, st.data())
def test_a_cure_means_what_was_meant(words, number, unit, data):
    """However a value is misspelt, its cure reads as the value itself, or there is none."""
    entry = vocabulary().properties["firing_range"]
    meant = state(f"{words}{number} {unit}", entry)
    bad = data.draw(st.sampled_from(SAME[words])) + number + data.draw(st.sampled_from([" ", "", "  "]))
    bad += data.draw(st.sampled_from(SPELLINGS[unit])) + data.draw(st.sampled_from(["", " "]))
    assert state(_cured(bad, entry), entry) == meant


def _cured(value, entry):
    try:
        state(value, entry)
    except Refused as refused:
        return refused.fix
    return value


KEYS = st.permutations(["name", "class", "origin", "status", "summary", "specs"])


@given(KEYS, st.permutations(["value", "ammunition", "source", "note"]), st.booleans())
def test_order_is_idempotent_and_keeps_what_is_said(keys, inner, flow):
    values = {"value": "40 km", "ammunition": "full-bore", "source": "paper/one", "note": '"a, b # c"'}
    if flow:
        claim = "    - {" + ", ".join(f"{key}: {values[key]}" for key in inner) + "}\n"
    else:
        claim = "".join(f"{'    - ' if n == 0 else '      '}{key}: {values[key]}\n" for n, key in enumerate(inner))
    parts = {key: f"# of {key}\n{key}: text\n" for key in keys}
    parts["specs"] = f"# of specs\nspecs:\n  firing_range:\n{claim}"
    text = "".join(parts[key] for key in keys).encode()
    once = fix(text, "system", [])
    assert fix(once, "system", []) == once
    assert read(once) == read(text)
    top = re.findall(r"^([a-z]+):", once.decode(), re.MULTILINE)
    assert top == ["name", "class", "origin", "status", "summary", "specs"]
    assert once.decode().count("# of") == 6
