"""What words mean to those who use them, and what has to be heeded in a place."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tumen_desk.record.models.fields import InBatch, code, edtf
from tumen_desk.record.models.source import Passage, Source
from tumen_desk.record.models.structure import InStructure


class Definition(InBatch):
    """How one source defines a term of a list. Its author and time are those of the source; nothing is merged."""

    vocabulary = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="definitions")
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.SET_NULL, related_name="definitions"
    )
    words = models.CharField(max_length=600)
    where = models.CharField(max_length=80, blank=True, default="", help_text="Page or paragraph.")
    house = models.BooleanField(default=False, help_text="This organisation uses the word in this sense.")

    class Meta:
        ordering = ["vocabulary", "code", "source__date_low", "id"]
        indexes = [models.Index(fields=["vocabulary", "code"])]

    def __str__(self) -> str:
        return f"definition {self.pk}"


class Theme(InBatch):
    """A theme of one's work: kinds of acts, in the order in which themes are told. What it holds is asked anew."""

    title = models.CharField(max_length=120, unique=True)
    acts = models.JSONField(
        default=list, help_text="Codes of kinds of acts; those below them belong to it too."
    )
    order = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title


class Release(models.Model):
    """A table that left as a file: how it was narrowed, and each number of people that it tells, by a digest of what
    its row and column are called. Later files are compared with it until somebody says that it never left."""

    table = models.CharField(max_length=40, db_index=True)
    narrowing = models.JSONField(default=dict, help_text="What was chosen: codes and years.")
    numbers = models.JSONField(default=dict, help_text="Digest → number of people, small ones left out.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    void_at = models.DateTimeField(null=True)
    void_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"file {self.pk}"


class FacilityTime(InStructure):
    """What one source says of a place of detention: that it was in use from `date` to `ended`, under which name."""

    facility = code(db_index=True)
    called = models.CharField(max_length=120, blank=True, default="", help_text="As the source calls it.")

    def __str__(self) -> str:
        return f"facility {self.facility} {self.pk}"


class PlaceRisk(InBatch):
    """What makes it dangerous, or safer, to hear people in a place at a time; read before a session is held there."""

    place = code(db_index=True)
    words = models.CharField(max_length=500)
    since = edtf()
    until = edtf()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["place", "-id"]

    def __str__(self) -> str:
        return f"note on {self.place}"
