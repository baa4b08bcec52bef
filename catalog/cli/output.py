"""One answer in the format asked for: a table for people, JSON, CSV, Markdown or YAML for programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

FORMATS = ("table", "json", "csv", "markdown", "yaml")


def emit(
    format: str, text: Callable[[], str], plain: Callable[[], Any], rows: Callable[[], Sequence[dict[str, Any]]]
) -> str:
    """The answer as text. Only the form that is asked for is made."""
    if format == "table":
        return text()
    if format == "json":
        return _json(plain())
    if format == "yaml":
        return _yaml(plain())
    return _csv(rows()) if format == "csv" else _markdown(rows())


def _json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


def _yaml(value: Any) -> str:
    import yaml

    return str(yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=100)).rstrip()


def _csv(rows: Sequence[dict[str, Any]]) -> str:
    import csv
    import io

    buffer = io.StringIO()
    if rows:
        writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return buffer.getvalue().rstrip("\n")


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; a negative figure like `-4 deg` is none."""
    if isinstance(value, str) and (
        value[:1] in ("=", "+", "@", "\t") or (value[:1] == "-" and not value[1:2].isdigit())
    ):
        return "'" + value
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def _markdown(rows: Sequence[dict[str, Any]]) -> str:
    if not rows:
        return ""
    lines = [_markdown_row(rows[0]), "|" + " --- |" * len(rows[0])]
    return "\n".join(lines + [_markdown_row(row.values()) for row in rows])


def _markdown_row(cells: Any) -> str:
    return (
        "| "
        + " | ".join("" if cell is None else str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells)
        + " |"
    )
