"""Who codes what: unfinished work, presence, authors, and second codings of a sample."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tumen_desk.record.models import Act, Document
from tumen_desk.record.models.fields import code
from tumen_desk.store.sealed import SealedJSONField


class Draft(models.Model):
    """A form that somebody has not sent yet, under the key of its document: it quotes and names."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="drafts")
    file_sha256 = models.CharField(max_length=64)
    fields = SealedJSONField(tree="files", leaf="file_sha256", default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "document"], name="draft_once")]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Presence(models.Model):
    """Somebody has a document open: `at` is when their page last said so."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "document"], name="presence_once")]

    def __str__(self) -> str:
        return f"presence {self.pk}"


class Coded(models.Model):
    """Who coded an act from a document, and when."""

    act = models.OneToOneField(Act, on_delete=models.CASCADE, related_name="coded")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"coding of act {self.act_id}"


class Second(models.Model):
    """A document that somebody else codes a second time, without seeing the first coding."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="second")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"second coding {self.pk}"


class SecondCode(models.Model):
    """One act that the second coder sees in a passage."""

    second = models.ForeignKey(Second, on_delete=models.CASCADE, related_name="codes")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    type = code()

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["second", "start", "end", "type"], name="second_code_once")
        ]

    def __str__(self) -> str:
        return f"code {self.pk} of {self.second}"
