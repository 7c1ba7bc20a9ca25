"""Writes to accounts."""

from __future__ import annotations

from django.db import transaction

from tumen_desk.accounts import hooks
from tumen_desk.accounts.access import Door, require
from tumen_desk.accounts.models import User


@transaction.atomic
def user_create(*, actor: User | None, username: str, password: str | None, role: str) -> User:
    """Add an account. For those who manage the desk (None: the desk itself, at its making). Logged."""
    if actor is not None:
        require(actor, Door.DESK_MANAGE)
    user = User.objects.create_user(username, password=password, role=role)
    hooks.tell(actor, "accounts.user_create", f"user:{user.pk}", role=role)
    return user
