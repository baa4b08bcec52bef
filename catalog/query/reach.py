"""How far a system reaches: its own claims of range, and those of the munitions that it fires."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from math import inf

from catalog.interval import informative
from catalog.query.claims import ALL, Claim, Scope, claims_of
from catalog.query.headline import Headline, headlines
from catalog.query.sql import among
from catalog.query.terms import REACH


def reach_claims(connection: sqlite3.Connection, systems: Sequence[str], scope: Scope = ALL) -> list[Claim]:
    """Claims of the properties that reach. A munition's claims stand with its launcher, under the munition's name."""
    reaching = [row[0] for row in connection.execute("select id from properties where reach order by position")]
    own = claims_of(connection, systems, reaching, scope)
    fired = _fired(connection, systems)
    munitions = sorted({munition for _, munition in fired})
    by_munition: dict[str, list[Claim]] = {}
    for claim in claims_of(connection, munitions, reaching, scope) if munitions else ():
        by_munition.setdefault(claim.system_id, []).append(claim)
    lent = [
        claim._replace(system_id=launcher, condition=claim.condition._replace(munition=munition))
        for launcher, munition in fired
        for claim in by_munition.get(munition, ())
    ]
    return own + lent


def _fired(connection: sqlite3.Connection, systems: Sequence[str]) -> list[tuple[str, str]]:
    condition, values = among("system_id", systems)
    query = f"select distinct system_id, munition_id from fires where {condition} order by 1, 2"
    return [(row[0], row[1]) for row in connection.execute(query, values)]


def longest(options: Sequence[Headline]) -> Headline | None:
    """The option under which a system reaches farthest: the greatest stated bound, then the greatest lower one."""
    numbered = [option for option in options if option.interval is not None]
    return max(numbered, key=lambda option: (highest(option), lowest(option)), default=None)


def highest(option: Headline) -> float:
    """The greatest number that the telling claims of a headline state."""
    return max(_ends(option), default=-inf)


def lowest(option: Headline) -> float:
    """The least number that the telling claims of a headline state."""
    return min(_ends(option), default=inf)


def _ends(option: Headline) -> list[float]:
    telling = informative(claim.interval for claim in option.chosen)
    return [bound for interval in telling for bound in interval[:2] if bound is not None]


def options_of(
    connection: sqlite3.Connection, spec: str, systems: Sequence[str], scope: Scope = ALL
) -> dict[str, list[Headline]]:
    """For each system its headlines of `range` or one property id, one for each round, munition or other condition."""
    reaching = spec == REACH
    claims = reach_claims(connection, systems, scope) if reaching else claims_of(connection, systems, [spec], scope)
    options: dict[str, list[Headline]] = {id: [] for id in systems}
    for option in headlines(claims):
        options[option.system_id].append(option)
    return options
