"""Write a study to a folder, all of it or nothing. Ids only: no name is written."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tumen.errors import StudyFolderError
from tumen.model import Run, input_sha256
from tumen.study.running import StudyResult

__all__ = ["write"]

_MANIFEST = "manifest.json"


def write(result: StudyResult, folder: Path | str) -> Run:
    """Write `figures.json`, `overlap.csv`, `clusters.csv` and `manifest.json`.

    The folder appears complete or not at all; an earlier study in it is replaced.

    Returns:
        The run with the SHA-256 of each file, as in the manifest.

    Raises:
        StudyFolderError: the folder holds something else, or cannot be written.
    """
    files = {
        "figures.json": _json([figure.as_dict() for figure in result.figures]),
        "overlap.csv": result.table.to_csv(),
        "clusters.csv": _clusters(result),
    }
    hashes = {name: input_sha256(text.encode()) for name, text in files.items()}
    run = replace(result.run, outputs={**result.run.outputs, **hashes})
    files[_MANIFEST] = _json(run.as_dict())
    try:
        with _replacing(Path(folder)) as fresh:
            for name, text in files.items():
                (fresh / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as wrong:
        raise StudyFolderError(f"The study cannot be written: {type(wrong).__name__}.") from wrong
    return run


def _json(value: object) -> str:
    from dataclasses import asdict, is_dataclass

    def plain(one: object) -> object:
        if is_dataclass(one) and not isinstance(one, type):
            return asdict(one)
        raise TypeError(f"{type(one).__name__} is not plain data")

    return json.dumps(value, ensure_ascii=False, indent=2, default=plain) + "\n"


def _clusters(result: StudyResult) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["mention_id", "person_id", "probability"])
    writer.writerows((row.mention_id, row.person_id, row.probability) for row in result.links.clusters)
    return text.getvalue()


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """A fresh folder beside `target` that takes its place when all went well, and vanishes otherwise."""
    if target.exists() and not _replaceable(target):
        raise StudyFolderError("The folder holds something other than a study; it is left as it is.")
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


def _replaceable(target: Path) -> bool:
    if not target.is_dir():
        return False
    if not any(target.iterdir()):
        return True
    try:
        manifest = json.loads((target / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("kind") == "study"
