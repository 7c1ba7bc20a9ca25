"""The second person: one asks with a reason, another agrees with a reason, and then it may be done, once, in time.

    approvals.ask(actor=user, deed="record.erase", subject="person:12", content={"mentions": [3, 4]}, reason="…")
    approvals.decide(actor=colleague, approval=asked, granted=True, reason="…")
    approvals.spend(actor=user, deed="record.erase", subject="person:12", content={"mentions": [3, 4]})

An approval holds for exactly the content that was asked: another list of mentions is another request.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from tumen.errors import ApprovalRefused, SecondPersonNeeded
from tumen_desk.accounts import hooks
from tumen_desk.accounts.access import may, require
from tumen_desk.accounts.deeds import DEEDS
from tumen_desk.accounts.models import Approval

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def digest(deed: str, subject: str, content: Mapping[str, object]) -> str:
    """What an approval is bound to."""
    plain = json.dumps([deed, subject, content], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


@transaction.atomic
def ask(*, actor: User, deed: str, subject: str, content: Mapping[str, object], reason: str) -> Approval:
    """Ask for a dangerous act. Asked again while it is open, the open request stays. Logged.

    Args:
        actor: who asks; must stand behind the deed's own door.
        deed: a code of `deeds.DEEDS`.
        subject: kind and number; never a name.
        content: exactly what is to be done, as codes, counts and numbers; the second person sees it.
        reason: why, in words.

    Raises:
        PermissionDenied: this role may not ask for it.
        ApprovalRefused: no reason was given.
    """
    kind = DEEDS[deed]
    require(actor, kind.asks)
    if not reason.strip():
        raise ApprovalRefused("A request needs a reason.", hint="Say why, in a sentence.")
    bound = digest(deed, subject, content)
    open_one = _live().filter(content=bound, asked_by=actor).exclude(granted=False).first()
    if open_one is not None:
        return open_one
    now = datetime.now(UTC)
    approval = Approval.objects.create(
        deed=deed,
        subject=subject,
        content=bound,
        shown=dict(content),
        reason=reason.strip()[:500],
        asked_by=actor,
        asked_at=now,
        expires_at=now + timedelta(hours=kind.hours),
    )
    hooks.tell(actor, "accounts.approval_ask", f"approval:{approval.pk}", deed=deed, on=subject)
    return approval


@transaction.atomic
def decide(*, actor: User, approval: Approval, granted: bool, reason: str) -> Approval:
    """Agree or refuse, as somebody else than who asked. Logged.

    Raises:
        PermissionDenied: this role may not agree to such acts.
        ApprovalRefused: one's own request; answered already; too late; no reason.
    """
    found = Approval.objects.get(pk=approval.pk)
    require(actor, DEEDS[found.deed].approves)
    if found.asked_by_id == actor.pk:
        raise ApprovalRefused("Nobody agrees to their own request.", hint="Ask a colleague to look at it.")
    if found.granted is not None or found.spent_at is not None:
        raise ApprovalRefused("This request was answered already.")
    if found.expires_at <= datetime.now(UTC):
        raise ApprovalRefused("The time of this request is over.")
    if not reason.strip():
        raise ApprovalRefused("An answer needs a reason.", hint="Say what you looked at, in a sentence.")
    found.granted, found.decided_by, found.decided_at = granted, actor, datetime.now(UTC)
    found.decided_reason = reason.strip()[:500]
    found.save()
    hooks.tell(
        actor,
        "accounts.approval_decide",
        f"approval:{found.pk}",
        deed=found.deed,
        on=found.subject,
        granted=granted,
    )
    return found


@transaction.atomic
def spend(*, actor: User, deed: str, subject: str, content: Mapping[str, object]) -> Approval:
    """Use up the approval of exactly this act; call it inside the transaction of the act. Logged.

    Raises:
        SecondPersonNeeded: nobody agreed, it was used, its time is over, or something else was agreed to.
    """
    require(actor, DEEDS[deed].asks)
    found = _granted(actor, deed, subject, content).first()
    if found is None:
        raise SecondPersonNeeded(f"{DEEDS[deed].label}: a second person must agree first.", deed=deed)
    found.spent_at = datetime.now(UTC)
    found.save()
    hooks.tell(actor, "accounts.approval_spend", f"approval:{found.pk}", deed=deed, on=subject)
    return found


def is_granted(*, actor: User, deed: str, subject: str, content: Mapping[str, object]) -> bool:
    """True if `spend` would go through; for pages that show a button."""
    return _granted(actor, deed, subject, content).exists()


def waiting_for(user: User) -> QuerySet[Approval]:
    """Open requests of others that this user may answer, oldest first."""
    mine = [code for code, kind in DEEDS.items() if may(user, kind.approves)]
    return _live().filter(deed__in=mine, granted__isnull=True).exclude(asked_by=user).order_by("id")


def _live() -> QuerySet[Approval]:
    return Approval.objects.filter(spent_at__isnull=True, expires_at__gt=datetime.now(UTC))


def _granted(actor: User, deed: str, subject: str, content: Mapping[str, object]) -> QuerySet[Approval]:
    return _live().filter(
        granted=True,
        asked_by=actor,
        deed=deed,
        subject=subject,
        content=digest(deed, subject, content),
        decided_by__is_active=True,
    )
