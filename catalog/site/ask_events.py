"""What the pages of events ask: the timeline and one event, what several documents tell alike said once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalog.query.answers.events import EventsAnswer
from catalog.query.catalog import Catalog
from catalog.query.overview import event_kinds
from catalog.site.parts import part
from catalog.site.query import Query

Plain = dict[str, Any]
EVENTS = 25  # on one page; each is as long as what is said about it
SAME = ("claimant", "stance", "quantity", "counted", "says")  # told alike, two documents stand beside one statement


def timeline(catalog: Catalog, query: Query) -> Plain:
    """The events that an address asks for, newest first."""
    found = catalog.events(
        query.many("party"),
        query.many("system"),
        query.many("kind"),
        query.one("since"),
        query.one("until"),
        query.one("claimant"),
    )[::-1]
    shown, parts = part(found, query, EVENTS)
    events = EventsAnswer(shown).plain()
    return {
        "title": "Events",
        "description": f"{len(found)} transfers, losses, tests and estimates, each party's word beside the others'.",
        "events": events,
        "told": [(event, statements(event["claims"])) for event in events],
        "parts": parts,
        "kinds": [{**row, "link": query.but(kind=row["id"])} for row in event_kinds(catalog.connection)],
        "system_names": catalog.names(id for event in shown for id in event.systems),
    }


def event(catalog: Catalog, query: Query) -> Plain:
    """One event, with everything that is said about it."""
    found = EventsAnswer([catalog.event(query.path["id"])]).plain()[0]
    return {
        **found,
        "description": f"{found['title']}: what each party says, with its source.",
        "told": (found, statements(found["claims"])),
        "system_names": catalog.names(found["systems"]),
    }


def statements(claims: Sequence[Plain]) -> list[Plain]:
    """What is said, each statement once with the claims that make it in `documents`, in the order of the first."""
    found: dict[tuple[Any, ...], Plain] = {}
    for claim in claims:
        known = {name: claim[name] for name in SAME}
        found.setdefault(tuple(known.values()), {**known, "documents": []})["documents"].append(claim)
    return list(found.values())
