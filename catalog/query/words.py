"""Verdicts and notes in plain words, the same on the terminal and on the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalog.interval import NO, YES, Interval, envelope, informative
from catalog.query.compare import LONGEST, Comparison, Group, Verdict
from catalog.query.display import Unit, closed, ends, numbers, point, show_interval
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
    weaker = verdict.shown not in (None, verdict.answer)
    told = f" By the publishers behind the figures shown: {verdict.shown}; weaker ones differ." if weaker else ""
    return f"{a} outranges {b}{condition}: {answer}. {claims}{told}"


def runs(intervals: Sequence[Interval], unit: Unit) -> str:
    """What claims together say: `run 47 to 55 km`, `run 24 to 60 km or more`, `say 40 km`, `say at least 40 km`."""
    whole = envelope(intervals)
    assert whole is not None
    if len(informative(intervals)) == 1 and None in whole[:2]:
        return f"say {show_interval(whole._replace(approximate=False), unit)}"
    span = closed(intervals)
    low, high = (numbers(point(end), unit) for end in ends(span))
    last = show_interval(point(ends(span)[1]), unit)
    beyond = " or more" if whole.high is None else " or less" if whole.low is None else ""
    return (f"say {last}" if low == high else f"run {low} to {last}") + beyond


def not_comparable(comparison: Comparison) -> list[str]:
    """For each like-for-like condition, which systems have no claim of range under it."""
    notes = []
    for group in comparison.groups:
        have = {row.system_id for row in group.rows}
        lacking = [name for id, name in comparison.systems.items() if id not in have]
        if group.property_id == REACH and group.kind != LONGEST and lacking:
            notes.append(f"No claim of range, {kind_label(group)}, for {', '.join(lacking)}.")
    return notes
