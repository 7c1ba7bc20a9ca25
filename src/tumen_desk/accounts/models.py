"""Users and their role."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class Role(models.TextChoices):
    """What somebody's work is; `access.DOORS` says what each role may do."""

    OFFICER = "officer", "Documentation officer"
    ANALYST = "analyst", "Analyst"
    LAWYER = "lawyer", "Lawyer or advocate"
    PROTECTION = "protection", "Data-protection lead"


class User(AbstractUser):
    """One person at this desk."""

    role = models.CharField(max_length=20, choices=Role.choices, default=Role.OFFICER)

    def __str__(self) -> str:
        return self.get_full_name() or self.username
