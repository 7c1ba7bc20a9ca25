"""The drill: a backup restored by the commands a person would type on a fresh machine, checked, and thrown away."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from tumen.errors import BackupUnusable

_MOST_SECONDS: Final = 3600


def restore_elsewhere(backup: Path, passphrase: str) -> dict[str, Any]:
    """Restore `backup` into a new folder in processes of their own, and check every page, file and entry there.

    Returns:
        `seconds` it took.

    Raises:
        BackupUnusable: it does not restore, or what is restored is not whole.
    """
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="tumen-drill-") as scratch:
        data = Path(scratch) / "desk"
        for command in (("restore", str(backup.absolute())), ("check",)):
            done = _run(*command, "--data", str(data), passphrase=passphrase)
            if done.returncode:
                raise BackupUnusable(
                    f"The drill failed at `tumen desk {command[0]}`; this backup cannot be relied on.",
                    hint="Write another one, to another disk; then run the drill again.",
                )
    return {"seconds": round(time.perf_counter() - started, 1)}


def _run(*words: str, passphrase: str) -> subprocess.CompletedProcess[str]:
    # Nothing of this desk's own surroundings: a fresh machine has none of it.
    env = {k: v for k, v in os.environ.items() if not k.startswith(("TUMEN_", "DJANGO_"))}
    return subprocess.run(  # noqa: S603  (our own interpreter and command)
        [sys.executable, "-m", "tumen", "desk", *words, "--passphrase-file", "-", "--json"],
        input=passphrase + "\n",
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=_MOST_SECONDS,
    )
