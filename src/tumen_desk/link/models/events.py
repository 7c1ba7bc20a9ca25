"""Which tellings are of one event: judgements, what is known of who depends on whom, and what a run derives.

A telling is what one account says of one kind of act at one place and time: the acts of an account that agree in
these three. It goes by the number of its first act. An event is the set of tellings that share `event`.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tumen_desk.link.models.saying import Saying
from tumen_desk.record.models import Account, Act


class EventRun(models.Model):
    """One linkage of the consented tellings."""

    run_id = models.CharField(max_length=16, db_index=True)
    manifest = models.JSONField()
    kinds = models.JSONField(default=list, help_text="Codes of the kinds of acts looked at; empty for all.")
    tellings = models.PositiveIntegerField()
    informants = models.PositiveIntegerField()
    events = models.PositiveIntegerField()
    low = models.FloatField(help_text="Lower end of the 95 % interval of the number of events.")
    high = models.FloatField()
    is_current = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="one_current_event_run"
            )
        ]

    def __str__(self) -> str:
        return f"event run {self.pk}"


class Event(models.Model):
    """What one run counted for one event: for the order of the list, never a truth."""

    run = models.ForeignKey(EventRun, on_delete=models.CASCADE, related_name="found")
    key = models.CharField(max_length=40)
    tellings = models.PositiveIntegerField()
    first_hand = models.PositiveIntegerField()
    independent_low = models.PositiveIntegerField(
        help_text="Parties of first-hand tellers that nothing known makes dependent, the least."
    )
    independent_high = models.PositiveIntegerField()
    denials = models.PositiveIntegerField(default=0)
    contradictions = models.JSONField(
        default=list, help_text="Elements in which two tellings cannot both be true."
    )
    probability = models.FloatField(
        help_text="That exactly these tellings are one event; share of draws, the least."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "key"], name="event_once")]
        indexes = [
            models.Index(fields=["run", "-tellings", "id"]),
            models.Index(fields=["run", "-independent_low", "-tellings", "id"]),
        ]

    def __str__(self) -> str:
        return f"event {self.key}"


class Telling(models.Model):
    """One telling as one run saw it; `act` is the first of its acts."""

    run = models.ForeignKey(EventRun, on_delete=models.CASCADE, related_name="told")
    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="+")
    event = models.CharField(max_length=40)
    probability = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "act"], name="one_event_per_telling")]
        indexes = [models.Index(fields=["run", "event"])]

    def __str__(self) -> str:
        return f"T-{self.act_id}"


class EventPair(models.Model):
    """Two tellings that may be of one event, with the reasons."""

    run = models.ForeignKey(EventRun, on_delete=models.CASCADE, related_name="pairs")
    act_a = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="+")
    act_b = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="+")
    weight_log2 = models.FloatField()
    probability = models.FloatField()
    doubt = models.FloatField(help_text="Entropy of the probability, bits.")
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "act_a", "act_b"], name="event_pair_once")]
        indexes = [models.Index(fields=["run", "-doubt", "id"])]

    def __str__(self) -> str:
        return f"T-{self.act_a_id} ~ T-{self.act_b_id}"


class EventJudgement(Saying):
    """Somebody's verdict on two tellings, or that they take one of theirs back."""

    class Verdict(models.TextChoices):
        SAME = "same", "One event"
        DIFFERENT = "different", "Two events"
        UNSURE = "unsure", "Cannot tell"

    act_a = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+")
    act_b = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)

    class Meta(Saying.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(act_a__lt=F("act_b")), name="event_judgement_smaller_first"),
            models.CheckConstraint(
                condition=Q(verdict="", takes_back__isnull=False)
                | ~Q(verdict="") & Q(takes_back__isnull=True),
                name="event_judgement_says_or_takes_back",
            ),
        ]
        indexes = [models.Index(fields=["act_a", "act_b", "-id"]), models.Index(fields=["by", "-id"])]

    def __str__(self) -> str:
        return f"event judgement {self.pk}"


class Known(models.Model):
    """Something known of an account that makes it depend on others. Added, and taken back; never changed.

    Who quotes whom, who published it, who tells it and whose relatives tell it too stand in the record already.
    """

    class Kind(models.TextChoices):
        HEARD_FROM = "heard_from", "Heard it from (M-… who tells it, or S-… where it stands)"
        REFERRAL = "referral", "Came through (a broker, shelter or office; the same word each time)"
        TOGETHER = "together", "Went through it, or talked it over, with (a word for the group)"
        HOUSEHOLD = "household", "Household (a word for it)"
        STATEMENT = "statement", "Gives the same text as others (a word for the text)"
        DENIES = "denies", "Says that it did not happen"
        NOT_SHOWN = "not_shown", "Its source does not show it (what stands there instead)"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="known")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    what = models.CharField(max_length=80, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"known of A-{self.account_id}"
