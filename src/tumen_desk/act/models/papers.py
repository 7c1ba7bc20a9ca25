"""Papers that leave: submissions, letters, alerts; where each was brought and what came back."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tumen_desk.act.models.added import Added
from tumen_desk.act.models.cases import Case
from tumen_desk.record.models import Act, Mention
from tumen_desk.record.models.fields import code


class Paper(models.Model):
    """One paper for one channel. No name stands in `answers`: it is put in from the sealed record when it leaves."""

    class State(models.TextChoices):
        DRAFT = "draft", "being written"
        HALTED = "halted", "halted: somebody withdrew"
        SENT = "sent", "sent"

    channel = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="papers")
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="papers")
    persons = models.ManyToManyField(Mention, related_name="papers", blank=True)
    concerns = models.CharField(max_length=3, blank=True, default="", help_text="Code of the state.")
    addressee = models.CharField(max_length=40, blank=True, default="")
    language = models.CharField(max_length=2, default="en")
    sender_status = models.CharField(max_length=40, blank=True, default="")
    answers = models.JSONField(default=dict)
    variant_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="variants"
    )
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    docx_sha256 = models.CharField(max_length=64, blank=True, default="")
    pdf_sha256 = models.CharField(max_length=64, blank=True, default="")
    reply_due = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"L-{self.pk}"


class Delivery(Added):
    """How and where a paper or a report was brought, to which contact, and what proves it."""

    paper = models.ForeignKey(
        Paper, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    report = models.ForeignKey(
        "act.Report", null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    contact = models.ForeignKey(
        "act.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    way = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True, default="")
    by_whom = models.CharField(max_length=200, blank=True, default="")
    on = models.DateField()
    proof = models.CharField(max_length=300, blank=True, default="")

    class Meta(Added.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(paper__isnull=False) ^ models.Q(report__isnull=False),
                name="delivery_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"delivery of L-{self.paper_id}" if self.paper_id else f"delivery of R-{self.report_id}"


class Petition(Added):
    """Signatures under a letter that were counted on a day; no signature and no name of a signer is kept."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="petitions")
    on = models.DateField()
    place = models.CharField(max_length=120, blank=True, default="")
    collected = models.PositiveIntegerField()

    class Meta(Added.Meta):
        pass

    def __str__(self) -> str:
        return f"petition for L-{self.paper_id}"


class Reply(Added):
    """What came back."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="replies")
    on = models.DateField()
    kind = code()
    text = models.TextField()

    class Meta(Added.Meta):
        pass

    def __str__(self) -> str:
        return f"reply to L-{self.paper_id}"
