"""Rules, practices and positions of states and bodies, as sources tell them: each has its own time and grade."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q

from tumen_desk.record.models.fields import Imported, code
from tumen_desk.record.models.happening import Account
from tumen_desk.record.models.structure import InStructure


class Policy(Imported):
    """One rule, practice or position: of whom, on what, and towards whom. What is said of it are its tellings."""

    title = models.CharField(max_length=200)
    kind = code(db_index=True)
    topic = code(db_index=True)
    state = code(db_index=True, help_text="State whose rule it is.")
    agency = code(help_text="Body that ordered or does it.")
    toward = code(help_text="State that it is directed at or compared with.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["state", "topic", "id"]
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return f"R-{self.pk}"


class Telling(InStructure):
    """What one source says of a policy: how it stood from `date` to `ended`, where, and what it holds."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="tellings")
    standing = code()
    basis = code(help_text="In which form the source has it.")
    credibility = code()
    places = models.JSONField(default=list, help_text="Places where it held, as terms.")
    speaker = code(help_text="Body that said so.")
    spoken_by = models.CharField(
        max_length=120, blank=True, default="", help_text="The office that said so; never a witness."
    )
    stance = code(help_text="The reason that the state gives, as a term.")
    rule = models.CharField(
        max_length=500, blank=True, default="", help_text="What it says or how it is done."
    )
    exceptions = models.CharField(max_length=300, blank=True, default="")
    penalty = models.CharField(max_length=300, blank=True, default="")
    price = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="Bounty, fine or fee."
    )
    currency = models.CharField(max_length=3, blank=True, default="")
    stated_motive = models.CharField(max_length=300, blank=True, default="")
    imputed_motive = models.CharField(
        max_length=300, blank=True, default="", help_text="What others take for the motive."
    )

    def __str__(self) -> str:
        return f"T-{self.pk}"


class PolicyLink(Imported):
    """What a policy has to do with a happening or with another policy, as the source of the telling says."""

    telling = models.ForeignKey(Telling, on_delete=models.CASCADE, related_name="links")
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="policies"
    )
    other = models.ForeignKey(
        Policy, null=True, blank=True, on_delete=models.PROTECT, related_name="linked_from"
    )
    kind = code()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, other__isnull=True)
                | Q(account__isnull=True, other__isnull=False),
                name="policy_linked_with_one",
            ),
        ]

    def __str__(self) -> str:
        return f"link of {self.telling}"


class PolicyPreference(models.Model):
    """A judgement: of all that is said in one field of a policy, take what this telling says. Only ever added."""

    telling = models.ForeignKey(Telling, on_delete=models.PROTECT, related_name="preferences")
    field = models.CharField(max_length=20)
    reason = models.CharField(max_length=500)
    withdrawn = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="policy_preference_has_a_reason")]

    def __str__(self) -> str:
        return f"preference {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Judgements are never changed; add a later one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Judgements are never deleted; add a later one.")
