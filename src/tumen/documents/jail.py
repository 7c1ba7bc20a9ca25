"""Reads files in processes that may die, one for each: little memory, little time, no network, no keys.

The bytes go in by one pipe, the document comes out as JSON by another; nothing touches the disk.
Whatever happens in there, the caller gets a Document or a named error.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any, BinaryIO

from tumen import errors
from tumen.documents.cells import Cell, CellBlock, FreshCell, can_fork
from tumen.documents.document import Caution, Document
from tumen.documents.inside import Inside, inside_from_json
from tumen.documents.jailed import GREY_PAGE, INSIDE, ONE_INSIDE, PLAIN_COPY
from tumen.documents.limits import MEBIBYTE, Limits
from tumen.documents.media import parser_for_name
from tumen.documents.taking import opened
from tumen.errors import BrokenDocument, DocumentError, DocumentTimeout, DocumentTooLarge, ParserCrashed

DEFAULT_MEMORY = 1024 * MEBIBYTE
MAX_REPLY_BYTES = 512 * MEBIBYTE
"""More than any permitted text makes as JSON; a jail that has been taken over must not fill our memory."""

_GRACE_SECONDS = 0.2
_PIECE = 1 << 16
_A_SECOND = 32 * MEBIBYTE
"""Bytes that pass into a cell in a second, at the least; so much longer may a long file take."""


class Jail:
    """Reads many files, each in a process of its own that sees one file and dies.

    On Linux a confined process, which never sees a byte of any file, loads a parser once and forks a child
    for each file: reading costs little more than the parser itself, and a file that takes over its
    parser still meets no other file. There is one such process for each kind of file, told by the ending of
    the name; a wrong or missing name costs time and nothing else. Elsewhere each file gets a fresh
    interpreter. What a child may not do is told at `read_in_jail`. May be used from several threads at once.

    Args:
        max_reply_bytes: of one document as JSON; a longer answer ends its child.

    Example:
        >>> from tumen import documents
        >>> with documents.Jail() as jail:
        ...     [jail.read(told).text for told in (b"One came back.", b"Two did not.")]
        ['One came back.', 'Two did not.']
    """

    def __init__(self, *, max_reply_bytes: int = MAX_REPLY_BYTES) -> None:
        self._longest = max_reply_bytes
        self._blocks: dict[str, CellBlock] = {}
        self._closed = False
        self._turn = threading.Lock()

    def __enter__(self) -> Jail:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End every process of this jail; it reads nothing afterwards."""
        with self._turn:
            self._closed = True
            for block in self._blocks.values():
                block.close()
            self._blocks.clear()

    def read(
        self,
        source: str | Path | bytes | BinaryIO,
        *,
        name: str | None = None,
        limits: Limits | None = None,
        encoding: str | None = None,
        timeout: float = 60.0,
        memory: int = DEFAULT_MEMORY,
    ) -> Document:
        """Read one file in a child of its own; arguments and errors are those of `read_in_jail`."""
        order = _Order.of(source, name, limits or Limits(), encoding, timeout, memory)
        return _carry_out(order, lambda: self._cell(order.media_type), longest=self._longest)

    def grey_page(
        self,
        source: str | Path | bytes | BinaryIO,
        *,
        page: int = 1,
        dots: int = 300,
        name: str | None = None,
        timeout: float = 60.0,
        memory: int = DEFAULT_MEMORY,
    ) -> bytes:
        """One page of a PDF, or a picture, drawn anew in shades of grey as PNG; errors are those of `read_in_jail`.

        Args:
            source: see `read`.
            page: of a PDF, from 1.
            dots: per inch, of a PDF.
            name: see `read`.
            timeout: seconds until the child is killed.
            memory: see `read_in_jail`.
        """
        order = _Order.of(
            source, name, Limits(), None, timeout, memory, wanted=GREY_PAGE, page=page, dots=dots
        )
        return self._draw(order)

    def plain_copy(
        self,
        source: str | Path | bytes | BinaryIO,
        *,
        name: str | None = None,
        timeout: float = 60.0,
        memory: int = DEFAULT_MEMORY,
    ) -> bytes:
        """A picture drawn anew at full size, without camera, date or place; errors are those of `read_in_jail`."""
        return self._draw(_Order.of(source, name, Limits(), None, timeout, memory, wanted=PLAIN_COPY))

    def pictures_inside(
        self,
        source: str | Path | bytes | BinaryIO,
        *,
        name: str | None = None,
        timeout: float = 60.0,
        memory: int = DEFAULT_MEMORY,
    ) -> list[Inside]:
        """What pictures are inside a PDF, DOCX, ODT, HWP, HWPX or XLSX; errors are those of `read_in_jail`."""
        body = self._draw(_Order.of(source, name, Limits(), None, timeout, memory, wanted=INSIDE))
        return inside_from_json(body)

    def picture_inside(
        self,
        source: str | Path | bytes | BinaryIO,
        number: int,
        *,
        name: str | None = None,
        timeout: float = 60.0,
        memory: int = DEFAULT_MEMORY,
    ) -> bytes:
        """The picture with this number, as it lies there. It may say where it was taken: see `plain_copy`.

        Raises:
            BrokenDocument: there is no such picture; and the errors of `read_in_jail`.
        """
        order = _Order.of(source, name, Limits(), None, timeout, memory, wanted=ONE_INSIDE, number=number)
        return self._draw(order)

    def _draw(self, order: _Order) -> bytes:
        reply = _converse(self._cell(order.media_type), order, longest=self._longest)
        return _opened(reply, order.timeout, self._longest)[1]

    def _cell(self, media_type: str) -> Cell:
        with self._turn:
            if self._closed:
                raise ValueError("This jail is closed.")
            if not can_fork():
                return FreshCell()
            if media_type not in self._blocks:
                self._blocks[media_type] = CellBlock(media_type)
            return self._blocks[media_type].cell()


def read_in_jail(
    source: str | Path | bytes | BinaryIO,
    *,
    name: str | None = None,
    limits: Limits | None = None,
    encoding: str | None = None,
    timeout: float = 60.0,
    memory: int = DEFAULT_MEMORY,
) -> Document:
    """Read one file in a child process that is thrown away afterwards. For many files, see `Jail`.

    On Linux the child has a ceiling on address space and processor time, may start no program, write
    no file, gain no privileges, open no network connection, and neither signal another process nor open
    its memory (seccomp, Landlock). On other systems what is missing is named in the caution
    `jail-partial`; the timeout holds everywhere.

    Args:
        source: a path, the bytes themselves, or a file open for reading them, from where it stands. A path is opened
            here; the child gets bytes only, and nothing but a small piece of them is in memory here.
        name: see `read`.
        limits: see `read`.
        encoding: see `read`.
        timeout: seconds until the child is killed.
        memory: bytes of address space for the child, beyond what it has mapped before it gets the file.

    Raises:
        DocumentError: one of the leaves that `read` raises; and
        DocumentTimeout: the child was killed because its time ran out.
        ParserCrashed: the parser died, as some PDFs make it.
        DocumentTooLarge: the child ran out of memory, or answered with more than a document can hold.
    """
    order = _Order.of(source, name, limits or Limits(), encoding, timeout, memory)
    return _carry_out(order, FreshCell, longest=MAX_REPLY_BYTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What a cell is told: one line of JSON, then the bytes."""

    head: bytes
    source: BinaryIO
    ours: bool
    digest: Any
    media_type: str
    timeout: float

    @classmethod
    def of(
        cls,
        source: str | Path | bytes | BinaryIO,
        name: str | None,
        limits: Limits,
        encoding: str | None,
        timeout: float,
        memory: int,
        **drawing: str | int,
    ) -> _Order:
        ours = isinstance(source, str | Path)
        if isinstance(source, str | Path):
            name = name or Path(source).name
            source = opened(source)
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        timeout += _length(stream) / _A_SECOND
        head = {
            "name": name,
            "encoding": encoding,
            "memory": memory,
            "cpu": timeout,
            "limits": asdict(limits),
            **drawing,
        }
        return cls(
            head=json.dumps(head).encode() + b"\n",
            source=stream,
            ours=ours,
            digest=hashlib.sha256(),
            # By the name alone: whoever asks for a jail does not want the bytes looked at out here.
            media_type=parser_for_name(name),
            timeout=timeout,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    content: bytes
    status: int
    too_long: bool
    too_late: bool


def _length(stream: BinaryIO) -> int:
    at = stream.tell()
    end = stream.seek(0, io.SEEK_END)
    stream.seek(at)
    return end - at


def _carry_out(order: _Order, get_cell: Callable[[], Cell], *, longest: int) -> Document:
    reply = _converse(get_cell(), order, longest=longest)
    document = _judge(reply, order.timeout, longest)
    if document.sha256 != order.digest.hexdigest():
        raise ParserCrashed("The jail answered about other bytes than it was given.")
    return document


def _converse(cell: Cell, order: _Order, *, longest: int) -> _Reply:
    """Send the order, take the answer, and kill the cell when it talks too long or too much."""
    deadline = time.monotonic() + order.timeout
    pieces: list[bytes] = []
    threads = [
        threading.Thread(target=_collect, args=(cell.stdout, pieces, longest), daemon=True),
        threading.Thread(target=_send, args=(cell.stdin, order), daemon=True),
    ]
    too_long = too_late = False
    try:
        for thread in threads:
            thread.start()
        threads[0].join(order.timeout)
        too_long = sum(map(len, pieces)) > longest
        too_late = not too_long and not cell.ended(within=deadline + _GRACE_SECONDS - time.monotonic())
    finally:
        status = cell.end()
        for thread in threads:
            thread.join(_GRACE_SECONDS)
        cell.stdout.close()
    return _Reply(content=b"".join(pieces), status=status, too_long=too_long, too_late=too_late)


def _send(pipe: IO[bytes], order: _Order) -> None:
    # The cell may die before it has read everything; its status says why.
    with contextlib.suppress(OSError), pipe, order.source if order.ours else contextlib.nullcontext():
        pipe.write(order.head)
        while piece := order.source.read(_PIECE):
            order.digest.update(piece)
            pipe.write(piece)


def _collect(pipe: IO[bytes], pieces: list[bytes], longest: int) -> None:
    size = 0
    while size <= longest and (piece := pipe.read(_PIECE)):
        pieces.append(piece)
        size += len(piece)


def _judge(reply: _Reply, timeout: float, longest: int) -> Document:
    """Turn what came out of the jail into a Document or a named error."""
    missing, body = _opened(reply, timeout, longest)
    return _with_jail(Document.from_json(body), missing)


def _opened(reply: _Reply, timeout: float, longest: int) -> tuple[object, bytes]:
    """What the cell could not enforce, and what it answered; or a named error."""
    if reply.too_late or reply.status == -24:  # 24 is SIGXCPU: the processor time is over
        raise DocumentTimeout(f"Reading took longer than {timeout:g} seconds.", seconds=timeout)
    if reply.too_long:
        raise DocumentTooLarge("The parser answered with more than a document can hold.", limit=longest)
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
    return verdict.get("missing"), body


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
        leaf.code: leaf
        for leaf in DocumentError.__subclasses__()
        if leaf.__module__.startswith(errors.__name__)
    }
    leaf = leaves.get(str(stated.get("code")), BrokenDocument)
    fields = stated.get("fields")
    known = {str(k): v for k, v in fields.items()} if isinstance(fields, dict) else {}
    known.pop("hint", None)
    return leaf(str(stated.get("message", "The file cannot be read.")), **known)
