"""Problems as a person reads them: grouped by file, each with found, expected and cure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from catalog.problems import Problem

LONGEST = 2000  # characters of one line


def problem_text(problems: Sequence[Problem]) -> str:
    """All problems, errors before warnings, grouped by file in order of place, with a closing count."""
    blocks = []
    for level in ("error", "warning"):
        mine = [problem for problem in problems if problem.level == level]
        blocks += [_file_block(file, list(group)) for file, group in groupby(mine, key=lambda problem: problem.file)]
    return "\n\n".join([*blocks, _closing(problems)])


def _closing(problems: Sequence[Problem]) -> str:
    fixable = sum(problem.fix is not None or problem.rule == "order" for problem in problems)
    cured = f"; `catalog check --fix` cures {fixable}" if fixable else ""
    return tally(problems) + cured


def problem_json(problems: Sequence[Problem], files: int) -> str:
    """All problems as JSON, with the number of files looked at."""
    import json

    names = ("file", "line", "column", "level", "rule", "found", "expected", "cure", "fix")
    rows = [{name: getattr(problem, name) for name in names} for problem in problems]
    return json.dumps({"files": files, "problems": rows}, ensure_ascii=False, indent=2)


def problem_annotations(problems: Sequence[Problem]) -> str:
    """All problems as workflow commands, which GitHub shows beside the lines (docs.github.com, workflow commands)."""
    return "\n".join(map(_annotation, problems))


def _annotation(problem: Problem) -> str:
    place = f"file={_property(problem.file)},line={problem.line},col={problem.column},title={_property(problem.rule)}"
    said = _data("\n".join(_said(problem)))
    return f"::{problem.level} {place}::{said}"


def _said(problem: Problem) -> list[str]:
    """What was found, what was expected and the cure, a line each."""
    parts = [problem.found]
    parts += [f"expected: {problem.expected}"] if problem.expected else []
    parts += [f"cure: {problem.cure}"] if problem.cure else []
    return [_shown(part) for part in parts]


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _file_block(file: str, problems: list[Problem]) -> str:
    return "\n".join([_shown(file), *(_entry(problem) for problem in problems)])


def _entry(problem: Problem) -> str:
    found, *more = _said(problem)
    first = f"  {problem.line}:{problem.column}  {problem.level}: {found}"
    return "\n".join([first, *(f"      {line}" for line in more)])


def _shown(text: str) -> str:
    """What a record or a file's name says, safe for a terminal: nothing that moves its cursor, and no endless line."""
    if not text.isprintable():
        text = "".join(mark if mark.isprintable() else mark.encode("unicode_escape").decode() for mark in text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def tally(problems: Sequence[Problem]) -> str:
    """How many errors and warnings, in words."""
    counts = {level: sum(problem.level == level for problem in problems) for level in ("error", "warning")}
    return ", ".join(f"{count} {level}{'' if count == 1 else 's'}" for level, count in counts.items())
