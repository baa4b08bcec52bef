"""How fast pages are served, beside core's table page and a plain route of the same server in the same run.

Prints rates as ratios to the plain route (/robots.txt), never seconds: medians of interleaved rounds, one client.
"""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from pathlib import Path
from statistics import median

from catalog.cli.fresh import open_fresh
from catalog.query.home import database
from catalog.site.server import command

PAGES = {
    "plain route": "/robots.txt",
    "core: table of claims": "/catalog/claims",
    "core: table of systems": "/catalog/systems",
    "home": "/",
    "systems": "/systems",
    "system": "/systems/koksan-m1978",
    "compare": "/compare?s=koksan-m1978&s=2s7m-malka",
    "rank": "/rank",
    "events": "/events",
    "sources": "/sources",
    "system as JSON": "/systems/koksan-m1978.json",
}
ROUNDS, EACH = 9, 40


def cost(connection: http.client.HTTPConnection, path: str) -> float:
    """Seconds for EACH answers on one kept connection."""
    begun = time.perf_counter()
    for _ in range(EACH):
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, path
    return time.perf_counter() - begun


def first_cost(connection: http.client.HTTPConnection, path: str, number: int) -> float:
    """Seconds for an answer that is not kept yet."""
    begun = time.perf_counter()
    connection.request("GET", f"{path}{'&' if '?' in path else '?'}fresh={number}")
    connection.getresponse().read()
    return time.perf_counter() - begun


def main() -> None:
    """Serves the catalog on a free port, asks for all pages in turn, prints the table."""
    open_fresh().close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = command(Path(database()), "127.0.0.1", port)
    server = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _print(_measure(_wait(port)))
    finally:
        server.terminate()


def _wait(port: int) -> http.client.HTTPConnection:
    for _ in range(100):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/about")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return connection
    raise SystemExit("the server did not start")


def _measure(connection: http.client.HTTPConnection) -> dict[str, tuple[float, float]]:
    kept: dict[str, list[float]] = {name: [] for name in PAGES}
    first: dict[str, list[float]] = {name: [] for name in PAGES}
    for number in range(ROUNDS):
        for name, path in PAGES.items():
            first[name].append(first_cost(connection, path, number))
            kept[name].append(cost(connection, path) / EACH)
    return {name: (median(kept[name]), median(first[name])) for name in PAGES}


def _print(costs: dict[str, tuple[float, float]]) -> None:
    plain, table = costs["plain route"][0], costs["core: table of systems"][0]
    print("| page | rate, of the plain route | rate, of core's table of systems | not kept yet, of the plain route |")
    print("|---|---|---|---|")
    for name, (kept, first) in costs.items():
        print(f"| {name} | {plain / kept:.2f} | {table / kept:.1f} | {plain / first:.2f} |")


if __name__ == "__main__":
    main()
