"""Answers as plain dicts and flat rows: the one shape of all JSON, CSV and YAML output (docs/json.md)."""

from __future__ import annotations

from typing import Any

from catalog.interval import Interval
from catalog.query.claims import Claim, Condition
from catalog.query.display import Unit, show_headline
from catalog.query.headline import RULES, Headline

Plain = dict[str, Any]


def plain_interval(interval: Interval | None, unit: Unit) -> Plain:
    """Bounds in the unit shown; null is no bound."""
    shown = unit.convert(interval) if interval else Interval(None, None)
    return {
        "low": _tidy(shown.low),
        "high": _tidy(shown.high),
        "low_open": shown.low_open,
        "high_open": shown.high_open,
        "approximate": shown.approximate,
        "unit": unit.id,
    }


def plain_condition(condition: Condition) -> Plain:
    """The condition's parts that a source names."""
    parts: Plain = {"ammunition": condition.ammunition, "munition": condition.munition}
    parts |= condition.stated()
    return {name: value for name, value in parts.items() if value is not None}


def plain_claim(claim: Claim, unit: Unit) -> Plain:
    """One claim with its document."""
    return {
        "id": claim.id,
        "system": claim.system_id,
        "property": claim.property_id,
        "condition": plain_condition(claim.condition),
        "stated": claim.stated,
        **plain_interval(claim.interval if claim.has_number else None, unit),
        "text": claim.text,
        "publisher": claim.publisher_id,
        "publisher_name": claim.publisher,
        "reliability": claim.reliability,
        "via": claim.via,
        "via_name": claim.via_name,
        "root": claim.root,
        "document": claim.document_id,
        "title": claim.title,
        "url": claim.url,
        "issued": claim.issued,
        "accessed": claim.accessed,
        "credibility": claim.credibility,
        "rank": claim.rank,
        "rank_reason": claim.rank_reason,
        "note": claim.note,
    }


def plain_headline(headline: Headline, unit: Unit) -> Plain:
    """A headline with its rule and all its claims."""
    return {
        **flat_headline(headline, unit),
        "condition": plain_condition(headline.condition),
        "rule_in_words": RULES[headline.rule],
        "publishers": list(headline.publishers),
        "roots": list(headline.roots),
        "envelope": plain_interval(headline.envelope, unit) if headline.envelope else None,
        "claims": [plain_claim(claim, unit) for claim in headline.claims],
    }


def flat_headline(headline: Headline, unit: Unit) -> Plain:
    """A headline as one row of a table: no lists inside."""
    return {
        "system": headline.system_id,
        "property": headline.property_id,
        "condition": headline.condition.label(),
        "shown": show_headline(headline, unit),
        **plain_interval(headline.interval, unit),
        "text": headline.text,
        "rule": headline.rule,
        "conflict": headline.conflict,
        "claims": len(headline.claims),
        "publishers": len(headline.publishers),
        "roots": len(headline.roots),
    }


def _tidy(number: float | None) -> float | int | None:
    """Without binary noise; whole numbers as integers."""
    if number is None:
        return None
    rounded = float(f"{number:.10g}")
    return int(rounded) if rounded.is_integer() else rounded
