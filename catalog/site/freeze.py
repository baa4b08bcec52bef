"""The whole site as static files: every page asked from the site in process, its links leading to files."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from datasette.app import Datasette
from datasette.utils import parse_metadata

from catalog.site.addresses import DATABASE_FILE, ORIGIN, Base, NotFrozen, file_of
from catalog.site.relink import Relinked
from catalog.site.server import metadata
from catalog.version import __version__

MARK = "frozen.json"  # by it a folder is known as a frozen site, which a new one may replace
CHUNK = 32
FIRST = ("/", "/events.atom", "/changes.atom", "/sitemap.xml", "/robots.txt")
WITH_HOST = frozenset({"/sitemap.xml", "/robots.txt"})  # of no use without full addresses

Progress = Callable[[int, int], None]
Links = Mapping[str, str]  # files, each with the live address of what is in it
Ask = Callable[[Sequence[Sequence[str]]], Iterator[Links]]


class Frozen(NamedTuple):
    """What was written: the number of files, and their bytes together."""

    files: int
    size: int


def freeze(database: Path, folder: Path, base: str = "", progress: Progress | None = None, jobs: int = 1) -> Frozen:
    """Writes the whole site into folder, which is replaced when all is written. `jobs` is the number of processes.

    `base` is where the folder will be served: a full address, a path, or nothing where that is not known. Raises
    NotFrozen and OSError; the old folder is then untouched.
    """
    with replacing(folder) as workplace:
        copy = workplace / DATABASE_FILE  # of the name by which the site knows it
        shutil.copyfile(database, copy)
        with _asking(jobs, copy, workplace, Base(base)) as ask:
            _write_all(ask, [address for address in FIRST if Base(base).host or address not in WITH_HOST], progress)
        return _marked(workplace, base)


def _write_all(ask: Ask, first: Sequence[str], progress: Progress | None) -> None:
    """Follows the links from the first addresses until every file that is linked to is there."""
    done, waiting = set[str](), {file_of(address) or "": address for address in first}
    while waiting:
        addresses, found = sorted(waiting.values()), dict[str, str]()
        chunks = [addresses[start : start + CHUNK] for start in range(0, len(addresses), CHUNK)]
        for number, links in enumerate(ask(chunks)):
            found |= links
            if progress:
                progress(len(done) + number * CHUNK, len(done) + len(addresses))
        done |= waiting.keys()
        waiting = {file: address for file, address in found.items() if file not in done}


def _marked(workplace: Path, base: str) -> Frozen:
    """Counts, and notes in the folder what it is."""
    sizes = [path.stat().st_size for path in workplace.rglob("*") if path.is_file()]
    words = {"program": f"arms-catalog {__version__}", "base_url": base or None, "files": len(sizes)}
    (workplace / MARK).write_text(json.dumps(words, indent=1) + "\n", encoding="utf-8")
    return Frozen(len(sizes) + 1, sum(sizes))


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A folder beside `folder` to write into, which takes its place at the end.

    After an exception the old folder is untouched and nothing remains. Raises NotFrozen rather than replace a folder
    that holds something else than a frozen site.
    """
    folder = folder.resolve()
    if folder.exists() and not (folder / MARK).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotFrozen(f"{folder} is no frozen site and would be lost: name a new or an empty folder")
    if not folder.parent.is_dir():
        raise NotFrozen(f"there is no folder {folder.parent}: make it first")
    workplace, old = (folder.with_name(f".{folder.name}.{os.getpid()}.{kind}") for kind in ("tmp", "old"))
    for rest in (workplace, old):
        shutil.rmtree(rest, ignore_errors=True)
    workplace.mkdir()
    try:
        yield workplace
        if folder.exists():
            folder.rename(old)
        try:
            workplace.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    finally:
        for rest in (workplace, old):
            shutil.rmtree(rest, ignore_errors=True)


class Writer:
    """A site in this process that writes its answers as files."""

    def __init__(self, database: Path, folder: Path, base: Base) -> None:
        self.folder, self.base = folder, base
        self._loop = asyncio.new_event_loop()
        words = parse_metadata(metadata().read_text(encoding="utf-8"))
        self._site = Datasette(immutables=[str(database)], metadata=words)
        self._loop.run_until_complete(self._site.invoke_startup())

    def close(self) -> None:
        """Ends the site's threads."""
        self._site.executor.shutdown()
        self._loop.close()

    def write(self, addresses: Sequence[str]) -> Links:
        """Writes the answers to some addresses; gives what they link to."""
        found: dict[str, str] = {}
        for address in addresses:
            found |= self._write(address)
        return found

    def _write(self, address: str) -> Links:
        file = file_of(address)
        assert file is not None, address
        text, links = self._asked(address), dict[str, str]()
        if file.endswith(".html"):
            page = Relinked(address, file, self.base)
            text, links = page.frozen(text), page.found
        elif file.endswith((".atom", ".xml", ".txt")):
            text = self.base.full(text)
        target = self.folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return links

    def _asked(self, address: str) -> str:
        host = {"host": ORIGIN.partition("//")[2]}
        answer = self._loop.run_until_complete(self._site.client.get(address, headers=host))
        if answer.status_code != 200:
            raise NotFrozen(f"the site answers {address} with status {answer.status_code}, not 200")
        return str(answer.text)


@contextmanager
def _asking(jobs: int, database: Path, folder: Path, base: Base) -> Iterator[Ask]:
    """A way to have chunks of addresses written, here or by several processes."""
    if jobs < 2 or not hasattr(os, "fork"):
        with closing(Writer(database, folder, base)) as writer:
            yield lambda chunks: map(writer.write, chunks)
        return
    from multiprocessing import get_context

    with get_context("fork").Pool(jobs, _begin, (database, folder, base)) as pool:
        yield lambda chunks: pool.imap_unordered(_run, chunks)


_writer: Writer | None = None


def _begin(database: Path, folder: Path, base: Base) -> None:
    global _writer
    _writer = Writer(database, folder, base)


def _run(addresses: Sequence[str]) -> Links:
    assert _writer is not None
    return _writer.write(addresses)
