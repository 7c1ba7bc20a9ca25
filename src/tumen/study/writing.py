"""Write a study to a folder, all of it or nothing. Ids only: no name is written."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

from tumen.errors import StudyFolderError
from tumen.model import Run, input_sha256
from tumen.model.folders import replacing
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
        refusal = StudyFolderError("The folder holds something other than a study; it is left as it is.")
        with replacing(Path(folder), kind="study", refusal=refusal) as fresh:
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
