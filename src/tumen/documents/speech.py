"""What is said in a film or sound, written down by a program on this machine: a draft for a person to correct.

The program speaks the interface that most local servers of speech recognition offer (`POST …/v1/audio/transcriptions`).
Only a loopback address is taken (`tumen.local`). The file passes through in pieces and without its name.
"""

from __future__ import annotations

import io
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from tumen import local
from tumen.documents.assembly import Assembly
from tumen.documents.limits import Clock, Limits
from tumen.documents.played import BY_MACHINE, read_transcript
from tumen.errors import BrokenDocument, NoSpeechProgram, UndecodableText

LARGEST_TRANSCRIPT: Final = 20_000_000
"""Bytes. A day of speech is some two million."""

_PIECE: Final = 1 << 20
_HEAD: Final = "WEBVTT"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechProgram:
    """Where a program that writes down speech listens on this machine.

    Attributes:
        address: `http://127.0.0.1:8080` or another loopback address, with or without a path before `/v1`.
        name: Name of its model, if it has more than one.
        seconds: For one film or sound.

    Raises:
        LocalModelRefused: the address is not on this machine.
    """

    address: str
    name: str = ""
    seconds: float = 4 * 3600.0

    def __post_init__(self) -> None:
        local.loopback(self.address)


def transcribe(played: BinaryIO, program: SpeechProgram, *, ending: str = "wav", language: str = "") -> str:
    """A transcript in WebVTT with the time of each line, marked as written by a machine.

    Args:
        played: a film or sound, open at its beginning; it is read once, piece by piece.
        program: where the program listens.
        ending: kind of file, for programs that ask for one: `mp4`, `wav`.
        language: ISO 639-1 code of what is spoken; empty leaves it to the program.

    Raises:
        NoSpeechProgram: it cannot be reached, is too slow, or answers with no transcript that has times.
    """
    line = secrets.token_hex(16)
    head, tail = _around(
        line, ending, {"model": program.name, "language": language, "response_format": "vtt"}
    )
    size = played.seek(0, io.SEEK_END)
    played.seek(0)
    headers = {
        "Content-Type": f"multipart/form-data; boundary={line}",
        "Content-Length": str(len(head) + size + len(tail)),
    }
    try:
        answer = local.post(
            program.address, "audio/transcriptions", _pieces(head, played, tail), headers,
            seconds=program.seconds, ends=time.monotonic() + program.seconds, largest=LARGEST_TRANSCRIPT,
        )  # fmt: skip
    except local.NoAnswer as reason:
        raise NoSpeechProgram(f"The program at {program.address} {reason}.") from None
    return _marked(answer, program)


def _around(line: str, ending: str, fields: dict[str, str]) -> tuple[bytes, bytes]:
    """What stands before and after the file in a form of several parts (RFC 7578)."""
    told = "".join(
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
        if value
    )
    file = (
        f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="sound.{ending}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return (told + file).encode(), f"\r\n--{line}--\r\n".encode()


def _pieces(head: bytes, played: BinaryIO, tail: bytes) -> Iterator[bytes]:
    yield head
    while piece := played.read(_PIECE):
        yield piece
    yield tail


def _marked(answer: bytes, program: SpeechProgram) -> str:
    """The answer as WebVTT that says who wrote it; refused unless its lines have times."""
    assembly = Assembly(limits=Limits())
    try:
        read_transcript(answer, assembly, Clock(Limits()), encoding="utf-8")
    except (BrokenDocument, UndecodableText):
        raise NoSpeechProgram(
            f"The program at {program.address} answered with something that is no transcript with times.",
            hint="It has to know the answer format vtt.",
        ) from None
    told = answer.decode("utf-8-sig").replace("\r\n", "\n").lstrip()
    body = told.removeprefix(_HEAD).lstrip()
    by = " ".join((program.name or program.address).split())
    return f"{_HEAD}\n\nNOTE {BY_MACHINE}: {by}\n\n{body}"
