"""Asks the address of every document and tells in Markdown which are dead. It blocks nothing: pages come and go.

Polite: a few hosts at a time, one question at a time to each, with a pause, and no page is read.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx

from catalog.cli.fresh import open_fresh
from catalog.version import __version__

DEAD = frozenset({404, 410})
WORDS = {"alive": "answer", "dead": "are dead", "unsure": "did not say (they refuse programs, are busy or slow)"}


class Document(NamedTuple):
    """A document with its address and the latest day on which somebody read it."""

    id: str
    url: str
    accessed: str | None


class Manner(NamedTuple):
    """How to ask: hosts at a time, seconds between two questions to one host, seconds to wait for an answer."""

    at_once: int = 12
    pause: float = 1.0
    timeout: float = 20.0


class Verdict(NamedTuple):
    """What became of a document's address: alive, dead or unsure, with what was answered."""

    document: Document
    state: str
    said: str


def main() -> int:
    """Asks all addresses, or the first few, and prints the summary."""
    parser = argparse.ArgumentParser(prog="scripts/links.py", description=__doc__)
    parser.add_argument("--first", type=int, help="only so many documents, for a trial")
    given = parser.parse_args()
    with open_fresh() as catalog:
        rows = catalog.rows("select id, url, accessed from documents where url is not null order by id")
    documents = [Document(**row) for row in rows][: given.first]
    print(summary(asyncio.run(ask_all(documents, Manner()))))
    return 0


async def ask_all(documents: Iterable[Document], manner: Manner) -> list[Verdict]:
    """A verdict on every document, in their order."""
    hosts: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        hosts[urlsplit(document.url).netloc].append(document)
    free = asyncio.Semaphore(manner.at_once)
    headers = {"user-agent": f"arms-catalog-links/{__version__} (weekly check of cited pages)", "accept": "*/*"}
    async with httpx.AsyncClient(headers=headers, timeout=manner.timeout, follow_redirects=True) as client:

        async def ask_host(asked: Sequence[Document]) -> list[Verdict]:
            found = []
            async with free:
                for document in asked:
                    found.append(await _ask(client, document, manner))
                    await asyncio.sleep(manner.pause)
            return found

        verdicts = await asyncio.gather(*map(ask_host, hosts.values()))
    return sorted((verdict for part in verdicts for verdict in part), key=lambda verdict: verdict.document.id)


async def _ask(client: httpx.AsyncClient, document: Document, manner: Manner) -> Verdict:
    try:
        async with asyncio.timeout(2 * manner.timeout):
            status = (await client.head(document.url)).status_code
            if status >= 400:  # many servers know only GET
                async with client.stream("GET", document.url) as answer:
                    status = answer.status_code
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        return Verdict(document, "dead" if _no_host(error) else "unsure", _words(error))
    state = "dead" if status in DEAD else "alive" if status < 400 else "unsure"
    return Verdict(document, state, f"status {status}")


def _no_host(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, socket.gaierror):
            return error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
        error = error.__cause__ or error.__context__
    return False


def _words(error: BaseException) -> str:
    return "no such host" if _no_host(error) else type(error).__name__


def summary(verdicts: Sequence[Verdict]) -> str:
    """The outcome in Markdown: counts, the dead with their record and an archive's copy, the unsure by reason."""
    counts = Counter(verdict.state for verdict in verdicts)
    lines = ["# Links of the documents", ""]
    lines += [f"- {counts[state]:,} of {len(verdicts):,} {words}" for state, words in WORDS.items()]
    dead = [verdict for verdict in verdicts if verdict.state == "dead"]
    if dead:
        lines += ["", "| document | said | record | archived |", "|---|---|---|---|", *map(_row, dead)]
    reasons = Counter(verdict.said for verdict in verdicts if verdict.state == "unsure")
    if reasons:
        lines += ["", "Unsure: " + ", ".join(f"{said} ({number})" for said, number in reasons.most_common()) + "."]
    return "\n".join(lines)


def _row(verdict: Verdict) -> str:
    id, url, accessed = verdict.document
    address, day = url.replace(")", "%29"), (accessed or "").replace("-", "")[:8]
    copy = f"[copy](https://web.archive.org/web/{day}/{address})"
    return f"| [{id}]({address}) | {verdict.said} | `sources/{id.partition('/')[0]}.yml` | {copy} |"


if __name__ == "__main__":
    sys.exit(main())
