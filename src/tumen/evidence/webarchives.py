"""Saved web pages as a web archive (WACZ), which public viewers show as the page looked, with its address and day.

What is inside is the saved original, byte for byte, and its hash. Nothing is fetched, parsed or changed.

Source: WACZ 1.1.1 (Webrecorder, 2022); WARC 1.1 (ISO 28500:2017, International Internet Preservation Consortium);
CDXJ as pywb writes it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

_WARC: Final = "data.warc.gz"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """One saved page.

    Attributes:
        address: where it stood; http or https.
        at: when it was saved, as far as is known.
        content: the saved bytes.
        media_type: of them.
        title: what viewers call it.
    """

    address: str
    at: datetime
    content: bytes
    media_type: str
    title: str


def pack_web(pages: Sequence[SavedPage], *, title: str) -> bytes:
    """A WACZ file of some saved pages.

    Example:
        >>> from datetime import UTC, datetime
        >>> from tumen.evidence import SavedPage, pack_web
        >>> saved = SavedPage(address="https://example.org/a", at=datetime(2024, 5, 3, tzinfo=UTC),
        ...                   content=b"<p>What stood there.</p>", media_type="text/html", title="A page")
        >>> pack_web([saved], title="One page")[:2]
        b'PK'
    """
    warc, lines = io.BytesIO(), []
    _add(warc, _opening(pages))
    for saved in pages:
        start = warc.tell()
        _add(warc, _record(saved))
        lines.append(_index_line(saved, start, warc.tell() - start))
    inside = {
        f"archive/{_WARC}": warc.getvalue(),
        "indexes/index.cdxj": "".join(sorted(lines)).encode(),
        "pages/pages.jsonl": "".join(_page_lines(pages)).encode(),
    }
    package = _plain(
        {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": title,
            "software": "tumen",
            "created": _moment(max((p.at for p in pages), default=datetime.now(UTC))),
            "resources": [
                {"name": path.rpartition("/")[2], "path": path, "hash": _sha256(data), "bytes": len(data)}
                for path, data in inside.items()
            ],
        }
    )
    digest = _plain({"path": "datapackage.json", "hash": _sha256(package)})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path, data in {**inside, "datapackage.json": package, "datapackage-digest.json": digest}.items():
            archive.writestr(zipfile.ZipInfo(path, _EPOCH), data)
    return packed.getvalue()


def _add(warc: io.BytesIO, record: bytes) -> None:
    """Each record is a gzip member of its own, so that a viewer can open one alone."""
    warc.write(gzip.compress(record, mtime=0))


def _opening(pages: Iterable[SavedPage]) -> bytes:
    told = b"software: tumen\r\nformat: WARC File Format 1.1\r\n"
    at = max((p.at for p in pages), default=datetime.now(UTC))
    return _block("warcinfo", told, at, {"WARC-Filename": _WARC, "Content-Type": "application/warc-fields"})


def _record(saved: SavedPage) -> bytes:
    named = {"WARC-Target-URI": saved.address, "Content-Type": saved.media_type}
    return _block("resource", saved.content, saved.at, named)


def _block(kind: str, content: bytes, at: datetime, named: dict[str, str]) -> bytes:
    digest = _sha256(content)
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind} {named} {at.isoformat()} {digest}")
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{number}>",
        "WARC-Date": _moment(at),
        "WARC-Block-Digest": digest,
        "WARC-Payload-Digest": digest,
        **named,
        "Content-Length": str(len(content)),
    }
    head = "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in fields.items())
    return f"WARC/1.1\r\n{head}\r\n".encode() + content + b"\r\n\r\n"


def _index_line(saved: SavedPage, start: int, length: int) -> str:
    told = {
        "url": saved.address, "mime": saved.media_type, "status": "200", "digest": _sha256(saved.content),
        "length": str(length), "offset": str(start), "filename": _WARC,
    }  # fmt: skip
    return f"{_sorted_address(saved.address)} {saved.at.astimezone(UTC):%Y%m%d%H%M%S} {json.dumps(told)}\n"


def _sorted_address(address: str) -> str:
    """The address with its host turned round (`org,example)/a`), by which an index is sorted."""
    parts = urlsplit(address.lower())
    host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
    return f"{host}){parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")


def _page_lines(pages: Iterable[SavedPage]) -> Iterable[str]:
    yield json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All pages"}) + "\n"
    for number, saved in enumerate(pages, 1):
        told = {"id": str(number), "url": saved.address, "ts": _moment(saved.at), "title": saved.title}
        yield json.dumps(told, ensure_ascii=False) + "\n"


def _plain(told: dict[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _sha256(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
