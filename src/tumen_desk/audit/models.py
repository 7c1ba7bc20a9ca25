"""One entry of the log, the heads that stand for all of it, and who else signed them."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """Who did what to which row, when; linked to the entry before it.

    Attributes:
        state: digest of the row after the change, where its kind is watched (`states`).
        digest: the leaf of the tree over all entries.
    """

    sequence = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    details = models.JSONField(default=dict)
    state = models.CharField(max_length=64, default="", blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-sequence"]
        indexes = [models.Index(fields=["subject", "-sequence"])]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Entries of the audit log are never changed.")
        super().save(force_insert=True)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Entries of the audit log are never deleted.")


class Head(models.Model):
    """A signed state of the whole log: how many entries, one hash over all of them.

    Attributes:
        text: the signed note, as it leaves the machine.
        left_how: by which ways it left, in words; empty while it only lies here, where it proves nothing.
    """

    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    left_at = models.DateTimeField(null=True)
    left_how = models.CharField(max_length=100, default="", blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"H-{self.pk}"


class Witness(models.Model):
    """A partner organisation whose desk signs our heads, or whose heads ours signs; known by its public key.

    Attributes:
        key: the public key, 64 hexadecimal digits, compared in person.
        size, root: the latest head of theirs that we signed; the next must continue it.
    """

    name = models.CharField(max_length=100)
    key = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField(default=0)
    root = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"W-{self.pk}"


class Countersignature(models.Model):
    """A partner's signature under one of our heads."""

    head = models.ForeignKey(Head, on_delete=models.PROTECT, related_name="countersignatures")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="+")
    line = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["head", "witness"], name="one_signature_a_witness")]

    def __str__(self) -> str:
        return f"signature of {self.witness_id} under H-{self.head_id}"
