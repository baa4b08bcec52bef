"""CSV after RFC 4180, in UTF-8: for spreadsheets, which take some texts for formulas, or plain for programs.

An empty field is no value. For spreadsheets a text that could be a formula, that is empty or that begins with an
apostrophe gets an apostrophe before it: whoever takes one leading apostrophe away has the value again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any, BinaryIO

from catalog.export.sheet import DAY, LIST, OBJECT, TEXT, Row, Sheet

_harmless = re.compile(r"-[0-9][\w. ]*\Z").match  # a figure like `-2.5 deg`, in which nothing can be called


def write_csv(sheet: Sheet, stream: BinaryIO, for_spreadsheets: bool = True) -> int:
    """Writes a sheet with its heads and returns the number of rows."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        writer, count = csv.writer(text), 0
        writer.writerow([column.name for column in sheet.columns])
        for row in _safe(sheet) if for_spreadsheets else sheet.rows():
            writer.writerow(row)
            count += 1
    finally:
        text.detach()
    return count


def _safe(sheet: Sheet) -> Iterable[Row]:
    texts = [at for at, column in enumerate(sheet.columns) if column.kind in (TEXT, DAY, LIST, OBJECT)]
    for row in sheet.rows():
        cells = list(row)
        for at in texts:
            cells[at] = safe_cell(cells[at])
        yield cells


def safe_cell(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula."""
    if value is None or (value and value[0] not in "=+-@\t\r'") or (value and _harmless(value)):
        return value
    return "'" + value


def read_cell(cell: str) -> str | None:
    """The text that a cell for spreadsheets stands for."""
    return cell.removeprefix("'") if cell else None
