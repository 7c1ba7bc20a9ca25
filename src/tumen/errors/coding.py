"""Coding beside the text."""

from __future__ import annotations

from tumen.errors.desk import RecordError

__all__ = ["CodingRefused"]


class CodingRefused(RecordError):
    """Something of a coding that cannot be kept or done."""

    code = "record.coding"
    default_hint = "Open the document again and look who is at it."
