"""Rows of the law of the pack amended at this desk, and taken back: each change is a version; all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tumen import law, vocab
from tumen.errors import LawError
from tumen_desk.accounts.access import Door, require
from tumen_desk.act import queries
from tumen_desk.act.models import Amended
from tumen_desk.audit import log

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@transaction.atomic
def register_amend(
    *, actor: User, table: str, row: Mapping[str, Any], why: str, source: str = "", address: str = ""
) -> Amended:
    """Add or replace one row of a table of the law: a new version. Refused when it would not fit together.

    Raises:
        LawError: The row does not fit, or changes nothing.
    """
    require(actor, Door.ACT_WRITE)
    change = law.Amendment(table=table, row=row, why=why.strip(), source=source.strip(), address=address)
    law.amended(queries.pack(), [change])
    made = Amended.objects.create(
        table=table, row=dict(row), why=change.why, source=change.source, address=address, by=actor
    )
    log.write(actor, "act.register_amend", f"amendment:{made.pk}", table=table, row=str(row.get("id", "")))
    return made


@transaction.atomic
def register_take_back(*, actor: User, amendment: Amended, why: str) -> Amended:
    """Take an amendment back: the row is again as it was before. It stays on the list, with the reason.

    Raises:
        LawError: It was taken back already, or a later amendment needs it.
    """
    require(actor, Door.ACT_WRITE)
    rest = queries.standing().exclude(pk=amendment.pk)
    if rest.count() == queries.standing().count():
        raise LawError("This amendment does not stand.", hint="It was taken back before: see the list.")
    law.amended(queries.shipped(), queries.amendments(rest))
    made = Amended.objects.create(
        table=amendment.table,
        row={"id": amendment.row["id"]},
        takes_back=amendment,
        why=why.strip(),
        by=actor,
    )
    log.write(actor, "act.register_take_back", f"amendment:{amendment.pk}")
    return made


def changed(table: str, key: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """Of what a form tells, what differs from the row as it is now; None takes a value away.

    Raises:
        LawError: Nothing differs.
    """
    now = law.rows_of(queries.pack(), table).get(key, {})
    differs = {k: v for k, v in told.items() if v != vocab.thaw(now.get(k))}
    made = {k: v for k, v in differs.items() if v is not None or now.get(k) not in (None, "", (), {})}
    if not made:
        raise LawError("Nothing was changed.", hint="Change a value, or leave the row as it is.")
    return {"id": key, **made}
