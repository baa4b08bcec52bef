"""Questions about figures that may be slips: each can be answered in the record, and an idle answer is told."""

import pytest

from catalog.check import check_tree

GUN = "systems/artillery/gun-a.yml"
MISSILE = "systems/missiles/missile-e.yml"
SMALL = "{value: 8, source: paper/one}"

QUESTIONS = [
    # file, text, with the question, rule, line, found, expected
    (GUN, "value: 43 km", "value: 43000 km", "band", 13, "firing range of `43000 km`", "for a self-propelled gun"),
    (GUN, "value: 8,", "value: 45,", "band", 18, "crew of `45`", "between 1 and 15"),
    (
        GUN,
        "  crew: {value: 8, source: paper/one}",
        "  min_firing_range: {value: 70 km, source: paper/one}\n  crew: {value: 8, source: paper/one}",
        "limit",
        18,
        "minimum firing range of `70 km`, above the firing range of `54-60 km`",
        "at most the firing range",
    ),
    (
        MISSILE,
        "warhead_mass: {value: unknown, source: paper/one}",
        "warhead_mass: {value: 3 t, source: paper/one}\n  launch_mass: {value: 2 t, source: paper/one}",
        "limit",
        13,
        "warhead mass of `3 t`, above the launch mass of `2 t`",
        "at most the launch mass",
    ),
    (
        GUN,
        "  combat_mass: {value: \"88,000 lb\", source: guide/two}",
        "  combat_mass: [{value: 40 t, source: paper/one}, {value: 18.1 t, source: guide/two}]",
        "unit-slip",
        19,
        "which is 2.205 (kg for lb) times the `18.1 t` of another page",
        "figures that agree",
    ),
    (
        GUN,
        SMALL,
        "[{value: 8, source: paper/one}, {value: 9, source: [blog/three, guide/two], via: paper}]",
        "one-root",
        18,
        "3 pages, one root (paper)",
        "a second publisher",
    ),
    ("systems/artillery/gun-b2.yml", ", confirmed: the page names no round", "", "unnamed-round", 8, "for no named round", "the round"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "line", "found", "expected"), QUESTIONS, ids=[q[3] for q in QUESTIONS]
)
def test_a_question_is_asked_with_its_line(broken, file, old, new, rule, line, found, expected):
    asked = [problem for problem in broken(file, old, new) if problem.rule == rule]
    assert asked, broken
    assert {problem.level for problem in asked} == {"warning"}
    assert any(p.line == line and found in p.found and expected in p.expected for p in asked), asked


def test_horsepower_is_doubted_by_the_language_of_its_page(broken, tree):
    source = tree / "sources/paper.yml"
    source.write_text(
        source.read_text().replace(
            "accessed: 2026-11-22, language: en}\n  event", "accessed: 2026-11-22, language: de}\n  event"
        )
    )
    problems = broken(GUN, "operators:", "  engine_power: {value: 500 hp, source: paper/one}\noperators:")
    assert [(problem.rule, problem.line, problem.found) for problem in problems] == [
        ("language", 20, "`500 hp` of a page in de")
    ]  # fmt: skip
    assert "write `PS`" in problems[0].cure


def test_horsepower_of_an_english_page_is_not(broken):
    power = "  engine_power: {value: 500 hp, source: paper/one}\noperators:"
    assert broken(GUN, "operators:", power) == []


def test_an_answer_ends_a_question(broken):
    assert broken(GUN, SMALL, "{value: 45, source: paper/one, confirmed: the page counts the whole battery}") == []


def test_an_idle_answer_is_told(broken):
    problems = broken(GUN, SMALL, "{value: 8, source: paper/one, confirmed: I am sure}")
    assert [(problem.rule, problem.line) for problem in problems] == [("idle-answer", 18)]


def test_what_an_editor_has_deprecated_is_not_asked_about(broken):
    old = "{value: 90 km, ammunition: rocket-assisted, source: blog/three"
    assert broken(GUN, old, old.replace("90 km", "90000 km")) == []


def test_near_figures_that_differ_by_a_ratio_are_no_slip(broken):
    """Two pages that differ by less than a quarter are taken at their word."""
    both = "combat_mass: [{value: 40 t, source: paper/one}, {value: 39.9 t, source: guide/two}]"
    assert broken(GUN, 'combat_mass: {value: "88,000 lb", source: guide/two}', both) == []


def test_keys_out_of_order_are_told_once_a_record(tree):
    path = tree / GUN
    lines = path.read_text().splitlines()
    lines.insert(0, lines.pop(lines.index("status: in-service")))
    path.write_text("\n".join(lines) + "\n")
    problems = check_tree(tree).problems
    assert [(problem.rule, problem.level, problem.line) for problem in problems] == [("order", "warning", 1)]
