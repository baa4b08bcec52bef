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

_integer = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z").match
_brackets = re.compile(r"[\[\]{}]")
_inline = re.compile(rf"(?:[-?] +){{{MAX_DEPTH}}}").search


class Typed:
    """A scalar that is not text; libyaml's composer carries it where a tag would stand."""

    __slots__ = ("value",)

    def __init__(self, value: int | bool | None) -> None:
        self.value = value


_constants = {"": Typed(None), "~": Typed(None), "null": Typed(None), "true": Typed(True), "false": Typed(False)}


class NotTaken(Exception):
    """YAML that this catalog does not take: the reason, and the place (line and column from 1)."""

    def __init__(self, refused: Refused, line: int, column: int) -> None:
        super().__init__(refused.found)
        self.refused, self.line, self.column = refused, line, column


class Parser(CParser):
    """libyaml's parser with the catalog's own idea of what is not text."""

    def resolve(self, kind: type, value: str, implicit: tuple[bool, bool]) -> Typed | None:
        """None for text, mappings and sequences; the value's holder otherwise."""
        if kind is ScalarNode and implicit[0]:
            if value in _constants:
                return _constants[value]
            if _integer(value):
                return Typed(int(value))
        return None

    # PyYAML walks path resolvers here for every node; the catalog has none, and these two do nothing in C.
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
        raise NotTaken(_too_large(len(text)), 1, 1)
    decoded = _decode(text)
    _refuse_depth(decoded)
    try:
        if "&" in decoded or "*" in decoded:
            _refuse_anchors(decoded)
        node = Parser(decoded).get_single_node()
    except yaml.MarkedYAMLError as error:
        raise _from_yaml(error, decoded) from None
    except (yaml.YAMLError, ValueError) as error:
        raise NotTaken(Refused(f"not YAML: {str(error).splitlines()[0]}", rule="yaml"), 1, 1) from None
    if node is None:
        raise NotTaken(Refused("the file is empty", "a record", rule="yaml"), 1, 1)
    return node


def build(node: Node, depth: int) -> Any:
    """A node and all below it as plain Python values."""
    if depth > MAX_DEPTH:
        raise _at(node, _too_deep())
    if type(node) is ScalarNode:
        return _scalar(node)
    if node.tag is not None:
        raise _at(node, _tagged(node.tag))
    if type(node) is MappingNode:
        return _mapping(node, depth + 1)
    return [build(item, depth + 1) for item in node.value]


def _scalar(node: ScalarNode) -> Any:
    tag: object = node.tag
    if tag is None:
        return node.value
    if type(tag) is Typed:
        return tag.value
    raise _at(node, _tagged(str(tag)))


def _mapping(node: MappingNode, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        if type(key) is not ScalarNode or isinstance(key.tag, str):
            raise _at(key, Refused("a key that is not plain text", "a plain key", rule="yaml"))
        found[key.value] = build(value, depth)
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
    """Refuses what nests too deep before the composer, which recurses, meets it; exact where it looks deep."""
    depth = deepest = 0
    for bracket in _brackets.finditer(text):
        depth = depth + 1 if bracket[0] in "[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH or _inline(text):
        _measure_depth(text)


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


def _too_large(size: int) -> Refused:
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
