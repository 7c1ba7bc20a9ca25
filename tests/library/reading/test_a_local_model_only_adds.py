"""A language model on this machine may add candidates; wrong, slow or silent ones cost a sentence and nothing else."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tumen import reading
from tumen.errors import LocalModelRefused

TEXT = "Some 300 people crossed the river in May 2008. The hay in his barn smelled of smoke."
Answer = Callable[[dict[str, object]], bytes]


@contextmanager
def server(answer: Answer, *, status: int = 200, drip: float = 0) -> Iterator[str]:
    """A small chat server on loopback: the peer that a user would start."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = answer({**asked, "path": self.path})
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for byte in body:
                self.wfile.write(bytes([byte]))
                if drip:
                    self.wfile.flush()
                    time.sleep(drip)

        def log_message(self, *words: object) -> None:
            pass

    peer = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    peer.daemon_threads = True
    peer.handle_error = lambda *_: None  # type: ignore[method-assign]  # the reader hangs up on a slow peer
    thread = threading.Thread(target=peer.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{peer.server_port}"
    finally:
        peer.shutdown()
        peer.server_close()
        thread.join()


def chat(candidates: object) -> bytes:
    content = "Here it is: " + json.dumps({"candidates": candidates})
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def row(words: str, kind: str = "incidents", **more: object) -> dict[str, object]:
    start = TEXT.find(words)
    return {"list": kind, "start": start, "end": start + len(words), "text": words, "why": "told", **more}


def asked(answer: Answer, *, seconds: float = 20.0, **how: float) -> reading.Asked:
    with server(answer, **how) as address:  # type: ignore[arg-type]
        found = reading.read(TEXT, model=reading.LocalModel(address=address, name="small", seconds=seconds))
    assert [c.text for c in found.claims or ()] == [
        "Some 300 people"
    ]  # the rules stand whatever the model does
    assert found.model is not None
    return found.model


def test_what_holds_in_the_text_is_added_marked_and_apart() -> None:
    seen: list[dict[str, object]] = []

    def answer(question: dict[str, object]) -> bytes:
        seen.append(question)
        return chat([row("The hay in his barn smelled of smoke.")])

    found = asked(answer)
    assert [(s.text, s.list, s.by) for s in found.suggested] == [
        ("The hay in his barn smelled of smoke.", "incidents", "small (local model)")
    ]
    assert "language model" in found.suggested[0].reason
    assert (found.dropped, found.message) == (0, "")
    assert (seen[0]["path"], seen[0]["model"]) == ("/v1/chat/completions", "small")


def test_lies_are_dropped_and_counted_and_what_the_rules_know_is_not_said_twice() -> None:
    lies = [
        row("The miller kept them", start=0),
        row("The miller kept them", text="The miller took them"),
        row("The miller kept them", end=9_000),
        row("The miller kept them", start=-5),
        row("The miller kept them", kind="secrets"),
        {"list": "claims"},
        "nonsense",
        None,
    ]
    found = asked(lambda _: chat([*lies, row("300", "claims")]))
    assert (found.suggested, found.dropped, found.known) == ((), len(lies), 1)


@pytest.mark.parametrize(
    "body",
    [b"", b"not json", b"[]", b'{"choices": []}', chat({"a": 1}), b"\xff\xfe", b"[" * 60_000],
)
def test_a_broken_model_costs_a_sentence(body: bytes) -> None:
    found = asked(lambda _: body)
    assert found.suggested == ()
    assert "no list of candidates" in found.message


def test_a_refusing_an_endless_and_an_absent_model_cost_a_sentence() -> None:
    assert "status 503" in asked(lambda _: b"{}", status=503).message
    assert "more than 1 MB" in asked(lambda _: b" " * 1_100_000).message
    gone = reading.read(TEXT, model=reading.LocalModel(address="http://127.0.0.1:9", seconds=5))
    assert gone.model is not None
    assert "cannot be reached" in gone.model.message


def test_a_slow_model_is_given_up_even_when_it_drips() -> None:
    started = time.monotonic()
    assert "within 0.3 seconds" in asked(lambda _: chat([]), seconds=0.3, drip=0.02).message
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    "address",
    [
        "http://192.0.2.1:8080", "http://example.org", "https://127.0.0.1", "http://127.0.0.1@example.org",
        "http://localhost.example.org", "ftp://127.0.0.1", "127.0.0.1:8080", "", "http://[::", "http://127.0.0.1:99999",
        "http://0.0.0.0:80", "http://u:p@127.0.0.1",
    ],
)  # fmt: skip
def test_only_this_machine_is_ever_asked(address: str) -> None:
    with pytest.raises(LocalModelRefused):
        reading.LocalModel(address=address)


@pytest.mark.parametrize("address", ["http://localhost:1234/v1", "http://127.0.0.1", "http://[::1]:8080"])
def test_every_way_to_write_this_machine_is_taken(address: str) -> None:
    assert reading.LocalModel(address=address).address == address


def test_without_an_address_nobody_is_asked() -> None:
    found = reading.read(TEXT)
    assert found.model is None
    assert "model" not in found.as_dict()
