"""Keeping: erasing, evidence, time stamps."""

from __future__ import annotations

from tumen.errors.base import InputError

__all__ = ["BagBroken", "EraseRefused", "KeepError", "StampRefused"]


class KeepError(InputError):
    """Something that cannot be kept, proved or erased as asked."""

    code = "keep"


class EraseRefused(KeepError):
    """An erasure that cannot be done as it was asked."""

    code = "keep.erase_refused"


class StampRefused(KeepError):
    """A reply of a time-stamp authority that proves nothing."""

    code = "keep.stamp_refused"
    default_hint = "Send the request again, or to another authority; the evidence itself is untouched."


class BagBroken(KeepError):
    """A bag of evidence that is not as it was packed."""

    code = "keep.bag_broken"
    default_hint = "Ask for the bag again from whoever packed it; do not use this one."
