"""Figures and the runs that made them. A figure without its run cannot exist."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tumen_desk.link.models import LinkRun


class CountRun(models.Model):
    """One computation over the linked record: recipe and manifest, enough to do it again."""

    run_id = models.CharField(max_length=16, db_index=True)
    recipe = models.JSONField()
    manifest = models.JSONField()
    link_run = models.ForeignKey(LinkRun, on_delete=models.PROTECT, related_name="count_runs")
    table = models.JSONField(help_text="The overlap table: lists, patterns, counts.")
    diagnostics = models.JSONField(default=dict)
    again_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="repeats"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"count run {self.pk}"


class Figure(models.Model):
    """A number with all that must stand beside it."""

    run = models.ForeignKey(CountRun, on_delete=models.PROTECT, related_name="figures")
    title = models.CharField(max_length=300)
    point = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    level = models.FloatField(default=0.95)
    observed = models.IntegerField(null=True)
    unit = models.CharField(max_length=60)
    population = models.CharField(max_length=300)
    as_of = models.CharField(max_length=60)
    method = models.CharField(max_length=200)
    status = models.CharField(max_length=200, default="ok")
    caveats = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"figure {self.pk}"
