"""A dangerous act that one person asks for and another agrees to."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Approval(models.Model):
    """One request, the answer of a second person, and whether it was used.

    Attributes:
        deed: which act (`deeds.DEEDS`).
        subject: kind and number of what it is about, e.g. `person:12`. Never a name.
        content: digest of exactly what was asked; another content needs another request.
        shown: what the second person was shown: codes, counts and numbers.
        expires_at: until then it must be answered, and done.
        granted: the answer; None while there is none.
        spent_at: when the act was done. An approval serves once.
    """

    deed = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    content = models.CharField(max_length=64)
    shown = models.JSONField(default=dict)
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decided_reason = models.CharField(max_length=500, default="", blank=True)
    spent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["content", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="approval_by_somebody_else",
            )
        ]

    def __str__(self) -> str:
        return f"A-{self.pk}"
