"""Pictures inside a document: what is seen of each, and the picture itself as it lies there.

From DOCX, ODT, HWP, HWPX and XLSX a picture comes as the very bytes of its part; from a PDF as its JPEG where it holds
one, and otherwise drawn anew as PNG. What stands in several places is one picture. Nothing is written into any file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from tumen.documents.assembly import Assembly
from tumen.documents.document import Picture
from tumen.documents.limits import Clock, Limits
from tumen.documents.media import HEAD_BYTES, HWP, PDF, PICTURES, ZIP, sniff
from tumen.errors import BrokenDocument, DocumentError, UnsupportedDocument

MOST: Final = 300
"""Pictures of one document. A book of photographs has fewer; a drawing of ten thousand pieces is none of them."""
SMALLEST: Final = 24
"""Pixels of the longer side below which it is a line or a dot of the layout."""

_OF_ITSELF: Final = ("docProps/", "Thumbnails/", "Preview/")
"""Where a program keeps a small picture of the document itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """A picture inside a document.

    Attributes:
        number: from 1, in the order of pages or parts.
        where: `p. 3`, or the name of the part.
        media_type: of the picture as it comes out.
        bytes: its size.
        sha256: of its bytes, as hex.
        picture: size in pixels, likeness and thumbnail.
    """

    number: int
    where: str
    media_type: str
    bytes: int
    sha256: str
    picture: Picture


def pictures_inside(content: bytes, limits: Limits) -> list[Inside]:
    """Every picture inside a document; those that are damaged, tiny or of a kind that is not read are passed over.

    Raises:
        UnsupportedDocument: it is no PDF, DOCX, ODT, HWP, HWPX or XLSX.
        DocumentError: it cannot be opened.
    """
    return [found for found, _ in _each(content, limits)]


def picture_inside(content: bytes, number: int, limits: Limits) -> bytes:
    """The picture with this number.

    Raises:
        BrokenDocument: there is none.
        DocumentError: the document cannot be opened.
    """
    for found, picture in _each(content, limits):
        if found.number == number:
            return picture
    raise BrokenDocument(f"There is no picture {number} in this document.")


def inside_from_json(body: bytes) -> list[Inside]:
    """What a cell of the jail answered, trusting nothing in it.

    Raises:
        BrokenDocument: a field is missing or of the wrong kind.
    """
    # Loaded only here: a cell writes JSON and never reads it, and forking copies what is loaded.
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(list[Inside]).validate_json(body)
    except ValidationError as invalid:
        raise BrokenDocument(f"Pictures in JSON with {invalid.error_count()} fault(s).") from None


def _each(content: bytes, limits: Limits) -> Iterator[tuple[Inside, bytes]]:
    from tumen.documents.pictures import read_picture

    clock, seen = Clock(limits), set[str]()
    for where, picture in _raw(content, limits, clock):
        clock.check()
        sha256 = hashlib.sha256(picture).hexdigest()
        if sha256 in seen:
            continue
        assembly = Assembly(limits=limits)
        try:
            read_picture(picture, assembly, clock)
        except DocumentError:
            continue
        known = assembly.picture
        if known is None or max(known.width, known.height) < SMALLEST:
            continue
        seen.add(sha256)
        found = Inside(
            number=len(seen), where=where, media_type=sniff(picture), bytes=len(picture), sha256=sha256, picture=known
        )  # fmt: skip
        yield found, picture
        if len(seen) == MOST:
            return


def _raw(content: bytes, limits: Limits, clock: Clock) -> Iterator[tuple[str, bytes]]:
    kind = sniff(content)
    if kind == PDF:
        yield from _of_pdf(content, limits, clock)
    elif kind == ZIP:
        yield from _pictures(_parts(content, limits))
    elif kind == HWP:
        from tumen.documents.hangul import pictures_of

        yield from _pictures(pictures_of(content, limits))
    else:
        raise UnsupportedDocument(
            "Pictures are taken out of PDF, DOCX, ODT, HWP, HWPX and XLSX.",
            kind=kind,
            hint="Save it as one of these.",
        )


def _parts(content: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    from tumen.documents.container import Container

    container = Container(content, limits)
    for name in sorted(n for n in container.names if not n.startswith(_OF_ITSELF)):
        yield name, container.part(name) or b""


def _pictures(parts: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    for name, part in parts:
        try:
            if part and sniff(part[:HEAD_BYTES]) in PICTURES:
                yield name, part
        except DocumentError:  # a part of a kind that is not read
            continue


def _of_pdf(content: bytes, limits: Limits, clock: Clock) -> Iterator[tuple[str, bytes]]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    from tumen.documents.pdf import open_pdf

    opened = open_pdf(content)
    try:
        for index in range(min(len(opened), limits.max_pages)):
            clock.check()
            try:
                page = opened[index]
                images = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))
            except pypdfium2.PdfiumError:
                continue
            for image in images:
                if picture := _of_image(image, limits):
                    yield f"p. {index + 1}", picture
    finally:
        opened.close()


def _of_image(image: Any, limits: Limits) -> bytes:
    """One picture of a page; empty if it cannot be unpacked, or is larger than allowed."""
    import pypdfium2

    from tumen.documents.pictures import drawn

    try:
        if image.get_filters(skip_simple=True) == ["DCTDecode"]:
            return bytes(image.get_data(decode_simple=True))
        width, height = image.get_px_size()
        if width * height > limits.max_pixels:
            return b""
        pixels = image.get_bitmap().to_pil()
        return drawn(pixels if pixels.mode in ("RGB", "L") else pixels.convert("RGB"), "PNG")
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return b""
