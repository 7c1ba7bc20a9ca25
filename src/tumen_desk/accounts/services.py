"""Writes to accounts: who works here, as what, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib.auth import password_validation
from django.db import transaction
from django.utils.crypto import get_random_string

from tumen.errors import LastLead
from tumen_desk.accounts import hooks
from tumen_desk.accounts.access import Door, require
from tumen_desk.accounts.models import Passkey, RecoveryCode, Role, Totp, User

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIRST_LETTERS: Final = 20


@transaction.atomic
def user_create(*, actor: User | None, username: str, password: str | None, role: str) -> User:
    """Add an account. For those who manage the desk (None: the desk itself, at its making). Logged."""
    if actor is not None:
        require(actor, Door.DESK_MANAGE)
    user = User.objects.create_user(username, password=password, role=role)
    hooks.tell(actor, "accounts.user_create", f"user:{user.pk}", role=role)
    return user


@transaction.atomic
def role_set(*, actor: User, user: User, role: str) -> None:
    """Change what somebody's work is; their sessions end at once. Logged.

    Raises:
        LastLead: nobody would be left to look after the desk.
    """
    require(actor, Door.DESK_MANAGE)
    before = user.role
    if role == before:
        return
    if before == Role.PROTECTION:
        _refuse_last_lead(user)
    user.role = Role(role)
    user.session_epoch += 1
    user.save(update_fields=["role", "session_epoch"])
    hooks.tell(actor, "accounts.role_set", f"user:{user.pk}", before=before, now=role)


@transaction.atomic
def user_leave(*, actor: User, user: User, successor: User | None) -> list[str]:
    """Somebody leaves: the account is closed, every session ends, second factors go, open work passes on. Logged.

    What they did stays in the record under their number.

    Args:
        actor: who closes the account.
        user: who leaves.
        successor: who takes over open work; None leaves it where it is.

    Returns:
        sentences: what was passed on, and what must be done outside the desk.

    Raises:
        LastLead: nobody would be left to look after the desk.
    """
    require(actor, Door.DESK_MANAGE)
    if user.role == Role.PROTECTION:
        _refuse_last_lead(user)
    user.is_active = False
    user.session_epoch += 1
    user.set_unusable_password()
    user.save(update_fields=["is_active", "session_epoch", "password"])
    for table in (Totp, RecoveryCode, Passkey):
        table._default_manager.filter(user=user).delete()
    passed = [] if successor is None else hooks.hand_over(user, successor)
    hooks.tell(
        actor,
        "accounts.user_leave",
        f"user:{user.pk}",
        successor=None if successor is None else successor.pk,
        passed_on=len(passed),
    )
    return passed


@transaction.atomic
def user_return(*, actor: User, user: User) -> str:
    """Open a closed account again; the first password is returned, to be handed over in person. Logged."""
    require(actor, Door.DESK_MANAGE)
    first = get_random_string(_FIRST_LETTERS)
    user.is_active = True
    user.set_password(first)
    user.save(update_fields=["is_active", "password"])
    hooks.tell(actor, "accounts.user_return", f"user:{user.pk}")
    return first


@transaction.atomic
def sessions_end(*, actor: User, user: User) -> None:
    """End every session of somebody: one's own, or anybody's for those who manage the desk. Logged."""
    if actor.pk != user.pk:
        require(actor, Door.DESK_MANAGE)
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    hooks.tell(actor, "accounts.sessions_end", f"user:{user.pk}")


@transaction.atomic
def password_set(*, actor: User, password: str) -> None:
    """Change one's own password; every session under the old one ends. Logged.

    Raises:
        ValidationError: too short, too common.
    """
    password_validation.validate_password(password, actor)
    actor.set_password(password)
    actor.save(update_fields=["password"])
    hooks.tell(actor, "accounts.password_set", f"user:{actor.pk}")


def colleagues(user: User) -> Sequence[User]:
    """Who could take over somebody's work: open accounts, those of the same role first."""
    others = User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("username")
    return sorted(others, key=lambda other: other.role != user.role)


def _refuse_last_lead(user: User) -> None:
    others = User.objects.filter(role=Role.PROTECTION, is_active=True).exclude(pk=user.pk)
    if not others.exists():
        raise LastLead("This is the only data-protection lead.")
