"""Takes a file from a stream: whole where it is parsed, its two ends where it is a film or sound, which is only played.

So a recording of many hours costs no more memory than a short one. Its hash is that of every byte of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from tumen.documents.limits import MEBIBYTE, Limits, refuse_above
from tumen.documents.media import HEAD_BYTES, is_played
from tumen.errors import DocumentNotFound

_FIRST: Final = MEBIBYTE
_LAST: Final = 8 * MEBIBYTE
"""Cameras write the head of a film at its end, before the list of its pictures: some 6 MiB for four hours."""
_PIECE: Final = MEBIBYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a parser is given.

    Attributes:
        content: the file; of a long film or sound its first and last part.
        sha256: of the whole file, as hex.
    """

    content: bytes
    sha256: str


def take(stream: BinaryIO, limits: Limits) -> Taken:
    """Read `stream` to its end, or as far as the limits allow.

    Raises:
        DocumentTooLarge: it is longer than allowed; the rest was not read.
    """
    head = stream.read(HEAD_BYTES)
    if is_played(head):
        return _skim(head, stream, limits.max_played_bytes)
    content = head + stream.read(max(limits.max_bytes - len(head), 0) + 1)
    refuse_above(limits.max_bytes, len(content), "bytes")
    return Taken(content=content, sha256=hashlib.sha256(content).hexdigest())


def _skim(head: bytes, stream: BinaryIO, most: int) -> Taken:
    first = head + stream.read(_FIRST - len(head))
    digest, size, last = hashlib.sha256(first), len(first), bytearray()
    refuse_above(most, size, "bytes")
    while piece := stream.read(_PIECE):
        digest.update(piece)
        size += len(piece)
        refuse_above(most, size, "bytes")
        last += piece
        del last[:-_LAST]
    return Taken(content=first + bytes(last), sha256=digest.hexdigest())


def opened(path: str | Path) -> BinaryIO:
    """A file to read from; nothing of it is loaded.

    Raises:
        DocumentNotFound: there is no such file, or it may not be opened, or it is no plain file.
    """
    path = Path(path)
    if not path.is_file():  # also keeps out pipes and devices, which never end
        raise DocumentNotFound("There is no file at that path.")
    try:
        return path.open("rb")
    except OSError as fault:
        raise DocumentNotFound("The file may not be opened.", reason=fault.strerror) from None
