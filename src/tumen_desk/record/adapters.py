"""Library values ↔ table columns."""

from __future__ import annotations

import datetime
import json
from functools import lru_cache
from typing import TYPE_CHECKING

from tumen import dates, documents

if TYPE_CHECKING:
    from tumen_desk.record.models import Document


def date_columns(written: str, *, name: str = "date") -> dict[str, object]:
    """The EDTF text of a written date and the days it can mean, as column values.

    Raises:
        DatesError: it cannot be read as a date.
    """
    edtf, earliest, latest = _bounds(written.strip())
    return {name: edtf, f"{name}_low": earliest, f"{name}_high": latest}


@lru_cache(maxsize=100_000)
def _bounds(written: str) -> tuple[str, datetime.date | None, datetime.date | None]:
    # Dates repeat by the thousand in a list; each is read once.
    if not written:
        return "", None, None
    date = dates.parse(written)
    return date.edtf, date.earliest, date.latest


def edtf_text(written: str) -> str:
    """The EDTF text of a written date; empty stays empty."""
    return _bounds(written.strip())[0]


def last_day(written: str) -> datetime.date | None:
    """The last day a written date can mean; None = open or not stated."""
    return _bounds(written.strip())[2]


def document_columns(read: documents.Document) -> dict[str, object]:
    """A document that was read, as column values."""
    plain = read.as_dict()
    return {
        "file_sha256": read.sha256,
        "text_sha256": read.text_sha256,
        "media_type": read.media_type,
        "pages": len(read.pages) or None,
        "text": read.text,
        "layout": {name: plain[name] for name in ("pages", "paragraphs", "metadata", "left_out", "cues")},
        "warnings": plain["warnings"],
    }


def document_value(row: Document) -> documents.Document:
    """The library's document of a row, for locating and anchoring passages."""
    fields = {
        "text": row.text,
        "media_type": row.media_type,
        "sha256": row.file_sha256,
        "text_sha256": row.text_sha256,
        "warnings": row.warnings,
        **row.layout,
    }
    return documents.Document.from_json(json.dumps(fields))
