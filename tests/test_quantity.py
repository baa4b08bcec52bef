"""The grammar of values, the whitelist of units and the significant figures."""

import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.interval import Interval, figure
from catalog.problems import Refused
from catalog.quantity import parse
from catalog.stated import state
from catalog.units import registry
from catalog.vocabulary import vocabulary

WORDS = vocabulary()


def stated(text, property_id="firing_range"):
    return state(text, WORDS.properties[property_id])


def interval(text, property_id="firing_range"):
    return stated(text, property_id).interval


@pytest.mark.parametrize(
    ("text", "low", "high", "low_open", "high_open", "about"),
    [
        ("40 km", 40, 40, False, False, False),
        ("54-60 km", 54, 60, False, False, False),
        ("40 ± 2 km", 38, 42, False, False, False),
        ("about 40 km", 40, 40, False, False, True),
        ("about 54-60 km", 54, 60, False, False, True),
        ("at least 300 km", 300, None, False, False, False),
        ("more than 40 km", 40, None, True, False, False),
        ("less than 5 km", None, 5, False, True, False),
        ("up to about 60 km", 60, 60, False, False, True),
        ("4,195 m", 4.195, 4.195, False, False, False),
        ("62 mi", 99.779328, 99.779328, False, False, False),
        ("25 nmi", 46.3, 46.3, False, False, False),
    ],
)
def test_the_words_of_a_value(text, low, high, low_open, high_open, about):
    assert interval(text)[:5] == (low, high, low_open, high_open, about)


def test_up_to_restates_a_maximum_and_bounds_all_else():
    assert interval("up to 60 km")[:2] == (60, 60)
    assert interval("up to 500 kg", "warhead_mass")[:2] == (None, 500)


@pytest.mark.parametrize("word", ["unknown", "none"])
def test_unknown_and_none_are_values(word):
    assert stated(word).text == word
    assert stated(word).interval == Interval(None, None)


@pytest.mark.parametrize(
    ("text", "property_id", "low", "high"),
    [
        ("6-8 rounds/min", "rate_of_fire", 6, 8),
        ("2 rounds/h", "rate_of_fire", 2 / 60, 2 / 60),
        ("L/52", "barrel_length_calibers", 52, 52),
        ("Mach 5-6", "max_mach", 5, 6),
        ("more than Mach 5", "max_mach", 5, None),
        ("-3..70 deg", "elevation", -3, 70),
        ("6400 mil_nato", "traverse", 360, 360),
        ("USD 4.3 million (2019)", "unit_cost", 4_300_000, 4_300_000),
        ("about EUR 1-2 million (2022)", "unit_cost", 1_000_000, 2_000_000),
        ("1 short_ton", "combat_mass", 0.90718474, 0.90718474),
        ("1000 hp", "engine_power", 745.699871582, 745.699871582),
        ("10 kt_tnt", "warhead_yield", 10, 10),
        (8, "crew", 8, 8),
        ("5-8", "crew", 5, 8),
        ("1983", "service_entry", 19830101, 19831231),
    ],
)
def test_every_dimension(text, property_id, low, high):
    found = interval(text, property_id)
    assert found.low == pytest.approx(low, rel=1e-11)
    assert found.high is None if high is None else found.high == pytest.approx(high, rel=1e-11)


def test_money_keeps_currency_and_year():
    price = stated("USD 4,300,000 (2019)", "unit_cost")
    assert (price.currency, price.price_year) == ("USD", 2019)


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("40 nm", "`nm` is ambiguous: write `nmi` for nautical miles"),
        ("40 NM", "write `nmi`"),
        ("40 Nm", "`Nm` is ambiguous"),
        ("40 kt", "write `kn` for knots or `kt_tnt`"),
        ("40 kT", "write `kt_tnt`"),
        ("40 ton", "write `t` (1000 kg), `short_ton` (2000 lb) or `long_ton`"),
        ("40 rpm", "write `rounds/min`"),
        ("40 mil", "write `mil_nato` (6400 to a turn) or `mil_soviet`"),
        ("40 kms", "write `km`"),
        ("40 rounds/mn", "did you mean `rounds/min`?"),
        ("~40 km", "write `about 40 km`"),
        (">= 40 km", "write `at least 40 km`"),
        ("over 40 km", "write `more than 40 km`"),
        ("40+ km", "write `at least 40 km`"),
        ("40 to 60 km", "write `40-60 km`"),
        ("40–60 km", "write `40-60 km`"),
        ("155±1 km", "write `155 ± 1 km`"),
        ("40km", "write `40 km`"),
        ("40  km", "write `40 km`"),
        (" 40 km", "write `40 km`"),
        ("4,5 km", "write `4.5 km`"),
        ("30 000 m", "write `30,000 m`"),
        ("60-54 km", "swap the two numbers"),
        ("40 kg", "check the property and the unit"),
        ("Mach 5", "state a Mach number under `max_mach`"),
        ("40", "write the unit that the source states"),
        (40, "write the unit that the source states"),
        ("9**9**9 m", "say the rest in `note`"),
        ("1e400 km", "say the rest in `note`"),
        ("3 km 200 m", "say the rest in `note`"),
        ("9" * 400 + " km", "say the rest in `note`"),
        ("", "say the rest in `note`"),
    ],
)
def test_refusals_name_their_cure(text, cure):
    with pytest.raises(Refused) as refused:
        stated(text)
    assert cure in refused.value.cure


@pytest.mark.parametrize(
    ("text", "property_id"),
    [
        ("8 people", "crew"),
        ("52", "barrel_length_calibers"),
        ("5", "max_mach"),
        ("USD 4,300,000", "unit_cost"),
        ("XYZ 5 (2019)", "unit_cost"),
        ("3 mach", "max_speed"),
    ],
)
def test_special_forms_are_strict(text, property_id):
    with pytest.raises(Refused):
        stated(text, property_id)


@pytest.mark.parametrize("guess", ["nm", "kt", "ton", "Nm", "kT", "G", "PS", "mil"])
def test_what_pint_would_guess_is_not_in_our_registry_under_that_meaning(guess):
    """The project's registry knows only the project's units, so no guess of pint's default registry can come back."""
    if guess in WORDS.units:
        assert WORDS.units[guess].dimension == "power"  # PS is metric horsepower here, petasiemens in pint
    else:
        assert guess not in registry()


def test_factors_are_those_of_the_standards():
    assert {id: WORDS.units[id].factor for id in ("nmi", "mi", "lb", "kn")} == {
        "nmi": 1852.0,
        "mi": 1609.344,
        "lb": 0.45359237,
        "kn": 0.514444444444444,
    }


_numbers = st.integers(1, 10_000_000).map(lambda n: n / 1000) | st.integers(1, 99_999).map(float)
_units = st.sampled_from(["mm", "cm", "m", "km", "in", "ft", "yd", "mi", "nmi"])


@given(_numbers, _units)
def test_conversion_and_back_keeps_the_stated_figures(number, unit):
    text = f"{number:.10g}"
    there = parse(f"{text} {unit}", "length", "km", True, WORDS.units, WORDS.refused_units).interval
    factor = WORDS.units["km"].factor / WORDS.units[unit].factor
    assert float(figure(there.low * factor, there.low_rounding * factor, 1).replace(",", "")) == pytest.approx(
        float(text), rel=1e-9
    )


@given(st.text(max_size=60), st.sampled_from(sorted(WORDS.properties)))
def test_any_text_is_read_or_refused(text, property_id):
    with suppress(Refused):
        assert state(text, WORDS.properties[property_id]).interval is not None


@pytest.mark.parametrize(
    ("value", "rounding", "least", "text"),
    [
        (99.779328, 0.804672, 2, "100"),
        (5.5923, 0.31, 2, "5.6"),
        (40.0, 0.5, 1, "40"),
        (40.0, 0.05, 1, "40.0"),
        (40.0, 0.0005, 1, "40"),
        (1234567.0, 0.5, 1, "1,234,567"),
        (37.797, 0.27, 2, "38"),
        (8.0, 0.0, 2, "8"),
    ],
)
def test_figures_keep_the_digits_of_their_source(value, rounding, least, text):
    assert figure(value, rounding, least) == text


_days = st.dates(min_value=date(1900, 1, 1)).map(lambda day: day.isoformat()[:10])
_dates = st.tuples(_days, st.sampled_from([4, 7, 10])).map(lambda pair: pair[0][: pair[1]])
_marked = st.tuples(_dates, st.sampled_from(["", "~", "?", "%"])).map("".join)
_decades = st.sampled_from(["197X", "19XX", "200X", "20XX"])
_ends = st.one_of(_marked, _decades)


@given(st.one_of(_ends, st.tuples(_ends, _ends).map("/".join)))
def test_the_short_way_to_read_a_date_is_the_librarys(text):
    from catalog import dates

    try:
        expected = dates._edtf_span(text)
    except ValueError:
        expected = None
    short = dates._common_span(text) if not dates._plain(text) else dates.plain_span(text)
    assert short in (expected, None)
    assert short is not None or expected is None or "X" in text


def test_the_noted_factors_are_pints():
    """`scripts/factors.py` notes them after a change of the units."""
    import json

    from catalog.load.reader import read
    from catalog.units import DEFINITIONS, FACTORS, _mark, factors_of

    dimensions = read(DEFINITIONS.with_name("units.yml").read_bytes())["dimensions"]
    assert json.loads(FACTORS.read_text()) == {"made_from": _mark(dimensions), "factors": factors_of(dimensions)}


def test_checking_and_building_do_without_pint(tmp_path):
    code = (
        "import sys; from pathlib import Path; from catalog.compile import build; from catalog.check import check_tree;"
        "root = Path(sys.argv[1]); assert not build(root, Path(sys.argv[2])).problems; check_tree(root);"
        "assert 'pint' not in sys.modules"
    )
    records = Path(__file__).parent / "records"
    subprocess.run([sys.executable, "-c", code, str(records), str(tmp_path / "catalog.db")], check=True)


def test_units_that_were_not_noted_are_asked_of_pint(monkeypatch, tmp_path):
    from catalog import units

    monkeypatch.setattr(units, "FACTORS", tmp_path / "none.json")
    table = units.unit_table({"length": {"km": {"pint": "kilometer", "label": "kilometer", "system": "metric"}}})
    assert table["km"].factor == 1000.0
