"""Taking an import back: every row of it, unless later work stands on one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError

from tumen.errors import UndoRefused
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record import hooks
from tumen_desk.record.importing import described, form_write
from tumen_desk.record.models import (
    Account,
    Act,
    Chain,
    Consent,
    Definition,
    Document,
    FacilityTime,
    FollowUp,
    Handling,
    HeardBefore,
    ImportBatch,
    Intervention,
    Interview,
    Involvement,
    Leg,
    Mention,
    Name,
    Passage,
    Piece,
    PlaceRisk,
    Policy,
    PolicyLink,
    Post,
    Present,
    Said,
    Session,
    Shown,
    Source,
    Stay,
    Subordination,
    Telling,
    Theme,
    Tie,
    Transfer,
    Unit,
    Verification,
    Wellbeing,
)

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

# Children first, so that nothing is left hanging.
_ORDER = (
    PolicyLink, Telling, Policy, Consent, Said, FollowUp, Present, Session, Shown, Handling, Verification, Wellbeing,
    Piece, HeardBefore, Interview, Definition, Theme, FacilityTime, PlaceRisk, Intervention, Chain, Involvement,
    Post, Subordination, Unit, Tie, Name, Transfer, Leg, Stay, Act, Account, Mention, Document, Source,
)  # fmt: skip


@transaction.atomic
def undo_import(*, actor: User, batch: ImportBatch) -> ImportBatch:
    """Take `batch` back. The import stays listed as undone; the log keeps its counts.

    Raises:
        UndoRefused: rows added later stand on it; the reasons are in the message.
    """
    require(actor, Door.RECORD_WRITE)
    if batch.undone_at is not None:
        raise UndoRefused("This import was taken back already.")
    reasons = hooks.objections(batch)
    if reasons:
        raise UndoRefused(" ".join(reasons), hint="Take back that later work first.")
    if batch.kind == form_write.KIND:
        form_write.take_back(actor, batch)
    described.take_back(batch)
    Passage.objects.filter(
        document__batch=batch,
        acts__isnull=True,
        stays__isnull=True,
        legs__isnull=True,
        transfers__isnull=True,
    ).delete()
    try:
        for model in _ORDER:
            model._default_manager.filter(batch=batch).delete()
    except ProtectedError as error:
        kinds = sorted({type(o)._meta.verbose_name_plural or "" for o in error.protected_objects})
        raise UndoRefused(
            f"Rows added later stand on this import: {', '.join(str(k) for k in kinds)}.",
            hint="Take back that later work first.",
        ) from error
    batch.undone_at, batch.undone_by = datetime.now(UTC), actor
    batch.save(update_fields=["undone_at", "undone_by"])
    log.write(actor, "record.import_undo", f"import:{batch.pk}", **batch.counts)
    return batch
