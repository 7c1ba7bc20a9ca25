"""A workbook is read in a process that may die: little memory, little time, no network, no keys, no files.

`python -m tumen_desk.record.importing.workbook <table>` is that process: bytes in, one line of JSON out.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from dataclasses import asdict
from typing import Final

from openpyxl import Workbook

from tumen.documents.cells import environment
from tumen.documents.confine import limit_resources, lock
from tumen.errors import TableUnreadable
from tumen_desk.record.importing.rows import Fault, Rows, read_workbook

MEMORY: Final = 1024 * 1024 * 1024
CPU_SECONDS: Final = 60.0
_WAIT_SECONDS: Final = 120.0
_TOO_MUCH: Final = "The workbook needs more memory or time than a table may."


def read_in_child(content: bytes, table: str) -> Rows:
    """Rows of a workbook from strangers.

    Raises:
        TableUnreadable: damaged, or built to take more than a table needs.
    """
    command = [sys.executable, "-m", "tumen_desk.record.importing.workbook", table]
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter and module)
            command, input=content, capture_output=True, timeout=_WAIT_SECONDS, check=False, env=environment()
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise TableUnreadable(_TOO_MUCH, hint="Save it as CSV, or split it.") from error
    if "refused" in answer:
        raise TableUnreadable(answer["refused"], hint=answer["hint"])
    return Rows(
        columns=answer["columns"],
        rows=[(number, cells) for number, cells in answer["rows"]],
        faults=[Fault(**fault) for fault in answer["faults"]],
    )


def main(table: str) -> None:
    """Read one workbook behind the lock."""
    limit_resources(memory=MEMORY, cpu_seconds=CPU_SECONDS)
    # Whatever reading loads is loaded before the lock, over a workbook of our own.
    own = io.BytesIO()
    Workbook().save(own)
    with contextlib.suppress(TableUnreadable):
        read_workbook(own.getvalue(), table)
    lock()
    try:
        answer = asdict(read_workbook(sys.stdin.buffer.read(), table))
    except TableUnreadable as error:
        answer = {"refused": error.message, "hint": error.hint}
    except (MemoryError, RecursionError):
        answer = {"refused": _TOO_MUCH, "hint": "Save it as CSV, or split it."}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
