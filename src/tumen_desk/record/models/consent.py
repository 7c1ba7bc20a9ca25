"""What may be used, for what, and by whom: closed unless a yes stands here."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tumen_desk.record.models.fields import Imported, code, edtf
from tumen_desk.record.models.mention import Mention
from tumen_desk.record.models.source import Passage, Source


class Purpose(models.TextChoices):
    """The purposes that the desk itself asks for. Every pack defines these codes; a pack may define more."""

    ANALYSE = "CP-ANALYSE", "use inside the organisation for analysis"
    COUNT = "CP-STAT", "anonymous statistics"
    LINK = "CP-LINK", "linkage with other lists"


class Consent(Imported):
    """One decision. The latest for the narrowest thing holds: passage, then mention, then source."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="consents")
    mention = models.ForeignKey(
        Mention, null=True, blank=True, on_delete=models.PROTECT, related_name="consents"
    )
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="consents"
    )
    purpose = code(db_index=True)
    audience = models.CharField(max_length=120, blank=True, default="")
    granted = models.BooleanField()
    decided_on = edtf()
    decided_by = code(help_text="Who decided: the person, a guardian, the closest relative …")
    manner = code(help_text="How it was given: signed, spoken, recorded …")
    form = models.CharField(max_length=60, blank=True, default="", help_text="Version of the form.")
    reason = models.CharField(max_length=300, blank=True, default="")
    expires = edtf()
    expires_after = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["source", "purpose", "-id"]),
            models.Index(fields=["recorded_at", "source"]),  # what was decided since the last linkage
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"
