"""One field of many rows at once: shown before it is done, logged for each row, taken back while nothing came after.

Only what is coded or dated may be changed so; words, names and consent never are.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import models, transaction

from tumen.errors import BulkEditRefused
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.adapters import date_columns, edtf_text
from tumen_desk.record.models import Act, BulkChange, BulkEdit, Mention, Source
from tumen_desk.record.services import check_code

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

MOST: Final = 1000
UNDO_FOR: Final = datetime.timedelta(days=7)
"""For so long an edit can be taken back by one press; afterwards its rows are edited anew."""
LANGUAGES: Final = ("", "en", "ko", "zh")
_SEXES: Final = ("", "f", "m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Editable:
    """A field that may be changed: `kind` is `term` (of `vocabulary`), `date`, `sex` or `language`."""

    name: str
    label: str
    kind: str
    vocabulary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A kind of row: its table, how it leads to its source, which fields may be changed."""

    model: type[models.Model]
    source: str
    subject: str
    fields: tuple[Editable, ...]


NOUNS: Final = {
    "sources": Noun(
        model=Source, source="pk", subject="source",
        fields=(
            Editable(name="kind", label="Kind", kind="term", vocabulary="source_kind"),
            Editable(name="language", label="Language", kind="language"),
            Editable(name="date", label="Date", kind="date"),
        ),
    ),
    "mentions": Noun(
        model=Mention, source="source", subject="mention",
        fields=(
            Editable(name="sex", label="Sex", kind="sex"),
            Editable(name="birthplace", label="Place of birth", kind="term", vocabulary="place"),
            Editable(name="left", label="Left home", kind="date"),
            Editable(name="counting_unit", label="Counted as", kind="term", vocabulary="counting_unit"),
        ),
    ),
    "acts": Noun(
        model=Act, source="account__source", subject="act",
        fields=(
            Editable(name="type", label="What was done", kind="term", vocabulary="act_type"),
            Editable(name="place", label="Where", kind="term", vocabulary="place"),
            Editable(name="outcome", label="What became of the person", kind="term", vocabulary="victim_outcome"),
            Editable(name="date", label="When", kind="date"),
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an edit would do: each row with what stands there and what would; rows that say so already are left out."""

    noun: str
    field: Editable
    value: str
    rows: Sequence[tuple[models.Model, str]]


def editable(noun: str, field: str) -> Editable:
    """One field.

    Raises:
        BulkEditRefused: it may not be changed so.
    """
    found = NOUNS.get(noun)
    for one in found.fields if found else ():
        if one.name == field:
            return one
    raise BulkEditRefused("This field is not changed for many rows at once.")


def clean(asked: Editable, value: str) -> str:
    """A value as it would be kept.

    Raises:
        BulkEditRefused: not one of the answers.
        VocabError: no term.
        DatesError: no date.
    """
    if asked.kind == "term":
        if not value and asked.name == "type":
            raise BulkEditRefused("An act is always of a type.")
        return check_code(asked.vocabulary, value)
    if asked.kind == "date":
        return edtf_text(value)
    if value not in (_SEXES if asked.kind == "sex" else LANGUAGES):
        raise BulkEditRefused(f"{asked.label}: choose one of the answers.")
    return value


def preview(*, actor: User, noun: str, ids: Collection[int], field: str, value: str) -> Preview:
    """What would change; nothing is written. Rows that the actor does not need to know are not among them."""
    require(actor, Door.RECORD_WRITE)
    asked = editable(noun, field)
    if not ids:
        raise BulkEditRefused("No row was chosen.", hint="Tick rows in the list first.")
    if len(ids) > MOST:
        raise BulkEditRefused(f"More than {MOST:,} rows.", hint="Narrow the list first.")
    kept = clean(asked, value.strip())
    rows = _rows(actor, noun, ids)
    changing = [(row, str(getattr(row, field))) for row in rows if getattr(row, field) != kept]
    return Preview(noun=noun, field=asked, value=kept, rows=changing)


def _rows(actor: User, noun: str, ids: Collection[int]) -> Sequence[models.Model]:
    known = NOUNS[noun]
    found = known.model._default_manager.filter(pk__in=ids).filter(circles.known_to(actor, known.source))
    return list(found.order_by("pk"))


@transaction.atomic
def bulk_edit(*, actor: User, noun: str, ids: Collection[int], field: str, value: str) -> BulkEdit:
    """Change them, all or none. Each row is logged.

    Raises:
        BulkEditRefused: nothing would change.
    """
    shown = preview(actor=actor, noun=noun, ids=ids, field=field, value=value)
    if not shown.rows:
        raise BulkEditRefused("Every row says so already.")
    edit = BulkEdit.objects.create(noun=noun, field=field, value=shown.value, created_by=actor)
    BulkChange.objects.bulk_create(
        BulkChange(edit=edit, row=row.pk, before=before) for row, before in shown.rows
    )
    for row, _ in shown.rows:
        subject = _set(edit, row, shown.value)
        log.write(actor, "record.bulk_edit", subject, edit=edit.pk, field=field)
    return edit


def _set(edit: BulkEdit, row: models.Model, value: str) -> str:
    """Write the value; returns as what the row stands in the log."""
    asked = editable(edit.noun, edit.field)
    dated = asked.kind == "date" and asked.name == "date"
    columns: dict[str, Any] = date_columns(value) if dated else {asked.name: value}
    for name, kept in columns.items():
        setattr(row, name, kept)
    row.save(update_fields=list(columns))
    return f"{NOUNS[edit.noun].subject}:{row.pk}"


def may_undo(edit: BulkEdit) -> bool:
    """Whether it can still be taken back."""
    return edit.undone_at is None and datetime.datetime.now(datetime.UTC) - edit.created_at < UNDO_FOR


@transaction.atomic
def bulk_undo(*, actor: User, edit: BulkEdit) -> BulkEdit:
    """Put back what stood there before, all or none. Each row is logged.

    Raises:
        BulkEditRefused: too late, done already, or somebody changed a row since.
    """
    require(actor, Door.RECORD_WRITE)
    if not may_undo(edit):
        raise BulkEditRefused("This edit was taken back already, or is too long ago.")
    before = dict(edit.changes.values_list("row", "before"))
    rows = _rows(actor, edit.noun, list(before))
    since = [row for row in rows if getattr(row, edit.field) != edit.value]
    if since or len(rows) != len(before):
        raise BulkEditRefused(
            f"{len(since) or len(before) - len(rows)} of these rows were changed, or are gone, since.",
            hint="Edit the rows anew.",
        )
    for row in rows:
        subject = _set(edit, row, before[int(row.pk)])
        log.write(actor, "record.bulk_undo", subject, edit=edit.pk, field=edit.field)
    edit.undone_at, edit.undone_by = datetime.datetime.now(datetime.UTC), actor
    edit.save(update_fields=["undone_at", "undone_by"])
    return edit
