"""Whose identity was opened by whom, and what the protection lead must hear of."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Look(models.Model):
    """Somebody opened one identity.

    Attributes:
        subject: kind and number, e.g. `mention:17`.
        own: they had written it themselves just before; it does not count.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="looks")
    subject = models.CharField(max_length=80)
    at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    own = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["user", "at"]), models.Index(fields=["subject", "-at"])]

    def __str__(self) -> str:
        return f"look {self.pk} at {self.subject}"


class Alarm(models.Model):
    """Something the protection lead must hear of; `details` holds counts and numbers."""

    kind = models.CharField(max_length=40)
    about = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    details = models.JSONField(default=dict)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"alarm {self.pk}: {self.kind}"
