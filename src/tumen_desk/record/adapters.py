"""Library values ↔ table columns."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING

from tumen import dates, documents

if TYPE_CHECKING:
    from tumen_desk.record.models import Document


def date_columns(written: str, *, name: str = "date", low: str = "", high: str = "") -> dict[str, object]:
    """The EDTF text of a written date and the days it can mean, as column values.

    Raises:
        DatesError: it cannot be read as a date.
    """
    low, high = low or f"{name}_low", high or f"{name}_high"
    written = written.strip()
    if not written:
        return {name: "", low: None, high: None}
    date = dates.parse(written)
    return {name: date.edtf, low: date.earliest, high: date.latest}


def edtf_text(written: str) -> str:
    """The EDTF text of a written date; empty stays empty."""
    return dates.parse(written.strip()).edtf if written.strip() else ""


def last_day(written: str) -> datetime.date | None:
    """The last day a written date can mean; None = open or not stated."""
    return dates.parse(written).latest if written.strip() else None


def document_columns(read: documents.Document) -> dict[str, object]:
    """A document that was read, as column values."""
    plain = read.as_dict()
    return {
        "file_sha256": read.sha256,
        "text_sha256": read.text_sha256,
        "media_type": read.media_type,
        "pages": len(read.pages) or None,
        "text": read.text,
        "layout": {name: plain[name] for name in ("pages", "paragraphs", "metadata", "left_out")},
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
