"""`catalog events`: a timeline in which each party's word stands beside the others'."""

from __future__ import annotations

from catalog.cli.text import bold, dim, paragraph, terminal_width, wrap
from catalog.query.answers.events import EventsAnswer
from catalog.query.events import Event, EventClaim


class EventsPage(EventsAnswer):
    """What happened, as a timeline for a terminal."""

    def text(self) -> str:
        """The timeline for a terminal."""
        return (
            "\n\n".join(map(_event, self.events))
            if self.events
            else paragraph("No event fits: fewer options show more, and `catalog events` alone shows all.")
        )


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
    via = f" repeating {claim.via_name}" if claim.via else ""
    source = f"({claim.publisher} {claim.reliability}{via}{f', {claim.claimed_on}' if claim.claimed_on else ''})"
    lines = wrap(f"{claim.claimant}{verb}:{figure} {claim.says} {source}", terminal_width() - 6)
    return [("    - " if number == 0 else "      ") + line for number, line in enumerate(lines)]
