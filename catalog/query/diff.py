"""What changed between two databases, in values: claims, headlines and verdicts, system by system."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from catalog.interval import Interval, outranges
from catalog.query.claims import Claim, Condition, claims_of
from catalog.query.headline import Headline, headlines
from catalog.query.reach import reach_claims


class Reworded(NamedTuple):
    """A claim that now says something else: the same system, property and document."""

    before: Claim
    after: Claim


class Moved(NamedTuple):
    """A headline that is new, gone or different. None stands for no headline."""

    before: Headline | None
    after: Headline | None

    @property
    def either(self) -> Headline:
        """The headline after the change, else the one before."""
        found = self.after or self.before
        assert found is not None
        return found


class Verdict(NamedTuple):
    """Whether one system outranges another of its class, before and after: yes, no or possible."""

    a: str
    b: str
    before: str
    after: str


class SystemChange(NamedTuple):
    """What changed of one system. `what` is added, removed or changed; `facts` are other columns, old and new."""

    id: str
    name: str
    what: str
    facts: dict[str, tuple[str | None, str | None]]
    added: tuple[Claim, ...]
    removed: tuple[Claim, ...]
    reworded: tuple[Reworded, ...]
    deprecated: tuple[Claim, ...]
    moved: tuple[Moved, ...]


class Difference(NamedTuple):
    """All that changed. `counts` holds old and new number of rows by table, `regraded` publishers with both grades."""

    systems: tuple[SystemChange, ...]
    verdicts: tuple[Verdict, ...]
    regraded: dict[str, tuple[str, str]]
    events: dict[str, tuple[str, ...]]
    counts: dict[str, tuple[int, int]]


COUNTED = ("systems", "claims", "publishers", "documents", "events", "event_claims")
FACTS = ("name", "class", "origins", "status", "variant_of", "summary")
_Systems = dict[str, dict[str, str | None]]


def difference(before: sqlite3.Connection, after: sqlite3.Connection) -> Difference:
    """What changed from one database to another."""
    old, new = _systems(before), _systems(after)
    regraded = _regraded(before, after)
    differing = {id for id in old.keys() | new.keys() if old.get(id) != new.get(id)}
    touched = sorted(_touched(before, after, regraded) | differing)
    changes = tuple(_changes(before, after, old, new, touched))
    both = [change.id for change in changes if change.what == "changed"]
    return Difference(
        changes,
        _verdicts(before, after, old, new, both),
        regraded,
        _events(before, after),
        {table: (_count(before, table), _count(after, table)) for table in COUNTED},
    )


def _systems(connection: sqlite3.Connection) -> _Systems:
    rows = connection.execute(f"select id, {', '.join(FACTS)} from systems")
    return {row[0]: dict(zip(FACTS, row[1:], strict=True)) for row in rows}


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"select count(*) from {table}").fetchone()[0])


def _regraded(before: sqlite3.Connection, after: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    old, new = (dict(db.execute("select id, reliability from publishers").fetchall()) for db in (before, after))
    return {id: (old[id], new[id]) for id in sorted(old.keys() & new.keys()) if old[id] != new[id]}


def _touched(before: sqlite3.Connection, after: sqlite3.Connection, regraded: Iterable[str]) -> set[str]:
    """The systems of which a claim changed, or that rest on a publisher who is graded otherwise."""
    query = "select id, system_id, rank, note, credibility from claims"
    old, new = (set(map(tuple, db.execute(query))) for db in (before, after))
    found = {row[1] for row in old ^ new}
    for publisher in regraded:
        found |= {row[0] for row in after.execute(_RESTING, (publisher,))}
    return found


_RESTING = """
select distinct c.system_id from claims c join documents d on d.id = c.document_id where d.publisher_id = ?
"""


def _changes(
    before: sqlite3.Connection, after: sqlite3.Connection, old: _Systems, new: _Systems, ids: Sequence[str]
) -> list[SystemChange]:
    ours, theirs = _by_system(claims_of(before, ids)), _by_system(claims_of(after, ids))
    return [_change(id, old.get(id), new.get(id), ours.get(id, []), theirs.get(id, [])) for id in ids]


def _by_system(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.system_id, []).append(claim)
    return found


def _change(
    id: str,
    old: dict[str, str | None] | None,
    new: dict[str, str | None] | None,
    ours: list[Claim],
    theirs: list[Claim],
) -> SystemChange:
    was, now = {claim.id: claim for claim in ours}, {claim.id: claim for claim in theirs}
    removed, added, reworded = _pair(
        [claim for claim in ours if claim.id not in now], [claim for claim in theirs if claim.id not in was]
    )
    deprecated = [now[key] for key in was.keys() & now.keys() if was[key].rank != now[key].rank == "deprecated"]
    known = new or old
    assert known is not None
    facts = {name: (old[name], new[name]) for name in FACTS if old[name] != new[name]} if old and new else {}
    what = "changed" if old and new else "added" if new else "removed"
    moved = _moved(headlines(ours), headlines(theirs)) if what == "changed" else ()
    return SystemChange(
        id, str(known["name"]), what, facts, tuple(added), tuple(removed), tuple(reworded),
        tuple(sorted(deprecated, key=lambda claim: claim.id)), moved,
    )  # fmt: skip


def _pair(removed: list[Claim], added: list[Claim]) -> tuple[list[Claim], list[Claim], list[Reworded]]:
    """Claims that are gone and new ones of the same property and document, one with one, are one claim reworded."""
    pairs: list[Reworded] = []
    waiting: dict[tuple[str, str], list[Claim]] = {}
    for claim in removed:
        waiting.setdefault((claim.property_id, claim.document_id), []).append(claim)
    for claim in list(added):
        if others := waiting.get((claim.property_id, claim.document_id)):
            other = others.pop(0)
            pairs.append(Reworded(other, claim))
            removed = [kept for kept in removed if kept.id != other.id]
            added = [kept for kept in added if kept.id != claim.id]
    return removed, added, pairs


def _moved(old: list[Headline], new: list[Headline]) -> tuple[Moved, ...]:
    def keyed(found: list[Headline]) -> dict[tuple[str, Condition], Headline]:
        return {(row.property_id, row.condition): row for row in found}

    was, now = keyed(old), keyed(new)
    return tuple(
        Moved(was.get(key), now.get(key))
        for key in dict.fromkeys([*was, *now])
        if _said(was.get(key)) != _said(now.get(key))
    )


def _said(headline: Headline | None) -> tuple[object, ...] | None:
    return headline and (headline.interval, headline.text, headline.rule, headline.conflict)


def _verdicts(
    before: sqlite3.Connection, after: sqlite3.Connection, old: _Systems, new: _Systems, changed: Sequence[str]
) -> tuple[Verdict, ...]:
    """The verdicts that moved between changed systems and all of the same class that were there before and after."""
    classes = {id: new[id]["class"] for id in new if id in old}
    wanted = [id for id in classes if classes[id] in {classes[other] for other in changed}]
    was, now = _ranges(before, wanted), _ranges(after, wanted)
    found: dict[tuple[str, str], Verdict] = {}
    for a in changed:
        for b in wanted:
            if a == b or classes[a] != classes[b]:
                continue
            answers = outranges(was.get(a, []), was.get(b, [])), outranges(now.get(a, []), now.get(b, []))
            if answers[0] and answers[1] and answers[0] != answers[1] and (b, a) not in found:
                found[a, b] = Verdict(a, b, answers[0], answers[1])
    return tuple(sorted(found.values()))


def _ranges(connection: sqlite3.Connection, systems: Sequence[str]) -> dict[str, list[Interval]]:
    found: dict[str, list[Interval]] = {}
    for claim in reach_claims(connection, systems):
        if claim.has_number and claim.rank != "deprecated":
            found.setdefault(claim.system_id, []).append(claim.interval)
    return found


def _events(before: sqlite3.Connection, after: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Titles of events that are new, gone, or told by other words than before."""
    query = """
        select e.id, e.date || ' ' || e.title, c.id from events e join event_claims c on c.event_id = e.id order by 1, 3
    """
    sides = []
    for connection in (before, after):
        rows = groupby(connection.execute(query), key=lambda row: (row[0], row[1]))
        sides.append({key: {row[2] for row in claims} for key, claims in rows})
    (old, new) = ({id: (title, claims) for (id, title), claims in side.items()} for side in sides)
    return {
        "added": tuple(new[id][0] for id in new if id not in old),
        "removed": tuple(old[id][0] for id in old if id not in new),
        "changed": tuple(new[id][0] for id in new if id in old and new[id] != old[id]),
    }
