"""What runs in a cell of the jail: `python -m tumen.documents.jailed`, or a fork of the warden.

Order on standard input: one line of JSON, then the file's bytes. Answer on standard output: one line
of JSON (`{"ok": …}` or `{"error": …}`), then the document as JSON, or the picture that was wanted of it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from importlib import import_module
from typing import Any

from tumen.documents.confine import limit_resources, lock
from tumen.documents.limits import Limits
from tumen.documents.media import HTML, HWP, MAIL, PDF, PICTURES, WARC, ZIP, sniff
from tumen.documents.reader import read_taken
from tumen.documents.taking import Taken, take
from tumen.errors import DocumentError, DocumentTooLarge, ParserCrashed, UnsupportedDocument

DOCUMENT, GREY_PAGE, PLAIN_COPY = "document", "grey page", "plain copy"
INSIDE, ONE_INSIDE = "pictures inside", "picture inside"
"""What may be wanted of a file: its words, one page for a machine to read, a picture that says nothing of itself, what
pictures are inside, or one of these."""
_PARSERS: dict[str, tuple[str, ...]] = {
    PDF: ("tumen.documents.pdf",),
    ZIP: (
        "tumen.documents.container", "tumen.documents.word", "tumen.documents.hangulx", "tumen.documents.opentext",
        "tumen.documents.sheet", "tumen.documents.archive",
    ),
    HWP: ("tumen.documents.hangul", "olefile"),
    WARC: ("tumen.documents.archive", "trafilatura"),
    HTML: ("tumen.documents.web", "trafilatura"),
    **dict.fromkeys(PICTURES, ("tumen.documents.pictures",)),
    MAIL: ("tumen.documents.mail", "tumen.documents.web", "trafilatura", "email.policy", "email.parser"),
}  # fmt: skip


def main() -> int:
    """Read one file between confinement and answer; a crash is the parent's to notice."""
    order = json.loads(sys.stdin.buffer.readline())
    missing = limit_resources(memory=order["memory"], cpu_seconds=order["cpu"])
    try:
        return _answer(order, take(sys.stdin.buffer, Limits(**order["limits"])), missing)
    except MemoryError:
        return _refuse(DocumentTooLarge("Reading needs more memory than allowed.", limit=order["memory"]))
    except DocumentError as error:
        return _refuse(error)
    except Exception as fault:  # noqa: BLE001  (the border of the process: only the kind of fault leaves)
        return _refuse(
            ParserCrashed(f"The parser failed ({type(fault).__name__}).", fault=type(fault).__name__)
        )


def _answer(order: dict[str, Any], taken: Taken, missing: list[str]) -> int:
    # Parsers are loaded before the lock, because loading opens files; nothing of the file is parsed yet.
    drawing = order.get("wanted", DOCUMENT) != DOCUMENT
    for module in (
        *_PARSERS.get(sniff(taken.content), ()),
        *(("tumen.documents.pictures", "tumen.documents.inside") if drawing else ()),
    ):
        import_module(module)
    if drawing:
        import_module("tumen.documents.pictures").warm()
    missing += lock()
    body = _draw(order, taken.content) if drawing else _read(order, taken)
    sys.stdout.buffer.write(json.dumps({"ok": True, "missing": missing}).encode() + b"\n" + body)
    sys.stdout.buffer.flush()
    return 0


def _read(order: dict[str, Any], taken: Taken) -> bytes:
    limits = Limits(**order["limits"])
    document = read_taken(taken, name=order["name"], limits=limits, encoding=order["encoding"])
    return json.dumps(document.as_dict(), ensure_ascii=True).encode("ascii")


def _draw(order: dict[str, Any], content: bytes) -> bytes:
    from tumen.documents import pictures

    limits = Limits(**order["limits"])
    if order["wanted"] in (INSIDE, ONE_INSIDE):
        return _inside(order, content, limits)
    media_type = sniff(content)
    if order["wanted"] == GREY_PAGE and media_type == PDF:
        from tumen.documents.pdf import grey_page

        return grey_page(content, number=order["page"], dots=order["dots"], limits=limits)
    if media_type not in PICTURES:
        raise UnsupportedDocument("This is no picture.", kind=media_type)
    draw = pictures.grey_page if order["wanted"] == GREY_PAGE else pictures.plain_copy
    return draw(content, limits)


def _inside(order: dict[str, Any], content: bytes, limits: Limits) -> bytes:
    from tumen.documents import inside

    if order["wanted"] == ONE_INSIDE:
        return inside.picture_inside(content, order["number"], limits)
    found = [asdict(picture) for picture in inside.pictures_inside(content, limits)]
    return json.dumps(found, ensure_ascii=True).encode("ascii")


def _refuse(error: DocumentError) -> int:
    answer = json.dumps({"error": error.as_dict()}, default=str)
    sys.stdout.buffer.write(answer.encode() + b"\n")
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
