"""How much of a file is read before it is refused, and how long that may take."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tumen.errors import DocumentTimeout, DocumentTooLarge

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may cost. The defaults fit any report a person could read.

    Attributes:
        max_bytes: size of a file that is parsed, which lies in memory meanwhile.
        max_pages: pages of a PDF.
        max_characters: characters of text in all.
        max_parts: entries of a zip container (DOCX).
        max_part_bytes: one part of a zip container, unpacked. It is counted while unpacking, because
            the size written in the container may be a lie.
        max_ratio: how many times larger than packed a part beyond one MiB may be. Plain XML packs
            20 to 60 times; a bomb about 1,000 times.
        max_played_bytes: size of a film or sound, which is kept and never decoded, and passes through memory piece by
            piece.
        max_pixels: of a picture, unpacked; four bytes each.
        seconds: time for the whole file. Checked between pages and parts, so only `read_in_jail`
            can stop a parser that hangs inside one.
    """

    max_bytes: int = 256 * MEBIBYTE
    max_pages: int = 5_000
    max_characters: int = 20_000_000
    max_parts: int = 5_000
    max_part_bytes: int = 64 * MEBIBYTE
    max_ratio: float = 200.0
    max_played_bytes: int = 4096 * MEBIBYTE
    max_pixels: int = 120_000_000
    seconds: float = 60.0


class Clock:
    """Stops reading when the time of `Limits.seconds` has run out."""

    def __init__(self, limits: Limits) -> None:
        self._seconds = limits.seconds
        self._end = time.monotonic() + limits.seconds

    def check(self) -> None:
        """Raise once the time is over.

        Raises:
            DocumentTimeout: reading took longer than allowed.
        """
        if time.monotonic() > self._end:
            raise DocumentTimeout(
                f"Reading took longer than {self._seconds:g} seconds.", seconds=self._seconds
            )


def refuse_above(limit: int, found: int, what: str) -> None:
    """Refuse a file that goes beyond one limit.

    Raises:
        DocumentTooLarge: `found` is more than `limit`.
    """
    if found > limit:
        raise DocumentTooLarge(
            f"{what}: {found:,}, and the limit is {limit:,}.", limit=limit, found=found, what=what
        )
