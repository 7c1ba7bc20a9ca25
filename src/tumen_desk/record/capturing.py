"""A page of the web kept for the record because somebody asked for it: fetched, packed as WARC, sealed, brought in.

Closed unless who manages the desk opened it. The log says that the desk went out, when and for whom, and never where.

Source: ISO 28500:2017 (WARC 1.1).
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from django.conf import settings

from tumen import documents
from tumen.errors import CaptureRefused
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record import fetching
from tumen_desk.record.importing import folder
from tumen_desk.store import waiting

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User
    from tumen_desk.record.models import ImportBatch

TITLE: Final = "Captured page"
_NAME: Final = f"{TITLE}.warc"


def require_open() -> None:
    """Refuse where nobody opened it.

    Raises:
        CaptureRefused: see above.
    """
    if not settings.CONFIG.capture:
        raise CaptureRefused(
            "This desk fetches nothing.",
            hint="Who manages it may start it with TUMEN_CAPTURE=1. Or save the page with a browser as a WACZ file and "
            "bring that in.",
        )


def page_capture(*, actor: User, address: str) -> str:
    """Fetch one page and seal it as a WARC file; gives its SHA-256.

    If it is not brought in, it is wiped as an upload is.

    Raises:
        CaptureRefused: the desk fetches nothing, or see `fetching.fetch`.
    """
    require(actor, Door.RECORD_WRITE)
    require_open()
    fetching.wanted(address)
    log.write(
        actor, "record.page_capture", "store"
    )  # before it goes out: it did so also if nothing comes back
    largest = min(settings.CONFIG.largest_file, documents.Limits().max_part_bytes)
    return waiting.take_in(warc(fetching.fetch(address, largest=largest, here=settings.CAPTURE_HERE)))


def page_bring_in(
    *,
    actor: User,
    sha256: str,
    kind: str,
    issuer: str = "",
    language: str = "",
    published: bool = False,
    job: int | None = None,
) -> ImportBatch:
    """Make a source and a document of a page that was captured, as of any WARC file.

    Raises:
        CaptureRefused: what came cannot be read.
    """
    plan = folder.read_folder([{"name": _NAME, "sha256": sha256}])
    if plan.unreadable:
        raise CaptureRefused(f"What came cannot be read: {plan.unreadable[0].message}")
    return folder.apply_folder(
        actor=actor, plan=plan, title=TITLE, kind=kind, issuer=issuer, language=language, published=published,
        job=job,
    )  # fmt: skip


def warc(exchanges: Iterable[fetching.Exchange]) -> bytes:
    """What went out and came back as a WARC file: of each exchange the answer, then what was asked, as they were.

    Each record is a gzip member of its own, so that a viewer can open one alone.
    """
    return b"".join(gzip.compress(record, mtime=0) for one in exchanges for record in _records(one))


def _records(one: fetching.Exchange) -> Iterable[bytes]:
    answered, asked = (f"<urn:uuid:{uuid.uuid4()}>" for _ in range(2))
    yield _record("response", one, one.answer, {"WARC-Record-ID": answered, "WARC-IP-Address": one.number})
    yield _record("request", one, one.request, {"WARC-Record-ID": asked, "WARC-Concurrent-To": answered})


def _record(kind: str, one: fetching.Exchange, block: bytes, named: dict[str, str]) -> bytes:
    fields = {
        "WARC-Type": kind,
        **named,
        "WARC-Date": f"{one.at:%Y-%m-%dT%H:%M:%SZ}",
        "WARC-Target-URI": one.address,
        "WARC-Block-Digest": f"sha256:{base64.b32encode(hashlib.sha256(block).digest()).decode()}",
        "Content-Type": f"application/http; msgtype={kind}",
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n"
