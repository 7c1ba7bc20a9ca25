"""A program on this machine writes down what is said: its draft is marked, and what it gets wrong costs a sentence."""

from __future__ import annotations

import io
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner

from tumen import documents
from tumen.cli.main import build
from tumen.errors import LocalModelRefused, NoSpeechProgram

SAID = "WEBVTT\r\n\r\n00:01.000 --> 00:03.500\r\n강을 건너었어요.\r\n".encode()


def sound(seconds: int = 4) -> bytes:
    """Silence as WAV."""
    made = io.BytesIO()
    with wave.open(made, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(8000)
        written.writeframes(bytes(16_000 * seconds))
    return made.getvalue()


@contextmanager
def listener(answer: bytes = SAID, *, status: int = 200) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """A small server on loopback that takes a sound: the peer that a user would start."""
    asked: list[tuple[str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *words: object) -> None:
            pass

    peer = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=peer.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{peer.server_port}", asked
    finally:
        peer.shutdown()
        peer.server_close()
        thread.join()


def test_the_sound_goes_whole_and_without_its_name_and_comes_back_with_times():
    content = sound()
    with listener() as (address, asked):
        program = documents.SpeechProgram(address=address, name="small")
        told = documents.transcribe(io.BytesIO(content), program, language="ko")
    path, body = asked[0]
    assert path == "/v1/audio/transcriptions"
    assert content in body
    assert b'filename="sound.wav"' in body
    assert all(word in body for word in (b"small", b"\r\n\r\nko\r\n", b"\r\n\r\nvtt\r\n"))
    read = documents.read(told.encode(), name="a.vtt")
    assert read.text == "강을 건너었어요."
    assert [(c.since, c.until) for c in read.cues] == [(1.0, 3.5)]
    assert "heard-by-machine" in {w.code for w in read.warnings}


def test_a_transcript_that_a_person_wrote_is_not_marked():
    assert "heard-by-machine" not in {w.code for w in documents.read(SAID, name="a.vtt").warnings}


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [(b"WEBVTT\n\nno times", 200, "no transcript with times"), (b"\xff\xfe\x00", 200, "no transcript with times"),
     (b"{}", 500, "status 500")],
)  # fmt: skip
def test_what_is_no_transcript_costs_a_sentence(answer, status, says):
    with listener(answer, status=status) as (address, _), pytest.raises(NoSpeechProgram, match=says):
        documents.transcribe(io.BytesIO(sound()), documents.SpeechProgram(address=address))


def test_nobody_listens_and_no_other_machine_is_asked():
    program = documents.SpeechProgram(address="http://127.0.0.1:9", seconds=5)
    with pytest.raises(NoSpeechProgram, match="cannot be reached"):
        documents.transcribe(io.BytesIO(sound()), program)
    for elsewhere in ("http://192.0.2.1:8080", "https://127.0.0.1", "http://speech.example"):
        with pytest.raises(LocalModelRefused):
            documents.SpeechProgram(address=elsewhere)


def test_the_command_writes_a_new_file_and_no_other(tmp_path):
    (tmp_path / "a.wav").write_bytes(sound())
    out = tmp_path / "a.vtt"
    with listener() as (address, _):
        asked = ["transcript", str(tmp_path / "a.wav"), "--speech", address, "--out", str(out)]
        assert CliRunner().invoke(build(), asked).exit_code == 0
        before = out.read_text("utf-8")
        assert "Written by a machine" in before
        again = CliRunner().invoke(build(), asked)
    assert again.exit_code == 2
    assert out.read_text("utf-8") == before
