"""The servers that are asked in turn: ours, ours with one and two workers, core as shipped, a hello, nginx."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from types import MappingProxyType
from typing import NamedTuple
from urllib.request import urlopen

from load import pinned
from measure import HERE, PYTHON

from catalog.site.server import command

UVICORN = [PYTHON, "-m", "uvicorn", "--app-dir", str(HERE), "--host", "127.0.0.1", "--http", "h11", "--loop", "asyncio"]
NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/errors.log; {user}
events {{ worker_connections 256; }}
http {{
    access_log off; sendfile on; keepalive_requests 100000000; default_type text/html;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxied; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; proxy_cache_path {folder}/cache keys_zone=pages:8m;
    server {{ listen 127.0.0.1:{frozen}; root {folder}/frozen; }}
    server {{ listen 127.0.0.1:{cached};
        location / {{ proxy_pass {ours}; proxy_http_version 1.1; proxy_cache pages; proxy_cache_valid 200 1h; }} }}
}}
"""


class Server(NamedTuple):
    """A running server: its address without a path, and its process."""

    address: str
    process: int

    def peak(self) -> float | None:
        """The most memory that it has had, in MiB, where the system tells it."""
        try:
            status = Path(f"/proc/{self.process}/status").read_text()
        except OSError:
            return None
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024


@contextmanager
def hello() -> Iterator[Server]:
    """Starlette's hello under uvicorn, with the parts of it that are written in Python, as ours runs."""
    with _started(lambda port: [*UVICORN, "--port", str(port), "hello:app"]) as server:
        yield server


@contextmanager
def ours(database: Path) -> Iterator[Server]:
    """Our site as `catalog serve` runs it."""
    with _started(lambda port: command(database, "127.0.0.1", port)) as server:
        yield server


@contextmanager
def workers(database: Path, number: int) -> Iterator[Server]:
    """Our site with several workers, on any core."""
    settings = {"CATALOG_DB": str(database)}
    line = [*UVICORN, "--workers", str(number), "--factory", "served:app"]
    with _started(lambda port: [*line, "--port", str(port)], settings, pin=False) as server:
        yield server


@contextmanager
def core(database: Path) -> Iterator[Server]:
    """Datasette as shipped: its own settings, pages and templates, without our plugin."""
    line = [PYTHON, "-m", "datasette", "serve", "--immutable", str(database)]
    with _started(lambda port: [*line, "--port", str(port)], {"DATASETTE_LOAD_PLUGINS": ""}) as server:
        yield server


@contextmanager
def nginx(folder: Path, pages: Server, path: str) -> Iterator[tuple[Server, Server] | None]:
    """A page frozen into a file, and pages kept by nginx in front of ours; None where nginx is not installed."""
    if not which("nginx"):
        yield None
        return
    (folder / "frozen").mkdir()
    with urlopen(pages.address + path) as answer:
        (folder / "frozen" / "page.html").write_bytes(answer.read())
    frozen, cached = _free_port(), _free_port()
    user = "user root;" if os.name == "posix" and os.geteuid() == 0 else ""
    words = NGINX.format(folder=folder, frozen=frozen, cached=cached, ours=pages.address, user=user)
    (folder / "nginx.conf").write_text(words)
    line = ["nginx", "-p", str(folder), "-e", str(folder / "errors.log"), "-c", str(folder / "nginx.conf")]
    with _started(lambda _: line, port=frozen, path="/page.html") as server:
        yield server, Server(f"http://127.0.0.1:{cached}", server.process)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def _started(
    line: Callable[[int], list[str]],
    settings: Mapping[str, str] = MappingProxyType({}),
    pin: bool = True,
    port: int | None = None,
    path: str = "/",
) -> Iterator[Server]:
    """Starts a server on a free port, waits until it answers, and ends it afterwards."""
    port = port or _free_port()
    words = pinned(0, line(port)) if pin else line(port)
    environment = {name: value for name, value in os.environ.items() if name != "CATALOG_DB"} | dict(settings)
    process = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        server = Server(f"http://127.0.0.1:{port}", process.pid)
        _wait(server.address + path, process)
        yield server
    finally:
        process.terminate()
        process.wait()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            with urlopen(address, timeout=60):
                return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise SystemExit(f"the server did not start: {process.args!r}")
