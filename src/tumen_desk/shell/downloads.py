"""Files to keep: always saved, never shown in the window."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

CSV: Final = "text/csv; charset=utf-8"


def download(content: bytes | str, name: str, *, kind: str = "application/octet-stream") -> HttpResponse:
    """An answer that is saved as a file.

    Args:
        content: the file; more may be written to the answer.
        name: what it is called, never after a person.
        kind: its media type.
    """
    saved = content_disposition_header(True, name) or "attachment"  # noqa: FBT003  (Django's own signature)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": saved})
