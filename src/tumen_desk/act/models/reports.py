"""Reports of an organisation: ordered sections, and what of the record they stand on."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tumen_desk.act.models.cases import Case
from tumen_desk.count.models import Figure
from tumen_desk.record.models import Passage, Source


class Report(models.Model):
    """One report. Numbers and quotations stand in its sections as references, never as text.

    `passages`, `sources`, `cases` and `figures` are what its sections refer to; they decide who may know of it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "being written"
        PUBLISHED = "published", "published"
        WITHDRAWN = "withdrawn", "withdrawn"

    title = models.CharField(max_length=200)
    subtitle = models.CharField(max_length=300, blank=True, default="")
    language = models.CharField(max_length=2, default="en")
    authors = models.TextField(blank=True, default="")
    house_terms = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    passages = models.ManyToManyField(Passage, related_name="reports", blank=True)
    sources = models.ManyToManyField(Source, related_name="reports", blank=True)
    cases = models.ManyToManyField(Case, related_name="reports", blank=True)
    figures = models.ManyToManyField(Figure, related_name="reports", blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    docx_sha256 = models.CharField(max_length=64, blank=True, default="")
    pdf_sha256 = models.CharField(max_length=64, blank=True, default="")
    html_sha256 = models.CharField(max_length=64, blank=True, default="")
    withdrawn_why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"R-{self.pk}"


class ReportSection(models.Model):
    """One section; its text may refer to figures, claims, passages, sources, cases and the law."""

    class Kind(models.TextChoices):
        TEXT = "text", "text"
        FIGURES = "figures", "figures"
        TABLES = "tables", "tables"
        CASES = "cases", "case files"
        METHODS = "methods", "methods"
        LIMITS = "limits", "limits"
        TERMS = "terms", "terms"
        THANKS = "thanks", "thanks"
        STANDARD = "standard", "standard of proof"
        FUNDERS = "funders", "funders"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.TEXT)
    title = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"section {self.pk} of R-{self.report_id}"
