"""What this desk adds to its pack without code: terms of its own, terms it no longer chooses, fields of its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class LocalTerm(models.Model):
    """A term of this organisation, or its word on a term of the pack: not to be chosen any more, and what instead.

    In a list of the pack a term of our own begins with `LOCAL-`; any other code is one of the pack, of which only
    `deprecated` and `replaced_by` are ours. A list that the pack does not have is ours whole, with codes of any form.
    """

    vocabulary = models.CharField(max_length=40, db_index=True)
    code = models.CharField(max_length=40)
    labels = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True, default="")
    parent = models.CharField(max_length=40, blank=True, default="")
    maps_to = models.CharField(
        max_length=40,
        blank=True,
        default="",
        help_text="Term of the pack as which it is counted and exported.",
    )
    deprecated = models.BooleanField(default=False)
    replaced_by = models.CharField(max_length=40, blank=True, default="")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["vocabulary", "id"]
        constraints = [models.UniqueConstraint(fields=["vocabulary", "code"], name="local_term_once")]

    def __str__(self) -> str:
        return f"{self.vocabulary} {self.code}"


class LocalField(models.Model):
    """A field of this organisation, asked beside those of the pack."""

    class Kind(models.TextChoices):
        TERM = "term", "a term of a list"
        TEXT = "text", "words"
        NUMBER = "number", "a number"
        DATE = "date", "a date of any precision"
        YES_NO = "yes_no", "yes or no"

    name = models.SlugField(max_length=50, unique=True)
    about = models.CharField(
        max_length=10,
        choices=[
            ("mention", "a person"),
            ("act", "an act"),
            ("stay", "a stay"),
            ("leg", "a leg"),
            ("transfer", "a transfer"),
        ],
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    vocabulary = models.CharField(max_length=40, blank=True, default="")
    labels = models.JSONField(default=dict)
    acts = models.JSONField(default=list, help_text="Act types to which it belongs; empty for all.")
    several = models.BooleanField(default=False)
    asked_as = models.JSONField(
        default=dict,
        help_text="What the form says that it was read from: type, groups, hint, whether it is required, conditions.",
    )
    restricted = models.BooleanField(default=False)
    retired = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["about", "id"]

    def __str__(self) -> str:
        return f"field {self.name}"
