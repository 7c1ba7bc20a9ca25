"""Whatever says something: sources, their documents, and anchors into them."""

from __future__ import annotations

from django.db import models

from tumen_desk.record.models.fields import Dated, Imported, code, edtf
from tumen_desk.store.sealed import SealedJSONField, SealedTextField


class Organisation(models.Model):
    """Who issues sources or collects interviews. Its sources make one list for population estimation."""

    name = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Source(Dated, Imported):
    """An interview, report, article, web page, delivered list, …"""

    kind = code()
    title = models.CharField(max_length=300)
    issuer = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="sources"
    )
    language = models.CharField(max_length=12, blank=True, default="")
    place = code()
    reliability = code()
    reliability_why = models.CharField(
        max_length=300, blank=True, default="", help_text="The reasons for the grade."
    )
    interest = code(help_text="What the source has to gain or to defend.")
    interest_words = models.CharField(max_length=300, blank=True, default="")
    covers = edtf(help_text="The period that it reports on.")
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    part_order = models.PositiveIntegerField(null=True, blank=True, help_text="Its place in the whole.")
    first_note = models.PositiveIntegerField(
        null=True, blank=True, help_text="Number of its first note, counted through the whole."
    )
    address = models.URLField(max_length=500, blank=True, default="")
    retrieved = edtf()
    cites = models.ManyToManyField("self", symmetrical=False, related_name="cited_by", blank=True)
    made_up = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(part_of__isnull=True) | ~models.Q(part_of=models.F("id")),
                name="source_part_of_another",
            )
        ]

    def __str__(self) -> str:
        return f"S-{self.pk}"


class Document(Imported):
    """The text of a source as read from one file, under the key of that file; the file itself lies sealed, found by
    its hash. Once the key is destroyed nothing of it can be read, in backups either."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="documents")
    of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="transcripts",
        help_text="What this is the transcript, or a draft in another language, of.",
    )
    file_sha256 = models.CharField(max_length=64, db_index=True)
    text_sha256 = models.CharField(max_length=64, db_index=True)
    media_type = models.CharField(max_length=80)
    bytes = models.BigIntegerField()
    pages = models.PositiveIntegerField(null=True)
    text = SealedTextField(tree="files", leaf="file_sha256")
    layout = SealedJSONField(
        tree="files",
        leaf="file_sha256",
        default=dict,
        help_text="Pages, paragraphs, metadata and what was left out, as read.",
    )
    warnings = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"D-{self.pk}"


class Passage(models.Model):
    """An anchor: characters `start` to `end` of a document's text, and the hash of what stood there."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    locator = models.CharField(max_length=60, blank=True, default="")
    text_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "start", "end"], name="passage_once"),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="passage_not_empty"),
        ]

    def __str__(self) -> str:
        return f"P-{self.pk}"

    @property
    def text(self) -> str:
        """What stands there."""
        return str(self.document.text)[self.start : self.end]
