"""Writing a faultless plan: one transaction, so that a killed process leaves nothing of it.

Some thousand rows are in memory at a time. What stays until the end is which id became which row: later tables refer
to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from django.db import transaction

from tumen.errors import DuplicateImport, ImportRefused
from tumen.progress import SILENT, Progress
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.importing import consents, people, telling
from tumen_desk.record.importing.defined import Defined
from tumen_desk.record.importing.plan import MOST_FAULTS, Chunk, Plan
from tumen_desk.record.importing.table import Fault
from tumen_desk.record.importing.tables import TABLES
from tumen_desk.record.importing.writer import Writer
from tumen_desk.record.models import ImportBatch

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_STEPS: Final[Mapping[str, Callable[[Writer, Chunk], None]]] = {
    "sources": people.sources,
    "mentions": people.mentions,
    "accounts": telling.accounts,
    "acts": telling.acts,
    "stays": telling.stays,
    "legs": telling.legs,
    "transfers": telling.transfers,
    "consents": consents.consents,
}


def earlier_import(content_sha256: str) -> ImportBatch | None:
    """An import of the same bytes that was not taken back."""
    return ImportBatch.objects.filter(content_sha256=content_sha256, undone_at__isnull=True).first()


@transaction.atomic
def apply_plan(
    *,
    actor: User,
    plan: Plan,
    title: str,
    content_sha256: str,
    organisation: str = "",
    consented: bool = False,
    job: int | None = None,
    progress: Progress = SILENT,
) -> ImportBatch:
    """Write every row of `plan`, or nothing.

    Args:
        job: number of the job that does so.
        organisation: issuer of rows that name none.
        consented: the deliverer has consent for analysis, counting and linkage of everybody listed.

    Raises:
        ImportRefused: the plan has faults, or refers to rows that are not there.
        DuplicateImport: the same bytes are in the record.
    """
    require(actor, Door.RECORD_WRITE)
    if plan.faults:
        raise ImportRefused(
            f"{plan.fault_count} faults; nothing was written.", faults=plain_faults(plan.faults[:500])
        )
    same = earlier_import(content_sha256)
    if same is not None:
        raise DuplicateImport(f"The same table came in before, as {same}.", batch=same.pk)
    batch = ImportBatch.objects.create(
        kind="tables",
        title=title,
        content_sha256=content_sha256,
        mapping={n: dict(t.mapping) for n, t in plan.tables.items()},
        counts=plan.counts,
        job=job,
        created_by=actor,
    )
    writer = Writer(batch, actor, organisation, progress)
    _write(writer, plan)
    if consented:
        consents.of_deliverer(writer)
    log.write(actor, "record.import_apply", f"import:{batch.pk}", sha256=content_sha256, **plan.counts)
    return batch


def plain_faults(faults: Iterable[Fault]) -> list[dict[str, object]]:
    return [{"table": f.table, "row": f.row, "column": f.column, "message": f.message} for f in faults]


def _write(writer: Writer, plan: Plan) -> None:
    """Every table, in the order in which one refers to another."""
    further: Defined | None = None
    for table in (name for name in TABLES if name in plan.tables):
        checked = plan.tables[table]
        writer.progress.start(len(checked.rows), f"Writing {table}")
        write: Callable[[Chunk], None]
        if table in _STEPS:
            write, faults = partial(_STEPS[table], writer), writer.faults
        else:
            further = further or Defined(writer.batch, writer.actor, writer.all_made(), writer.bulk)
            write, faults = further.write, further.faults
        for rows in checked.rows.chunks():
            write(Chunk(table=table, rows=rows))
            writer.progress.advance(len(rows))
            if len(faults) >= MOST_FAULTS:
                break
        people.relatives(writer)
        if faults:
            raise ImportRefused(
                f"{len(faults)} rows refer to rows that are not there; nothing was written.",
                faults=plain_faults(faults[:500]),
            )
