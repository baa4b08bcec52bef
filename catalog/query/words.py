"""Verdicts and notes in plain words, the same on the terminal and on the site."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.interval import NO, YES, Interval
from catalog.query.compare import LONGEST, Comparison, Group, Verdict
from catalog.query.display import Unit, numbers, show_interval
from catalog.query.terms import REACH


def kind_label(group: Group) -> str:
    """The like-for-like condition of a group of ranges, as a heading."""
    if group.kind is None:
        return "round not named"
    return "each at its longest" if group.kind == LONGEST else f"{group.kind} rounds"


def sentence(verdict: Verdict, group: Group, names: Mapping[str, str], unit: Unit, alone: bool) -> str:
    """A verdict as a sentence. `alone` leaves the condition out where the comparison has only one."""
    condition = (
        ""
        if alone
        else {None: ", round not named", LONGEST: ", each at its longest"}.get(group.kind, f" with {group.kind} rounds")
    )
    a, b = names[verdict.a], names[verdict.b]
    claims = f"Claims for {a} {runs(verdict.a_claims, unit)}, for {b} {runs(verdict.b_claims, unit)}."
    answer = {YES: "yes", NO: f"no, {b} outranges it"}.get(verdict.answer, "possible")
    return f"{a} outranges {b}{condition}: {answer}. {claims}"


def runs(interval: Interval, unit: Unit) -> str:
    """What claims together say: `run 47 to 55 km`, `say 40 km`, `say at least 40 km`."""
    shown = show_interval(interval._replace(approximate=False), unit)
    if interval.low is None or interval.high is None or interval.low == interval.high:
        return f"say {shown}"
    low = interval._replace(high=interval.low, high_rounding=interval.low_rounding, high_open=False, approximate=False)
    high = interval._replace(low=interval.high, low_rounding=interval.high_rounding, low_open=False, approximate=False)
    return f"run {numbers(low, unit)} to {show_interval(high, unit)}"


def not_comparable(comparison: Comparison) -> list[str]:
    """For each like-for-like condition, which systems have no claim of range under it."""
    notes = []
    for group in comparison.groups:
        have = {row.system_id for row in group.rows}
        lacking = [name for id, name in comparison.systems.items() if id not in have]
        if group.property_id == REACH and group.kind != LONGEST and lacking:
            notes.append(f"No claim of range, {kind_label(group)}, for {', '.join(lacking)}.")
    return notes
