"""Words that contributors reach for when they state a value, and what the grammar of `quantity` says instead."""

from __future__ import annotations

import re
from collections.abc import Iterable

_Rewriting = tuple[re.Pattern[str], str]

# What is written, what the grammar says instead, and whether that says just the same.
_other_words = [
    (re.compile(r"(?:~|≈|approx\.?|approximately|circa|ca\.?|around|roughly)\s*(?=[0-9L]|Mach)", re.I), "about ", True),
    (re.compile(r"(?:c\.|some|nearly|almost)\s*(?=[0-9L]|Mach)", re.I), "about ", False),
    (re.compile(r"(?:>=|≥|minimum|not less than|no less than)\s*(?=[0-9])", re.I), "at least ", True),
    (re.compile(r"(?:<=|≤|not more than|no more than|at most)\s*(?=[0-9])", re.I), "up to ", True),
    (re.compile(r"(?:min\.?)\s*(?=[0-9])", re.I), "at least ", False),
    (re.compile(r"(?:max\.?|maximum|as far as)\s*(?=[0-9])", re.I), "up to ", False),
    (re.compile(r"(?:>|over|above|exceeding|greater than)\s*(?=[0-9])", re.I), "more than ", True),
    (re.compile(r"(?:<|under|below|fewer than)\s*(?=[0-9])", re.I), "less than ", True),
    (re.compile(r"(?<=[0-9])\s*(?:–|—|−|to)\s*(?=[0-9])"), "-", True),
    (re.compile(r"(?<=[0-9])\s*and\s*(?=[0-9])"), "-", False),
    (re.compile(r"(?<=[0-9])\s+-\s+(?=[0-9])"), "-", True),
    (re.compile(r"\s*(?:\+/-|\+-|±)\s*(?=[0-9])"), " ± ", True),
    (re.compile(r"(?<=[0-9])(?=[A-Za-z°%])(?![0-9]*\.\.)"), " ", True),
    (re.compile(r"(?<=[0-9])[  '](?=[0-9]{3}(?![0-9]))"), ",", True),
    (re.compile(r"(?<=[0-9]),(?=[0-9]{1,2}(?![0-9]))"), ".", False),
]
_plus = (re.compile(r"([0-9][0-9.,]*)\s?\+"), r"at least \1")


def same_meaning(text: str) -> str:
    """A value in the grammar's words, where these say just the same."""
    return _rewritten(text, ((pattern, said) for pattern, said, same in _other_words if same))


def likely_meaning(text: str) -> str:
    """A value in the grammar's words, as it was most likely meant: for a person to confirm."""
    return _rewritten(text, [_plus, *((pattern, said) for pattern, said, _ in _other_words)])


def _rewritten(text: str, words: Iterable[_Rewriting]) -> str:
    """A text with other words in the place of a contributor's, and single spaces."""
    text = text.strip()
    for pattern, said in words:
        text = pattern.sub(said, text)
    return re.sub(r" {2,}", " ", text)
