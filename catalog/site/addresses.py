"""Which addresses of the live site become which files of a frozen one, and how its pages link to each other."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl

from catalog.site.cells import DATABASE
from catalog.site.pages import PAGES
from catalog.site.query import FILTERS, PART, PUBLISHER_FILTERS

DATABASE_FILE = f"{DATABASE}.db"
PARENT, INDEX = f"/{DATABASE}", "index.html"

# One word of an address can become a folder, and the part of a list one in it; other words together need the live site.
CHOICES: Mapping[str, Sequence[str]] = {
    "/systems": FILTERS,
    "/rank": (*FILTERS, "property"),
    "/events": ("kind", "system"),
    "/sources": tuple(PUBLISHER_FILTERS),
    "/coverage": FILTERS,
}
MACHINES = frozenset({"/events.atom", "/changes.atom", "/sitemap.xml", "/robots.txt"})
ASSETS = "/-/catalog/"
ORIGIN = "http://frozen.invalid"  # the host that pages are asked from, so that their full addresses are known by it

_page = re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", page.pattern) for page in PAGES)).fullmatch
_simple = re.compile(r"[\w-]+", re.ASCII).fullmatch
_full = re.compile(re.escape(ORIGIN) + r"(/(?:[^\s\"'<>&\\]*[^\s\"'<>&\\.,])?)")


class NotFrozen(Exception):
    """The site cannot be frozen. The message says why and what to do."""


class Base(NamedTuple):
    """Where a frozen site will stand: `https://host/arms/`, only the path `/arms/`, or nowhere known.

    Pages link to each other from where they are, so that they work anywhere; only full addresses need this.
    """

    address: str = ""

    @property
    def host(self) -> bool:
        """True if the full address is known."""
        return "://" in self.address

    def full(self, text: str) -> str:
        """A text with the live site's full addresses as those of the frozen one, or as paths where none is known."""
        return _full.sub(lambda found: self._moved(found[1]), text)

    def _moved(self, address: str) -> str:
        path, mark, part = address.partition("#")
        file = file_of(path)
        return (self.address + (path[1:] if file is None else _folder(file)) or "./") + mark + part

    def link(self, here: str, file: str) -> str:
        """The link from one file to another; it names index.html where no server may be there to find it."""
        found = posixpath.relpath(file, posixpath.dirname(here) or ".")
        return _folder(found) or "./" if self.address else found


def _folder(file: str) -> str:
    return file.removesuffix(INDEX) if posixpath.basename(file) == INDEX else file


def file_of(address: str) -> str | None:
    """The file that holds what an address of the live site shows; None for what only the live site can answer."""
    path, _, words = address.partition("?")
    if path == PARENT:
        return file_of("/download")
    if not is_asked(path):
        return DATABASE_FILE
    if path.startswith(ASSETS):
        stem, _, kind = path.removeprefix(ASSETS).rpartition(".")
        return f"assets/{stem}.{dict(parse_qsl(words)).get('v', '0')}.{kind}"
    if path in MACHINES:
        return path[1:]
    stem = "/" if path == "/index.json" else path.removesuffix(".json")
    if not _page(stem):
        return None
    chosen = _chosen(stem, words)
    if chosen is None:
        return None
    if path.endswith(".json"):
        return f"{chosen or 'index'}.json"
    return posixpath.join(chosen, INDEX)


def _chosen(stem: str, words: str) -> str | None:
    """The folder of a page, with the word and the part of a list that its address may carry; None for others."""
    asked = [(name, value) for name, value in parse_qsl(words, keep_blank_values=True) if value]
    if not asked:
        return stem.strip("/")
    choice = [pair for pair in asked if pair[0] != PART]
    part = [pair for pair in asked if pair[0] == PART]
    if stem not in CHOICES or len(choice) > 1 or len(part) > 1 or not all(_simple(value) for _, value in asked):
        return None
    if any(name not in CHOICES[stem] for name, _ in choice):
        return None
    return "/".join([stem.strip("/"), *(word for pair in choice + part for word in pair)])


def is_asked(address: str) -> bool:
    """True if the live site is asked for what an address shows; the database itself is only copied."""
    path = address.partition("?")[0]
    return path != PARENT and not path.startswith((f"{PARENT}/", f"{PARENT}."))


def address_of(link: str, here: str) -> str | None:
    """The address below the site's root that a link on the page `here` leads to; None if it leads elsewhere.

    Raises NotFrozen for a form of link that the site's pages do not use.
    """
    if link.startswith("/") and not link.startswith("//"):
        return link
    if link.startswith("?"):
        return here.partition("?")[0] + link.removesuffix("?")
    if link.startswith(("#", "http://", "https://")):
        return None
    raise NotFrozen(f"the page {here} has the link `{link}`, which is neither a page's nor one to http or https")
