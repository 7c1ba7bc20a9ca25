"""What runs in the jail cannot reach out of it, and what comes out of it is checked."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tumen import documents
from tumen.errors import (
    DocumentTimeout,
    DocumentTooLarge,
    EncryptedDocument,
    ParserCrashed,
    UnsupportedDocument,
)

Make = Callable[..., bytes]
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's own fences are Linux's")


def attempt(body: str, canary: Path) -> str:
    """Run `body` behind the lock in a process of its own; what it printed, or the name of its error."""
    program = f"""
import ctypes, os, socket, subprocess, sys, threading
CANARY = {str(canary)!r}
from tumen.documents.confine import limit_resources, lock
libc = ctypes.CDLL(None, use_errno=True)
limit_resources(memory=1 << 30, cpu_seconds=10)
assert lock() == []
try:
    {body}
    print("done")
except BaseException as fault:
    print(type(fault).__name__)
"""
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False
    ).stdout.strip()


@linux
@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("socket.socket()", "PermissionError"),
        ("subprocess.run(['true'])", "PermissionError"),
        ("os.fork()", "PermissionError"),
        ("open('/tmp/tumen-jail-canary', 'w').write('x' * 100000)", "PermissionError"),
        ("print(libc.socket(2, 1, 0), ctypes.get_errno())", "-1 1\ndone"),
        ("print(libc.execve(b'/bin/true', None, None), ctypes.get_errno())", "-1 1\ndone"),
        ("print(libc.fork(), ctypes.get_errno())", "-1 1\ndone"),
        ("os.kill(os.getppid(), 9)", "PermissionError"),
        ("open(f'/proc/{os.getppid()}/mem', 'rb')", "PermissionError"),
        ("open('/tmp/tumen-jail-canary-empty', 'w')", "PermissionError"),
        ("os.unlink(CANARY)", "PermissionError"),
        ("os.truncate(CANARY, 0)", "PermissionError"),
        ("print(libc.prctl(1, 0, 0, 0, 0), ctypes.get_errno())", "-1 1\ndone"),
        ("print(sum(range(10)))", "45\ndone"),
    ],
)
def test_behind_the_lock_there_is_no_network_no_program_no_file_no_other_memory(
    body: str, outcome: str, tmp_path: Path
) -> None:
    canary = tmp_path / "canary"
    canary.write_text("still here", encoding="utf-8")
    assert attempt(body, canary) == outcome
    assert canary.read_text(encoding="utf-8") == "still here"


def test_a_jailed_reading_equals_a_free_one(pdf: Make, word: Make) -> None:
    for content in (
        pdf([[["Seven people crossed."]], [["두만강을 건넌 사람들"]]]),
        word(lambda document: document.add_paragraph("둘째 문단.")),
        b"<html><body><p>One</p><p>Two</p></body></html>",
        "회령\n".encode("utf-16"),
    ):
        assert documents.read_in_jail(content, name="x") == documents.read(content, name="x")


def test_errors_come_out_of_the_jail_as_themselves(pdf: Make) -> None:
    with pytest.raises(UnsupportedDocument) as caught:
        documents.read_in_jail(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert caught.value.fields["kind"] == "Word 97 or other old Office document"
    with pytest.raises(EncryptedDocument):
        documents.read_in_jail(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(DocumentTooLarge):
        documents.read_in_jail(pdf([[["x"]]] * 3), limits=documents.Limits(max_pages=1))


def test_time_is_kept_from_outside() -> None:
    started = time.monotonic()
    with pytest.raises(DocumentTimeout):
        documents.read_in_jail(b"<p>a</p>" * 600_000, timeout=0.05)
    assert time.monotonic() - started < 3


@linux
def test_memory_is_kept() -> None:
    with pytest.raises((DocumentTooLarge, ParserCrashed)):
        documents.read_in_jail(b"<p>a</p>" * 600_000, memory=200 * 1024 * 1024, timeout=60)


def test_the_callers_environment_does_not_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    from tumen.documents.cells import environment

    monkeypatch.setenv("TUMEN_SECRET", "canary")
    assert "canary" not in str(environment())
