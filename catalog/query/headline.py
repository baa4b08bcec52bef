"""The one figure that a page shows first, by a rule that it prints: never a mean, never without its claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from catalog.interval import Interval, conflict, envelope
from catalog.query.claims import Claim, Condition

GRADED = frozenset("ABC")

RULES = {
    "preferred": "the claim that an editor preferred",
    "graded": "envelope of the claims by publishers graded A to C",
    "weak": "envelope of all claims; none is by a publisher graded A to C, so it is weak",
    "text": "what the sources say in words",
}


class Headline(NamedTuple):
    """A property's figure under one condition: its interval, the rule behind it, and all claims that stand.

    `text` replaces the interval where no claim has a number. `roots` are the independent publishers behind `chosen`.
    """

    system_id: str
    property_id: str
    condition: Condition
    interval: Interval | None
    text: str | None
    rule: str
    chosen: tuple[Claim, ...]
    claims: tuple[Claim, ...]
    conflict: bool

    @property
    def roots(self) -> tuple[str, ...]:
        """The publishers on whom the chosen claims rest, each once."""
        return tuple(dict.fromkeys(claim.root for claim in self.chosen))

    @property
    def publishers(self) -> tuple[str, ...]:
        """The publishers of the chosen claims, each once."""
        return tuple(dict.fromkeys(claim.publisher_id for claim in self.chosen))

    @property
    def envelope(self) -> Interval | None:
        """The least interval that holds all claims, those of weak publishers too."""
        return envelope(claim.interval for claim in self.claims if claim.has_number)


def headline(claims: Sequence[Claim]) -> Headline | None:
    """The headline of claims of one system, property and condition; None if all are deprecated."""
    standing = tuple(claim for claim in claims if claim.rank != "deprecated")
    if not standing:
        return None
    preferred = [claim for claim in standing if claim.rank == "preferred"]
    numbers = [claim for claim in preferred or standing if claim.has_number]
    rule, chosen = _chosen(numbers or preferred or list(standing))
    text = None if numbers else "; ".join(dict.fromkeys(claim.text or claim.stated for claim in chosen))
    return Headline(
        standing[0].system_id,
        standing[0].property_id,
        standing[0].condition,
        envelope(claim.interval for claim in chosen) if numbers else None,
        text,
        rule if numbers else "text",
        tuple(chosen),
        standing,
        conflict([claim.interval for claim in standing if claim.has_number]),
    )


def _chosen(claims: list[Claim]) -> tuple[str, list[Claim]]:
    """The claims that make the headline, and the name of the rule that chose them."""
    if preferred := [claim for claim in claims if claim.rank == "preferred"]:
        return "preferred", preferred
    if graded := [claim for claim in claims if claim.reliability in GRADED]:
        return "graded", graded
    return "weak", claims


def headlines(claims: Iterable[Claim]) -> list[Headline]:
    """The headlines of claims: one for each system, property and condition, in the order of the claims that stand."""
    groups: dict[tuple[str, str, Condition], list[Claim]] = {}
    for claim in claims:
        if claim.rank == "deprecated":
            continue
        groups.setdefault((claim.system_id, claim.property_id, claim.condition), []).append(claim)
    return [found for group in groups.values() if (found := headline(group)) is not None]
