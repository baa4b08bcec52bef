"""Strict YAML: text stays text, nothing is guessed, nothing is lost.

Typed are only integers without a leading zero, true, false and null; `NO`, `on`, `1:30`, `010`, `9E46` and `2020-02-30`
are text. Refused are duplicate keys, tags, anchors and aliases, several documents, deep nesting and large files.
A good file is read once and fast; only a bad one is composed again to find line and column (`places`).
"""

from __future__ import annotations

import operator
import re
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode

from catalog.problems import Refused

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12
HARMLESS = 100  # brackets that the composer may meet within one another

_integer = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z").match
_all_but_brackets = re.compile(r"[^\[\]{}]+")
_inline = re.compile(rf"(?:[-?] +){{{MAX_DEPTH}}}").search
_control = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]").search
_constants = {"": None, "~": None, "null": None, "true": True, "false": False}
_ends_of_typed = frozenset([*(text[-1:] for text in _constants), *"0123456789"])


class NotTaken(Exception):
    """YAML that this catalog does not take: the reason, and the place (line and column from 1)."""

    def __init__(self, refused: Refused, line: int, column: int) -> None:
        super().__init__(refused.found)
        self.refused, self.line, self.column = refused, line, column


class Parser(CParser):
    """libyaml's parser without YAML's idea of types: a node's tag is what it was written with, for `build` to judge."""

    # What libyaml asks for each node is answered in C: a slice holds kind, value and whether the text is plain. PyYAML
    # walks path resolvers here too; the catalog has none, and these two do nothing.
    resolve = staticmethod(slice)
    descend_resolver = staticmethod(operator.is_)
    ascend_resolver = staticmethod(tuple)


def read(text: bytes) -> Any:
    """The document as dicts, lists, text, integers, booleans and None.

    Raises NotTaken with line and column.
    """
    return build(compose(text), 0)


def compose(text: bytes) -> Node:
    """The document's nodes. Raises NotTaken for anything that is not one plain YAML document."""
    if len(text) > MAX_BYTES:
        raise NotTaken(too_large(len(text)), 1, 1)
    decoded = _decode(text)
    _refuse_depth(decoded)
    try:
        if "&" in decoded or "*" in decoded:
            _refuse_anchors(decoded)
        node = Parser(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        raise _from_yaml(error, decoded) from None
    except (yaml.YAMLError, ValueError) as error:
        raise NotTaken(Refused(f"not YAML: {str(error).splitlines()[0]}", rule="yaml"), 1, 1) from None
    if node is None:
        raise NotTaken(Refused("the file is empty", "a record", "write a record, or remove the file", "yaml"), 1, 1)
    if "\\" in decoded:
        _refuse_controls(node)
    return node


def build(node: Node, depth: int) -> Any:
    """A node and all below it as plain Python values."""
    if type(node) is ScalarNode:
        return _scalar(node)
    if depth > MAX_DEPTH:
        raise _at(node, _too_deep())
    tag: Any = node.tag
    if type(tag) is not slice:
        raise _at(node, _tagged(str(tag)))
    if type(node) is MappingNode:
        return _mapping(node, depth + 1)
    return [_scalar(item) if type(item) is ScalarNode else build(item, depth + 1) for item in node.value]


def _scalar(node: ScalarNode) -> Any:
    tag: Any = node.tag
    if type(tag) is not slice:
        raise _at(node, _tagged(str(tag)))
    value: str = node.value
    if value[-1:] in _ends_of_typed and tag.step[0]:  # plain, not quoted
        if value in _constants:
            return _constants[value]
        if _integer(value):
            return int(value)
    return value


def _mapping(node: MappingNode, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        if type(key) is not ScalarNode or isinstance(key.tag, str):
            raise _at(key, Refused("a key that is not plain text", "a plain key", "write `key: value`", "yaml"))
        found[key.value] = _scalar(value) if type(value) is ScalarNode else build(value, depth)
    if len(found) != len(node.value):
        raise _twice(node)
    return found


def _twice(node: MappingNode) -> NotTaken:
    seen: dict[str, int] = {}
    for key, _ in node.value:
        if key.value in seen:
            cure = "keep one, or make the second an entry of the first one's list"
            return _at(
                key,
                Refused(
                    f"key `{key.value}` stands twice (first in line {seen[key.value]})", cure=cure, rule="duplicate-key"
                ),
            )
        seen[key.value] = key.start_mark.line + 1
    raise AssertionError("no key stands twice")


def _at(node: Node, refused: Refused) -> NotTaken:
    return NotTaken(refused, node.start_mark.line + 1, node.start_mark.column + 1)


def _decode(text: bytes) -> str:
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise NotTaken(
            Refused("bytes that are not UTF-8", "UTF-8 text", "save the file as UTF-8", "yaml"), line, 1
        ) from None


def _refuse_depth(text: str) -> None:
    """Refuses what nests so deep that the composer, which recurses, must not meet it; `build` refuses the rest."""
    looks_deep = "- -" in text or "-  " in text or "? " in text
    many = text.count("[") + text.count("{") > HARMLESS
    if (many and _deepest_bracket(text) > MAX_DEPTH - 4) or (looks_deep and _inline(text)):
        _measure_depth(text)


def _deepest_bracket(text: str) -> int:
    left = _all_but_brackets.sub("", text)
    for _ in range(4):  # of most records nothing is left after the third time
        left = left.replace("[]", "").replace("{}", "")
    depth = deepest = 0
    for bracket in left:
        depth = depth + 1 if bracket in "[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


def _measure_depth(text: str) -> None:
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH and event.start_mark:
                raise NotTaken(_too_deep(), event.start_mark.line + 1, event.start_mark.column + 1)
    except yaml.YAMLError:
        return  # the composer tells it with its place


def _refuse_anchors(text: str) -> None:
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        anchor, mark = getattr(event, "anchor", None), event.start_mark
        if anchor and mark:
            cure = "write the value out in both places; quote a text that begins with `&` or `*`"
            raise NotTaken(
                Refused(f"anchor or alias `{anchor}`", "plain values", cure, "anchor"),
                mark.line + 1,
                mark.column + 1,
            )


def _refuse_controls(node: Node) -> None:
    """Refuses what only an escape can write: characters that move a terminal's cursor or end a text."""
    if isinstance(node, ScalarNode):
        if _control(node.value):
            raise _at(node, Refused("a control character", "text", "remove the escape", "yaml"))
        return
    for item in node.value:
        for part in item if isinstance(item, tuple) else (item,):
            _refuse_controls(part)


def _from_yaml(error: yaml.MarkedYAMLError, text: str) -> NotTaken:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if "expected a single document" in str(error):
        return NotTaken(
            Refused("a second document", "one record a file", "remove the `---` line", "yaml"), line, column
        )
    if mark and text[mark.index : mark.index + 1] == "\t":
        return NotTaken(Refused("a tab", "spaces", "indent with two spaces", "yaml"), line, column)
    said = ", ".join(part for part in (error.problem, error.context) if part)
    cure = "quote a text that contains `: ` or ` #` or begins with one of [ ] { } > | * & ! % @ `"
    return NotTaken(Refused(f"not YAML: {said}", "YAML", cure, "yaml"), line, column)


def too_large(size: int) -> Refused:
    """What is said of a file of more than MAX_BYTES."""
    return Refused(f"a file of {size:,} bytes", f"at most {MAX_BYTES:,} bytes", "one record a file: split it", "size")


def _too_deep() -> Refused:
    return Refused(
        f"nesting deeper than {MAX_DEPTH} levels",
        "the record form",
        "write the record flat, as CONTRIBUTING.md shows it",
        "depth",
    )


def _tagged(tag: str) -> Refused:
    return Refused(f"tag `{tag}`", "plain values", "remove it; quote a text that begins with `!`", "tag")
