"""Uploads on their way in: sealed at once, and marked until something of the record refers to them.

The mark lies beside the sealed file and says nothing but since when.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Final

from tumen_desk.store import files, folder

DAYS: Final = 7
"""So long an upload lies that was looked at and never brought in; then it is wiped."""
_MARK: Final = ".waiting"


def take_in(content: bytes | BinaryIO) -> str:
    """Seal an upload of which nobody knows yet whether it will be kept; gives its SHA-256 as hex.

    Raises:
        KeyDestroyed: these very bytes were erased.
    """
    sha256 = files.put(content)
    path = files.path_of(sha256)
    path.with_name(path.name + _MARK).touch()
    return sha256


def sweep(kept: Iterable[str], *, now: float | None = None) -> int:
    """Wipe what waited longer than `DAYS` and was not kept; returns how many.

    Args:
        kept: SHA-256 of every file that something refers to.
        now: seconds since 1970; the present by default.
    """
    late = (now if now is not None else time.time()) - DAYS * 24 * 3600
    old = [mark for mark in (folder.root() / "files").rglob(f"*{_MARK}") if mark.stat().st_mtime < late]
    if not old:
        return 0
    held = {files.path_of(sha256) for sha256 in kept}
    return sum(_settle(mark, held) for mark in old)


def _settle(mark: Path, held: set[Path]) -> bool:
    path = mark.with_name(mark.name.removesuffix(_MARK))
    gone = path not in held and path.exists()
    if gone:
        path.unlink()
    mark.unlink()
    return gone
