"""A page of the live site as a page of a frozen one: links to files, and nothing that only a server can answer."""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser

from catalog.site.addresses import Base, address_of, file_of, is_asked

LIVE = "live"  # the class of what a page shows only where the live site answers
NOTE = "A frozen copy. Search, comparisons of your choice, filters together, other units and scales: on the live site."

_link = re.compile(r'(?<![\w-])(href|src)="([^"]*)"')


class Relinked(HTMLParser):
    """Reads one page and gives its frozen form; `found` are the files that it links to, each with its live address."""

    def __init__(self, here: str, file: str, base: Base) -> None:
        super().__init__(convert_charrefs=False)
        self.here, self.file, self.base = here, file, base
        self.found: dict[str, str] = {}
        self._parts: list[str] = []
        self._dropped = ""  # the element that is being left out, and how deep it is nested in others of its name
        self._depth = 0
        self._bare = False

    def frozen(self, text: str) -> str:
        """The frozen form of the page's text."""
        self.feed(text)
        self.close()
        return self.base.full("".join(self._parts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Leaves out forms and what is marked as live; links lead to files."""
        if self._dropped:
            self._depth += tag == self._dropped
            return
        if tag == "form" or LIVE in (dict(attrs).get("class") or "").split():
            self._dropped, self._depth = tag, 1
            return
        self.handle_startendtag(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag with its link to a file; where the site will stand is told only if it is known."""
        known = dict(attrs)
        told = known.get("rel") == "canonical" or known.get("property") == "og:url"
        if not self._dropped and (self.base.address or not told):
            self._parts.append(self._linked(tag, self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        """Closes what was opened; the note stands at the end of the content."""
        if self._dropped:
            self._depth -= tag == self._dropped
            if not self._depth:
                self._dropped = ""
            return
        if tag == "main":
            self._parts.append(f'<p class="meta">{NOTE}</p>\n')
        if tag == "a" and self._bare:
            tag, self._bare = "span", False
        self._parts.append(f"</{tag}>")

    def _linked(self, tag: str, text: str) -> str:
        """A tag with its link to a file; one that would lead to what is not there becomes plain, or goes."""
        found = _link.search(text)
        address = address_of(unescape(found[2]), self.here) if found else None
        if found is None or address is None:
            return text
        place, mark, part = address.partition("#")
        file = file_of(place)
        if file is None:
            self._bare = tag == "a"
            return '<span class="gone">' if tag == "a" else ""
        if is_asked(place):
            self.found[file] = place
        moved = self.base.link(self.file, file) + mark + part
        return f"{text[: found.start(2)]}{escape(moved)}{text[found.end(2) :]}"

    def handle_data(self, data: str) -> None:
        """Text, scripts too."""
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        """A named character, kept as written."""
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """A numbered character, kept as written."""
        self._keep(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        """The document type."""
        self._keep(f"<!{decl}>")

    def _keep(self, text: str) -> None:
        if not self._dropped:
            self._parts.append(text)
