"""Pictures, films and sounds as evidence: who is to be credited, from where one looks and at what, who is shown."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tumen_desk.record.models.fields import Dated, InBatch, code, edtf
from tumen_desk.record.models.mention import Mention
from tumen_desk.record.models.source import Document
from tumen_desk.store.sealed import BlindIndexField, SealedTextField


class Media(Dated, InBatch):
    """What is known of a picture, film or sound: `date` is when it was made, `depicts` when what it shows was.

    Who made it and where they stood can be known without being printed: `maker` and `viewpoint_words` lie under the key
    of the file, as does the thumbnail. `batch` is the import that described it.
    """

    class Kind(models.TextChoices):
        PHOTOGRAPH = "photograph", "photograph"
        DRAWING = "drawing", "drawing"
        FROM_ABOVE = "from_above", "satellite or aerial picture"
        SCAN = "scan", "scanned paper"
        FILM = "film", "film"
        SOUND = "sound", "sound"

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="media")
    account = models.ForeignKey(
        "record.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="media",
        help_text="The happening that it shows.",
    )  # fmt: skip
    kind = models.CharField(max_length=12, choices=Kind.choices, blank=True, default="")
    credit = models.CharField(max_length=200, blank=True, default="", help_text="As it is printed beside it.")
    maker = SealedTextField(tree="files", leaf="file_sha256", default="")
    viewpoint = code()
    viewpoint_words = SealedTextField(tree="files", leaf="file_sha256", default="")
    seen = code()
    caption = SealedTextField(tree="files", leaf="file_sha256", default="")
    depicts = edtf()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    likeness = models.CharField(max_length=32, blank=True, default="", db_index=True)
    thumbnail = SealedTextField(tree="files", leaf="file_sha256", default="")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"media of {self.document}"

    @property
    def file_sha256(self) -> str:
        """Under whose key the sealed values lie."""
        return str(self.document.file_sha256)


class Handling(InBatch):
    """One step of the way of a picture or film, from whoever made it to whoever gave it: who had it, sealed, and since
    when. A step may be somebody whom the same source mentions; then their consent is asked for the film itself."""

    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="handlings")
    position = models.PositiveSmallIntegerField()
    mention = models.ForeignKey(
        Mention, null=True, blank=True, on_delete=models.SET_NULL, related_name="handled"
    )
    role = code(help_text="Kind of body or person.")
    who = SealedTextField(tree="files", leaf="file_sha256", default="")
    since = edtf()
    how = SealedTextField(tree="files", leaf="file_sha256", default="")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"step {self.position} of {self.media}"

    @property
    def file_sha256(self) -> str:
        """Under whose key the sealed values lie."""
        return self.media.file_sha256


class Verification(InBatch):
    """What somebody looked into about a picture or film, and what they found, with reasons. Only ever added."""

    class Found(models.TextChoices):
        HOLDS = "holds", "holds"
        OPEN = "open", "not decided"
        FAILS = "fails", "does not hold"

    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="verifications")
    kind = code()
    found = models.CharField(max_length=6, choices=Found.choices)
    reason = SealedTextField(tree="files", leaf="file_sha256")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["kind", "-id"]

    def __str__(self) -> str:
        return f"verification {self.pk}"

    @property
    def file_sha256(self) -> str:
        """Under whose key the sealed values lie."""
        return self.media.file_sha256


class Shown(InBatch):
    """Somebody is shown or heard in it, as its source says."""

    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="shown")
    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="shown_in")
    recognisable = models.BooleanField(default=True)
    area = models.CharField(
        max_length=40,
        blank=True,
        default="",
        help_text="Left, top, width and height in percent; empty: unknown.",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["media", "mention"], name="shown_once")]

    def __str__(self) -> str:
        return f"M-{self.mention_id} in {self.media}"


class Band(models.Model):
    """A keyed digest that texts have in common if they are nearly the same (`documents.bands`)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="bands")
    band = BlindIndexField(purpose="near texts", db_index=True)

    def __str__(self) -> str:
        return f"band of {self.document}"
