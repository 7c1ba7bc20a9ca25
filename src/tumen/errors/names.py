"""Personal names."""

from __future__ import annotations

from tumen.errors.base import InputError

__all__ = [
    "NameTableError",
    "NamesError",
    "UnevenNamePairs",
    "UnromanisableName",
]


class NamesError(InputError):
    """Something that cannot be a personal name."""

    code = "names"


class UnromanisableName(NamesError):
    """Text without Hangul, or a system of romanisation that does not exist."""

    code = "names.romanise"
    default_hint = (
        "Give a name in Hangul and one of the systems rr, mr, mr-plain, dprk, dprk-breve, yale, kontsevich."
    )


class UnevenNamePairs(NamesError):
    """Left and right names that do not pair up."""

    code = "names.pairs"
    default_hint = "Give as many left names as right names."


class NameTableError(NamesError):
    """A table of name pairs that cannot be read; nothing was written."""

    code = "names.table"
    default_hint = (
        "Give a CSV file in UTF-8 with commas, name_a and name_b in its header, and equally long rows."
    )
