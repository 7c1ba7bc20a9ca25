"""One field of many rows changed at once, with what stood there before, so that it can be taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class BulkEdit(models.Model):
    """Who set which field of which kind of row to what. Only coded values, languages and dates are ever edited so."""

    noun = models.CharField(max_length=20)
    field = models.CharField(max_length=40)
    value = models.CharField(max_length=80, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"E-{self.pk}"


class BulkChange(models.Model):
    """What stood in one row before."""

    edit = models.ForeignKey(BulkEdit, on_delete=models.CASCADE, related_name="changes")
    row = models.PositiveBigIntegerField()
    before = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edit", "row"], name="row_changed_once")]

    def __str__(self) -> str:
        return f"change of {self.edit}"
