"""A jail for many files keeps each from the others, outlives what kills a reading, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tumen import documents
from tumen.documents.cells import ForkedCell, can_fork
from tumen.errors import DocumentError, DocumentTimeout, DocumentTooLarge, HostileDocument, ParserCrashed

Make = Callable[..., bytes]
MEBIBYTE = 1 << 20
forking = pytest.mark.skipif(not can_fork(), reason="elsewhere each file gets a fresh interpreter")


def descendants(pid: int) -> set[int]:
    """Every living process below `pid`."""
    parents = {}
    for stated in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stated.read_text(encoding="utf-8").rpartition(")")[2].split()[:2]
        except OSError:  # it ended while we looked
            continue
        if state != "Z":
            parents[int(stated.parent.name)] = int(parent)
    found, grown = {pid}, True
    while grown:
        more = {child for child, parent in parents.items() if parent in found} - found
        found, grown = found | more, bool(more)
    return found - {pid}


def until(happened: Callable[[], bool], *, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_a_file_of_every_kind_reads_as_it_does_outside(pdf: Make, word: Make) -> None:
    kinds = {
        "a.pdf": pdf([[["Seven people crossed."]], [["두만강을 건넌 사람들"]]]),
        "b.docx": word(lambda document: document.add_paragraph("둘째 문단.")),
        "c.html": b"<html><body><nav>Menu</nav><p>One</p><p>Two</p></body></html>",
        "d.txt": "회령\n".encode("utf-16"),
        "wrong.txt": pdf([[["Seven people crossed."]]]),
        "no ending": b"<p>One</p><p>Two</p>",
    }
    with documents.Jail() as jail:
        for name, content in kinds.items():
            assert jail.read(content, name=name) == documents.read(content, name=name)


def test_hostile_files_harm_no_file_before_or_after_them(
    bomb_pdf: bytes, pdf: Make, word: Make, repack: Make
) -> None:
    good = {
        "good.txt": b"Still here.",
        "good.html": b"<p>Still</p><p>here.</p>",
        "good.pdf": pdf([[["Here"]]]),
    }
    packed = repack(
        word(lambda document: document.add_paragraph("x")), "word/document.xml", b" " * 64 * MEBIBYTE
    )
    with documents.Jail(max_reply_bytes=20_000) as jail:

        def good_files_read() -> bool:
            return all(jail.read(c, name=n) == documents.read(c, name=n) for n, c in good.items())

        assert good_files_read()
        with pytest.raises((ParserCrashed, DocumentTooLarge, DocumentTimeout)):
            jail.read(bomb_pdf, name="bomb.pdf", timeout=30, memory=512 * MEBIBYTE)
        assert good_files_read()
        with pytest.raises((ParserCrashed, DocumentTooLarge)):
            jail.read(b"<p>a</p>" * 600_000, name="wide.html", memory=100 * MEBIBYTE)
        assert good_files_read()
        with pytest.raises(DocumentTimeout):
            jail.read(b"<p>a</p>" * 300_000, name="slow.html", timeout=0.05)
        assert good_files_read()
        with pytest.raises(DocumentTooLarge, match="answered with more"):
            jail.read(b"word " * 10_000, name="long.txt")
        assert good_files_read()
        with pytest.raises(HostileDocument):
            jail.read(packed, name="packed.docx")
        assert good_files_read()


def test_several_threads_each_get_their_own_document() -> None:
    with documents.Jail() as jail, ThreadPoolExecutor(4) as pool:
        read = list(pool.map(lambda n: jail.read(f"Told {n}.".encode(), name="a.txt").text, range(40)))
    assert read == [f"Told {n}." for n in range(40)]


def test_a_closed_jail_reads_nothing() -> None:
    with documents.Jail() as jail:
        jail.read(b"One.")
    with pytest.raises(ValueError, match="closed"):
        jail.read(b"Two.")


def test_where_nothing_can_be_forked_each_file_gets_a_fresh_interpreter(
    monkeypatch: pytest.MonkeyPatch, bomb_pdf: bytes
) -> None:
    monkeypatch.setattr("tumen.documents.jail.can_fork", lambda: False)
    with documents.Jail() as jail:
        with pytest.raises((ParserCrashed, DocumentTooLarge, DocumentTimeout)):
            jail.read(bomb_pdf, name="bomb.pdf", timeout=30, memory=512 * MEBIBYTE)
        assert jail.read(b"Still here.").text == "Still here."


@forking
def test_hundreds_of_files_leave_no_descriptor_and_no_process_behind() -> None:
    here = Path("/proc/self/fd")
    before, threads = len(list(here.iterdir())), threading.active_count()
    others = descendants(os.getpid())
    with documents.Jail() as jail:
        jail.read(b"One.")
        opened = len(list(here.iterdir()))
        wardens = descendants(os.getpid()) - others
        # More than the warden could hold if it kept one descriptor a file.
        for number in range(300):
            assert jail.read(f"Told {number}.".encode()).text == f"Told {number}."
        assert len(list(here.iterdir())) == opened
        assert descendants(os.getpid()) - others == wardens
    assert len(list(here.iterdir())) == before
    assert not descendants(os.getpid()) & wardens
    assert threading.active_count() == threads


@forking
def test_a_process_that_forks_has_one_thread(pdf: Make) -> None:
    # A second thread, of a numeric library for instance, could hold a lock that no fork would ever see released.
    before = descendants(os.getpid())
    with documents.Jail() as jail:
        for name in ("a.pdf", "b.docx", "c.html", "d.txt"):
            jail.read(pdf([[["Words"]]]), name=name)
        wardens = descendants(os.getpid()) - before
        assert len(wardens) == 4
        assert all(len(list(Path(f"/proc/{pid}/task").iterdir())) == 1 for pid in wardens)


@forking
def test_a_killed_warden_is_replaced() -> None:
    before = descendants(os.getpid())
    with documents.Jail() as jail:
        jail.read(b"One.")
        (warden,) = descendants(os.getpid()) - before
        os.kill(warden, signal.SIGKILL)
        until(lambda: warden not in descendants(os.getpid()))
        assert jail.read(b"Two.").text == "Two."


@forking
def test_closing_ends_what_is_being_read() -> None:
    before, fates = descendants(os.getpid()), []

    def read_slowly(jail: documents.Jail) -> None:
        try:
            jail.read(b"<p>a</p>" * 600_000, name="a.html")
        except DocumentError as error:
            fates.append(error.code)

    with documents.Jail() as jail:
        reading = threading.Thread(target=read_slowly, args=(jail,))
        reading.start()
        assert until(lambda: len(descendants(os.getpid()) - before) == 2)  # a warden and a cell
    reading.join(10)
    assert fates == ["document.crashed"]
    assert until(lambda: descendants(os.getpid()) <= before)


@forking
def test_a_killed_caller_leaves_no_process() -> None:
    program = "from tumen import documents; documents.Jail().read(b'<p>a</p>' * 600_000, name='a.html')"
    caller = subprocess.Popen([sys.executable, "-c", program])
    try:
        assert until(lambda: len(descendants(caller.pid)) == 2)  # a warden and a cell
        left = descendants(caller.pid)
    finally:
        caller.kill()
        caller.wait()
    assert until(lambda: not any(_lives(pid) for pid in left))


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


HOSTILE = """
import ctypes, os, socket, sys, time
from tumen.documents.confine import lock, lock_warden
from tumen.documents.warden import Warden

def is_open(descriptor):
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True

def work():
    libc = ctypes.CDLL(None, use_errno=True)
    body = sys.stdin.buffer.read().decode()
    assert lock() == []
    print(eval(body), flush=True)
    return 0

control = socket.socket(fileno=os.dup(0))
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
lock_warden()
Warden(control, work).serve()
"""


@pytest.fixture(scope="module")
def control() -> Iterator[socket.socket]:
    """The control socket of a warden whose cells do what they are told."""
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            warden = subprocess.Popen(
                [sys.executable, "-c", HOSTILE], stdin=theirs, stdout=subprocess.DEVNULL
            )
        yield ours
    warden.wait(10)


@contextmanager
def cell(control: socket.socket, body: str) -> Iterator[ForkedCell]:
    made = ForkedCell(control)
    made.stdin.write(body.encode())
    made.stdin.close()
    try:
        yield made
    finally:
        made.end()
        made.stdout.close()


@forking
@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("[d for d in range(3, 4096) if is_open(d)]", b"[]\n"),
        ("libc.kill(os.getppid(), 9), ctypes.get_errno()", b"(-1, 1)\n"),
        ("libc.prctl(1, 0, 0, 0, 0), ctypes.get_errno()", b"(-1, 1)\n"),
        ("libc.open(b'/proc/%d/mem' % os.getppid(), 0), ctypes.get_errno()", b"(-1, 13)\n"),
        ("libc.fork(), ctypes.get_errno()", b"(-1, 1)\n"),
        ("libc.socket(1, 1, 0), ctypes.get_errno()", b"(-1, 1)\n"),
        ("libc.ptrace(16, os.getppid(), 0, 0), ctypes.get_errno()", b"(-1, 1)\n"),
    ],
)
def test_a_cell_holds_nothing_of_the_warden_and_cannot_touch_it(
    control: socket.socket, body: str, outcome: bytes
) -> None:
    with cell(control, body) as made:
        assert made.stdout.read() == outcome
        assert made.ended(within=10)
        assert made.end() == 0


@forking
@pytest.mark.parametrize("body", ["os.abort()", "ctypes.string_at(0)", "os._exit(3)", "1 / 0"])
def test_how_a_cell_died_is_told_and_the_next_one_lives(control: socket.socket, body: str) -> None:
    with cell(control, body) as made:
        assert made.ended(within=10)
        assert made.end() != 0
    with cell(control, "'alive'") as made:
        assert made.stdout.read() == b"alive\n"


@forking
@pytest.mark.parametrize("body", ["[None for _ in iter(int, 1)]", "time.sleep(600)"])
def test_a_cell_that_never_ends_is_ended(control: socket.socket, body: str) -> None:
    with cell(control, body) as made:
        assert not made.ended(within=0.3)
        assert made.end() == -signal.SIGKILL
