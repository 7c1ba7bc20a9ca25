"""An interview: how it came about, under what conditions it was held, what came of it, what was promised."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tumen_desk.record.models.fields import Imported, InBatch, code, edtf
from tumen_desk.record.models.mention import Mention
from tumen_desk.record.models.source import Document, Source
from tumen_desk.store.sealed import SealedTextField


class Interview(InBatch):
    """What is known of an interview beyond its being a source; `person` is who tells."""

    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="interview")
    person = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="interviews")
    wave = models.CharField(max_length=60, blank=True, default="", help_text="Which round of interviews.")
    referral = code(db_index=True)
    adds = models.CharField(max_length=500, blank=True, default="", help_text="Why this person was heard.")
    expenses = models.CharField(max_length=200, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"I-{self.pk}"


class Session(Imported):
    """One sitting, and its conditions."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="sessions")
    date = edtf()
    place = code()
    setting = code()
    language = models.CharField(max_length=12, blank=True, default="")
    interpreter = code()
    recording = code()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    alone = models.BooleanField(default=False, help_text="Nobody else was there.")
    watched = SealedTextField(tree="persons", leaf="whose", default="")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"SESSION-{self.pk}"

    @property
    def whose(self) -> int:
        """Under whose key the note on surveillance lies."""
        return int(self.interview.person_id)


class Present(InBatch):
    """Somebody else who was in the room: in what role, never by name."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="present")
    role = code()
    number = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return f"present at session {self.session_id}"


class HeardBefore(InBatch):
    """That others heard the person before: the same story told twice is not two stories."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="heard_before")
    kind = code()
    by = models.CharField(max_length=200, blank=True, default="")
    date = edtf()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"heard before I-{self.interview_id}"


class Piece(InBatch):
    """One record that was made of the interview: form, questions and answers, own statement, audio, sketch …"""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="pieces")
    kind = code()
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="pieces"
    )
    where = models.CharField(max_length=200, blank=True, default="", help_text="Where it lies on paper.")
    made_on = edtf()

    class Meta:
        ordering = ["kind", "id"]

    def __str__(self) -> str:
        return f"piece {self.pk}"


class Wellbeing(InBatch):
    """How the person was: kept apart from the record, sealed, read by few."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="wellbeing")
    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+")
    text = SealedTextField(tree="persons", leaf="mention_id")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"wellbeing {self.pk}"


class FollowUp(InBatch):
    """Something that was promised: by when, and what came of it. How to reach the person lies sealed."""

    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="follow_ups")
    kind = code()
    due = models.DateField(null=True, blank=True, db_index=True)
    how = SealedTextField(tree="persons", leaf="mention_id", default="")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    done_on = models.DateField(null=True, blank=True, db_index=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = SealedTextField(tree="persons", leaf="mention_id", default="")

    class Meta:
        ordering = ["due", "id"]

    def __str__(self) -> str:
        return f"follow-up {self.pk}"
