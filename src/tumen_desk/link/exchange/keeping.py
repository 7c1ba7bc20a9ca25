"""The library's folder of exchanges, kept in the encrypted store and laid out only while a step is done.

What it writes is sealed with the secret or holds no name; still nothing of it is to be readable on the disk, so that
it is laid out in memory where the system has a folder there (Linux), and otherwise in the data folder of the desk,
and removed as soon as the step is done. The travelling lists are sealed for their receiver and lie among the sealed
files of the store; the small outcome of a third stays, so that nothing is counted twice.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.db import transaction

from tumen.linkage.private import SUFFIX
from tumen_desk.link.models import Kept
from tumen_desk.store import folder

_MEMORY: Final = Path("/dev/shm")  # noqa: S108  (a folder of our own is made in it, readable for its owner only)


@contextmanager
def laid_out(part: str) -> Iterator[Path]:
    """The folder of a part (`party` or `third`); what changed in it is kept, also when the step was refused."""
    with scratch() as place:
        target = place / part
        target.mkdir(mode=0o700)
        for kept in Kept.objects.filter(path__startswith=f"{part}/"):
            path = place / kept.path
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_bytes(bytes(kept.content))
        try:
            yield target
        finally:
            keep(place, part)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards, in memory where there is one."""
    memory = _MEMORY if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) else folder.root()
    with tempfile.TemporaryDirectory(prefix="tumen-exchange-", dir=memory) as name:
        yield Path(name)


@transaction.atomic
def keep(place: Path, part: str) -> None:
    """Keep what lies in the folder now, but for travelling files; what was destroyed in it is not kept either."""
    found = {
        path.relative_to(place).as_posix(): path
        for path in (place / part).rglob("*")
        if path.is_file() and (path.suffix != SUFFIX or path.stem == "outcome")
    }
    Kept.objects.filter(path__startswith=f"{part}/").exclude(path__in=list(found)).delete()
    for name, path in found.items():
        Kept.objects.update_or_create(path=name, defaults={"content": path.read_bytes()})


def kept_file(part: str, number: str, name: str) -> bytes | None:
    """A kept file of one exchange, None if there is none."""
    rows = Kept.objects.filter(path=f"{part}/{number[:12]}/{name}").values_list("content", flat=True)
    content = rows.first()
    return None if content is None else bytes(content)
