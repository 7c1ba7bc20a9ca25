"""Private comparisons with other organisations: what was agreed, each step, and what the library keeps in between."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Exchange(models.Model):
    """One comparison in which this desk takes part, or which it counts for others as a third."""

    class Part(models.TextChoices):
        PARTY = "party", "We compare our list"
        THIRD = "third", "We count for others"

    number = models.CharField(max_length=64, unique=True)
    part = models.CharField(max_length=5, choices=Part.choices)
    me = models.CharField(max_length=120)
    organisations = models.JSONField(help_text="In the order in which the file travels.")
    terms = models.JSONField(help_text="What was agreed, as the file carries it.")
    why = models.CharField(max_length=500, blank=True, default="")
    check_words = models.CharField(
        max_length=60, blank=True, default="", help_text="Read aloud: equal on both screens if all is well."
    )
    expires = models.DateTimeField()
    outcome = models.JSONField(
        default=dict, help_text="Counts by pattern of lists; empty until there are any."
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"exchange {self.number[:12]}"


class ExchangeStep(models.Model):
    """One step that was done: what was taken in, what was made to be given on, and what of ours is in it."""

    class Kind(models.TextChoices):
        BEGUN = "begun", "Begun: our list was masked"
        ANSWERED = "answered", "Taken in, and answered"
        FINISHED = "finished", "Finished: the counts are there, our keys are destroyed"
        COUNTED = "counted", "Counted for the others"

    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    taken_sha256 = models.CharField(max_length=64, blank=True, default="")
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    file_name = models.CharField(max_length=160, blank=True, default="")
    file_bytes = models.PositiveBigIntegerField(default=0)
    receiver = models.CharField(max_length=120, blank=True, default="")
    facts = models.JSONField(
        default=dict, help_text="Persons sent and left out, and what a cheat could find."
    )
    job = models.PositiveBigIntegerField(
        null=True, unique=True, help_text="The job that did it; killed after that, it finds here that it did."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"step {self.pk} of {self.exchange}"


class Kept(models.Model):
    """A small file that the library keeps between steps: sealed keys, its record, results. Gone when it is gone."""

    path = models.CharField(max_length=200, unique=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"kept file {self.pk}"
