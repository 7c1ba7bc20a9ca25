"""What one source says of one person or group."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
    named = models.BooleanField(default=False, editable=False, help_text="A name of theirs is kept.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        # Whether anybody waits for a name is told by this index alone, however many have one.
        indexes = [
            models.Index(
                fields=["id"], name="mention_unnamed", condition=models.Q(named=False, is_group=False)
            ),
        ]

    def __str__(self) -> str:
        # Never a name: this text stands in lists, titles and logs.
        return f"M-{self.pk}"


class NameQuerySet(models.QuerySet["Name"]):
    """Names, whose mentions know that they have one."""

    def bulk_create(self, objs: Iterable[Name], *args: Any, **options: Any) -> list[Name]:
        made = super().bulk_create(objs, *args, **options)
        mark_named({name.mention_id for name in made})
        return made

    def delete(self) -> tuple[int, dict[str, int]]:
        mentions = set(self.values_list("mention", flat=True))
        gone = super().delete()
        mark_unnamed(mentions)
        return gone


def mark_named(mentions: Iterable[int]) -> None:
    """These have a name now."""
    Mention.objects.filter(pk__in=set(mentions), named=False).update(named=True)


def mark_unnamed(mentions: Iterable[int]) -> None:
    """Those of these who have no name any more."""
    Mention.objects.filter(pk__in=set(mentions), named=True, names__isnull=True).update(named=False)


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

    objects = NameQuerySet.as_manager()

    def __str__(self) -> str:
        return f"name of M-{self.mention_id}"

    def save(self, *args: Any, **options: Any) -> None:
        super().save(*args, **options)
        mark_named([self.mention_id])

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        gone = super().delete(*args, **options)
        mark_unnamed([self.mention_id])
        return gone


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
