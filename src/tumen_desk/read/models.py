"""Readings, candidates and checked drafts. What they quote lies under the key of its document or draft."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tumen_desk.record.models import Document, Passage
from tumen_desk.store.sealed import SealedJSONField


class Reading(models.Model):
    """The latest reading of a document: of which text, with which pack, how much was found."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="reading")
    text_sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    pack = models.CharField(max_length=60)
    found = models.JSONField(default=dict, help_text="How many candidates of each list.")
    absent = models.JSONField(default=list, help_text="Lists that cannot be read in this language.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"reading of D-{self.document_id}"


class Candidate(models.Model):
    """Something that a document may say. It becomes a fact only where a person accepts it."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        DISMISSED = "dismissed", "Dismissed"

    class Reason(models.TextChoices):
        WRONG = "wrong", "The text does not say this"
        AGAIN = "again", "Said elsewhere already"
        BESIDE = "beside", "Not of use here"
        DOUBT = "doubt", "Too uncertain"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="candidates")
    file_sha256 = models.CharField(max_length=64)
    list = models.CharField(max_length=20)
    key = models.CharField(max_length=32, help_text="The same for the same place and reading of it.")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    confidence = models.FloatField()
    content = SealedJSONField(tree="files", leaf="file_sha256", default=dict, help_text="As it was read.")
    kept = SealedJSONField(
        tree="files", leaf="file_sha256", default=dict, help_text="As it was accepted, where that differs."
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    passage = models.ForeignKey(Passage, null=True, on_delete=models.SET_NULL, related_name="candidates")
    became = models.CharField(
        max_length=60, blank=True, default="", help_text="What was made of it: `published:12`."
    )

    class Meta:
        ordering = ["start", "id"]
        constraints = [models.UniqueConstraint(fields=["document", "list", "key"], name="candidate_once")]
        indexes = [models.Index(fields=["document", "list", "start"])]

    def __str__(self) -> str:
        return f"candidate {self.pk}"


class CheckedDraft(models.Model):
    """A draft of somebody's own that was held against the ledger and the law. Nobody else sees it; it can be wiped."""

    file_sha256 = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    job = models.BigIntegerField(null=True)
    counts = models.JSONField(default=dict)
    report = SealedJSONField(
        tree="files",
        leaf="file_sha256",
        default=dict,
        help_text="Name, language, findings with their sentences.",
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def without_source(self) -> int:
        """How many figures stand without a source."""
        return int(self.counts.get("no source", 0))
