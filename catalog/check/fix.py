"""The cures that need no thought, written into the files: spellings, stray spaces, order of keys.

Comments, quotes and line breaks stay as they are: only the characters concerned are exchanged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode

from catalog.check.order import below, ordered, shape_of
from catalog.check.shapes import Schema, schemas
from catalog.load import FOLDERS
from catalog.load.places import find
from catalog.load.reader import MAX_DEPTH, NotTaken, build, compose, read
from catalog.problems import Problem
from catalog.replacing import clear_away, replacing

Edit = tuple[int, int, str]  # from and to, in characters, and what to write there
SAID = 57  # characters of a value that the longest problem repeats
_no_text = frozenset({"unreadable", "file-kind", "size"})  # rules whose files are not opened
_stray = re.compile(r"(?<![ \t])[ \t]++$", re.MULTILINE)  # tries each run of spaces once


def fix_files(root: Path, problems: Iterable[Problem]) -> list[str]:
    """Writes the cures of problems into their files; the files that changed. Raises OSError as `fixing` does."""
    return list(fixing(root, problems))


def fixing(root: Path, problems: Iterable[Problem]) -> Iterator[str]:
    """Writes the cures of problems file by file, and tells each that has changed.

    Raises OSError, with the record's name, for one that cannot be written; it is then as it was.
    """
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.file, []).append(problem)
    readable = {file: mine for file, mine in by_file.items() if not any(one.rule in _no_text for one in mine)}
    for folder in {(root / file).parent for file in readable}:
        clear_away(folder)
    for file, mine in sorted(readable.items()):
        try:
            changed = _write_cures(root / file, FOLDERS[file.partition("/")[0]], mine)
        except OSError as error:
            raise OSError(error.errno, error.strerror, file) from error
        if changed:
            yield file


def _write_cures(path: Path, kind: str, problems: Sequence[Problem]) -> bool:
    before = path.read_bytes()
    try:
        after = fix(before, kind, problems)
    except NotTaken:
        return False
    if after == before:
        return False
    with replacing(path) as workplace:
        (workplace / path.name).write_bytes(after)
    return True


def fix(content: bytes, kind: str, problems: Sequence[Problem]) -> bytes:
    """A record's file with the cures of its problems written in. Raises NotTaken for what is no YAML.

    A second time it changes nothing, and what a value means stays as it was.
    """
    top = compose(content)
    build(top, 0)
    text = content.decode("utf-8-sig")
    edits = [edit for problem in problems if problem.fix is not None and (edit := _respelled(top, problem))]
    text = _edited(text, edits)
    schema = schemas()[kind]
    for _ in range(MAX_DEPTH + 1):  # an outer order first, then those within it, whose places it has moved
        moved = list(_reorder(compose(text.encode()), text, schema, schema))
        before, text = text, _harmless(text, moved)
        if text == before:
            break
    return (_stray.sub("", text).rstrip("\n") + "\n").encode()


def _edited(text: str, edits: Iterable[Edit]) -> str:
    for start, end, new in sorted(set(edits), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _harmless(text: str, edits: Sequence[Edit]) -> str:
    """The text with those of the edits written in, which are in order of place, that change nothing of what it says."""
    if not edits:
        return text
    edited = _edited(text, edits)
    with suppress(NotTaken):
        if read(edited.encode()) == read(text.encode()):
            return edited
    if len(edits) == 1:
        return text
    half = len(edits) // 2
    return _harmless(_harmless(text, edits[half:]), edits[:half])


def _respelled(top: Node, problem: Problem) -> Edit | None:
    node = find(top, problem.where)
    if not isinstance(node, ScalarNode) or problem.fix is None:
        return None
    if node.value[:SAID] not in problem.found:
        return None  # somebody has written to the file since it was checked
    return node.start_mark.index, node.end_mark.index, _scalar(problem.fix)


def _scalar(value: str) -> str:
    """A text as YAML writes it, quoted only where it must be."""
    try:
        if read(f"- {{a: {value}}}\n".encode()) == [{"a": value}]:
            return value
    except NotTaken:
        pass
    return json.dumps(value, ensure_ascii=False)


def _reorder(node: Node, text: str, shape: Schema, top: Schema) -> Iterator[Edit]:
    """The edits that put the outermost mappings out of order in order."""
    value: Any = {} if isinstance(node, MappingNode) else [] if not isinstance(node, ScalarNode) else ""
    shape = shape_of(value, shape, top)
    if isinstance(node, MappingNode):
        keys = [key.value for key, _ in node.value]
        wanted = ordered(keys, shape)
        if wanted != keys and (edit := _moved(node, text, keys, wanted)):
            yield edit
            return
        entries: Any = [(key.value, item) for key, item in node.value]
    elif isinstance(node, ScalarNode):
        return
    else:
        entries = enumerate(node.value)
    for key, item in entries:
        yield from _reorder(item, text, below(key, shape), top)


def _moved(node: MappingNode, text: str, keys: list[str], wanted: list[str]) -> Edit | None:
    pieces = _flow_pieces(node, text) if node.flow_style else _block_pieces(node, text)
    if pieces is None:
        return None
    start, end, parts, between = pieces
    by_key = dict(zip(keys, parts, strict=True))
    return start, end, between.join(by_key[key] for key in wanted)


def _flow_pieces(node: MappingNode, text: str) -> tuple[int, int, list[str], str] | None:
    """The entries of `{a: 1, b: 2}`, None where it holds line breaks, which may hold comments."""
    start, end = node.value[0][0].start_mark.index, node.value[-1][1].end_mark.index
    if "\n" in text[start:end]:
        return None
    return start, end, [text[key.start_mark.index : item.end_mark.index] for key, item in node.value], ", "


def _block_pieces(node: MappingNode, text: str) -> tuple[int, int, list[str], str] | None:
    """The entries of a mapping on lines of its own, each with the comments right above it."""
    keys = [key.start_mark for key, _ in node.value]
    column, end = keys[0].column, _end_of_block(node, text)
    if any(key.column != column or key.line == above.line for above, key in pairwise(keys)):
        return None
    begins = [_with_comments(text, key.index - column, column) + column for key in keys]
    if text[keys[0].index - column : keys[0].index].strip() or begins[0] == 0:
        begins[0] = keys[0].index  # behind a `- `; and what a file begins with is said of the file
    ends = [begin - column for begin in begins[1:]] + [end]
    parts = [text[begin:end].removesuffix("\n") for begin, end in zip(begins, ends, strict=True)]
    return begins[0], end - text.endswith("\n", 0, end), parts, "\n" + " " * column


def _with_comments(text: str, start: int, column: int) -> int:
    """Where the comment lines right above a line begin that stand as far in as it does."""
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        line = text[above : start - 1]
        if not line.startswith(" " * column + "#"):
            return start
        start = above
    return start


def _end_of_block(node: MappingNode, text: str) -> int:
    """The end of the last line that belongs to a mapping: its end mark stands where the next thing begins."""
    last = node.value[-1][1]
    while not isinstance(last, ScalarNode) and last.value and not last.flow_style:
        last = last.value[-1][1] if isinstance(last, MappingNode) else last.value[-1]
    end = text.find(
        "\n",
        last.end_mark.index - 1 if text[last.end_mark.index - 1 : last.end_mark.index] == "\n" else last.end_mark.index,
    )
    return len(text) if end < 0 else end + 1
