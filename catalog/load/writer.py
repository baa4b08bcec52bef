"""Values as YAML writes them: plain where they read back the same, in quotes where they must be."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from unicodedata import category

from catalog.load.reader import NotTaken, read

# What stays text here but is a number, truth or nothing to other readers of YAML 1.2 (yaml.org, core schema).
_typed_elsewhere = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
    r"|null|Null|NULL|true|True|TRUE|false|False|FALSE|~"
).fullmatch
_unprintable = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def scalar(value: str | int) -> str:
    """A text or a whole number as YAML writes it, in a line or inside brackets."""
    if not isinstance(value, str):
        return json.dumps(value)
    return value if not _typed_elsewhere(value) and _reads_back(value) else _quoted(value)


def flow(value: Any) -> str:
    """A value on one line: `{value: 40 km, source: [a/one, b/two]}`. None is written as nothing, to be filled in."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return scalar(value)


def one_line(text: str) -> str:
    """A text without line breaks and control characters, as it may stand in a comment or be a name."""
    return " ".join("".join(" " if _no_letter(mark) else mark for mark in text).split())


def _no_letter(mark: str) -> bool:
    return category(mark) in ("Cc", "Cs", "Zl", "Zp") or mark in "\ufeff\ufffe\uffff"


def _reads_back(value: str) -> bool:
    try:
        return bool(read(f"- {{a: {value}}}\n".encode()) == [{"a": value}])
    except (NotTaken, UnicodeEncodeError):
        return False


def _quoted(value: str) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _unprintable.sub(lambda mark: f"\\u{ord(mark[0]):04x}", text)
