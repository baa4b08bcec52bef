"""What the commands that begin a record ask a person for, on a terminal, where the options leave it open."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from catalog.cli.faults import reason
from catalog.cli.make import fail
from catalog.problems import Refused

QUESTIONS = {
    "name": "Name",
    "class": "Class (`catalog classes` lists them)",
    "origin": "Country that made it, as KR",
    "status": "Status, as in-service",
    "summary": "One or two plain sentences",
    "kind": "Kind",
    "reliability": "Reliability, A to F",
    "reliability_note": "Why this grade",
    "title": "Title",
    "date": "Date, as 2024-11-14",
    "from": "Country that acts or gives",
    "to": "Country that receives or is met",
    "language": "Language, as en",
    "country": "Country, as KR",
    "url": "Its own address",
}


@contextmanager
def telling() -> Iterator[None]:
    """Tells what is refused, and what cannot be read or written, in one line, and ends with status 1."""
    try:
        yield
    except Refused as refused:
        raise fail(in_a_line(refused)) from None
    except OSError as error:
        raise fail(reason(error)) from None
    except UnicodeEncodeError as error:
        raise fail(f"{error.object!r} is no text: write it as this terminal's encoding has it") from None


def here(root: Path, file: str) -> str:
    """A file of the records as it is named from where the command runs."""
    return Path(os.path.relpath(root / file)).as_posix()


def in_a_line(refused: Refused) -> str:
    """What was found, and the cure, or what was expected where no cure is known."""
    return ": ".join(part for part in (refused.found, refused.cure or refused.expected) if part)


def completed(kind: str, given: Mapping[str, Any], required: Iterable[str]) -> dict[str, Any]:
    """What is given; and where something required is missing, what a person answers on a terminal.

    Raises Refused where something required is missing and there is no terminal.
    """
    said = {key: value for key, value in given.items() if value}
    missing = [key for key in required if key not in said]
    if not missing:
        return said
    if not sys.stdin.isatty():
        options = ", ".join(f"--{key.replace('_', '-')}" for key in missing)
        raise Refused(f"nothing for {options}", cure="give them, or answer the questions on a terminal")
    for key in (key for key in given if key in QUESTIONS and key not in said):
        if answer := _answer(kind, key, needed=key in missing):
            said[key] = answer
    return {key: said[key] for key in given if key in said}


def _answer(kind: str, key: str, needed: bool) -> Any:
    """A person's answer; asked again until it is one that the checker would take."""
    from catalog.draft.form import refuse_faults

    question = QUESTIONS[key] + ("" if needed else " (Enter: left open)")
    while True:
        typer.echo(f"{question}: ", nl=False, err=True)  # what is printed is the answer of the command alone
        try:
            answer = input().strip()
        except EOFError:
            raise Refused("no more answers", cure="nothing was written") from None
        if needed and not answer:
            continue
        value = day(answer) if key == "date" else answer
        try:
            if value and kind != "document":
                refuse_faults(kind, {key: value})
        except Refused as refused:
            typer.echo(in_a_line(refused), err=True)
            continue
        return value


def day(text: str | None) -> str | int | None:
    """A date as records write it: a year is a number."""
    return int(text) if text and text.isdecimal() else text


def one_or_all(words: list[str] | None) -> Any:
    """The one word, or all of several, as records write them."""
    return words[0] if words and len(words) == 1 else words
