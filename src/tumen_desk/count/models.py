"""Figures and the runs that made them. A figure without its run cannot exist."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from tumen_desk.link.models import LinkRun
from tumen_desk.record.models import Passage, Source


class Question(models.Model):
    """A question while it is prepared: who is meant, which lists, which of them are one."""

    recipe = models.JSONField()
    look = models.JSONField(default=dict, help_text="The lists and their overlaps under the linkage of then.")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"question {self.pk}"


class CountRun(models.Model):
    """One computation over the linked record: recipe and manifest, enough to do it again."""

    run_id = models.CharField(max_length=16, db_index=True)
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.SET_NULL, related_name="runs"
    )
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


class Appraisal(models.Model):
    """Every method beside the one of a figure, its checks, and the verdict; made once for a figure."""

    figure = models.OneToOneField(Figure, on_delete=models.CASCADE, related_name="appraisal")
    verdict = models.CharField(max_length=60)
    reasons = models.JSONField(default=list)
    results = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"appraisal of {self.figure_id}"


class Publication(models.Model):
    """Somebody's decision that a figure may be published, or no longer, and why. Only ever added: the latest holds."""

    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="publications")
    allowed = models.BooleanField()
    why = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"decision {self.pk} on figure {self.figure_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Decisions are never changed; add a later one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Decisions are never deleted; add a later one.")


class Series(models.Model):
    """Numbers side by side: a question part by part, or a rate year by year. Whole, or not there."""

    class Kind(models.TextChoices):
        STRATA = "strata", "Part by part"
        TREND = "trend", "Year by year"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=300)
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.SET_NULL, related_name="series"
    )
    recipe = models.JSONField()
    manifest = models.JSONField()
    result = models.JSONField(help_text="Rows that may be shown, and what must stand beside them.")
    link_run = models.ForeignKey(LinkRun, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"series {self.pk}"


class Published(models.Model):
    """A published figure that this desk keeps beside those of its pack. What it says stands in its versions."""

    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="published_figures"
    )
    passage = models.ForeignKey(Passage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"C-{self.pk}"


class PublishedVersion(models.Model):
    """What somebody takes a published figure to say, and why. Only ever added: the latest holds."""

    published = models.ForeignKey(Published, on_delete=models.CASCADE, related_name="versions")
    fields = models.JSONField(
        help_text="As `ledger.Entry`: quantity, bounds, unit, population, place, date …"
    )
    withdrawn = models.BooleanField(default=False)
    why = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"version {self.pk} of C-{self.published_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Versions are never changed; add a later one.")
        super().save(*args, **kwargs)
