"""Who says a figure, in the room that a column has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from catalog.cli.text import width
from catalog.query.claims import Claim
from catalog.query.headline import Headline


def tell(headline: Headline, columns: int) -> str:
    """The publishers of a headline with their grades, the best graded first, as many as fit, then how many more."""
    names = dict(
        sorted(
            {claim.publisher: claim.reliability for claim in headline.chosen}.items(),
            key=lambda entry: (entry[1], entry[0]),
        )
    )
    told = _fitting([f"{name} {grade}" for name, grade in names.items()], columns)
    others = len({claim.publisher_id for claim in headline.claims}) - len(headline.publishers)
    roots = len(headline.roots)
    one_root = " (one root)" if roots == 1 and len(headline.publishers) > 1 else ""
    weaker = f" and {others} ungraded or weaker" if others and headline.rule == "graded" else ""
    return told + one_root + (weaker if width(told + one_root + weaker) <= columns else "")


def _fitting(names: Sequence[str], columns: int) -> str:
    for count in range(len(names), 0, -1):
        more = f" +{len(names) - count}" if count < len(names) else ""
        text = ", ".join(names[:count]) + more
        if width(text) <= columns or count == 1:
            return text
    return ""


def documents(claims: Iterable[Claim]) -> list[tuple[str, str]]:
    """Publisher with grade, and title with date and address, of each document behind some claims, in order of name."""
    seen: dict[str, tuple[str, str]] = {}
    for claim in claims:
        dated = f", {claim.issued}" if claim.issued else f", read {claim.accessed}" if claim.accessed else ""
        where = f"\n{claim.url}" if claim.url else ""
        seen[claim.document_id] = (f"{claim.publisher} {claim.reliability}", f"{claim.title}{dated}{where}")
    return sorted(seen.values())


def attribution(claim: Claim) -> str:
    """Publisher, grade, day and root of one claim."""
    via = f" repeating {claim.via_name}" if claim.via else ""
    return f"{claim.publisher} {claim.reliability}{via}, {claim.issued or f'read {claim.accessed}'}"
