"""Case files: whom they are about, what was noted, who was asked for a fate, what is to be done."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tumen_desk.act.models.added import Added
from tumen_desk.record.models import Mention
from tumen_desk.record.models.fields import Dated, code


class Case(models.Model):
    """One matter followed until it is closed. Never titled with a name."""

    class Priority(models.IntegerChoices):
        URGENT = 1, "urgent: a life depends on it"
        HIGH = 2, "high"
        NORMAL = 3, "normal"

    title = models.CharField(max_length=200)
    state = models.CharField(max_length=3, blank=True, default="")
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    summary = models.TextField(blank=True, default="")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["priority", "-id"]

    def __str__(self) -> str:
        return f"K-{self.pk}"


class CasePerson(models.Model):
    """A mention that the case is about; the case number stands for them wherever their name may not."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="persons")
    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="cases")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "mention"], name="case_person_once"),
            models.UniqueConstraint(fields=["case", "number"], name="case_number_once"),
        ]

    def __str__(self) -> str:
        return f"person {self.number} of K-{self.case_id}"


class CaseNote(Added, Dated):
    """Something that happened or was learned, for the timeline. `graded` says how well it is known."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(max_length=1000)
    credibility = code()
    life_sign = models.BooleanField(default=False)

    class Meta(Added.Meta):
        pass

    def __str__(self) -> str:
        return f"note {self.pk}"


class Inquiry(models.Model):
    """Who was asked for the fate of a person, when, and what they answered; no answer is a fact of its own."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="inquiries")
    mention = models.ForeignKey(Mention, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked = models.CharField(max_length=200)
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=200, blank=True, default="")
    answer = models.CharField(max_length=1000, blank=True, default="")
    answer_kind = code()
    answered_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["asked_on", "id"]

    def __str__(self) -> str:
        return f"inquiry {self.pk}"


class Task(models.Model):
    """Something to be done, by a day. `kind` marks those that the desk sets itself."""

    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks")
    paper = models.ForeignKey(
        "act.Paper", null=True, blank=True, on_delete=models.CASCADE, related_name="tasks"
    )
    text = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, blank=True, default="")
    due = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = [models.F("due").asc(nulls_last=True), "id"]

    def __str__(self) -> str:
        return f"task {self.pk}"
