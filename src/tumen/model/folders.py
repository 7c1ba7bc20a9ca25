"""Writes a folder of results whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tumen.errors import TumenError

MANIFEST: Final = "manifest.json"


@contextmanager
def replacing(target: Path, *, kind: str, refusal: TumenError) -> Iterator[Path]:
    """A fresh folder beside `target` that takes its place when all went well, and vanishes otherwise.

    Args:
        target: the folder; what it holds is replaced only if its manifest is of this kind.
        kind: kind of the results.
        refusal: raised where the folder holds something else.
    """
    if target.exists() and not _replaceable(target, kind):
        raise refusal
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield fresh
        fresh.chmod(0o755)
        old = fresh.with_name(fresh.name + "-old")
        if target.exists():
            target.rename(old)
        fresh.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _replaceable(target: Path, kind: str) -> bool:
    if not target.is_dir():
        return False
    if not any(target.iterdir()):
        return True
    try:
        manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("kind") == kind
