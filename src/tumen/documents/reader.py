"""One door for every kind of file: look at the bytes, read, and hand out a Document."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from tumen.documents.assembly import Assembly, warn_about_text
from tumen.documents.document import Caution, Document, sha256_of_text
from tumen.documents.limits import Clock, Limits
from tumen.documents.media import (
    DOCX,
    HTML,
    HWP,
    HWPX,
    MAIL,
    ODT,
    PDF,
    PICTURES,
    PLAYED,
    TEXT,
    TRANSCRIPT,
    WACZ,
    WARC,
    XLSX,
    ZIP,
    expected_from_name,
    sniff,
)
from tumen.documents.taking import Taken, opened, take
from tumen.errors import DocumentTooLarge

_NAMES = {
    PDF: "PDF", DOCX: "DOCX", HTML: "HTML", TEXT: "plain text", HWP: "HWP 5", HWPX: "HWPX", ODT: "ODT", XLSX: "XLSX",
    MAIL: "mail", WARC: "web archive", WACZ: "web archive (WACZ)", TRANSCRIPT: "transcript",
    **{kind: kind.partition("/")[2].upper() for kind in PICTURES | PLAYED},
}  # fmt: skip


def read(
    source: str | Path | bytes | BinaryIO,
    *,
    name: str | None = None,
    limits: Limits | None = None,
    encoding: str | None = None,
) -> Document:
    """Read one file in this process.

    For files from strangers use `read_in_jail`: some PDFs make the parser abort the process it runs in.

    Args:
        source: a path, the bytes themselves, or a file open for reading them.
        name: what the file is called, only to compare its ending with what the bytes are; taken
            from the path if not given.
        limits: what the file may cost; `Limits()` if not given.
        encoding: of plain text and HTML, if somebody knows; otherwise it is worked out.

    Raises:
        DocumentError: one of its leaves, each with its code and what to do next.
    """
    limits = limits or Limits()
    if isinstance(source, str | Path):
        name = name or Path(source).name
        with opened(source) as stream:
            return read_taken(take(stream, limits), name=name, limits=limits, encoding=encoding)
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    return read_taken(take(stream, limits), name=name, limits=limits, encoding=encoding)


def read_taken(taken: Taken, *, name: str | None, limits: Limits, encoding: str | None) -> Document:
    """Read what was taken of a file; arguments and errors are those of `read`."""
    media_type = sniff(taken.content)
    clock = Clock(limits)
    assembly = Assembly(limits=limits)
    try:
        media_type = _parse(media_type, taken.content, assembly, clock, encoding)
    except MemoryError:
        raise DocumentTooLarge("Reading needs more memory than there is.") from None
    return _finish(taken.sha256, media_type, name, assembly)


def _parse(media_type: str, content: bytes, assembly: Assembly, clock: Clock, encoding: str | None) -> str:
    """Hand the bytes to their parser and say which kind they are; a parser is loaded only when needed."""
    if media_type == PDF:
        from tumen.documents.pdf import read_pdf

        read_pdf(content, assembly, clock)
    elif media_type == ZIP:
        return _parse_container(content, assembly, clock)
    elif media_type == HWP:
        from tumen.documents.hangul import read_hangul

        read_hangul(content, assembly, clock)
    elif media_type == MAIL:
        from tumen.documents.mail import read_mail

        read_mail(content, assembly, clock)
    elif media_type in PICTURES:
        from tumen.documents.pictures import read_picture

        read_picture(content, assembly, clock)
    elif media_type in PLAYED:
        from tumen.documents.played import read_played

        read_played(content, media_type, assembly)
    elif media_type == WARC:
        from tumen.documents.archive import read_archive

        read_archive(content, assembly, clock)
    elif media_type == TRANSCRIPT:
        from tumen.documents.played import read_transcript

        read_transcript(content, assembly, clock, encoding=encoding)
    elif media_type == HTML:
        from tumen.documents.web import read_web

        read_web(content, assembly, clock, encoding=encoding)
    else:
        from tumen.documents.plain import read_plain

        read_plain(content, assembly, clock, encoding=encoding)
    return media_type


def _parse_container(content: bytes, assembly: Assembly, clock: Clock) -> str:
    from tumen.documents.container import Container

    container = Container(content, assembly.limits)
    if container.media_type == DOCX:
        from tumen.documents.word import read_word as read_parts
    elif container.media_type == HWPX:
        from tumen.documents.hangulx import read_hangulx as read_parts
    elif container.media_type == WACZ:
        from tumen.documents.archive import read_collection as read_parts
    elif container.media_type == ODT:
        from tumen.documents.opentext import read_opentext as read_parts
    else:
        from tumen.documents.sheet import read_sheets as read_parts
    read_parts(container, assembly, clock)
    return container.media_type


def _finish(sha256: str, media_type: str, name: str | None, assembly: Assembly) -> Document:
    text = assembly.text()
    if not text.strip() and not any(w.code.startswith("no-text") for w in assembly.warnings):
        assembly.warn("no-text", "The file holds no words that can be read.")
    warn_about_text(assembly, text)
    document = Document(
        text=text,
        media_type=media_type,
        sha256=sha256,
        text_sha256=sha256_of_text(text),
        pages=tuple(assembly.pages),
        paragraphs=tuple(assembly.paragraphs),
        warnings=tuple(assembly.warnings),
        metadata=tuple(assembly.metadata),
        left_out=tuple(assembly.left_out),
        cues=tuple(assembly.cues),
        picture=assembly.picture,
    )
    return _compare_name(document, name)


def _compare_name(document: Document, name: str | None) -> Document:
    expected = expected_from_name(name)
    if expected is None or expected == document.media_type:
        return document
    said, found = _NAMES[expected], _NAMES[document.media_type]
    mismatch = Caution(
        code="type-mismatch", message=f"The name says {said}, the bytes are {found}; read as {found}."
    )
    return replace(document, warnings=(mismatch, *document.warnings))
