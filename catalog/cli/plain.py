"""The fast lane: well-formed questions asked without loading typer, which costs more than their answers.

It knows the options of the read commands and nothing else. A line that it does not know whole, help and wrong usage
among them, is left to typer, which declares the same options; one test drives both lanes and compares what they say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from catalog.cli import questions
from catalog.cli.answer import Page, answer
from catalog.cli.output import FORMATS
from catalog.query.catalog import Catalog

ONE = {
    "--unit": "unit", "--units": "units", "--as-of": "as_of", "--ammunition": "ammunition", "--min": "min",
    "--max": "max", "--by": "by", "--since": "since", "--until": "until", "--claimant": "claimant",
    "--top": "top", "--format": "format", "-f": "format",
}  # fmt: skip
MANY = {
    "--spec": "spec", "--without": "without", "--class": "class_", "--operator": "operator", "--origin": "origin",
    "--status": "status", "--party": "party", "--system": "system", "--kind": "kind",
}  # fmt: skip
FLAGS = {"--claims": "claims", "--why": "why", "--certain": "certain"}
SCOPE = frozenset({"unit", "units", "as_of", "without", "format"})
CHOICE = SCOPE | {"class_", "operator", "origin", "status", "ammunition"}


class Plain(NamedTuple):
    """A command: its question, the name of its arguments, their least and greatest number, and its options."""

    ask: Any
    argument: str
    least: int
    most: int
    options: frozenset[str]


MANY_ARGUMENTS, LONGEST = 1000, 9  # arguments of a command, digits of a number
COMMANDS = {
    "show": Plain(questions.show, "system", 1, 1, SCOPE | {"claims"}),
    "compare": Plain(questions.compare, "systems", 1, MANY_ARGUMENTS, SCOPE | {"spec", "ammunition", "claims", "why"}),
    "rank": Plain(questions.rank, "property", 1, 1, CHOICE | {"min", "max", "by", "top"}),
    "find": Plain(questions.find, "conditions", 1, MANY_ARGUMENTS, CHOICE | {"certain"}),
    "search": Plain(questions.search, "text", 1, MANY_ARGUMENTS, frozenset({"format"})),
    "events": Plain(
        questions.events, "", 0, 0, frozenset({"party", "system", "kind", "since", "until", "claimant", "format"})
    ),
    "sources": Plain(questions.sources, "publisher", 0, 1, frozenset({"top", "format"})),
    "sql": Plain(questions.sql, "query", 1, 1, frozenset({"format"})),
}


def run_plain(given: list[str]) -> int | None:
    """Answers a command line; None leaves it to typer."""
    asked = question(given)
    if asked is None:
        return None
    format, ask = asked
    return answer(format, ask) if format in FORMATS else None


def question(given: list[str]) -> tuple[str, Callable[[Catalog], Page]] | None:
    """The format and the question of a command line; None for one that is not known whole."""
    command = COMMANDS.get(given[0])
    words = _words(command, given[1:]) if command else None
    if command is None or words is None:
        return None
    format = words.pop("format", "table")

    def ask(catalog: Catalog) -> Page:
        page: Page = command.ask(catalog, **words)
        return page

    return format, ask


def _words(command: Plain, given: list[str]) -> dict[str, Any] | None:
    """The arguments and options of a line by name; None if any of them is not known whole."""
    words: dict[str, Any] = {}
    arguments: list[str] = []
    rest = iter(given)
    for word in rest:
        name = ONE.get(word) or MANY.get(word) or FLAGS.get(word)
        if not word.startswith("-"):
            arguments.append(word)
        elif name not in command.options:
            return None
        elif word in FLAGS:
            words[name] = True
        else:
            value = next(rest, None)
            if value is None or value.startswith("-"):
                return None
            if word in MANY:
                words.setdefault(name, []).append(value)
            else:
                words[name] = value
    if not command.least <= len(arguments) <= command.most or not _is_typed(words):
        return None
    if arguments:
        words[command.argument] = arguments if command.most > 1 else arguments[0]
    return words


def _is_typed(words: dict[str, Any]) -> bool:
    """Turns the number of rows into one; False for words that typer refuses with its usage."""
    if "top" in words:
        if not words["top"].isdecimal() or len(words["top"]) > LONGEST or int(words["top"]) < 1:
            return False
        words["top"] = int(words["top"])
    if "by" in words:
        from catalog.query.rank import BY

        return words["by"] in BY
    return True
