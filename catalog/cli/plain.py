"""The fast lane: `show ID`, `compare ID ID` and `search WORDS` without options, asked without loading typer.

The same pages answer as in `ask`; one test drives both lanes and compares output and status.
"""

from __future__ import annotations

from catalog.cli.answer import Page, answer
from catalog.query.catalog import Catalog


def run_plain(given: list[str]) -> int | None:
    """Answers a command line without options; None leaves it to typer."""
    command, *words = given
    if command == "show" and len(words) != 1:
        return None
    pages = {"show": _show, "compare": _compare, "search": _search}
    return answer("table", lambda catalog: pages[command](catalog, words))


def _show(catalog: Catalog, words: list[str]) -> Page:
    from catalog.cli.show import ShowPage

    return ShowPage(catalog, catalog.sheet(words[0]), catalog.measures())


def _compare(catalog: Catalog, words: list[str]) -> Page:
    from catalog.cli.compare import ComparePage

    return ComparePage(catalog, catalog.compare(words), catalog.measures())


def _search(catalog: Catalog, words: list[str]) -> Page:
    from catalog.cli.lists import SearchPage

    return SearchPage(catalog, " ".join(words))
