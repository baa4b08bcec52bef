"""What is missing: gaps by class, figures on one leg, disputes without a second source, pages read long ago."""

import json

from catalog.cli import main
from catalog.cli.coverage import _span
from catalog.compile import build
from catalog.query.catalog import open_catalog
from catalog.query.coverage import Unsettled
from catalog.vocabulary import vocabulary


def found(database, **filters):
    with open_catalog(database) as catalog:
        return catalog.coverage(catalog.filter(**filters))


def test_each_class_is_counted_against_what_it_expects(small_database):
    by_class = {entry.id: entry for entry in found(small_database).classes}
    guns = by_class["self-propelled-gun"]
    expects = vocabulary().classes["self-propelled-gun"].expects
    assert (guns.systems, guns.expected) == (3, 3 * len(expects))
    assert guns.filled == 4 + 3 + 1  # gun-a, gun-b, gun-b2
    assert (guns.reach, guns.reach_by_two) == (3, 2)


def test_a_launcher_reaches_through_its_munitions(small_database):
    launchers = next(entry for entry in found(small_database).classes if entry.id == "multiple-rocket-launcher")
    assert (launchers.systems, launchers.reach) == (1, 1)


def test_the_total_sums_the_classes(small_database):
    coverage = found(small_database)
    for column in range(2, 8):
        assert coverage.total[column] == sum(entry[column] for entry in coverage.classes)


def test_gaps_name_what_is_missing_besides_figures(small_database):
    gap = next(gap for gap in found(small_database).gaps if gap.system_id == "gun-b2")
    assert "crew" in gap.properties
    assert set(gap.others) == {"names", "publishers"}


def test_figures_on_one_publisher_and_unsettled_disputes(small_database):
    coverage = found(small_database)
    assert ("gun-a", "crew", "paper", 1) in coverage.alone
    assert ("gun-a", "caliber", "paper", 2) not in [tuple(row) for row in coverage.alone]
    assert coverage.unsettled == ()  # 40 km has two publishers


def test_a_dispute_of_single_pages_is_unsettled(tree, tmp_path, broken):
    broken(
        "systems/artillery/gun-a.yml",
        "source: [paper/one, guide/two]}\n    - {value: 43",
        "source: paper/one}\n    - {value: 43",
    )
    build(tree, tmp_path / "catalog.db")
    (row,) = found(tmp_path / "catalog.db").unsettled
    assert (row.system_id, row.property_id, row.least, row.greatest) == ("gun-a", "firing_range", 40.0, 43.0)


def test_pages_read_long_before_the_latest_are_stale(tree, tmp_path, broken):
    broken(
        "sources/paper.yml",
        'url: "https://paper.example/one", issued: 2024-05, accessed: 2026-11-22',
        'url: "https://paper.example/one", issued: 2024-05, accessed: 2024-11-22',
    )
    build(tree, tmp_path / "catalog.db")
    assert [row.id for row in found(tmp_path / "catalog.db").stale] == ["paper/one"]


def test_filters_and_lists_on_the_command_line(small_database, monkeypatch, capsys):
    monkeypatch.setenv("CATALOG_DB", str(small_database))
    assert main(["coverage", "--class", "ballistic-missile"]) == 0
    text = capsys.readouterr().out
    assert "ballistic missile" in text
    assert "self-propelled" not in text
    assert main(["coverage", "--list", "gaps", "-f", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert {gap["system_id"] for gap in data["gaps"]} >= {"gun-b2", "missile-e"}
    assert main(["coverage", "--list", "alone", "-f", "csv"]) == 0
    assert capsys.readouterr().out.startswith("system_id,property_id,root,pages\n")
    assert main(["coverage", "--list", "holes"]) == 2
    assert "gaps, alone, unsettled, stale" in capsys.readouterr().err


def test_the_most_contested_figures_have_publishers_on_both_sides(real):
    from catalog.query.contested import contested

    found = contested(real, 20)
    assert len(found) == 20
    assert all(row.weight[0] >= 2 and row.headline.conflict for row in found)
    assert found == sorted(found, key=lambda row: (-row.weight[0], -row.weight[1], row.headline.system_id))
    assert "koksan-m1978" in {row.headline.system_id for row in found}


def test_a_side_counts_each_root_once(small):
    from catalog.query.contested import contested

    (row,) = contested(small, 5)
    sides = [(side.interval.low, set(side.roots)) for side in row.sides]
    assert sides == [(40.0, {"guide", "paper"}), (43.0, {"blog"})]
    assert row.weight == (1, 3)


def test_a_disputed_figure_is_told_in_five_digits_and_a_day_whole():
    def told(least, greatest, unit):
        return _span(Unsettled("a", "b", None, least, greatest, unit))

    assert told(7 / 6, 5, "rounds/min") == "1.1667 rounds/min against 5 rounds/min"
    assert told(19731231, 19771107, "EDTF") == "1973-12-31 against 1977-11-07"
