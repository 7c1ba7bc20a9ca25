"""One process for one file, seen from outside: a fresh interpreter, or a fork of a warm one.

Whichever it is, bytes go in by a pipe, an answer comes out by another, and it can be ended at any moment.
"""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
from typing import IO, Protocol

STATUS = struct.Struct("=i")
"""What the warden says of an ended cell: its exit code, or minus the signal that ended it."""

_LAST_WORD_SECONDS = 5.0
_SHORTEST_WAIT = 0.001  # no time at all would make the socket refuse to wait
_KILLED = -9


class Cell(Protocol):
    """A process that reads one file."""

    @property
    def stdin(self) -> IO[bytes]:
        """Where the bytes go in."""

    @property
    def stdout(self) -> IO[bytes]:
        """Where the answer comes out."""

    def ended(self, *, within: float) -> bool:
        """Wait at most `within` seconds; True if it has ended by itself."""

    def end(self) -> int:
        """Kill it if it still runs; returns its exit code, or minus the signal that ended it."""


class FreshCell:
    """A new interpreter. Works on every system, and costs a third of a second."""

    def __init__(self) -> None:
        self._child = _start("tumen.documents.jailed", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._child.stdin is not None  # noqa: S101  (narrowing for the type checker)
        assert self._child.stdout is not None  # noqa: S101
        self.stdin, self.stdout = self._child.stdin, self._child.stdout

    def ended(self, *, within: float) -> bool:
        try:
            self._child.wait(max(within, 0))
        except subprocess.TimeoutExpired:
            return False
        return True

    def end(self) -> int:
        self._child.kill()
        return self._child.wait()


class ForkedCell:
    """A fork of the warden. It lives as long as our end of its line is open."""

    def __init__(self, control: socket.socket) -> None:
        self._line, theirs = socket.socketpair()
        self._status: int | None = None
        there_in, here_in = os.pipe()
        here_out, there_out = os.pipe()
        self.stdin, self.stdout = os.fdopen(here_in, "wb"), os.fdopen(here_out, "rb")
        try:
            socket.send_fds(control, [b"."], [theirs.fileno(), there_in, there_out])
        except OSError:
            self.stdin.close()
            self.stdout.close()
            self._line.close()
            raise
        finally:
            theirs.close()
            os.close(there_in)
            os.close(there_out)

    def ended(self, *, within: float) -> bool:
        self._line.settimeout(max(within, _SHORTEST_WAIT))
        try:
            word = self._line.recv(STATUS.size)
        except TimeoutError:
            return False
        except OSError:
            word = b""
        # A line that closes without a word: the warden itself is gone, and the cell with it.
        self._status = STATUS.unpack(word)[0] if len(word) == STATUS.size else _KILLED
        return True

    def end(self) -> int:
        if self._status is None:
            self._line.shutdown(socket.SHUT_WR)
            self.ended(within=_LAST_WORD_SECONDS)
        self._line.close()
        return _KILLED if self._status is None else self._status


class CellBlock:
    """A warden for one kind of file and the cells it forks. Linux only; see `can_fork`.

    A cell reads any kind; for another than the warden's it must load the parser itself.
    """

    def __init__(self, media_type: str) -> None:
        self._media_type = media_type
        self._open()

    def cell(self) -> ForkedCell:
        """A new cell; a warden that has died (the system ran out of memory, say) is replaced once.

        Raises:
            OSError: no cell can be had.
        """
        try:
            return ForkedCell(self._control)
        except (BrokenPipeError, ConnectionResetError):
            self.close()
            self._open()
            return ForkedCell(self._control)

    def close(self) -> None:
        """End the warden, and with it every cell."""
        self._control.close()
        self._warden.kill()  # its cells are tied to it
        self._warden.wait()

    def _open(self) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._warden = _start(
                "tumen.documents.warden", self._media_type, stdin=theirs.fileno(), stdout=subprocess.DEVNULL
            )


def can_fork() -> bool:
    """True where cells can be forked: Linux 5.3 or later. Forking is not safe under macOS's frameworks."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True


def _start(module: str, *arguments: str, stdin: int, stdout: int) -> subprocess.Popen[bytes]:
    # -I: neither the working directory nor PYTHON* variables decide what is imported.
    return subprocess.Popen(  # noqa: S603  (our own interpreter and module, no words of the file)
        [sys.executable, "-I", "-X", "utf8", "-m", module, *arguments],
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        env=environment(),
    )


def environment() -> dict[str, str]:
    """As good as nothing: the caller's environment may hold keys."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return {"PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", **kept}
