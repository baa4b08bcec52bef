"""`catalog events`: a timeline in which each party's word stands beside the others'."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalog.cli.text import bold, dim, paragraph, terminal_width, wrap
from catalog.query.events import Event, EventClaim


class EventsPage:
    """Events as text, as plain data and as flat rows."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events, self.empty = events, not events

    def text(self) -> str:
        """The timeline for a terminal."""
        return (
            "\n\n".join(map(_event, self.events))
            if self.events
            else paragraph("No event fits: fewer options show more, and `catalog events` alone shows all.")
        )

    def plain(self) -> list[dict[str, Any]]:
        """The events as data."""
        return [{**event._asdict(), "claims": [_plain_claim(claim) for claim in event.claims]} for event in self.events]

    def rows(self) -> list[dict[str, Any]]:
        """One row a claim."""
        return [{**_head(event), **_plain_claim(claim)} for event in self.events for claim in event.claims]


def _head(event: Event) -> dict[str, Any]:
    return {
        "event": event.id,
        "date": event.date,
        "kind": event.kind,
        "event_title": event.title,
        "from": event.from_country,
        "to": event.to_country,
    }


def _plain_claim(claim: EventClaim) -> dict[str, Any]:
    body = {name: value for name, value in claim._asdict().items() if name != "interval"}
    interval = claim.interval
    return {
        **body,
        "low": interval and interval.low,
        "high": interval and interval.high,
        "approximate": bool(interval and interval.approximate),
    }


def _event(event: Event) -> str:
    parties = " → ".join(party for party in (event.from_country, event.to_country) if party)
    head = f"{event.date}  {event.title}"
    line = " · ".join(part for part in (event.kind, parties, event.place, ", ".join(event.systems)) if part)
    claims = [text for claim in event.claims for text in _claim(claim)]
    return "\n".join([bold(paragraph(head)), *(dim(part) for part in wrap("  " + line, terminal_width())), *claims])


def _claim(claim: EventClaim) -> list[str]:
    verb = {"denies": " denies", "disputes": " disputes", "confirms": " confirms", "reports": " reports"}.get(
        claim.stance, ""
    )
    counted = (claim.counted or "").replace("-", " ")
    figure = f" [{claim.quantity} {counted}".rstrip() + "]" if claim.quantity else ""
    via = f" via {claim.via}" if claim.via else ""
    source = f"({claim.publisher} {claim.reliability}{via}{f', {claim.claimed_on}' if claim.claimed_on else ''})"
    lines = wrap(f"{claim.claimant}{verb}:{figure} {claim.says} {source}", terminal_width() - 6)
    return [("    - " if number == 0 else "      ") + line for number, line in enumerate(lines)]
