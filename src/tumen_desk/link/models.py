"""Who is who, as judgements and what a run derives from them. Mentions are never merged."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tumen_desk.record.models import Mention


class Judgement(models.Model):
    """Somebody's verdict on a pair. Only ever added: the latest for a pair holds, a later one takes it back."""

    class Verdict(models.TextChoices):
        SAME = "same", "Same person"
        DIFFERENT = "different", "Different people"
        UNSURE = "unsure", "Cannot tell"

    mention_a = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+")
    mention_b = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    why = models.CharField(max_length=500, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(mention_a__lt=F("mention_b")), name="judgement_smaller_first")
        ]
        indexes = [models.Index(fields=["mention_a", "mention_b", "-id"])]

    def __str__(self) -> str:
        return f"judgement {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Judgements are never changed; add a later one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Judgements are never deleted; add a later one.")


class LinkRun(models.Model):
    """One linkage of the consented mentions: manifest, partition draws, and the pairs and persons it found."""

    run_id = models.CharField(max_length=16, db_index=True)
    manifest = models.JSONField()
    mentions = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    draws_sha256 = models.CharField(max_length=64)
    model = models.JSONField(
        default=dict, help_text="Agreement rates, for suggesting matches of new mentions."
    )
    is_current = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="one_current_link_run"
            )
        ]

    def __str__(self) -> str:
        return f"link run {self.pk}"


class Pair(models.Model):
    """Two mentions that may be one person, with the reasons."""

    run = models.ForeignKey(LinkRun, on_delete=models.CASCADE, related_name="pairs")
    mention_a = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="+")
    mention_b = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="+")
    weight_log2 = models.FloatField()
    probability = models.FloatField()
    doubt = models.FloatField(help_text="Entropy of the probability, bits: the review queue's order.")
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "mention_a", "mention_b"], name="pair_once")]
        indexes = [models.Index(fields=["run", "-doubt"]), models.Index(fields=["run", "-probability"])]

    def __str__(self) -> str:
        return f"M-{self.mention_a_id} ~ M-{self.mention_b_id}"


class Membership(models.Model):
    """A mention belongs to a person, as one run sees it. A person is the set of mentions that share `person`."""

    run = models.ForeignKey(LinkRun, on_delete=models.CASCADE, related_name="memberships")
    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="memberships")
    person = models.CharField(max_length=40)
    probability = models.FloatField()
    company = models.PositiveIntegerField(
        default=1, help_text="How many mentions the run put together: the order of the list of persons."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "mention"], name="one_person_per_mention")]
        indexes = [
            models.Index(fields=["run", "person"]),
            models.Index(fields=["run", "-company", "person"]),
        ]

    def __str__(self) -> str:
        return f"M-{self.mention_id} in {self.person}"
