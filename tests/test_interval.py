"""The laws of intervals: conflict, envelope and the three-valued verdict."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.interval import (
    NO,
    POSSIBLE,
    YES,
    Interval,
    above,
    bounds,
    conflict,
    envelope,
    informative,
    outranges,
    places,
)


def claim(low, high=None, rounding=0.5, **more):
    return Interval(low, low if high is None else high, low_rounding=rounding, high_rounding=rounding, **more)


AT_LEAST_24 = Interval(24, None, low_rounding=0.5, high_rounding=0.5)
_bounds = st.integers(0, 200).map(float)
_roundings = st.sampled_from([0.0, 0.05, 0.5])


@st.composite
def _intervals(draw):
    low, high = sorted((draw(_bounds), draw(_bounds)))
    low, high = draw(st.sampled_from([(low, high), (low, low), (low, None), (None, high)]))
    rounding = draw(_roundings)
    return Interval(
        low, high, low_open=high is None and draw(st.booleans()), low_rounding=rounding, high_rounding=rounding
    )


_claims = st.lists(_intervals(), min_size=1, max_size=5)


def test_claims_conflict_only_if_no_value_fits_all():
    assert not conflict([claim(40), claim(36, 43), AT_LEAST_24])
    assert conflict([claim(40), claim(43)])
    assert conflict([claim(40, 50), claim(54, 60), claim(45, 70)])


def test_one_claim_or_none_never_conflicts():
    assert not conflict([claim(40)])
    assert not conflict([])
    assert not conflict([Interval(None, None), claim(40)])


def test_a_rounded_figure_does_not_conflict_with_what_it_rounds():
    assert not conflict([claim(45), claim(45.4, rounding=0.05)])
    assert conflict([claim(45), claim(45.6, rounding=0.05)])


def test_values_closer_than_the_coarser_rounding_are_possible():
    assert outranges([claim(40.4, rounding=0.05)], [claim(40)]) == POSSIBLE
    assert outranges([claim(40)], [claim(40)]) == POSSIBLE
    assert outranges([claim(41)], [claim(40)]) == YES
    assert outranges([claim(40)], [claim(41)]) == NO


def test_yes_needs_every_claim():
    assert outranges([claim(54, 60)], [claim(47.5)]) == YES
    assert outranges([claim(54, 60), claim(45)], [claim(47.5)]) == POSSIBLE


def test_a_claim_that_says_nothing_more_does_not_count():
    assert informative([AT_LEAST_24, claim(54, 60)]) == [claim(54, 60)]
    assert outranges([AT_LEAST_24, claim(54, 60)], [claim(47.5)]) == YES
    assert outranges([AT_LEAST_24], [claim(47.5)]) == POSSIBLE


def test_an_open_claim_that_another_contradicts_counts():
    more_than_40 = Interval(40, None, low_open=True)
    assert informative([more_than_40, claim(36, 43)]) == [more_than_40, claim(36, 43)]
    assert envelope([more_than_40, claim(36, 43)])[:2] == (36, None)


def test_no_number_no_verdict():
    assert outranges([], [claim(40)]) is None
    assert outranges([Interval(None, None)], [claim(40)]) is None


@given(_claims, _claims)
def test_yes_one_way_is_no_the_other(a, b):
    if outranges(a, b) == YES:
        assert outranges(b, a) == NO


@given(_claims)
def test_nothing_outranges_itself(a):
    assert outranges(a, a) == POSSIBLE or len(a) > 1


@given(_claims, _claims, _intervals())
def test_a_new_claim_turns_no_into_yes_only_with_the_envelope(a, b, new):
    if outranges(a, b) == NO and outranges([*a, new], b) == YES:
        assert envelope(a) != envelope([*a, new])


@given(_claims)
def test_the_envelope_holds_every_telling_claim(claims):
    whole = envelope(claims)
    assert all(whole.least <= part.least and part.most <= whole.most for part in informative(claims))


@given(_intervals(), _intervals())
def test_above_is_never_both_ways(a, b):
    assert not (above(a, b) and above(b, a))


@given(_claims, st.randoms())
def test_order_of_claims_does_not_matter(claims, random):
    shuffled = claims[:]
    random.shuffle(shuffled)
    assert envelope(claims)[:4] == envelope(shuffled)[:4]
    assert conflict(claims) == conflict(shuffled)


@given(st.lists(_claims, max_size=12))
def test_places_are_those_of_every_pair(systems):
    known = [bounds(informative(claims)) for claims in systems]
    above = [sum(other.above(mine) for other in known) for mine in known]
    below = [sum(mine.above(other) for other in known) for mine in known]
    assert places(known) == [(a + 1, len(known) - b) for a, b in zip(above, below, strict=True)]
