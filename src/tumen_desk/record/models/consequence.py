"""What came of it: which happening led to which, and who stepped in and was answered how."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tumen_desk.record.models.fields import Dated, Imported, code, edtf
from tumen_desk.record.models.happening import Account
from tumen_desk.record.models.mention import Mention
from tumen_desk.record.models.source import Passage


class Chain(Imported):
    """That one happening led to another, as the first one's source tells it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="leads_to")
    other = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="came_from")
    kind = code()
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="chains"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "other", "kind"], name="chain_once"),
            models.CheckConstraint(condition=~Q(account=F("other")), name="chain_to_another"),
        ]

    def __str__(self) -> str:
        return f"A-{self.account_id} to A-{self.other_id}"


class Intervention(Dated, Imported):
    """That somebody stepped in for a person or against a happening, and how it was answered."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="interventions")
    mention = models.ForeignKey(
        Mention, null=True, blank=True, on_delete=models.PROTECT, related_name="interventions"
    )
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="interventions"
    )
    kind = code()
    by = models.CharField(
        max_length=200, blank=True, default="", help_text="Which body; never a helper by name."
    )
    addressed_to = code()
    response = code()
    answered = edtf()
    effect = code()

    class Meta:
        ordering = ["date_low", "id"]

    def __str__(self) -> str:
        return f"intervention {self.pk}"
