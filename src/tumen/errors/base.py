"""What every error carries, and the two that belong to no room."""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "InputError",
    "Stopped",
    "TumenError",
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


class Stopped(TumenError):
    """The person asked to stop; nothing half done is left."""

    code = "stopped"
    exit_status = 130
