"""Values beyond the columns: any field, as one source says it, and which of several values is preferred."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q

from tumen_desk.record.models.fields import Imported, code, edtf
from tumen_desk.record.models.happening import Act, Leg, Stay, Transfer
from tumen_desk.record.models.mention import Mention
from tumen_desk.record.models.source import Passage
from tumen_desk.store.sealed import SealedTextField

_ON = ("act", "stay", "leg", "transfer")


class Said(Imported):
    """What one source says in one field: a value, or that it was asked and not answered.

    `mention` is whom it is about; `act`, `stay`, `leg` or `transfer` on what it hangs, if not on the person. Codes,
    dates and numbers stand in `value`; words stand in `words`, sealed under the key of the person.
    """

    class How(models.TextChoices):
        STATED = "stated", "stated"
        NOT_STATED = "not_stated", "asked, not stated"
        REFUSED = "refused", "refused to say"
        UNKNOWN = "unknown", "did not know"

    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="said")
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="said")
    stay = models.ForeignKey(Stay, null=True, blank=True, on_delete=models.PROTECT, related_name="said")
    leg = models.ForeignKey(Leg, null=True, blank=True, on_delete=models.PROTECT, related_name="said")
    transfer = models.ForeignKey(
        Transfer, null=True, blank=True, on_delete=models.PROTECT, related_name="said"
    )
    field = models.CharField(max_length=60, db_index=True)
    how = models.CharField(max_length=12, choices=How.choices, default=How.STATED)
    value = models.CharField(max_length=60, blank=True, default="")
    words = SealedTextField(tree="persons", leaf="mention_id", default="")
    since = edtf()
    until = edtf()
    decided_by = code(help_text="Who decided it, where it is a decision.")
    passage = models.ForeignKey(Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="said")
    connection = code()
    credibility = code()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["mention", "field"])]
        constraints = [
            models.CheckConstraint(
                # At most one of the four: every pair has one that is empty.
                condition=models.Q(
                    *(
                        Q(**{f"{a}__isnull": True}) | Q(**{f"{b}__isnull": True})
                        for i, a in enumerate(_ON)
                        for b in _ON[i + 1 :]
                    )
                ),
                name="said_on_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"value {self.pk}"


class Preference(models.Model):
    """A judgement: of all that is said in one field, take what this mention says. Only ever added.

    It stands on the mention, not on the person: whoever the mention turns out to be, it goes with it. The newest one
    in a field among the mentions of a person holds; `withdrawn` ends that of the same mention.
    """

    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="preferences")
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="preferences")
    field = models.CharField(max_length=60)
    said = models.ForeignKey(Said, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    withdrawn = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["mention", "field", "-id"])]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="preference_has_a_reason")]

    def __str__(self) -> str:
        return f"preference {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Judgements are never changed; add a later one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Judgements are never deleted; add a later one.")
