"""`tumen desk check`: every room's part of the answer to 'is the store whole?'."""

from __future__ import annotations

from django.db import DatabaseError, connection

from tumen.progress import SILENT, Progress
from tumen_desk.audit import log
from tumen_desk.link.models import LinkRun
from tumen_desk.record.models import Document
from tumen_desk.store.checks import check_databases, check_files


def check_store(*, progress: Progress = SILENT) -> list[str]:
    """Everything that is wrong, in words; empty when nothing is."""
    problems = check_databases()
    for more in (_check_files, _check_log):
        try:
            problems += more(progress)
        except DatabaseError as error:
            connection.close()
            problems.append(f"A table that names what to check cannot be read: {error}")
    return problems


def _check_files(progress: Progress) -> list[str]:
    wanted = [
        *Document.objects.values_list("file_sha256", flat=True),
        *LinkRun.objects.values_list("draws_sha256", flat=True),
    ]
    return check_files(wanted, progress=progress)


def _check_log(progress: Progress) -> list[str]:
    broken = log.first_break()
    return [] if broken is None else [f"The audit chain breaks at entry {broken}."]
