"""The Python door: every question by words, claims as intervals, quantities on demand."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog import open_catalog
from catalog.interval import Interval
from catalog.query.cite import cite
from catalog.query.display import Measures, Unit, UnknownUnit, show_interval
from catalog.query.resolve import UnknownSystem
from catalog.query.schemes import range_classes
from catalog.query.terms import UnknownWord


@pytest.fixture()
def catalog(small_database):
    with open_catalog(small_database) as catalog:
        yield catalog


def test_systems_are_named_in_words(catalog):
    assert catalog.system_id("gun a") == catalog.system_id("M1978") == "gun-a"
    assert catalog.system_id("1978 gun M") == "gun-a", "words in any order, over all names"
    with pytest.raises(UnknownSystem, match="did you mean gun-"):
        catalog.system_id("gun-x")


def test_claims_are_intervals_with_quantities(catalog):
    claim = next(claim for claim in catalog.claims("gun-a", "firing_range") if claim.stated == "54-60 km")
    assert claim.interval[:2] == (54.0, 60.0)
    low, high = catalog.quantities(claim)
    assert (low.to("meter").magnitude, high.to("mile").magnitude) == (54_000, pytest.approx(37.28, abs=0.01))
    crew = catalog.claims("gun-a", "crew")[0]
    assert catalog.quantities(crew)[0].magnitude == 8


def test_deprecated_claims_are_told_but_make_no_headline(catalog):
    sheet = catalog.sheet("gun-a")
    assert [claim.stated for claim in sheet.deprecated] == ["90 km"]
    ranges = {row.condition.ammunition: row for row in sheet.headlines if row.property_id == "firing_range"}
    assert ranges["rocket-assisted"].interval[:2] == (54, 60)


def test_the_headline_rule(catalog):
    ranges = {
        row.condition.ammunition: row for row in catalog.sheet("gun-a").headlines if row.property_id == "firing_range"
    }
    graded = ranges["full-bore"]
    assert (graded.rule, graded.interval[:2], graded.conflict) == ("graded", (40, 40), True)
    assert graded.envelope[:2] == (40, 43), "the envelope tells the weak claim too"
    weak = catalog.sheet("gun-b2").headlines[0]
    assert (weak.rule, weak.interval[:2]) == ("weak", (35, None))


def test_roots_count_who_is_repeated(catalog):
    row = next(row for row in catalog.sheet("gun-a").headlines if row.condition.ammunition == "rocket-assisted")
    assert (row.publishers, row.roots) == (("paper", "guide"), ("paper",))


def test_a_preferred_claim_is_the_headline(tree, tmp_path, broken):
    from catalog.compile import build

    problems = broken(
        "systems/artillery/gun-a.yml",
        "full-bore, source: blog/three}",
        "full-bore, source: blog/three, preferred: measured by hand}",
    )
    assert problems == []
    build(tree, tmp_path / "catalog.db")
    with open_catalog(tmp_path / "catalog.db") as catalog:
        row = next(row for row in catalog.sheet("gun-a").headlines if row.condition.ammunition == "full-bore")
        assert (row.rule, row.interval[:2]) == ("preferred", (43, 43))
        assert catalog.rows("select rule, low from specs where ammunition = 'full-bore' and system_id = 'gun-a'") == [
            {"rule": "preferred", "low": 43.0}
        ]


def test_a_launcher_reaches_as_far_as_what_it_fires(catalog):
    row = catalog.rank("range", catalog.filter(classes=["multiple rocket launcher"])).rows[0]
    assert (row.system_id, row.headline.condition.munition) == ("launcher-c", "rocket-d")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dates(date(2019, 1, 1), date(2027, 12, 31)), st.dates(date(2019, 1, 1), date(2027, 12, 31)))
def test_as_of_any_later_date_never_loses_a_claim(catalog, one, other):
    earlier, later = sorted((one, other))
    kept = [
        {claim.id for claim in catalog.claims("gun-a", scope=catalog.scope(as_of=day.isoformat()))}
        for day in (earlier, later)
    ]
    assert kept[0] <= kept[1]


def test_as_of_a_later_date_never_loses_a_claim(catalog):
    counts = [
        len(catalog.claims("gun-a", scope=catalog.scope(as_of=day)))
        for day in ("2022", "2023", "2024-05", "2024", "2030")
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


@pytest.mark.parametrize(
    ("conditions", "certain", "found"),
    [
        (["range >= 40 km"], False, ["gun-a", "gun-b", "launcher-c", "missile-e", "rocket-d"]),
        (["range >= 40 km"], True, ["gun-a", "gun-b", "launcher-c", "missile-e", "rocket-d"]),
        (["range >= 84 km"], True, ["missile-e"]),
        (["range >= 84 km"], False, ["launcher-c", "missile-e", "rocket-d"]),
        (["range >= 25 nmi", "caliber < 180 mm"], False, ["gun-a"]),
        (["range >= 43 km", "caliber >= 170 mm"], True, ["gun-a", "gun-b"]),
        (["guidance = satellite"], True, ["rocket-d"]),
        (["service_entry >= 1980"], True, ["gun-b"]),
        (["first_test <= 2019"], True, ["missile-e"]),
        (["crew = 8"], True, ["gun-a"]),
        (["range > 600 km"], False, []),
        (["range >= 600 km"], False, ["missile-e"]),
        (["range < 40 km"], True, ["gun-b"]),
        (["range >= 40 km", "range >= 40 km"], True, ["gun-a", "gun-b", "launcher-c", "missile-e", "rocket-d"]),
        (["range >= 35 km"], True, ["gun-a", "gun-b", "gun-b2", "launcher-c", "missile-e", "rocket-d"]),
        (["range = 300 km"], False, []),
        (["range ≥ 84 km"], True, ["missile-e"]),
        (["combat_mass >= 88,000 lb"], True, ["gun-a"]),
        (["service_entry < 1983"], False, []),
    ],
)
def test_find_for_certain_and_possibly(catalog, conditions, certain, found):
    assert sorted(match.system_id for match in catalog.find(conditions, certain=certain)) == found


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("range 300", "is no condition"),
        ("rang >= 3 km", "no property `rang`"),
        ("guidance >= satellite", "compare it with `=`"),
        ("range >= 3 kg", "does not fit"),
    ],
)
def test_find_refuses_what_it_does_not_understand(catalog, condition, message):
    with pytest.raises((UnknownWord, UnknownUnit), match=message):
        catalog.find([condition])


def test_find_reads_open_bounds_as_they_are_worded():
    from catalog.query.find import _EVERY, _some

    less, more, least = Interval(None, 300, high_open=True), Interval(300, None, low_open=True), Interval(300, None)
    assert not _some(">=", less, 300)
    assert _some("<", less, 300)
    assert not _some("<=", more, 300)
    assert _some(">", more, 300)
    assert _EVERY[">"](more, 300)
    assert not _EVERY[">"](least, 300)
    assert _some("<=", least, 300)
    assert not _some("=", least, 300)


def test_a_name_is_found_by_whole_words_only(catalog):
    with pytest.raises(UnknownSystem):
        catalog.system_id("un A")


def test_quantities_keep_their_commas(tree, tmp_path, broken):
    from catalog.compile import build

    assert broken("systems/artillery/gun-a.yml", "quantity: about 50", 'quantity: "about 1,050"') == []
    build(tree, tmp_path / "catalog.db")
    with open_catalog(tmp_path / "catalog.db") as catalog:
        assert catalog.sheet("gun-a").operators[1].quantities == ("about 1,050",)


def test_a_preferred_word_stands_before_numbers(tree, tmp_path, broken):
    from catalog.compile import build

    old = "crew: {value: 8, source: paper/one}"
    assert (
        broken(
            "systems/artillery/gun-a.yml",
            old,
            "crew: [{value: 8, source: paper/one}, {value: unknown, source: guide/two, preferred: the makers say so}]",
        )
        == []
    )
    build(tree, tmp_path / "catalog.db")
    with open_catalog(tmp_path / "catalog.db") as catalog:
        row = next(row for row in catalog.sheet("gun-a").headlines if row.property_id == "crew")
        assert (row.text, row.interval) == ("unknown", None)


def test_what_has_no_order_is_not_ranked(catalog):
    for spec in ("unit_cost", "guidance", "chassis"):
        with pytest.raises(UnknownWord, match="no order"):
            catalog.rank(spec)
    assert [row.system_id for row in catalog.rank("service_entry", most="1990").rows] == ["gun-b"]
    assert catalog.rank("service_entry", most="1980").rows == ()


def test_a_verdict_tells_when_weaker_sources_differ(catalog):
    group = catalog.compare(["gun-a", "gun-b"], ["range"]).groups[0]
    assert (group.kind, group.verdicts[0].answer, group.verdicts[0].shown) == ("full-bore", "yes", "yes")


def test_sources_tell_what_rests_on_whom(catalog):
    known = {publisher.id: publisher for publisher in catalog.publishers()}
    paper, guide = known["paper"], known["guide"]
    assert paper.roots == paper.claims + 1, "a claim that the guide repeats rests on the paper"
    assert guide.roots == guide.claims - 1
    assert [document.id for document in catalog.documents("The Paper")] == ["paper/event", "paper/one"]


def test_without_a_publisher_what_rests_on_it_falls(catalog):
    rows = catalog.sheet("gun-a", catalog.scope(without=["paper"])).headlines
    assert all("paper" not in row.roots for row in rows)
    assert "rocket-assisted" not in {row.condition.ammunition for row in rows}


def test_events_are_asked_by_party_system_kind_day_and_claimant(catalog):
    assert len(catalog.events(parties=["North Korea"], systems=["gun-a"], kinds=["transfer"], since="2024-12")) == 1
    assert catalog.events(since="2025") == []
    assert [claim.claimant for event in catalog.events(claimant="embassy") for claim in event.claims] == ["The Embassy"]


def test_range_classes_follow_from_the_figures(small):
    def classes(low, high):
        return {scheme.name: scheme.classes for scheme in range_classes(small, Interval(low, high))}

    assert classes(400, 600)["US Missile Defense Agency"] == ("SRBM",)
    assert classes(900, 1100)["US Missile Defense Agency"] == ("SRBM", "MRBM")
    assert classes(400, 600)["INF Treaty"] == ("shorter-range",)
    assert classes(100, 200)["INF Treaty"] == ("none",)
    assert classes(6000, None)["Britannica"] == ("ICBM",)


def test_a_missile_is_classed_by_every_scheme_and_a_gun_by_two(catalog):
    assert [scheme.name for scheme in catalog.schemes("gun-a")] == ["UN Register of Conventional Arms", "SIPRI"]
    assert len(catalog.schemes("missile-e")) == 5


def test_a_claim_is_cited_in_three_styles(catalog):
    claim = next(claim for claim in catalog.claims("gun-a", "firing_range") if claim.via)
    plain = cite(claim, "Gun A, firing range: up to 60 km")
    assert plain.startswith(
        "The Guide (repeating The Paper), “All guns”, 2023. Gun A, firing range: up to 60 km. Arms catalog, claim "
    )
    assert "@misc{guide-two,\n  title = {All guns},\n  organization = {The Guide},\n  year = {2023}," in cite(
        claim, "x", "bibtex"
    )
    assert r"50 \% \& more" in cite(claim._replace(title="50 % & more"), "x", "bibtex")
    entry = json.loads(cite(claim, "x", "csl"))[0]
    assert (entry["id"], entry["issued"]) == ("guide/two", {"date-parts": [[2023]]})
    assert json.loads(cite(claim._replace(issued="2024~"), "x", "csl"))[0]["issued"] == {"literal": "2024~"}


@pytest.mark.parametrize(
    ("interval", "unit", "text"),
    [
        (Interval(40, 40, low_rounding=0.5, high_rounding=0.5), Unit("km"), "40 km"),
        (Interval(54, 60, approximate=True, low_rounding=0.5, high_rounding=0.5), Unit("km"), "about 54-60 km"),
        (Interval(300, None, low_rounding=0.5, high_rounding=0.5), Unit("kg"), "at least 300 kg"),
        (Interval(None, 5, high_open=True, low_rounding=0.5, high_rounding=0.5), Unit("m"), "less than 5 m"),
        (Interval(-3, 70, low_rounding=0.5, high_rounding=0.5), Unit("deg"), "-3..70°"),
        (Interval(5, 6, low_rounding=0.5, high_rounding=0.5), Unit("mach"), "Mach 5-6"),
        (Interval(52, 52, low_rounding=0.5, high_rounding=0.5), Unit("calibers"), "L/52"),
        (Interval(5, None, low_rounding=0.5, high_rounding=0.5), Unit("mach"), "at least Mach 5"),
        (Interval(8, 8), Unit("people"), "8"),
        (Interval(19830101, 19831231), Unit("EDTF"), "1983"),
        (Interval(20241101, 20241130), Unit("EDTF"), "2024-11"),
        (Interval(20241114, 20241114, approximate=True), Unit("EDTF"), "about 2024-11-14"),
        (Interval(19780101, 19851231), Unit("EDTF"), "1978-1985"),
        (Interval(19730101, 19771107), Unit("EDTF"), "1973 to 1977-11-07"),
        (Interval(20190504, 20201231), Unit("EDTF"), "2019-05-04 to 2020"),
        (Interval(20170401, 20180228), Unit("EDTF"), "2017-04 to 2018-02"),
        (Interval(20250101, 20250305), Unit("EDTF"), "2025-01 to 2025-03-05"),
        (Interval(20250301, 20250315), Unit("EDTF"), "2025-03-01 to 2025-03-15"),
        (Interval(70, 70, low_rounding=0.5, high_rounding=0.5), Unit("nmi", 1 / 1.852), "38 nmi"),
    ],
)
def test_intervals_in_words(interval, unit, text):
    assert show_interval(interval, unit) == text


def test_units_by_system(small):
    assert [Measures(small, None, system).unit("km").id for system in ("metric", "imperial", "nautical")] == [
        "km",
        "mi",
        "nmi",
    ]
    assert Measures(small, "mi").unit("mm").id == "mm"
    assert Measures(small, "mi", chosen=["mm"]).unit("mm").id == "mi"
    assert Measures(small).parse("40 nmi", "km") == pytest.approx(74.08)
    with pytest.raises(UnknownUnit):
        Measures(small).parse("40 parsec", "km")
