"""How fast pages are served, beside a hello route, core's pages and nginx: python benchmarks/pages.py --size 0 10000

Four connections of wrk on one core, the server on the other; each page is asked for right after hello.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count as counter
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.request import urlopen

import servers
from ground import count, say
from load import NoAnswer, load
from questions import Asked, asked
from servers import Server
from tables import options, table, tell

SECONDS = 2.0
HELLO = "hello of Starlette"
TABLE = "/catalog/claims?property_id=firing_range&_sort_desc=high&_size=100"
REACH = {"system": "0.12, 10 ms", "system as JSON": "0.17"}
CORE_TABLE = "core's table page: its rate with our settings, of core as shipped"
WORKER = "system, asked for the first time: rate of two workers, of one"
FROZEN, CACHED = "system, frozen: nginx, of hello", "system, kept by nginx, of hello"
COMPARED = {CORE_TABLE: "40", WORKER: "1.7", FROZEN: "6", CACHED: "6"}
_new = counter(1)


class Share(NamedTuple):
    """A page's rate as a share of hello's a moment before, and the milliseconds within which 99 of 100 answers came."""

    rate: float
    p99: float


class Measured(NamedTuple):
    """What was measured of one database: pages kept and new, ratios of other servers, peaks in MiB, rows of claims."""

    kept: dict[str, list[Share]]
    new: dict[str, list[Share]]
    compared: dict[str, list[float]]
    peaks: dict[str, float | None]
    rows: int


def pages(asked: Asked) -> dict[str, str]:
    """Our pages, and two of core's, by what they are."""
    return {
        "plain route": "/robots.txt",
        "home": "/",
        "systems": "/systems",
        "system": f"/systems/{asked.one}",
        "system as JSON": f"/systems/{asked.one}.json",
        "compare": f"/compare?s={asked.one}&s={asked.other}",
        "rank": "/rank",
        "events": "/events",
        "sources": "/sources",
        "core: table of claims": "/catalog/claims",
        "core: table of systems": "/catalog/systems",
    }


def measure(asked: Asked, rounds: int) -> Measured:
    """Starts all servers on a database and asks them in turn."""
    say(f"Asking for pages of {asked.label}: A is {asked.one}, B is {asked.other} …")
    with ExitStack() as stack:
        hello, ours = stack.enter_context(servers.hello()), stack.enter_context(servers.ours(asked.database))
        every, compared = pages(asked), _compared(stack, asked, hello, ours)
        kept: dict[str, list[Share]] = {name: [] for name in (HELLO, *every)}
        new: dict[str, list[Share]] = {name: [] for name in every}
        ratios: dict[str, list[float]] = {name: [] for name in compared}
        for _ in range(rounds):
            kept[HELLO].append(_share(hello, hello, "/"))
            for name, path in every.items():
                kept[name].append(_share(ours, hello, path))
            for name, path in every.items():
                new[name].append(_share(ours, hello, path, new=True))
            for name, compare in compared.items():
                ratios[name].append(compare())
        peaks = {HELLO: hello.peak(), "our site": ours.peak()}
    return Measured(kept, new, ratios, peaks, count(asked.database, "claims"))


def _compared(stack: ExitStack, asked: Asked, hello: Server, ours: Server) -> dict[str, Callable[[], float]]:
    """What is compared with something else than hello on our site, each as a function that measures the two in turn."""
    path, start = f"/systems/{asked.one}", stack.enter_context
    one, two = (start(servers.workers(asked.database, number)) for number in (1, 2))
    shipped = start(servers.core(asked.database))
    found: dict[str, Callable[[], float]] = {
        CORE_TABLE: lambda: _seconds(shipped, TABLE) / median(_seconds(ours, TABLE) for _ in range(5)),
        WORKER: lambda: _rate(two.address + path, new=True, pin=False) / _rate(one.address + path, new=True, pin=False),
    }
    behind = start(servers.nginx(Path(start(TemporaryDirectory())), ours, path))
    if behind is None:
        say("nginx is not installed: frozen and kept pages are not measured")
        return found
    frozen, cached = behind[0].address + "/page.html", behind[1].address + path
    return found | {
        FROZEN: lambda: _rate(frozen) / _rate(f"{hello.address}/"),
        CACHED: lambda: _rate(cached) / _rate(f"{hello.address}/"),
    }


def _share(server: Server, hello: Server, path: str, new: bool = False) -> Share:
    """The answers to a load; a rate of nothing for a page that fails or takes longer than anyone waits."""
    reference = load(f"{hello.address}/", SECONDS / 2)
    try:
        found = load(server.address + path, SECONDS, new)
    except NoAnswer as error:
        say(str(error))
        return Share(0, 0)
    return Share(found.rate / reference.rate, found.p99)


def _rate(address: str, new: bool = False, pin: bool = True) -> float:
    return load(address, SECONDS, new, pin).rate


def _seconds(server: Server, path: str) -> float:
    """How long one client waits for a page that was not asked for before."""
    begun = time.perf_counter()
    with urlopen(f"{server.address}{path}&_new={next(_new)}", timeout=120) as answer:
        answer.read()
    return time.perf_counter() - begun


def pages_table(found: dict[Asked, Measured]) -> str:
    """Rates as shares of hello's, and the milliseconds within which 99 of 100 answers came."""
    head = [f"{each.label}: {which}" for each in found for which in ("kept", "new")]
    rows = []
    for name in next(iter(found.values())).kept:
        cells = [_cell(shares.get(name)) for one in found.values() for shares in (one.kept, one.new)]
        rows.append([name, REACH.get(name, ""), *cells])
    return table(["page", "reach", *head], rows)


def _cell(shares: list[Share] | None) -> str:
    if shares is None:
        return ""
    rate, p99 = median(share.rate for share in shares), median(share.p99 for share in shares)
    return f"{rate:.{2 if rate >= 0.1 else 4}f}, {p99:,.{1 if p99 < 100 else 0}f} ms" if rate else "none"


def servers_table(found: dict[Asked, Measured]) -> str:
    """Other servers beside ours, and what memory they took."""
    rows = [["rows of the table `claims`", "", *(f"{one.rows:,}" for one in found.values())]]
    for name in next(iter(found.values())).compared:
        rows.append([name, COMPARED[name], *(f"{median(one.compared[name]):.1f}" for one in found.values())])
    for name in (HELLO, "our site"):
        peaks = [one.peaks[name] for one in found.values()]
        rows.append([f"peak memory, {name}, MiB", "", *("" if peak is None else f"{peak:.0f}" for peak in peaks)])
    return table(["what", "reach", *(each.label for each in found)], rows)


def main() -> None:
    """Measures on every database that is wanted and tells the tables."""
    wanted = options("How fast pages are served.", (0, 10_000), 5)
    found = {each: measure(each, wanted.rounds) for each in map(asked, wanted.size)}
    tell({"pages": pages_table(found), "servers": servers_table(found)}, wanted.write)


if __name__ == "__main__":
    main()
