"""Dates as EDTF (ISO 8601-2:2019): 2024, 2024-11, 2024-11-14, 2024~, 197X, 2024-10/2024-12."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

_plain = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z").match
_marked = re.compile(r"([0-9-]+)([~?%]?)\Z").match
_decade = re.compile(r"[0-9]{2}[0-9X]X\Z").match


class Span(NamedTuple):
    """First and last day that a date can mean, as ISO text, and whether it is marked approximate or uncertain."""

    first: str
    last: str
    approximate: bool


@lru_cache(maxsize=16384)
def span(text: str) -> Span:
    """The days that an EDTF text covers. Raises Refused for anything else."""
    try:
        return plain_span(text) if _plain(text) else _common_span(text) or _edtf_span(text)
    except ValueError:
        from catalog.problems import Refused  # it loads dataclasses, which read commands do without

        cure = "write 2024, 2024-11, 2024-11-14, 2024~ (about), 197X, or 2024-10/2024-12 (from, to)"
        raise Refused(f"the date `{text}`", "a date in EDTF (ISO 8601-2)", cure, "date") from None


def days(text: str) -> tuple[float, float, bool]:
    """First and last day as numbers yyyymmdd, as catalog.db holds them, and whether the date is approximate."""
    found = span(text)
    return float(found.first.replace("-", "")), float(found.last.replace("-", "")), found.approximate


def plain_span(text: str) -> Span:
    """The days of a year, a month or a day, as 2024, 2024-11 or 2024-11-14. Raises ValueError for anything else."""
    match = _plain(text)
    if match is None:
        raise ValueError(text)
    if match[3]:
        date.fromisoformat(text)
        return Span(text, text, False)
    year = int(match[1])
    first, last = date(year, 1, 1), date(year, 12, 31)
    if match[2]:
        first = date(year, int(match[2]), 1)
        last = first.replace(day=month_days(year, first.month))
    return Span(first.isoformat(), last.isoformat(), False)


def month_days(year: int, month: int) -> int:
    """The number of days of a month."""
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def _common_span(text: str) -> Span | None:
    """The days of 2024~, 197X and 2024-10/2024-12, as the library has them, at a thousandth of its cost; else None."""
    if _decade(text):
        return Span(f"{text.replace('X', '0')}-01-01", f"{text.replace('X', '9')}-12-31", False)
    parts = [_marked(part) for part in text.split("/")]
    if len(parts) > 2 or not all(part and _plain(part[1]) for part in parts):
        return None
    first, last = (plain_span(part[1]) for part in (parts[0], parts[-1]) if part)
    approximate = any(part[2] for part in parts if part)
    return Span(first.first, last.last, approximate) if first.first <= last.last else None


def _edtf_span(text: str) -> Span:
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    if not text or len(text) > 40 or not text.isascii() or any(mark.isspace() for mark in text):
        raise ValueError(text)
    if text.startswith("/") or text.endswith("/") or ".." in text:
        raise ValueError(text)  # edtf would make up a bound ten years off; an open span has no last day
    try:
        parsed = parse_edtf(text)
        low, high = parsed.lower_strict(), parsed.upper_strict()
        first = date(low.tm_year, low.tm_mon, low.tm_mday)
        last = date(high.tm_year, high.tm_mon, high.tm_mday)
    except (EDTFParseException, AttributeError, TypeError, OverflowError) as error:
        raise ValueError(text) from error
    if first > last:
        raise ValueError(text)
    return Span(first.isoformat(), last.isoformat(), any(mark in text for mark in "~?%"))
