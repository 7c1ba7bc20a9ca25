"""The key ceremony takes two people: whoever makes the sheets alone could open everything alone, for good.

A desk in which nobody else could agree makes its first sheets alone, or it would have none; replacing sheets that are
there always takes two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from tumen_desk.accounts import approvals
from tumen_desk.accounts.access import DOORS, Door, require
from tumen_desk.accounts.deeds import Deed, deed
from tumen_desk.accounts.models import User as Account
from tumen_desk.audit import log
from tumen_desk.store import sheets

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

KEYS: Final = deed(
    Deed(
        code="keep.recovery_make",
        label="Make recovery sheets",
        asks=Door.DESK_MANAGE,
        warns="Two of the three sheets open everything. Be there when they are printed, and know who gets each.",
    )
)


def _request() -> dict[str, Any]:
    return {"deed": KEYS.code, "subject": "store", "content": {"replaces": sheets.made_on() or "none"}}


def takes_two(actor: User) -> bool:
    """True if a second person must agree: sheets would be replaced, or there is somebody who could."""
    others = Account.objects.filter(is_active=True, role__in=DOORS[KEYS.approves]).exclude(pk=actor.pk)
    return bool(sheets.made_on()) or others.exists()


def may_begin(*, actor: User) -> bool:
    """True if this user may make sheets now."""
    return not takes_two(actor) or approvals.is_granted(actor=actor, **_request())


def ask(*, actor: User, reason: str) -> None:
    """Ask a second person. Logged."""
    approvals.ask(actor=actor, reason=reason, **_request())


def finish(*, actor: User) -> None:
    """The sheets were typed back: they hold from now on, and earlier ones do not. Logged.

    Raises:
        SecondPersonNeeded: nobody agreed.
    """
    require(actor, Door.DESK_MANAGE)
    with transaction.atomic():
        alone = not takes_two(actor)
        if not alone:
            approvals.spend(actor=actor, **_request())
        log.write(actor, "keep.recovery_make", "store", alone=alone)
        sheets.keep(actor.pk)
