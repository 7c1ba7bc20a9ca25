"""Every place of the store that can hold words about a person: swept when one is erased, or left with a reason.

A column or a digest of a sealed file that stands in none of these tables is swept as text, or fails the tests of this
room: whoever adds a place says here what becomes of a name in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.db import models

from tumen_desk.store.sealed import SealedTextField

if TYPE_CHECKING:
    Columns = tuple[type[models.Model], Sequence[models.Field[Any, Any]]]
_WORDY: Final = 80
"""Shorter columns hold codes, dates, numbers and digests, but for those of `SHORT`."""

SHORT: Final = frozenset({"form", "label", "languages", "made_on", "number_words", "on", "wave"})
"""Names of short columns in which somebody writes freely."""

LEFT: Final[Mapping[str, str]] = {
    "accounts.Passkey.attested": "what a passkey said of itself",
    "accounts.Passkey.credential": "what a passkey said of itself",
    "accounts.Totp.sealed": "a sealed secret",
    "accounts.User": "the accounts of those who work here",
    "audit.Countersignature": "signed by another organisation over numbers only",
    "audit.Entry": "written once, and chained; numbers and codes only, never a name",
    "audit.Head.text": "signed, over numbers only",
    "auth.Group": "not used",
    "auth.Permission": "of the framework",
    "contenttypes.ContentType": "of the framework",
    "keep.Stamp.reply": "the answer of an authority over a digest",
    "keep.Stamp.request": "a question over a digest",
    "link.Kept.content": "masks, keys and counts of a comparison; no words",
    "read.Candidate.content": "quotes its document: covered with it, kept with it",
    "read.CheckedDraft": "a draft that names the person goes whole (`copies`)",
    "link.Sample.design": "numbers of a design",
    "record.Document.layout": "documents are looked at one by one (`erasing.plan`, `beyond`)",
    "record.Document.text": "documents are looked at one by one (`erasing.plan`, `beyond`)",
    "record.Name": "those of the person go; those of others are theirs",
    "sessions.Session": "who signed in, and when",
}
"""Model, or column, to the reason why it is not swept."""

FILES: Final[Mapping[str, str]] = {
    "act.Paper": "looked into: both printings go",
    "act.Report": "looked into: all three printings go",
    "read.CheckedDraft": "looked into: it goes with its remarks",
    "record.Document.file_sha256": "documents are looked at one by one (`erasing.plan`, `beyond`)",
    "record.ImportBatch": "looked into, with all that was given to work (`copies`)",
    "record.Submission": "digest of answers; the file they came in is that of the import",
    "read.Candidate": "that of its document",
    "coding.Draft": "that of its document",
    "link.ExchangeStep": "masks of a comparison; no words",
    "link.LinkRun": "numbers of mentions",
    "keep.Stamp": "a list of digests",
    "keep.BackupWritten": "digest of a file elsewhere; the receipt lists it",
    "keep.PlaceDecided": "digest of a text",
    "record.Document.text_sha256": "digest of a text",
    "record.Passage": "digest of a text",
    "read.Reading": "digest of a text",
}
"""Model, or column with a SHA-256, to what it leads to."""

DROPPED: Final = frozenset({"find.SavedSearch"})
"""Rows that are nothing without the name in them, and go whole."""


def columns() -> Iterator[Columns]:
    """Every column that is swept, sealed ones as well."""
    for model in apps.get_models():
        swept = [f for f in model._meta.concrete_fields if _may_hold_words(f) and why_left(model, f) is None]
        if swept:
            yield model, swept


def why_left(model: type[models.Model], field: models.Field[Any, Any]) -> str | None:
    """Why a column is not swept; None if it is."""
    return _of(LEFT, model, field)


def leads_to(model: type[models.Model], field: models.Field[Any, Any]) -> str | None:
    """What the SHA-256 of a column leads to; None if nobody said."""
    return _of(FILES, model, field)


def _of(table: Mapping[str, str], model: type[models.Model], field: models.Field[Any, Any]) -> str | None:
    return table.get(f"{model._meta.label}.{field.name}") or table.get(model._meta.label)


def _may_hold_words(field: models.Field[Any, Any]) -> bool:
    if isinstance(field, (SealedTextField, models.TextField, models.JSONField)):
        return True
    if not isinstance(field, models.CharField) or field.choices or field.name.endswith("sha256"):
        return False
    return (field.max_length or 0) >= _WORDY or field.name in SHORT
