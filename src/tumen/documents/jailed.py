"""What runs in a cell of the jail: `python -m tumen.documents.jailed`, or a fork of the warden.

Order on standard input: one line of JSON, then the file's bytes. Answer on standard output: one line
of JSON (`{"ok": …}` or `{"error": …}`), then the document as JSON.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any

from tumen.documents.confine import limit_resources, lock
from tumen.documents.limits import Limits
from tumen.documents.media import HTML, HWP, MAIL, PDF, ZIP, sniff
from tumen.documents.reader import read
from tumen.errors import DocumentError, DocumentTooLarge, ParserCrashed

_PARSERS: dict[str, tuple[str, ...]] = {
    PDF: ("tumen.documents.pdf",),
    ZIP: (
        "tumen.documents.container", "tumen.documents.word", "tumen.documents.hangulx", "tumen.documents.opentext",
        "tumen.documents.sheet",
    ),
    HWP: ("tumen.documents.hangul", "olefile"),
    HTML: ("tumen.documents.web", "trafilatura"),
    MAIL: ("tumen.documents.mail", "tumen.documents.web", "trafilatura", "email.policy", "email.parser"),
}  # fmt: skip


def main() -> int:
    """Read one file between confinement and answer; a crash is the parent's to notice."""
    order = json.loads(sys.stdin.buffer.readline())
    missing = limit_resources(memory=order["memory"], cpu_seconds=order["cpu"])
    try:
        return _answer(order, sys.stdin.buffer.read(), missing)
    except MemoryError:
        return _refuse(DocumentTooLarge("Reading needs more memory than allowed.", limit=order["memory"]))
    except DocumentError as error:
        return _refuse(error)
    except Exception as fault:  # noqa: BLE001  (the border of the process: only the kind of fault leaves)
        return _refuse(
            ParserCrashed(f"The parser failed ({type(fault).__name__}).", fault=type(fault).__name__)
        )


def _answer(order: dict[str, Any], content: bytes, missing: list[str]) -> int:
    # Parsers are loaded before the lock, because loading opens files; nothing of the file is parsed yet.
    for module in _PARSERS.get(sniff(content), ()):
        import_module(module)
    missing += lock()
    document = read(content, name=order["name"], limits=Limits(**order["limits"]), encoding=order["encoding"])
    body = json.dumps(document.as_dict(), ensure_ascii=True).encode("ascii")
    sys.stdout.buffer.write(json.dumps({"ok": True, "missing": missing}).encode() + b"\n" + body)
    sys.stdout.buffer.flush()
    return 0


def _refuse(error: DocumentError) -> int:
    answer = json.dumps({"error": error.as_dict()}, default=str)
    sys.stdout.buffer.write(answer.encode() + b"\n")
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
