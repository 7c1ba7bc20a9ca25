"""What the protection lead must hear of within a minute: raised in the transaction of the act, shown on every page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction

from tumen_desk.accounts import hooks
from tumen_desk.accounts.access import Door, require
from tumen_desk.accounts.models import Alarm

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

KINDS: Final = {
    "limit_account": "Somebody tries passwords on one account.",
    "limit_second": "Somebody knows a password and tries codes.",
    "limit_desk": "Somebody tries passwords on many accounts.",
    "limit_again": "Somebody at an open desk does not know the password of who is signed in.",
    "ceiling": "Somebody opened as many identities as one may in a day.",
    "recovery_code": "Somebody signed in with a recovery code.",
    "factor_reset": "Somebody's second factor was taken away.",
    "passkey_copied": "A passkey was used whose count went backwards: it may have been copied.",
    "let_oneself_in": "Somebody who manages the desk let themselves into a circle.",
    "log_altered": "The audit log does not fit its signed head.",
    "head_old": "No signed head of the log left this machine for a week: take the newest one out today.",
}
"""Kind → what it says to the protection lead."""


def raise_once(
    kind: str, *, about: User | None = None, details: Mapping[str, object] | None = None, within: int = 3600
) -> Alarm | None:
    """Raise an alarm, unless the same one was raised within so many seconds and nobody has seen it yet."""
    now = datetime.now(UTC)
    same = Alarm.objects.filter(
        kind=kind, about=about, at__gt=now - timedelta(seconds=within), seen_at__isnull=True
    )
    if kind not in KINDS or same.exists():
        return None
    with transaction.atomic():
        alarm = Alarm.objects.create(kind=kind, about=about, at=now, details=dict(details or {}))
        hooks.tell(None, "accounts.alarm_raise", f"alarm:{alarm.pk}", kind=kind)
    return alarm


@transaction.atomic
def alarm_see(*, actor: User, alarm: Alarm) -> None:
    """The protection lead has seen it. Logged."""
    require(actor, Door.DESK_MANAGE)
    if alarm.seen_at is None:
        alarm.seen_by, alarm.seen_at = actor, datetime.now(UTC)
        alarm.save()
        hooks.tell(actor, "accounts.alarm_see", f"alarm:{alarm.pk}", kind=alarm.kind)
