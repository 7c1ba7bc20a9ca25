"""How long work reports: the caller decides whether that is a bar, a job row or silence."""

from __future__ import annotations

from typing import Protocol

from tumen.errors import Stopped

__all__ = ["SILENT", "Progress", "Silent", "check"]


class Progress(Protocol):
    """What long work tells its caller."""

    def start(self, total: int | None, label: str) -> None:
        """A step begins: `total` units (None: not known), `label` in plain words."""

    def advance(self, n: int = 1) -> None:
        """`n` more units are done."""

    def note(self, text: str) -> None:
        """One sentence worth keeping, without names or testimony."""

    @property
    def should_stop(self) -> bool:
        """True once the person asked to stop."""


class Silent:
    """Reports nothing and never stops."""

    def start(self, total: int | None, label: str) -> None: ...

    def advance(self, n: int = 1) -> None: ...

    def note(self, text: str) -> None: ...

    @property
    def should_stop(self) -> bool:
        return False


SILENT: Progress = Silent()


def check(progress: Progress) -> None:
    """Leave cleanly if the person asked to stop. Call between chunks, where nothing is half done.

    Raises:
        Stopped: the person asked to stop.
    """
    if progress.should_stop:
        raise Stopped("Stopped as asked; nothing was written.")
