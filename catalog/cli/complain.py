"""Problems as a person reads them: grouped by file, each with found, expected and cure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from catalog.problems import Problem


def problem_text(problems: Sequence[Problem]) -> str:
    """All problems, grouped by file in order of place, with a closing count."""
    blocks = [_file_block(file, list(group)) for file, group in groupby(problems, key=lambda problem: problem.file)]
    return "\n\n".join([*blocks, tally(problems)])


def _file_block(file: str, problems: list[Problem]) -> str:
    return "\n".join([file, *(_entry(problem) for problem in problems)])


def _entry(problem: Problem) -> str:
    lines = [f"  {problem.line}:{problem.column}  {problem.level}: {problem.found}"]
    if problem.expected:
        lines.append(f"      expected: {problem.expected}")
    if problem.cure:
        lines.append(f"      cure: {problem.cure}")
    return "\n".join(lines)


def tally(problems: Sequence[Problem]) -> str:
    """How many errors and warnings, in words."""
    counts = {level: sum(problem.level == level for problem in problems) for level in ("error", "warning")}
    return ", ".join(f"{count} {level}{'' if count == 1 else 's'}" for level, count in counts.items())
