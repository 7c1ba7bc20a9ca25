"""Who commands whom: units, under whom they stood from when to when, and who held which post, as sources say."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tumen_desk.record.models.fields import Dated, Imported, code, edtf
from tumen_desk.record.models.mention import Mention
from tumen_desk.record.models.source import Passage, Source


class Unit(Imported):
    """A part of an agency: an office, a post, a facility's section, a military unit."""

    title = models.CharField(max_length=200)
    agency = code(db_index=True)
    kind = code()
    place = code()
    facility = code()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return f"U-{self.pk}"


class InStructure(Dated, Imported):
    """One thing that one source says of a structure, from `date` to `ended`."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="%(class)ss")
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    ended = edtf()
    ended_high = models.DateField(null=True, blank=True)
    connection = code()

    class Meta:
        abstract = True
        ordering = ["date_low", "id"]


class Subordination(InStructure):
    """That `unit` stood under `under`."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="above")
    under = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="below")

    class Meta(InStructure.Meta):
        constraints = [models.CheckConstraint(condition=~Q(unit=F("under")), name="under_another_unit")]

    def __str__(self) -> str:
        return f"U-{self.unit_id} under U-{self.under_id}"


class Post(InStructure):
    """That somebody held a post in a unit: a mention of the same source, or nobody known."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    holder = models.ForeignKey(Mention, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")
    standing = code()
    title = models.CharField(max_length=120, blank=True, default="", help_text="As the source calls it.")

    def __str__(self) -> str:
        return f"post {self.pk}"
