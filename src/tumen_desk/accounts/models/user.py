"""Users and their role."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac

IDENTITIES_A_DAY = 20
"""What one account may open a day unless somebody else agreed to more: what a thief of one session gets."""


class Role(models.TextChoices):
    """What somebody's work is; `access.DOORS` says what each role may do."""

    OFFICER = "officer", "Documentation officer"
    ANALYST = "analyst", "Analyst"
    LAWYER = "lawyer", "Lawyer or advocate"
    PROTECTION = "protection", "Data-protection lead"


class User(AbstractUser):
    """One person at this desk.

    Attributes:
        role: what their work is.
        identities_a_day: how many identities they may open in 24 hours (see `identities`).
        session_epoch: raised to end every session of theirs.
    """

    role = models.CharField(max_length=20, choices=Role.choices, default=Role.OFFICER)
    identities_a_day = models.PositiveSmallIntegerField(default=IDENTITIES_A_DAY)
    session_epoch = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        # A session is bound to all that it was opened under: a change of any of these ends it.
        bound = f"{self.password}|{self.role}|{self.session_epoch}|{self.is_active}"
        return salted_hmac(
            "tumen_desk.accounts.session", bound, secret=secret, algorithm="sha256"
        ).hexdigest()
