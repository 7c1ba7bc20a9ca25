"""Files to keep: always saved, never shown in the window."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

CSV: Final = "text/csv; charset=utf-8"


def download(content: bytes | str, name: str, *, kind: str = "application/octet-stream") -> HttpResponse:
    """An answer that is saved as a file.

    Args:
        content: the file; more may be written to the answer.
        name: what it is called, never after a person.
        kind: its media type.
    """
    return HttpResponse(content, content_type=kind, headers=_saved_as(name))


def download_pieces(
    pieces: Iterable[bytes], name: str, *, kind: str = "application/octet-stream"
) -> StreamingHttpResponse:
    """The same of a file that is too long to hold: sent piece by piece as it is made."""
    return StreamingHttpResponse(pieces, content_type=kind, headers=_saved_as(name))


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": content_disposition_header(True, name) or "attachment"}  # noqa: FBT003  (Django's)
