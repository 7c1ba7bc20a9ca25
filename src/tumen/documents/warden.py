"""Keeps one parser loaded and forks a cell for each file: `python -m tumen.documents.warden text/html`.

The warden never sees a byte of any file but its own sample. A request is three descriptors on the control
socket: the cell's line, its input and its output. The cell lives as long as the caller holds its end of
the line; its wait status comes back on it. When the control socket closes, because the caller is done or
was killed, the warden ends every cell and then itself.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import selectors
import signal
import socket
import sys
from collections.abc import Callable

from tumen.documents import jailed
from tumen.documents.cells import STATUS
from tumen.documents.confine import die_with, lock_warden
from tumen.documents.warming import warm

_A_REQUEST = 3
_MAX_DESCRIPTORS = 256
_CRASHED = 70  # EX_SOFTWARE in sysexits.h


class Warden:
    """Forks one process a request, which runs `work` and nothing else.

    Args:
        control: where requests come from.
        work: what a cell does with its standard input and output; returns the exit code.
    """

    def __init__(self, control: socket.socket, work: Callable[[], int]) -> None:
        self._control = control
        self._work = work
        self._cells: set[int] = set()
        self._events = selectors.PollSelector()  # unlike epoll, it holds no descriptor

    def serve(self) -> None:
        """Work until the control socket closes."""
        self._events.register(self._control, selectors.EVENT_READ, self._admit)
        while self._control.fileno() >= 0:
            for key, _ in self._events.select():
                # An earlier event of this round may have closed what this one is about.
                if self._events.get_map().get(key.fd) == key:
                    key.data()
        for pid in self._cells:
            os.kill(pid, signal.SIGKILL)

    def _admit(self) -> None:
        message, descriptors, _, _ = socket.recv_fds(self._control, 1, _A_REQUEST)
        if not message:
            self._events.unregister(self._control)
            self._control.close()
            return
        if len(descriptors) == _A_REQUEST:
            self._fork(*descriptors)
        else:  # too many are open: the caller sees its line close without a status
            _close(*descriptors)

    def _fork(self, line: int, stdin: int, stdout: int) -> None:
        parent = os.getpid()
        try:
            pid = os.fork()
        except OSError:  # no more processes
            _close(line, stdin, stdout)
            return
        if pid == 0:
            self._become_cell(parent, stdin, stdout)
        _close(stdin, stdout)
        self._cells.add(pid)
        ended = os.pidfd_open(pid)
        self._events.register(line, selectors.EVENT_READ, lambda: self._kill(pid, line))
        self._events.register(ended, selectors.EVENT_READ, lambda: self._reap(pid, ended, line))

    def _become_cell(self, parent: int, stdin: int, stdout: int) -> None:
        """Keep the two pipes and let go of all else: control socket, lines, other cells."""
        code = _CRASHED
        try:
            die_with(parent)
            os.dup2(stdin, 0)
            os.dup2(stdout, 1)
            os.closerange(3, _MAX_DESCRIPTORS)
            code = self._work()
        finally:
            os._exit(code)

    def _kill(self, pid: int, line: int) -> None:
        self._events.unregister(line)
        os.kill(pid, signal.SIGKILL)

    def _reap(self, pid: int, ended: int, line: int) -> None:
        _, status = os.waitpid(pid, 0)
        self._cells.discard(pid)
        self._events.unregister(ended)
        if line in self._events.get_map():
            self._events.unregister(line)
        with contextlib.suppress(OSError):  # perhaps nobody waits for it any more
            os.write(line, STATUS.pack(os.waitstatus_to_exitcode(status)))
        _close(line, ended)


def _bound_descriptors() -> None:
    """Bound what a cell must close, so that nothing can be overlooked."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _MAX_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, _MAX_DESCRIPTORS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def main() -> None:
    """Load a parser, give up what is not needed, and fork until the caller goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller gets it too, and closes what it opened
    _bound_descriptors()
    control = socket.socket(fileno=os.dup(0))
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    warm(sys.argv[1])
    gc.collect()
    gc.freeze()  # what is never swept is never copied into a cell
    lock_warden()
    Warden(control, jailed.main).serve()


if __name__ == "__main__":
    main()
