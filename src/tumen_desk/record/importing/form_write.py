"""A reading of a form is written, all or nothing, and taken back: every field and term is then what it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from tumen.errors import ImportRefused, UndoRefused
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record import lists
from tumen_desk.record.importing.form_plan import FormPlan
from tumen_desk.record.importing.questions import SURVEY
from tumen_desk.record.models import ImportBatch, LocalField, LocalTerm

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

KIND: Final = "form"


@transaction.atomic
def apply_form(
    *, actor: User, plan: FormPlan, title: str, content_sha256: str, job: int | None = None
) -> ImportBatch:
    """Add and change fields and terms, all or none. Logged, each of them as well.

    Raises:
        ImportRefused: there are faults.
        TermRefused: the desk changed since the form was looked at.
    """
    require(actor, Door.DESK_MANAGE)
    if plan.faults:
        raise ImportRefused(f"{len(plan.faults)} faults; nothing was written.")
    writes = plan.writes
    kept = [{"sheet": c.sheet, "name": c.name, "before": c.before, "after": c.after} for c in writes]
    batch = ImportBatch.objects.create(
        kind=KIND, title=title, content_sha256=content_sha256, counts=plan.counts, mapping={"changes": kept},
        job=job, created_by=actor,
    )  # fmt: skip
    for change in writes:
        _set(actor, change.sheet, change.name, change.after or {})
    log.write(actor, "record.form_read", f"import:{batch.pk}", sha256=content_sha256, changes=len(writes))
    return batch


def _set(actor: User, sheet: str, name: str, values: Mapping[str, Any]) -> None:
    if sheet == SURVEY:
        row = LocalField.objects.filter(name=name).first()
        kept = {"acts": row.acts, "restricted": row.restricted} if row is not None else {}
        lists.field_set(actor=actor, name=name, **kept, **values)
        return
    vocabulary, code = name.split(" ", 1)
    term = LocalTerm.objects.filter(vocabulary=vocabulary, code=code).first()
    same = ("note", "parent", "maps_to", "replaced_by")
    kept = {key: getattr(term, key) for key in same} if term is not None else {}
    lists.term_set(actor=actor, vocabulary=vocabulary, code=code, **kept, **values)


def take_back(actor: User, batch: ImportBatch) -> None:
    """Set every field and term to what it was; what was new is not asked or chosen any more.

    Raises:
        UndoRefused: one of them was changed since.
    """
    require(actor, Door.DESK_MANAGE)
    for change in reversed(batch.mapping.get("changes", [])):
        sheet, name, after = change["sheet"], change["name"], change["after"]
        if _now(sheet, name, after) != after:
            raise UndoRefused(f"{name} was changed since.", hint="Change it by hand under Lists and fields.")
        ended = {"retired": True} if sheet == SURVEY else {"deprecated": True}
        _set(actor, sheet, name, change["before"] or {**after, **ended})


def _now(sheet: str, name: str, like: Mapping[str, Any]) -> dict[str, Any] | None:
    if sheet == SURVEY:
        found: LocalField | LocalTerm | None = LocalField.objects.filter(name=name).first()
    else:
        vocabulary, code = name.split(" ", 1)
        found = LocalTerm.objects.filter(vocabulary=vocabulary, code=code).first()
    return None if found is None else {key: getattr(found, key) for key in like}
