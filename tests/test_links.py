"""The weekly link check, against a server on this machine: dead is told from busy, slow and refusing."""

import asyncio
import itertools
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import links

STATUS = {"/alive": 200, "/gone": 410, "/missing": 404, "/busy": 429, "/refuses": 403}


class Answers(BaseHTTPRequestHandler):
    asked, under_way, most = [], 0, 0

    def do_HEAD(self):
        kind = type(self)
        kind.asked.append((self.command, self.path, time.monotonic()))
        kind.under_way += 1
        kind.most = max(kind.most, kind.under_way)
        time.sleep(1.5 if self.path == "/slow" else 0.01)
        kind.under_way -= 1
        self.send_response(405 if self.path == "/only-get" and self.command == "HEAD" else STATUS.get(self.path, 200))
        if self.path == "/moved":
            self.send_header("location", "/missing")
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *_):
        """Says nothing."""


STATUS["/moved"] = 301


@pytest.fixture()
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{found.server_port}"
        found.shutdown()


def test_dead_is_told_from_busy_slow_and_refusing(server):
    wanted = {
        "/alive": "alive", "/only-get": "alive", "/gone": "dead", "/missing": "dead", "/moved": "dead", "/busy": "unsure",
        "/refuses": "unsure", "/slow": "unsure",
    }  # fmt: skip
    documents = [links.Document(f"paper{path}", server + path, "2026-11-22") for path in sorted(wanted)]
    documents.append(links.Document("paper/zz", "http://127.0.0.1:9/closed", None))
    verdicts = asyncio.run(links.ask_all(documents, links.Manner(at_once=3, pause=0.0, timeout=0.4)))
    assert [verdict.document for verdict in verdicts] == documents
    states = {verdict.document.id.removeprefix("paper"): verdict.state for verdict in verdicts}
    assert states == wanted | {"/zz": "unsure"}, verdicts
    assert Answers.most <= 2, "one question at a time to a host; only what was given up may still be under way"
    text = links.summary(verdicts)
    assert "- 2 of 9 answer\n- 3 of 9 are dead" in text
    assert f"| [paper/gone]({server}/gone) | status 410 | `sources/paper.yml` |" in text
    assert f"[copy](https://web.archive.org/web/20261122/{server}/gone)" in text
    assert "busy" not in text.replace("are busy or slow", "")


def test_a_pause_lies_between_two_questions_to_one_host(server):
    Answers.asked.clear()
    documents = [links.Document(f"paper/{number}", f"{server}/{number}", None) for number in range(3)]
    asyncio.run(links.ask_all(documents, links.Manner(pause=0.2)))
    moments = [moment for _, _, moment in Answers.asked]
    assert all(later - earlier >= 0.2 for earlier, later in itertools.pairwise(moments))
    assert len(moments) == 3


def test_a_host_that_is_not_there_is_dead(monkeypatch):
    import socket

    def refuse(*_given, **_words):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    (verdict,) = asyncio.run(
        links.ask_all([links.Document("a/b", "http://nowhere.example/", None)], links.Manner(pause=0))
    )
    assert (verdict.state, verdict.said) == ("dead", "no such host")
