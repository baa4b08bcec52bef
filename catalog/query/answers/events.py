"""What happened as each party tells it, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalog.query.events import Event, EventClaim


class EventsAnswer:
    """Events with their claims."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events, self.empty = events, not events

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
