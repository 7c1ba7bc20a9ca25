"""Reads a file in a process that may die: little memory, little time, no network, no keys.

The bytes go in by one pipe, the document comes out as JSON by another; nothing touches the disk.
Whatever happens in there, the caller gets a Document or a named error.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

from tumen import errors
from tumen.documents.document import Caution, Document
from tumen.documents.limits import MEBIBYTE, Limits
from tumen.documents.reader import load
from tumen.errors import BrokenDocument, DocumentError, DocumentTimeout, DocumentTooLarge, ParserCrashed

DEFAULT_MEMORY = 1024 * MEBIBYTE
MAX_REPLY_BYTES = 512 * MEBIBYTE
"""More than any permitted text makes as JSON; a jail that has been taken over must not fill our memory."""

_GRACE_SECONDS = 0.2
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    content: bytes
    status: int
    too_long: bool
    too_late: bool


def read_in_jail(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    limits: Limits | None = None,
    encoding: str | None = None,
    timeout: float = 60.0,
    memory: int = DEFAULT_MEMORY,
) -> Document:
    """Read one file in a child process that is thrown away afterwards.

    On Linux the child has a ceiling on address space and processor time, may start no program, write
    no file, gain no privileges and open no network connection (seccomp). On other systems what is
    missing is named in the caution `jail-partial`; the timeout holds everywhere.

    Args:
        source: a path, or the bytes themselves. The path is opened here; the child gets bytes only.
        name: see `read`.
        limits: see `read`.
        encoding: see `read`.
        timeout: seconds until the child is killed.
        memory: bytes of address space for the child.

    Raises:
        DocumentError: one of the leaves that `read` raises; and
        DocumentTimeout: the child was killed because its time ran out.
        ParserCrashed: the parser died, as some PDFs make it.
        DocumentTooLarge: the child ran out of memory.
    """
    limits = limits or Limits()
    content = source if isinstance(source, bytes) else load(source, limits)
    if not isinstance(source, bytes):
        name = name or Path(source).name
    order = {"name": name, "encoding": encoding, "memory": memory, "cpu": timeout, "limits": asdict(limits)}
    reply = _converse(json.dumps(order).encode() + b"\n" + content, timeout)
    document = _judge(reply, timeout)
    if document.sha256 != hashlib.sha256(content).hexdigest():
        raise ParserCrashed("The jail answered about other bytes than it was given.")
    return document


def _command() -> list[str]:
    # -I: neither the working directory nor PYTHON* variables decide what is imported.
    return [sys.executable, "-I", "-X", "utf8", "-m", "tumen.documents.jailed"]


def _environment() -> dict[str, str]:
    """As good as nothing: the caller's environment may hold keys."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return {"PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", **kept}


def _converse(order: bytes, timeout: float) -> _Reply:
    """Send the order, take the answer, and kill the child when it talks too long or too much."""
    deadline = time.monotonic() + timeout
    child = subprocess.Popen(  # noqa: S603  (our own interpreter and module, no words of the file)
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )
    assert child.stdin is not None  # noqa: S101  (narrowing for the type checker)
    assert child.stdout is not None  # noqa: S101
    pieces: list[bytes] = []
    threads = [
        threading.Thread(target=_send, args=(child.stdin, order), daemon=True),
        threading.Thread(target=_collect, args=(child.stdout, pieces), daemon=True),
    ]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(deadline - time.monotonic(), 0))
        too_late = any(thread.is_alive() for thread in threads)
        too_late = _still_running(child, deadline + _GRACE_SECONDS) or too_late
    finally:
        child.kill()
        child.wait()
        for thread in threads:
            thread.join(_GRACE_SECONDS)
        child.stdin.close()
        child.stdout.close()
    size = sum(map(len, pieces))
    return _Reply(
        content=b"".join(pieces), status=child.returncode, too_long=size > MAX_REPLY_BYTES, too_late=too_late
    )


def _still_running(child: subprocess.Popen[bytes], deadline: float) -> bool:
    try:
        child.wait(max(deadline - time.monotonic(), 0))
    except subprocess.TimeoutExpired:
        return True
    return False


def _send(pipe: IO[bytes], order: bytes) -> None:
    try:
        pipe.write(order)
        pipe.close()
    except OSError:
        pass  # the child died before it had read everything; its status says why


def _collect(pipe: IO[bytes], pieces: list[bytes]) -> None:
    size = 0
    while size <= MAX_REPLY_BYTES and (piece := pipe.read(_PIECE)):
        pieces.append(piece)
        size += len(piece)


def _judge(reply: _Reply, timeout: float) -> Document:
    """Turn what came out of the jail into a Document or a named error."""
    if reply.too_late or reply.status == -24:  # 24 is SIGXCPU: the processor time is over
        raise DocumentTimeout(f"Reading took longer than {timeout:g} seconds.", seconds=timeout)
    if reply.too_long:
        raise DocumentTooLarge(
            "The parser answered with more than a document can hold.", limit=MAX_REPLY_BYTES
        )
    if reply.status != 0:
        raise ParserCrashed("The parser died on this file.", status=reply.status)
    head, _, body = reply.content.partition(b"\n")
    try:
        verdict = json.loads(head)
    except ValueError:
        raise ParserCrashed("The parser gave no answer.", status=reply.status) from None
    if not isinstance(verdict, dict):
        raise ParserCrashed("The parser gave no answer.", status=reply.status)
    if "error" in verdict:
        raise _error(verdict["error"])
    return _with_jail(Document.from_json(body), verdict.get("missing"))


def _with_jail(document: Document, missing: object) -> Document:
    if not isinstance(missing, list) or not missing:
        return document
    words = ", ".join(str(part)[:40] for part in missing[:10])
    partial = Caution(code="jail-partial", message=f"This system could not enforce: {words}.")
    return replace(document, warnings=(*document.warnings, partial))


def _error(stated: object) -> DocumentError:
    """The error that was raised inside, looked up by its code among the leaves of DocumentError."""
    stated = stated if isinstance(stated, dict) else {}
    leaves = {
        leaf.code: leaf for leaf in DocumentError.__subclasses__() if leaf.__module__ == errors.__name__
    }
    leaf = leaves.get(str(stated.get("code")), BrokenDocument)
    fields = stated.get("fields")
    known = {str(k): v for k, v in fields.items()} if isinstance(fields, dict) else {}
    known.pop("hint", None)
    return leaf(str(stated.get("message", "The file cannot be read.")), **known)
