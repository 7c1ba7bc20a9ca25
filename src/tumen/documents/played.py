"""Films and sounds, which are kept and played and never decoded here, and transcripts with the time of each line."""

from __future__ import annotations

import re
import struct
from typing import Final

from tumen.documents.assembly import BETWEEN_PARAGRAPHS, Assembly
from tumen.documents.document import Cue
from tumen.documents.encoding import decode
from tumen.documents.limits import Clock
from tumen.documents.media import MP4, MP4_SOUND, WAV
from tumen.documents.plain import note_encoding, one_line_end
from tumen.errors import BrokenDocument

BY_MACHINE: Final = "Written by a machine"
"""How the note begins that marks a transcript as a draft nobody has compared with the sound."""

_TIME: Final = r"(?:(\d{1,3}):)?(\d{2}):(\d{2})[.,](\d{3})"
_SPAN: Final = re.compile(rf"^\s*{_TIME}\s+-->\s+{_TIME}[^\n]*$")
_TAGS: Final = re.compile(r"</?(?:c|i|b|u|ruby|rt|lang|v)(?:[.\s][^>]{0,200})?>|<[\d:.]{5,20}>")
_SPEAKER: Final = re.compile(r"<v(?:\.[^\s>]{1,40})?\s+([^>]{1,100})>")


def read_played(content: bytes, media_type: str, assembly: Assembly) -> None:
    """Note how long a film or sound is, where its head says so plainly; there are no words in it that are read."""
    seconds = None
    if media_type in (MP4, MP4_SOUND):
        seconds = _of_boxes(content)
    elif media_type == WAV:
        seconds = _of_wave(content)
    if seconds is not None:
        assembly.state("seconds", f"{seconds:.1f}", "head of the file")
    assembly.warn("no-text-played", "A film or sound; bring its transcript in beside it.")


def _of_boxes(content: bytes) -> float | None:
    """Duration by the movie header (ISO 14496-12, 8.2.2)."""
    at = content.rfind(b"mvhd")
    if at < 0 or len(content) < at + 36:
        return None
    wide = content[at + 4] == 1
    scale, length = struct.unpack_from(">IQ" if wide else ">II", content, at + (24 if wide else 16))
    return length / scale if scale else None


def _of_wave(content: bytes) -> float | None:
    """Bytes of sound through bytes a second."""
    at = content.find(b"fmt ", 0, 4096)
    sound = content.find(b"data", at) if at >= 0 else -1
    if sound < 0 or len(content) < max(at + 20, sound + 8):
        return None
    a_second = int.from_bytes(content[at + 16 : at + 20], "little")
    return int.from_bytes(content[sound + 4 : sound + 8], "little") / a_second if a_second else None


def read_transcript(content: bytes, assembly: Assembly, clock: Clock, *, encoding: str | None) -> None:
    """Read WebVTT or SubRip: one paragraph for each line of time, its speaker before it where one is named.

    Raises:
        BrokenDocument: no line of it has a time.
        UndecodableText: the encoding cannot be told, or does not fit.
    """
    decoded = decode(content, encoding=encoding)
    note_encoding(decoded, assembly)
    for block in re.split(r"\n[ \t]*\n", one_line_end(decoded.text)):
        clock.check()
        _tell(block.strip("\n"), assembly)
    if not assembly.cues:
        raise BrokenDocument("The transcript has no times.")


def _tell(block: str, assembly: Assembly) -> None:
    lines = block.split("\n")
    at = next((i for i, line in enumerate(lines[:3]) if _SPAN.match(line)), None)
    if at is None:
        if block.startswith(f"NOTE {BY_MACHINE}"):
            assembly.warn(
                "heard-by-machine",
                "A program wrote this down; compare with the sound before you quote a word.",
            )
        if block.startswith(("NOTE", "STYLE", "REGION")):
            assembly.leave_out(block, "transcript note")
        return
    words = _TAGS.sub("", _SPEAKER.sub(r"\1: ", "\n".join(lines[at + 1 :]))).strip()
    span = _SPAN.match(lines[at])
    if not words or span is None:
        return
    start = assembly.length + (len(BETWEEN_PARAGRAPHS) if assembly.length else 0)
    assembly.add(words)
    since, until = _seconds(span.groups()[:4]), _seconds(span.groups()[4:])
    assembly.cues.append(Cue(start=start, end=assembly.length, since=since, until=max(since, until)))


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
