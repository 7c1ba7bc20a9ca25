"""Accounts and what they contain: acts, stays, legs, transfers."""

from __future__ import annotations

from django.db import models

from tumen_desk.record.models.fields import Dated, Imported, InBatch, code, edtf
from tumen_desk.record.models.mention import Mention
from tumen_desk.record.models.source import Passage, Source
from tumen_desk.record.models.structure import Post, Unit


class Account(Dated, Imported):
    """One source's telling of one happening, and how the source knows it."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="accounts")
    teller = models.ForeignKey(
        Mention, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts"
    )
    title = models.CharField(max_length=200)
    connection = code()
    place = code()
    kind = code(db_index=True, help_text="What kind of happening, where it is no act done to somebody.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"A-{self.pk}"


class InAccount(Dated, Imported):
    """What one account says of one mention, anchored to a passage where there is a text."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="%(class)ss")
    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="%(class)ss")
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    outcome = code()
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        abstract = True
        ordering = ["-id"]


class Act(InAccount):
    """What was done to the victim."""

    type = code(db_index=True)
    place = code(db_index=True)
    method = code()
    stage = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Its place in the order of the happening, as the source tells it."
    )

    class Meta(InAccount.Meta):
        # Acts of a place in a time are counted out of this index alone.
        indexes = [
            models.Index(fields=["place", "date_low", "date_high", "date"]),
            models.Index(fields=["id"], name="act_undated", condition=models.Q(date="") | models.Q(place="")),
        ]

    def __str__(self) -> str:
        return f"act {self.pk}"


class Involvement(InBatch):
    """Who took part in an act: another mention, an agency, a unit or the holder of a post, and to what degree."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="involvements")
    mention = models.ForeignKey(
        Mention, null=True, blank=True, on_delete=models.PROTECT, related_name="involvements"
    )
    agency = code()
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="involvements"
    )
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="involvements"
    )
    degree = code()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mention__isnull=False)
                | models.Q(unit__isnull=False)
                | models.Q(post__isnull=False)
                | ~models.Q(agency=""),
                name="involvement_of_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"involvement in act {self.act_id}"


class Stay(InAccount):
    """A time in detention; `date` is its beginning, `ended` its end."""

    facility = code()
    facility_type = code()
    ended = edtf()
    reason = code()

    def __str__(self) -> str:
        return f"stay {self.pk}"


class Leg(InAccount):
    """One step of a journey; `date` is its beginning, `ended` its end."""

    journey = models.CharField(max_length=40, blank=True, default="")
    sequence = models.PositiveSmallIntegerField(default=0)
    kind = code(db_index=True)
    from_place = code()
    to_place = code()
    ended = edtf()
    mode = code()
    helper_role = code()
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    intercepted = models.CharField(
        max_length=3, blank=True, default="", choices=[("yes", "yes"), ("no", "no")]
    )
    paid_by = code(help_text="Relation of the payer to the person.")
    handed_by = code(help_text="Agency that gave the person over.")
    handed_to = code()
    people = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How many went together.")
    companions = models.ManyToManyField(Mention, blank=True, related_name="legs_together")

    class Meta(InAccount.Meta):
        indexes = [models.Index(fields=["mention", "journey", "sequence"])]

    def __str__(self) -> str:
        return f"leg {self.pk}"


class Transfer(InAccount):
    """A trafficking transfer."""

    seller_role = code()
    buyer_role = code()
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    purpose = code()
    place = code()

    def __str__(self) -> str:
        return f"transfer {self.pk}"
