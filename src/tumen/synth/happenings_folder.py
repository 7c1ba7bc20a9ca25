"""Writes a made-up table of accounts and its truth into a folder: all of it or nothing."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from pathlib import Path

from tumen.errors import WorldExists
from tumen.model import Run, input_sha256
from tumen.synth.happenings import happenings_sha256, tell_happenings
from tumen.synth.settings import Happenings

_README = """\
EVERYTHING IN THIS FOLDER IS MADE UP.

No happening, person or account in it exists or took place. Do not mix it with real records, and do not quote a number
from it. accounts.csv is what made-up organisations wrote down; truth/ says which happening each account is of. Never
give truth/ to what is being tested.
"""


def write_happenings(settings: Happenings, out: Path) -> Run:
    """Make a table of accounts and write it into a new folder.

    Raises:
        WorldExists: something already stands there.
        SituationError: the pack has no synth/happenings.yaml, or it does not fit the pack.
    """
    if out.exists():
        raise WorldExists(f"{out} exists; nothing was written.", hint="Choose another folder.", path=str(out))
    contents = {f"{name}.csv": _csv(rows) for name, rows in tell_happenings(settings).items()}
    contents["README.txt"] = _README.encode()
    run = Run(
        kind="synth-happenings", recipe=settings.as_dict(), inputs=happenings_sha256(settings), seed=settings.seed,
        outputs={name: input_sha256(content) for name, content in sorted(contents.items())},
    )  # fmt: skip
    contents["manifest.json"] = (
        json.dumps({"made_up": True, **run.as_dict()}, ensure_ascii=False, indent=2) + "\n"
    ).encode()
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name, content in contents.items():
            path = fresh / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        fresh.chmod(0o755)
        fresh.rename(out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return run


def _csv(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
