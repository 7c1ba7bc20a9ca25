"""EML and MHTML: a letter, or a web page saved with its pictures (RFC 5322, RFC 2557)."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Final

from tumen.documents.assembly import Assembly
from tumen.documents.limits import Clock, refuse_above
from tumen.documents.plain import one_line_end
from tumen.documents.web import read_web
from tumen.errors import BrokenDocument

_SHOWN: Final = ("From", "To", "Cc", "Date", "Subject")


def read_mail(content: bytes, assembly: Assembly, clock: Clock) -> None:
    """Read a letter: what its head says, then its words, plain before HTML.

    Attachments are named in `left_out` and not opened: bring them in as files of their own.

    Raises:
        BrokenDocument: it holds no letter.
    """
    letter = email.message_from_bytes(content, policy=email.policy.default)
    if not isinstance(letter, EmailMessage):
        raise BrokenDocument("This is no letter.")
    refuse_above(assembly.limits.max_parts, sum(1 for _ in letter.walk()), "parts in the letter")
    head = [f"{name}: {_header(letter, name)}" for name in _SHOWN if _header(letter, name)]
    assembly.add("\n".join(head))
    _state(letter, assembly)
    _body(letter, assembly, clock)
    attached = [part.get_filename() or part.get_content_type() for part in letter.iter_attachments()]
    for name in attached:
        assembly.leave_out(str(name), "attachment")
    if attached:
        assembly.warn("attachments", f"{len(attached)} attachment(s) were not read; bring them in as files.")


def _header(letter: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(letter[name] or "").split())
    except (
        ValueError,
        IndexError,
        AttributeError,
        OverflowError,
    ):  # the library trips over some broken headers
        return ""


def _state(letter: EmailMessage, assembly: Assembly) -> None:
    assembly.state("title", _header(letter, "Subject"), "EML Subject")
    assembly.state("author", _header(letter, "From"), "EML From")
    try:
        assembly.state("date", parsedate_to_datetime(_header(letter, "Date")).date().isoformat(), "EML Date")
    except (ValueError, TypeError, IndexError, OverflowError):
        assembly.state("date", _header(letter, "Date"), "EML Date", confidence=0.5)


def _body(letter: EmailMessage, assembly: Assembly, clock: Clock) -> None:
    part = letter.get_body(("plain", "html"))
    if part is None:
        part = next((p for p in letter.walk() if p.get_content_type() in ("text/html", "text/plain")), None)
    if part is None:
        return
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise BrokenDocument("The words of the letter cannot be decoded.")
    charset = str(part.get_content_charset() or "")
    if part.get_content_type() == "text/html":
        read_web(content, assembly, clock, encoding=charset or None)
        return
    for paragraph in _decoded(content, charset).split("\n\n"):
        clock.check()
        assembly.add(paragraph)


def _decoded(content: bytes, charset: str) -> str:
    try:
        return one_line_end(content.decode(charset or "utf-8", "replace"))
    except (LookupError, ValueError):  # a name that no encoding has, or that is no name at all
        return one_line_end(content.decode("utf-8", "replace"))
