"""How the server takes a request in: a long one is sealed as it comes.

Left alone, the server writes a long request into a temporary file in clear, and a long answer too.
"""

from __future__ import annotations

import io
from typing import Any, Final

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import ChunkedReceiver, FixedStreamReceiver
from waitress.utilities import RequestEntityTooLarge

from tumen_desk.store.spool import Piece, Spool
from tumen_desk.store.uploads import said

FEW: Final = 512 * 1024
"""Bytes of a request that stay in memory; pages and small forms are shorter."""
NEVER: Final = 1 << 50
"""An answer that waits to be sent stays in memory, of which the server bounds it, and never goes to disk."""


class Received:
    """The body of a request: what the server calls a buffer."""

    def __init__(self) -> None:
        self._few, self._length = bytearray(), 0
        self._spool: Spool | None = None
        self._piece: Piece | None = None

    def __len__(self) -> int:
        return self._length

    def append(self, piece: bytes) -> None:
        """Take further bytes."""
        self._length += len(piece)
        if self._piece is None and self._length <= FEW:
            self._few += piece
            return
        if self._piece is None:
            self._spool = Spool()
            self._piece = self._spool.begin()
            self._piece.write(bytes(self._few))
            self._few.clear()
        self._piece.write(piece)

    def getfile(self) -> io.BytesIO | io.BufferedReader:
        """All of it, to be read once."""
        if self._spool is None or self._piece is None:
            return io.BytesIO(bytes(self._few))
        return self._spool.end(self._piece)

    def close(self) -> None:
        """Let go of it."""
        if self._spool is not None:
            self._spool.close()


class Parser(HTTPRequestParser):  # type: ignore[misc]  # the server brings no types
    """Takes bodies into `Received`, and says in words why it takes one no further."""

    body_rcv: Any

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if isinstance(self.body_rcv, ChunkedReceiver):
            self.body_rcv = ChunkedReceiver(Received())
        elif isinstance(self.body_rcv, FixedStreamReceiver):
            self.body_rcv = FixedStreamReceiver(self.content_length, Received())

    def received(self, data: bytes) -> int:
        try:
            consumed = int(super().received(data))
        except OSError:
            return self._refuse("There is no room on the disk of the desk for these files.", len(data))
        if isinstance(self.error, RequestEntityTooLarge):
            most = said(self.adj.max_request_body_size)
            return self._refuse(
                f"These files are too large together: at most {most} come in at once.", consumed
            )
        return consumed

    def _refuse(self, why: str, consumed: int) -> int:
        self.error, self.completed = (
            RequestEntityTooLarge(f"{why} Nothing was kept. Go back and bring in fewer."),
            True,
        )
        return consumed


class Channel(HTTPChannel):  # type: ignore[misc]  # the server brings no types
    """A connection whose requests are taken in so."""

    parser_class = Parser


def options(largest_file: int) -> dict[str, Any]:
    """What the server is told: how much one form may bring, and that no answer waits on the disk."""
    return {"max_request_body_size": 4 * largest_file, "outbuf_overflow": NEVER}
