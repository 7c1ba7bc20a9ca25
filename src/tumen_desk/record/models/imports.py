"""One import, so that it can be told apart and taken back as a whole."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ImportBatch(models.Model):
    """What came in together. `undone_at` is set when it was taken back; the row stays."""

    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    content_sha256 = models.CharField(max_length=64, db_index=True)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    job = models.PositiveBigIntegerField(
        null=True,
        unique=True,
        help_text="The job that wrote it; killed after that, it finds here that it did.",
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"import {self.pk}"
