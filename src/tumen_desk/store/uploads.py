"""Uploads pass through a sealed spool into the store: Django's own handler writes large ones to disk in clear."""

from __future__ import annotations

import io
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from tumen.errors import UploadTooLarge
from tumen_desk.store.spool import Spool

UNITS: Final = ("bytes", "KB", "MB", "GB")


class SealedUploadHandler(FileUploadHandler):
    """Takes the files of one form, each up to the ceiling of this desk; of a larger one only the size is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._spool: Spool | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._spool = self._spool or Spool()
        self._piece = self._spool.begin()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= settings.CONFIG.largest_file:
            self._piece.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        assert self._spool is not None  # noqa: S101  (narrowing: a file was begun)
        taken = self._spool.end(self._piece)
        fits = file_size <= settings.CONFIG.largest_file
        if not fits:
            taken.close()
        file: Any = taken if fits else _Refused(self.file_name or "", file_size)
        return UploadedFile(
            file=file,
            name=self.file_name,
            content_type=self.content_type or "",
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if self._spool is not None:
            self._spool.close()


class _Refused(io.RawIOBase):
    """Stands for a file that was too large: whoever wants to read it is told."""

    def __init__(self, name: str, size: int) -> None:
        self.name, self._size = name, size

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        raise self._refusal()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        raise self._refusal()

    def _refusal(self) -> UploadTooLarge:
        most = settings.CONFIG.largest_file
        return UploadTooLarge(
            f"A file of {said(self._size)} is too large: this desk takes up to {said(most)} for each.",
            size=self._size,
            limit=most,
        )


def said(size: int) -> str:
    """A size as people say it: `2 GB`, `1.5 MB`, counted by 1,024."""
    amount, unit = float(size), 0
    while amount >= 1024 and unit < len(UNITS) - 1:
        amount, unit = amount / 1024, unit + 1
    return f"{amount:.4g} {UNITS[unit]}" if amount < 1000 else f"{amount:,.0f} {UNITS[unit]}"
