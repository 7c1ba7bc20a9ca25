"""`tumen desk check`: every room's part of the answer to 'is the store whole?'."""

from __future__ import annotations

from django.db import DatabaseError, connection

from tumen.progress import SILENT, Progress
from tumen_desk.act.models import Paper, Report
from tumen_desk.audit import log, states
from tumen_desk.keep import evidence
from tumen_desk.keep.models import Erasure, Stamp
from tumen_desk.link.models import ExchangeStep, LinkRun
from tumen_desk.read.models import CheckedDraft
from tumen_desk.record.models import Document
from tumen_desk.store import health, keyring
from tumen_desk.store.checks import check_databases, check_files


def check_store(*, progress: Progress = SILENT) -> list[str]:
    """Everything that is wrong, in words; empty when nothing is."""
    problems = [*health.problems(), *check_databases()]
    for more in (_check_files, _check_log, _check_evidence):
        try:
            problems += more(progress)
        except DatabaseError as error:
            connection.close()
            problems.append(f"A table that names what to check cannot be read: {error}")
    return problems


def _check_files(progress: Progress) -> list[str]:
    named = {sha256: f"D-{pk}" for pk, sha256 in Document.objects.values_list("pk", "file_sha256")}
    named |= {
        sha256: f"draws of link run {pk}" for pk, sha256 in LinkRun.objects.values_list("pk", "draws_sha256")
    }
    named |= {
        sha256: f"list of time stamp T-{pk}"
        for pk, sha256 in Stamp.objects.values_list("pk", "manifest_sha256")
    }
    return check_files(_others() | named, progress=progress)


def _others() -> dict[str, str]:
    """Sealed files besides documents; what was destroyed on purpose is not looked for."""
    columns = ((Paper, "docx_sha256"), (Paper, "pdf_sha256"), (Report, "docx_sha256"), (Report, "pdf_sha256"),
               (Report, "html_sha256"), (CheckedDraft, "file_sha256"), (ExchangeStep, "file_sha256"))  # fmt: skip
    found = {
        getattr(row, column): str(row)
        for model, column in columns
        for row in model._default_manager.exclude(**{column: ""})
    }
    held = keyring.ring().files
    return {sha256: name for sha256, name in found.items() if held.holds(keyring.file_leaf(sha256))}


def _check_evidence(progress: Progress) -> list[str]:
    open_ones = Erasure.objects.filter(finished_at__isnull=True).count()
    unfinished = (
        [f"{open_ones} erasure(s) were interrupted: unlock the desk to finish them."] if open_ones else []
    )
    return [*evidence.check_stamps(), *unfinished]


def _check_log(progress: Progress) -> list[str]:
    broken = log.first_break()
    if broken is not None:
        return [f"The audit chain breaks at entry {broken}."]
    compared = states.compare(progress=progress)
    return [f"{subject} is not as it was last written." for subject in compared.altered]
