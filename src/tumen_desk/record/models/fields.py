"""Columns that many tables share."""

from __future__ import annotations

from typing import Any

from django.db import models


def code(**options: Any) -> models.CharField[str, str]:
    """A term of the pack; empty = not stated."""
    return models.CharField(max_length=40, blank=True, default="", **options)


def edtf(**options: Any) -> models.CharField[str, str]:
    """A date of any precision, EDTF; empty = not stated."""
    return models.CharField(max_length=60, blank=True, default="", **options)


class Dated(models.Model):
    """A date of any precision, with the earliest and latest day it can mean (null = open or not stated)."""

    date = edtf()
    date_low = models.DateField(null=True, blank=True, db_index=True)
    date_high = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class InBatch(models.Model):
    """A row that may have come with an import: undoing the import takes it back."""

    batch = models.ForeignKey(
        "record.ImportBatch", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=True
    )

    class Meta:
        abstract = True


class Imported(InBatch):
    """A row that a delivered list may have called by an id of its own."""

    external_id = models.CharField(max_length=80, blank=True, default="", db_index=True)

    class Meta:
        abstract = True
