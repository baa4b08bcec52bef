"""What can be wrong with a record, as data: found, expected and how to write it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

Where = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one place of one file. `where` is the path of keys and positions inside the document; `fix`
    what to write there instead, where that is beyond doubt."""

    file: str
    line: int = 0
    column: int = 0
    rule: str = ""
    found: str = ""
    expected: str = ""
    cure: str = ""
    level: str = "error"
    where: Where = field(default=(), compare=False)
    on_key: bool = field(default=False, compare=False)
    fix: str | None = field(default=None, compare=False)

    def at(self, line: int, column: int) -> Problem:
        """The same problem with its place in the text, both counted from 1."""
        return replace(self, line=line, column=column)


class Refused(Exception):
    """A text that the catalog does not take; carries what a Problem needs, without its place."""

    def __init__(
        self, found: str, expected: str = "", cure: str = "", rule: str = "value", fix: str | None = None
    ) -> None:
        super().__init__(found)
        self.found, self.expected, self.cure, self.rule, self.fix = found, expected, cure, rule, fix

    def problem(self, file: str, where: Where, level: str = "error") -> Problem:
        """This refusal as a problem of one place."""
        return Problem(
            file,
            rule=self.rule,
            found=self.found,
            expected=self.expected,
            cure=self.cure,
            level=level,
            where=where,
            fix=self.fix,
        )


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a misspelt one most likely stands for, or None."""
    from rapidfuzz import fuzz, process

    words = list(known)
    longer = [known for known in words if len(known) > 2]  # a letter or two are part of any word
    match = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=70) or process.extractOne(
        word, longer, scorer=fuzz.WRatio, score_cutoff=85
    )
    return match[0] if match else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A cure that names the nearest known word, or the whole list where none is near and the list is short."""
    words = sorted(known)
    near = nearest(word, words)
    if near:
        return f"did you mean `{near}`?"
    return "one of: " + ", ".join(words) if len(words) <= 12 else ""
