"""A form filled in with ODK or Kobo Collect, by the number that Collect gave it."""

from __future__ import annotations

from django.db import models

from tumen_desk.record.models.fields import Imported
from tumen_desk.record.models.mention import Mention
from tumen_desk.record.models.source import Source


class Submission(Imported):
    """Which source and person a submission became. The same `instance` with other contents updates them.

    `external_id` is the number of the version that came in last: exports without a lasting number name the version
    that was corrected.
    """

    instance = models.CharField(max_length=120, unique=True)
    form = models.CharField(max_length=80)
    version = models.CharField(max_length=40, blank=True, default="")
    content_sha256 = models.CharField(max_length=64)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="submissions")
    mention = models.ForeignKey(Mention, null=True, on_delete=models.CASCADE, related_name="+")
    received_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"submission {self.pk}"
