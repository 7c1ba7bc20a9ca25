"""Bytes on their way in: on the disk under a key that only this process holds.

So memory stays flat and nothing is readable. Python and web servers, left alone, write what is long into a temporary
file in clear.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from typing import BinaryIO

from tumen import vault
from tumen_desk.store.folder import root

Piece = vault.SealingStream


class Spool:
    """One sealed temporary file without a name, for any number of pieces one after another.

    Example: `piece = spool.begin(); piece.write(b"…"); file = spool.end(piece)`
    """

    def __init__(self) -> None:
        # In the data folder: elsewhere a temporary folder is often memory.
        folder = root()
        self._file: BinaryIO = tempfile.TemporaryFile(dir=folder if folder.is_dir() else None)  # noqa: SIM115
        self._key, self._start, self._open = os.urandom(32), 0, 0

    def begin(self) -> vault.SealingStream:
        """A piece to write to; the piece before it has ended."""
        self._start = self._file.seek(0, os.SEEK_END)
        return vault.SealingStream(self._key, self._file)

    def end(self, piece: vault.SealingStream) -> io.BufferedReader:
        """What was written to the piece, as a file. All goes when the last of these files is closed."""
        piece.finish()
        end = self._file.tell()
        self._file.seek(self._start)
        self._open += 1
        return vault.open_anywhere(self._key, _Shared(self._file, self._let_go), end=end)  # type: ignore[arg-type]  # as much of a file as it needs

    def close(self) -> None:
        """Let go of all of it."""
        self._file.close()

    def _let_go(self) -> None:
        self._open -= 1
        if self._open == 0:
            self._file.close()


class _Shared:
    """A file of which several readers each read their part."""

    def __init__(self, file: BinaryIO, let_go: Callable[[], None]) -> None:
        self.read, self.seek, self.tell, self.close = file.read, file.seek, file.tell, let_go
