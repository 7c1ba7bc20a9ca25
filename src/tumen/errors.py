"""The one error tree.

TumenError
├── InputError           what was given cannot be used as it is (a file, a table, a value)
│   ├── DatesError       a date that cannot be read or does not exist
│   ├── VocabError       an unknown or retired term, a pack that does not validate
│   ├── NamesError       something that cannot be a personal name
│   ├── PlacesError      an unknown place
│   ├── DocumentError    a file that cannot be read, or must not be
│   ├── ReadingError     text that cannot be read for candidates
│   ├── LinkageError     mentions that cannot be linked
│   ├── EstimationError  a table from which nothing may be estimated
│   ├── FiguresError     claims that do not make sense
│   ├── LawError         an unknown instrument, state or act
│   ├── StudyError       a recipe that cannot be run
│   └── SynthError       a made-up world that cannot be made
├── VaultError           a key that does not open, sealed bytes that were altered
└── Stopped              the person asked to stop; nothing half done is left

Every class has a stable `code` (for machines), `exit_status` (for the shell), data fields (ids and
positions, never names or testimony) and a `hint` that says what to do next.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "DatesError",
    "DocumentError",
    "EstimationError",
    "FiguresError",
    "InputError",
    "LawError",
    "LinkageError",
    "NamesError",
    "PlacesError",
    "ReadingError",
    "Stopped",
    "StudyError",
    "SynthError",
    "TumenError",
    "VaultError",
    "VocabError",
]


class TumenError(Exception):
    """Something Tumen can name went wrong."""

    code: ClassVar[str] = "tumen"
    exit_status: ClassVar[int] = 1
    default_hint: ClassVar[str] = ""

    def __init__(self, message: str, *, hint: str = "", **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or self.default_hint
        self.fields = fields

    def as_dict(self) -> dict[str, object]:
        """The error as plain data, for `--json` and for the desk's pages."""
        return {"code": self.code, "message": self.message, "hint": self.hint, "fields": self.fields}


class InputError(TumenError):
    """What was given cannot be used as it is."""

    code = "input"
    exit_status = 2


class DatesError(InputError):
    """A date that cannot be read or does not exist."""

    code = "dates"


class VocabError(InputError):
    """An unknown or retired term, or a pack that does not validate."""

    code = "vocab"


class NamesError(InputError):
    """Something that cannot be a personal name."""

    code = "names"


class PlacesError(InputError):
    """An unknown place."""

    code = "places"


class DocumentError(InputError):
    """A file that cannot be read, or must not be."""

    code = "document"


class ReadingError(InputError):
    """Text that cannot be read for candidates."""

    code = "reading"


class LinkageError(InputError):
    """Mentions that cannot be linked."""

    code = "linkage"


class EstimationError(InputError):
    """A table from which nothing may be estimated."""

    code = "estimation"


class FiguresError(InputError):
    """Claims that do not make sense."""

    code = "figures"


class LawError(InputError):
    """An unknown instrument, state or act."""

    code = "law"


class StudyError(InputError):
    """A recipe that cannot be run."""

    code = "study"


class SynthError(InputError):
    """A made-up world that cannot be made."""

    code = "synth"


class VaultError(TumenError):
    """A key that does not open, or sealed bytes that were altered."""

    code = "vault"
    exit_status = 3


class Stopped(TumenError):
    """The person asked to stop; nothing half done is left."""

    code = "stopped"
    exit_status = 130
