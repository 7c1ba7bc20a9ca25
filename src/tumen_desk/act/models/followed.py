"""Recommendations followed over the years, and contacts with what each may receive."""

from __future__ import annotations

from django.db import models

from tumen_desk.act.models.added import Added
from tumen_desk.act.models.cases import Case
from tumen_desk.record.models.fields import code


class Recommendation(Added):
    """One demand: to whom, what, on what ground, on what condition; part of or interim for another."""

    addressee = models.CharField(max_length=120)
    states = models.JSONField(default=list, help_text="Codes of the states a group addressee stands for.")
    text = models.CharField(max_length=1000)
    ground = models.CharField(max_length=300, blank=True, default="")
    condition = models.CharField(max_length=300, blank=True, default="")
    made_on = models.CharField(max_length=60, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    earlier = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="later")
    relation = models.CharField(
        max_length=10, blank=True, default="",
        choices=[("repeats", "repeats"), ("part", "is part of"), ("interim", "interim for"), ("needs", "depends on")],
    )  # fmt: skip
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    provisions = models.JSONField(
        default=list, help_text="Its ground in the register: instrument and article."
    )
    horizon = models.CharField(
        max_length=5, blank=True, default="",
        choices=[("now", "at once"), ("years", "within years"), ("long", "in the long run")],
    )  # fmt: skip
    season = models.CharField(
        max_length=40,
        blank=True,
        default="",
        help_text="Day of the calendar of the pack that is its last day.",
    )

    class Meta(Added.Meta):
        ordering = ["addressee", "id"]

    def __str__(self) -> str:
        return f"recommendation {self.pk}"


class RecommendationStep(Added):
    """What became of a recommendation, for one addressee, on a day: an answer, a vote, a law, or what shows it done."""

    class Kind(models.TextChoices):
        STATUS = "status", "our reading of where it stands"
        EVIDENCE = "evidence", "evidence of implementation"
        AGAINST = "against", "evidence against implementation"
        REPLY = "reply", "answer of the addressee"
        DENIAL = "denial", "denial"
        VOTE = "vote", "vote"
        LAW = "law", "law or order"

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=3, blank=True, default="")
    status = code()
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.STATUS)
    position = models.CharField(
        max_length=60, blank=True, default="", help_text="Entry of the log of positions that shows it."
    )
    source = models.CharField(max_length=300, blank=True, default="")
    on = models.CharField(max_length=60, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta(Added.Meta):
        pass

    def __str__(self) -> str:
        return f"step {self.pk}"


class Contact(Added):
    """Somebody who may act: an office, a group, an ally. Helpers on the way never stand here."""

    class Kind(models.TextChoices):
        STATE = "state", "state: government or ministry"
        MISSION = "mission", "mission or embassy"
        MANDATE = "mandate", "mandate or body of the United Nations"
        PARLIAMENT = "parliament", "parliament"
        NGO = "ngo", "partner organisation"
        PRESS = "press", "press"
        OTHER = "other", "other"

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    pack_office = models.CharField(max_length=40, blank=True, default="")
    name = models.CharField(max_length=200)
    office = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=3, blank=True, default="")
    languages = models.CharField(max_length=60, blank=True, default="")
    reach = models.CharField(max_length=300, blank=True, default="")
    tonight = models.CharField(max_length=300, blank=True, default="")

    class Meta(Added.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class MayReceive(Added):
    """Whether a contact may receive a kind of paper; the latest decision holds, without one it is no."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="decisions")
    channel = models.CharField(max_length=20)
    granted = models.BooleanField()
    why = models.CharField(max_length=500)

    class Meta(Added.Meta):
        pass

    def __str__(self) -> str:
        return f"decision {self.pk}"
