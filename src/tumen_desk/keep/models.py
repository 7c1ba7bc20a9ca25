"""What is kept of keeping: backups that were written, persons that were erased, custody and time stamps of evidence."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tumen_desk.record.models import Document, Mention


class BackupWritten(models.Model):
    """One backup and the copy of the key file that was written beside it.

    Attributes:
        place: where it was written; it may lie elsewhere now.
        key: name of the key it needs (see `Ring.backup_key`).
        proved_at: when it was last opened and compared, file by file.
    """

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=500)
    bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=16)
    proved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"backup {self.pk}"


class Erasure(models.Model):
    """One person who was erased: numbers and counts, never a name.

    Attributes:
        mentions: numbers of the mentions whose names were destroyed.
        files: SHA-256 of the files whose keys were destroyed.
        counts: what was removed, changed and left.
        finished_at: when the keys were destroyed; until then it is finished at the next opportunity.
    """

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    mentions = models.JSONField()
    files = models.JSONField()
    close_backups = models.BooleanField()
    counts = models.JSONField()
    outside = models.JSONField(help_text="Copies outside this store, which nobody here can call back.")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"E-{self.pk}"

    @property
    def key_files(self) -> list[dict[str, str]]:
        """Backups written before, whose key files still open what they hold."""
        return list(self.outside["key files"])

    @property
    def originals_opened(self) -> list[dict[str, object]]:
        """Originals that somebody opened, and that may lie in their downloads."""
        return list(self.outside["originals opened"])


class PlaceDecided(models.Model):
    """What is to become of one place in a document of another source where the name of somebody to be erased stands.

    Removed by the erasure: it says where the name of whom stands.

    Attributes:
        mention: who is to be erased.
        start: the first character.
        text_sha256: of the text that was looked at; of another text it decides nothing.
        cover: cover the name, or keep it.
    """

    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    text_sha256 = models.CharField(max_length=64)
    cover = models.BooleanField()
    reason = models.CharField(max_length=200, default="", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["mention", "document", "start"], name="one_decision_a_place")
        ]

    def __str__(self) -> str:
        return f"place {self.pk}"


class Custody(models.Model):
    """One link in the chain of custody of a document, as somebody says it. Only ever added."""

    class Kind(models.TextChoices):
        RECEIVED = "received", "received"
        COPIED = "copied", "copied from an original that stays where it is"
        HANDED = "handed", "handed over"
        SEEN = "seen", "original looked at and compared"

    class Form(models.TextChoices):
        ORIGINAL = "original", "the original"
        COPY = "copy", "a copy"
        UNKNOWN = "unknown", "not known"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="custody")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    form = models.CharField(max_length=10, choices=Form.choices)
    on = models.CharField(max_length=60, blank=True, default="")
    party = models.CharField(max_length=200, help_text="From whom, or to whom.")
    how = models.CharField(max_length=500, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"custody {self.pk}"


class Stamp(models.Model):
    """A request for a trusted time stamp over a list of hashes, and the answer once somebody fetched it.

    Attributes:
        manifest_sha256: the sealed list that is stamped.
        request: RFC 3161 request, DER.
        reply: the answer as it came, DER.
        time: what the authority says.
        authority: the name in its certificate.
        trusted: its chain was checked up to a root that the desk was given.
    """

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    documents = models.PositiveIntegerField()
    manifest_sha256 = models.CharField(max_length=64)
    request = models.BinaryField()
    reply = models.BinaryField(null=True)
    time = models.DateTimeField(null=True)
    authority = models.CharField(max_length=200, blank=True, default="")
    trusted = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"T-{self.pk}"
