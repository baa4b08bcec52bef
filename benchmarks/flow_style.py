"""YAML as contributors write it: plain where it may be, in quotes where it must, one claim a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

_plain = re.compile(r"[^\W_](?:[\w /.()±«»~'’+-]*[\w.)»~])?\Z").match
_typed = re.compile(r"[0-9.]+\Z|(?i:true|false|null|yes|no|on|off)\Z").match


def quoted(text: str) -> str:
    """A text as a YAML scalar, in quotes where it needs them."""
    return text if _plain(text) and not _typed(text) else json.dumps(text, ensure_ascii=False)


def listed(items: Iterable[str]) -> str:
    """One item, or a flow list of several."""
    found = list(items)
    return found[0] if len(found) == 1 else f"[{', '.join(found)}]"


def flow(**fields: str | None) -> str:
    """A flow mapping of ready scalars; `class_` stands for `class`, and fields that are None are left out."""
    return "{" + ", ".join(f"{key.rstrip('_')}: {text}" for key, text in fields.items() if text is not None) + "}"
