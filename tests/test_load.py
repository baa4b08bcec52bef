"""The site under many readers while the database is replaced: no failed request, no mixed data."""

import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.request

import pytest
from conftest import HERE

from catalog.compile import build
from catalog.site.server import command

CLIENTS, REPLACEMENTS = 64, 10


@pytest.fixture()
def served(tmp_path):
    """A server on a database of its own; gives its address and a function that replaces the database by edition n."""
    tree = shutil.copytree(HERE / "records", tmp_path / "records")
    record = tree / "systems/artillery/gun-a.yml"
    text = record.read_text(encoding="utf-8")
    target = tmp_path / "catalog.db"

    def replace(number):
        record.write_text(
            text.replace("A gun for tests.", f"Edition {number}.").replace("value: 8,", f"value: {number},"),
            encoding="utf-8",
        )
        assert build(tree, target).problems == []

    replace(10)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "CATALOG_DB": str(target)}
    server = subprocess.Popen(
        command(target, "127.0.0.1", port), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}/systems/gun-a"
    for _ in range(150):
        try:
            urllib.request.urlopen(address).read()
            break
        except OSError:
            time.sleep(0.2)
    yield address, replace
    server.terminate()
    server.wait()


def test_no_request_fails_and_none_is_mixed_while_the_database_is_replaced(served):
    address, replace = served
    faults, seen, stop = [], set(), threading.Event()

    def read(client):
        count = 0
        while not stop.is_set() and count < 400:
            count += 1
            try:
                page = urllib.request.urlopen(f"{address}?x={client}-{count % 7}", timeout=60).read().decode()
            except OSError as error:
                faults.append(str(error))
                continue
            edition = page.split("Edition ")[1].split(".")[0]
            seen.add(edition)
            if f"<strong>{edition}</strong>" not in page:
                faults.append(f"edition {edition} with another crew")
            time.sleep(0.05)

    threads = [threading.Thread(target=read, args=(client,)) for client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for number in range(11, 11 + REPLACEMENTS):
        time.sleep(0.9)
        replace(number)
    time.sleep(1.5)
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(seen) > REPLACEMENTS // 2
    assert str(10 + REPLACEMENTS) in seen
