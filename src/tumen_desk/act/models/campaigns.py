"""Campaigns: one day, the texts that are brought out on it, and the demands that they make."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tumen_desk.act.models.followed import Recommendation
from tumen_desk.act.models.papers import Paper
from tumen_desk.act.models.reports import Report


class Campaign(models.Model):
    """One campaign. Never titled with a name. Who may not know of a text does not see it here either."""

    title = models.CharField(max_length=200)
    about = models.TextField(blank=True, default="")
    begins = models.DateField(null=True, blank=True, help_text="When to begin with it.")
    day = models.DateField()
    papers = models.ManyToManyField(Paper, related_name="campaigns", blank=True)
    reports = models.ManyToManyField(Report, related_name="campaigns", blank=True)
    demands = models.ManyToManyField(Recommendation, related_name="campaigns", blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-day", "-id"]

    def __str__(self) -> str:
        return f"campaign {self.pk}"
