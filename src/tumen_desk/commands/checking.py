"""`tumen desk check`: every room's part of the answer to 'is the store whole?'."""

from __future__ import annotations

from tumen.progress import SILENT, Progress
from tumen_desk.audit import log
from tumen_desk.link.models import LinkRun
from tumen_desk.record.models import Document
from tumen_desk.store.checks import check_databases, check_files


def check_store(*, progress: Progress = SILENT) -> list[str]:
    """Everything that is wrong, in words; empty when nothing is."""
    problems = check_databases()
    wanted = [
        *Document.objects.values_list("file_sha256", flat=True),
        *LinkRun.objects.values_list("draws_sha256", flat=True),
    ]
    problems += check_files(wanted, progress=progress)
    broken = log.first_break()
    if broken is not None:
        problems.append(f"The audit chain breaks at entry {broken}.")
    return problems
