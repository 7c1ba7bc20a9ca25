"""Recording what a desk writes, call by call, as the kernel sees it: nothing that it does with a file goes unseen.

The desk runs in a child under a filter of the kernel (seccomp) that stops it at each call that changes a file; this
process looks what is being written, notes it, and lets the call go on. What is written through mapped memory does not
pass here: SQLite does that with its `-shm` index only, which holds page numbers and is made anew after a crash.
"""

from __future__ import annotations

import array
import contextlib
import ctypes
import fcntl
import json
import os
import platform
import select
import socket
import struct
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

# Numbers of the calls that are watched, by machine: x86-64, then 64-bit ARM.
CALLS = {
    "x86_64": {"write": 1, "pwrite64": 18, "writev": 20, "pwritev": 296, "pwritev2": 328, "sendfile": 40,
               "copy_file_range": 326, "fallocate": 285, "truncate": 76, "ftruncate": 77, "fsync": 74, "fdatasync": 75,
               "rename": 82, "renameat": 264, "renameat2": 316, "unlink": 87, "unlinkat": 263, "open": 2,
               "openat": 257, "creat": 85, "mkdir": 83, "mkdirat": 258, "rmdir": 84},
    "aarch64": {"write": 64, "pwrite64": 68, "writev": 66, "pwritev": 70, "pwritev2": 287, "sendfile": 71,
                "copy_file_range": 285, "fallocate": 47, "truncate": 45, "ftruncate": 46, "fsync": 82,
                "fdatasync": 83, "renameat": 38, "renameat2": 276, "unlinkat": 35, "openat": 56, "mkdirat": 34},
}.get(platform.machine(), {})  # fmt: skip
# Copies within the kernel are refused: whoever asked falls back to reading and writing, which is seen.
REFUSED = ("sendfile", "copy_file_range")
RECEIVE, SEND, CONTINUE, ENOSYS = 0xC0502100, 0xC0182101, 1, 38
AT_FDCWD, O_ACCMODE, O_CREAT, O_TRUNC, O_APPEND = -100, 3, 0o100, 0o1000, 0o2000

# What the child does to itself before anything else: the filter, and its listening end handed over.
STOP_AT_WRITES = """
import array, ctypes, os, socket, struct
_calls = {calls}
_lines = [(0x20, 0, 0, 0)] + [(0x15, len(_calls) - i, 0, n) for i, n in enumerate(_calls)]
_lines += [(0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, 0x7FC00000)]
_code = b"".join(struct.pack("HBBI", *line) for line in _lines)
_held = ctypes.create_string_buffer(_code)
_program = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(_lines), ctypes.addressof(_held)))
_libc = ctypes.CDLL(None, use_errno=True)
assert _libc.prctl(38, 1, 0, 0, 0) == 0
_listener = _libc.syscall({seccomp}, 1, 8, ctypes.c_void_p(ctypes.addressof(_program)))
assert _listener >= 0, os.strerror(ctypes.get_errno())
with socket.socket(fileno={handed}) as _out:
    socket.send_fds(_out, [b"x"], [_listener])
os.close(_listener)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call that changed a file.

    Attributes:
        name: write, cut, sync, rename, unlink, make, or folder.
        path: of the file; `stdout` or `stderr`; of another pipe or socket what the kernel calls it.
        at: where a write begins, or the length of a cut.
        content: what was written.
        to: the new path of a rename.
    """

    name: str
    path: str
    at: int = 0
    content: bytes = b""
    to: str = ""


class Watcher:
    """Looks at each stopped call of a child, tells `sink`, and lets it go on."""

    def __init__(self, listener: int, streams: dict[str, str], sink: Callable[[Call], object]) -> None:
        self.listener, self.streams, self.sink = listener, streams, sink
        self.names = {number: name for name, number in CALLS.items()}
        self.fault: BaseException | None = None

    def run(self) -> None:
        """Until the child is gone."""
        poll = select.poll()
        poll.register(self.listener, select.POLLIN)
        while True:
            if any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll()):
                return
            stopped = bytearray(80)
            try:
                fcntl.ioctl(self.listener, RECEIVE, stopped)
            except OSError:  # killed while it waited
                continue
            number, pid, _, call, _, _, *given = struct.unpack("QIIiIQ6Q", stopped)
            name = self.names[call]
            try:
                if name not in REFUSED:
                    self._look(pid, name, given)
            except OSError:
                pass  # the call names nothing that is there; the kernel will say so to the child
            except BaseException as error:  # noqa: BLE001  (told to the test once the child has ended)
                self.fault = error
            answer = (-ENOSYS, 0) if name in REFUSED else (0, CONTINUE)
            with contextlib.suppress(OSError):
                fcntl.ioctl(self.listener, SEND, struct.pack("QqiI", number, 0, *answer))

    def _look(self, pid: int, name: str, given: list[int]) -> None:
        first = ctypes.c_int(given[0]).value
        if name in ("write", "pwrite64", "writev", "pwritev", "pwritev2"):
            vector = name not in ("write", "pwrite64")
            content = _gathered(pid, given) if vector else _memory(pid, given[1], given[2])
            positioned = name.startswith("pwrite")
            at = given[3] if positioned else _position(pid, first)
            path = _file(pid, first)
            self.sink(Call(name="write", path=self.streams.get(path, path), at=at, content=content))
        elif name in ("fsync", "fdatasync"):
            self.sink(Call(name="sync", path=_file(pid, first)))
        elif name == "ftruncate":
            self.sink(Call(name="cut", path=_file(pid, first), at=given[1]))
        elif name == "fallocate":
            path = _file(pid, first)
            if not given[1] and Path(path).stat().st_size < given[2] + given[3]:
                self.sink(Call(name="cut", path=path, at=given[2] + given[3]))
        elif name == "truncate":
            self.sink(Call(name="cut", path=_path(pid, AT_FDCWD, given[0]), at=given[1]))
        elif name in ("rename", "renameat", "renameat2"):
            a, b = ((AT_FDCWD, given[0]), (AT_FDCWD, given[1])) if name == "rename" else (
                (first, given[1]), (ctypes.c_int(given[2]).value, given[3]))  # fmt: skip
            self.sink(Call(name="rename", path=_path(pid, *a), to=_path(pid, *b)))
        elif name in ("unlink", "unlinkat", "rmdir"):
            at = (first, given[1]) if name == "unlinkat" else (AT_FDCWD, given[0])
            path = _path(pid, *at)
            if Path(path).exists():
                self.sink(Call(name="unlink", path=path))
        elif name in ("mkdir", "mkdirat"):
            path = _path(pid, *((first, given[1]) if name == "mkdirat" else (AT_FDCWD, given[0])))
            if not Path(path).exists():
                self.sink(Call(name="folder", path=path))
        else:
            folder, address, flags = {
                "open": (AT_FDCWD, given[0], given[1]),
                "openat": (first, given[1], given[2]),
                "creat": (AT_FDCWD, given[0], O_CREAT | O_TRUNC | 1),
            }[name]
            if not flags & (O_CREAT | O_TRUNC):
                return
            path = _path(pid, folder, address)
            there = Path(path).exists()
            if flags & O_CREAT and not there:
                self.sink(Call(name="make", path=path))
            elif flags & O_TRUNC and flags & O_ACCMODE and there:
                self.sink(Call(name="cut", path=path))


def _memory(pid: int, address: int, length: int) -> bytes:
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        memory.seek(address)
        return memory.read(length)


def _gathered(pid: int, given: list[int]) -> bytes:
    pieces = struct.unpack(f"{2 * given[2]}Q", _memory(pid, given[1], 16 * given[2]))
    return b"".join(_memory(pid, a, n) for a, n in zip(pieces[::2], pieces[1::2], strict=True))


def _file(pid: int, number: int) -> str:
    return os.readlink(f"/proc/{pid}/fd/{number}")


def _position(pid: int, number: int) -> int:
    lines = Path(f"/proc/{pid}/fdinfo/{number}").read_text().splitlines()
    said = dict(line.split(":", 1) for line in lines if ":" in line)
    if int(said["flags"], 8) & O_APPEND:
        return Path(_file(pid, number)).stat().st_size
    return int(said["pos"])


def _path(pid: int, folder: int, address: int) -> str:
    name = b""
    while b"\0" not in name:  # page by page: what follows the name may not be readable
        start = address + len(name)
        name += _memory(pid, start, 4096 - start % 4096)
    text = os.fsdecode(name.partition(b"\0")[0])
    base = os.readlink(f"/proc/{pid}/cwd" if folder == AT_FDCWD else f"/proc/{pid}/fd/{folder}")
    return os.path.normpath(os.path.join(base, text))


def record(code: str, sink: Callable[[Call], object], **env: str) -> tuple[int, str, str]:
    """Run Python `code` in a child, telling `sink` each call that changes a file.

    Returns:
        its exit status (negative: the signal that ended it), what it said, what it complained of.
    """
    ours, theirs = socket.socketpair()
    seccomp = {"x86_64": 317, "aarch64": 277}[platform.machine()]
    head = STOP_AT_WRITES.format(calls=sorted(CALLS.values()), seccomp=seccomp, handed=theirs.fileno())
    child = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", head + textwrap.dedent(code)],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **env},
        pass_fds=[theirs.fileno()], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip
    theirs.close()
    with ours:
        listeners = array.array("i")
        _, found, *_ = ours.recvmsg(1, socket.CMSG_SPACE(listeners.itemsize))
    if not found:
        raise AssertionError(child.communicate()[1][-4000:])
    listeners.frombytes(found[0][2])
    streams = {f"pipe:[{os.fstat(s.fileno()).st_ino}]": name
               for name, s in (("stdout", child.stdout), ("stderr", child.stderr)) if s}  # fmt: skip
    watcher = Watcher(listeners[0], streams, sink)
    watching = threading.Thread(target=watcher.run, daemon=True)
    watching.start()
    said, complained = child.communicate(timeout=3600)
    watching.join(timeout=30)
    os.close(listeners[0])
    if watcher.fault is not None:
        raise watcher.fault
    return child.returncode, said, complained


def _may_record() -> bool:
    """True where the kernel lets a process watch its child so."""
    if sys.platform != "linux" or not CALLS:
        return False
    try:
        return record("print(1)", lambda call: None)[0] == 0
    except (AssertionError, OSError):
        return False


@pytest.fixture(scope="session")
def recorded() -> Callable[..., dict[str, Any]]:
    """`recorded(folder, code, sink)`: run a desk over `folder` with every write told to `sink`; gives its SAY."""
    if not _may_record():
        pytest.skip("this kernel does not let a process watch what its child writes")

    def run(folder: Path, code: str, sink: Callable[[Call], object], **env: str) -> dict[str, Any]:
        head = """
            import json, signal, sys
            import django
            from django.conf import settings
            django.setup()
            settings.RUN_WORKER = False
            settings.ALLOWED_HOSTS = ["testserver"]
            SAY = {}
        """
        status, said, complained = record(
            textwrap.dedent(head) + textwrap.dedent(code) + '\nprint("\\n" + json.dumps(SAY), flush=True)\n',
            sink,
            **{"TUMEN_DATA": str(folder), "TUMEN_DEMO": "1", "DJANGO_SETTINGS_MODULE": "tumen_desk.settings.desk",
               **env})  # fmt: skip
        assert status == 0, complained[-4000:]
        found: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
        return {**found, "stderr": complained}

    return run


@pytest.fixture
def proved(request: pytest.FixtureRequest) -> Callable[..., None]:
    """`proved("kills", lot=3, kills=100, lost=0)`: what one lot of a proof showed, as a line of `$TUMEN_PROOFS`.

    A lot that stands there already is not shown again.
    """
    kept = Path(os.environ.get("TUMEN_PROOFS") or os.devnull)
    shown = (
        [json.loads(line)["test"] for line in kept.read_text("utf-8").splitlines()] if kept.is_file() else []
    )
    if request.node.name in shown:
        pytest.skip("this lot was shown before")
    begun = os.times()

    def tell(proof: str, **figures: int) -> None:
        spent = round(sum(os.times()[:4]) - sum(begun[:4]))
        day = f"{datetime.now(UTC):%Y-%m-%d}"
        line = {"proof": proof, **figures, "cpu_seconds": spent, "on": day, "test": request.node.name}
        with kept.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    return tell
