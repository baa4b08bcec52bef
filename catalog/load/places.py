"""The slow explanation: line and column of a path inside a document that has a problem."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from yaml.nodes import MappingNode, Node, ScalarNode

from catalog.load.reader import NotTaken, compose
from catalog.problems import Problem, Where


def locate(problems: Iterable[Problem], root: Path) -> list[Problem]:
    """The problems with line and column filled in, sorted by file and place. Reads each file once more."""
    found: list[Problem] = []
    for file, group in groupby(sorted(problems, key=lambda problem: problem.file), key=lambda problem: problem.file):
        found += _placed(list(group), root / file)
    return sorted(found)


def _placed(problems: list[Problem], path: Path) -> list[Problem]:
    if all(problem.line for problem in problems):
        return problems
    try:
        top = compose(path.read_bytes())
    except (NotTaken, OSError):
        return problems
    return [
        problem if problem.line else problem.at(*_place(top, problem.where, problem.on_key)) for problem in problems
    ]


def _place(top: Node, where: Where, on_key: bool) -> tuple[int, int]:
    """Line and column, from 1, of the deepest node that the path reaches."""
    node = find(top, where, on_key)
    return node.start_mark.line + 1, node.start_mark.column + 1


def find(node: Node, where: Where, on_key: bool = False) -> Node:
    """The deepest node that a path reaches; its key if `on_key`, or where it holds nothing."""
    for depth, step in enumerate(where):
        last = depth == len(where) - 1
        if isinstance(node, MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if pair is None:
                break
            node = pair[0] if last and (on_key or _empty(pair[1])) else pair[1]
        elif isinstance(node, ScalarNode) or not isinstance(step, int) or step >= len(node.value):
            break
        else:
            node = node.value[step]
    return node


def _empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value == ""
