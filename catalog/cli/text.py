"""Plain text for terminals and pipes: columns that fit, wide characters counted, color only where it is wanted."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from unicodedata import category, east_asian_width


def terminal_width() -> int:
    """Columns to fill: those of the terminal, at least 60; 80 where the output is no terminal. $COLUMNS overrides."""
    chosen = os.environ.get("COLUMNS", "")
    if chosen.isdecimal() and len(chosen) < 6:
        return max(60, int(chosen))
    try:
        return max(60, os.get_terminal_size(sys.stdout.fileno()).columns or 80)
    except (OSError, ValueError):
        return 80


def styled() -> bool:
    """True if bold and dim may be used: on a terminal, unless NO_COLOR is set or it is a dumb one."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def bold(text: str) -> str:
    """The text in bold where styles are wanted."""
    return f"\x1b[1m{text}\x1b[0m" if styled() and text else text


def dim(text: str) -> str:
    """The text dimmed where styles are wanted."""
    return f"\x1b[2m{text}\x1b[0m" if styled() and text else text


def width(text: str) -> int:
    """Columns that a text takes: wide characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if category(mark) in ("Mn", "Me", "Cf") else 2 if east_asian_width(mark) in "WF" else 1 for mark in text
    )


def pad(text: str, columns: int, right: bool = False) -> str:
    """The text filled with spaces to a number of columns."""
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most so many columns, broken at spaces; a longer word is cut."""
    columns = max(columns, 2)  # a wide character takes two
    lines, line = [], ""
    for word in text.split(" "):
        while width(word) > columns:
            head, word = _cut(word, columns if not line else 0)
            lines += [line] if line else []
            lines += [head] if head else []
            line = ""
        if not line:
            line = word
        elif width(line) + 1 + width(word) <= columns:
            line += " " + word
        else:
            lines.append(line)
            line = word
    return [*lines, line] if line or not lines else lines


def _cut(word: str, columns: int) -> tuple[str, str]:
    taken = ""
    for mark in word:
        if width(taken + mark) > columns:
            break
        taken += mark
    return taken, word[len(taken) :]


def paragraph(text: str, indent: str = "", columns: int | None = None) -> str:
    """A text wrapped to the terminal's width, each line after the indent."""
    return "\n".join(indent + line for line in wrap(text, (columns or terminal_width()) - len(indent)))


def table(
    rows: Sequence[Sequence[str]],
    head: Sequence[str] | None = None,
    right: Sequence[int] = (),
    columns: int | None = None,
    indent: str = "",
) -> str:
    """Rows in columns that fit the width: the widest columns wrap first. `right` names columns set to the right."""
    every = [list(map(str, row)) for row in ([head] if head else []) + list(rows)]
    if not every:
        return ""
    widths = _fit(every, (columns or terminal_width()) - len(indent))
    lines: list[str] = []
    for number, row in enumerate(every):
        cells = [wrap(cell, widths[index]) for index, cell in enumerate(row)]
        for line in range(max(map(len, cells))):
            parts = [
                pad(cell[line] if line < len(cell) else "", widths[index], index in right)
                for index, cell in enumerate(cells)
            ]
            text = indent + "  ".join(parts).rstrip()
            lines.append(bold(text) if head and number == 0 else text)
    return "\n".join(lines)


def _fit(rows: list[list[str]], room: int) -> list[int]:
    """Column widths that fit the room: the widest columns give way first, down to their longest word, then below it."""
    columns = range(len(rows[0]))
    widths = [max(width(row[index]) for row in rows) for index in columns]
    words = [min(24, max(width(word) for row in rows for word in row[index].split(" "))) for index in columns]
    for least in (words, [6] * len(widths)):
        while sum(widths) + 2 * (len(widths) - 1) > room:
            loose = [index for index in columns if widths[index] > least[index]]
            if not loose:
                break
            widths[max(loose, key=lambda index: widths[index])] -= 1
    return widths
