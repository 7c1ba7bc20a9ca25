"""Coding beside the text."""

from __future__ import annotations

from tumen.errors.desk import RecordError

__all__ = ["CandidateRefused", "CodingRefused", "LedgerRefused"]


class CodingRefused(RecordError):
    """Something of a coding that cannot be kept or done."""

    code = "record.coding"
    default_hint = "Open the document again and look who is at it."


class LedgerRefused(RecordError):
    """A published figure that the ledger cannot take as it is."""

    code = "record.ledger"
    default_hint = "Give a number or a range, what it counts, of whom, where and when."


class CandidateRefused(RecordError):
    """A candidate of a document that cannot be accepted, dismissed or taken back."""

    code = "record.candidate"
    default_hint = (
        "Open the page of candidates again; somebody else may have decided it, or the text was read anew."
    )
