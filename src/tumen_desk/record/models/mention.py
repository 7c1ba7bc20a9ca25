"""What one source says of one person or group."""

from __future__ import annotations

from django.db import models

from tumen_desk.record.models.fields import Imported, InBatch, code, edtf
from tumen_desk.record.models.source import Source
from tumen_desk.store.sealed import BlindIndexField, SealedTextField


class Mention(Imported):
    """One person (or group) as one source tells of them. Persons are clusters of mentions, made in `link`."""

    class Role(models.TextChoices):
        INTERVIEWEE = "interviewee", "Interviewee"
        SPOKEN_OF = "spoken_of", "Spoken of"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="mentions")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.SPOKEN_OF)
    is_group = models.BooleanField(default=False)
    counting_unit = code()
    number_low = models.PositiveIntegerField(null=True, blank=True)
    number_high = models.PositiveIntegerField(null=True, blank=True)
    number_words = models.CharField(
        max_length=60, blank=True, default="", help_text="As told: dozens, a truck full."
    )
    sex = models.CharField(max_length=1, blank=True, default="", choices=[("f", "female"), ("m", "male")])
    birth = edtf()
    birth_low = models.DateField(null=True, blank=True)
    birth_high = models.DateField(null=True, blank=True)
    birthplace = code()
    left = edtf()
    died = edtf()
    public_by = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="public_people",
        help_text="Their own publication, by reference to which alone they are named.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        # Never a name: this text stands in lists, titles and logs.
        return f"M-{self.pk}"


class Name(InBatch):
    """A name as given, of one script and kind, sealed under the key of its mention. Shown only through
    `queries.names_of`; once that key is destroyed it reads as empty, in backups as well."""

    class Kind(models.TextChoices):
        GIVEN = "given", "as given"
        PSEUDONYM = "pseudonym", "pseudonym"
        PARTIAL = "partial", "partial"

    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="names")
    text = SealedTextField(tree="persons", leaf="mention_id")
    script = models.CharField(max_length=12, blank=True, default="")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.GIVEN)

    def __str__(self) -> str:
        return f"name of M-{self.mention_id}"


class NameKey(models.Model):
    """A key that does not depend on the script, as a keyed digest; spellings of one name meet under it."""

    name = models.ForeignKey(Name, on_delete=models.CASCADE, related_name="keys")
    key = BlindIndexField(purpose="name keys")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "name"], name="name_key_once")]

    def __str__(self) -> str:
        return f"key of {self.name}"


class Tie(InBatch):
    """A tie between two mentions of one source: `mention` is the `relation` of `other`, from `since` to `until`."""

    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="ties")
    other = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="ties_from_others")
    relation = code()
    since = edtf()
    until = edtf()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(mention=models.F("other")), name="tie_to_somebody_else"
            )
        ]

    def __str__(self) -> str:
        return f"tie of M-{self.mention_id}"
