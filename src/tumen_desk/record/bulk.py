"""One field of many rows at once: shown before it is done, logged for each row, taken back while nothing came after.

Only what is coded or dated, and who issued a source, may be changed so; words, names, grades, which need their reason,
circles and consent never are.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import models, transaction
from django.utils.translation import gettext

from tumen.errors import BulkEditRefused
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.adapters import date_columns, edtf_text
from tumen_desk.record.models import (
    Account,
    Act,
    BulkChange,
    BulkEdit,
    Document,
    Leg,
    Mention,
    Organisation,
    Source,
    Stay,
)
from tumen_desk.record.services import check_code
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

MOST: Final = 1000
UNDO_FOR: Final = datetime.timedelta(days=7)
"""For so long an edit can be taken back by one press; afterwards its rows are edited anew."""
LANGUAGES: Final = ("", "en", "ko", "zh")
_SEXES: Final = ("", "f", "m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Editable:
    """A field that may be changed; one that is `needed` is never emptied.

    `kind` is `term` (of `vocabulary`), `date`, `sex`, `language` or `issuer`.
    """

    name: str
    label: str
    kind: str
    vocabulary: str = ""
    needed: bool = False


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
            Editable(name="kind", label="Kind", kind="term", vocabulary="source_kind", needed=True),
            Editable(name="issuer_id", label="Issued by", kind="issuer"),
            Editable(name="language", label="Language", kind="language"),
            Editable(name="date", label="Date", kind="date"),
            Editable(name="place", label="Where", kind="term", vocabulary="place"),
            Editable(name="interest", label="What it has to gain or defend", kind="term", vocabulary="source_interest"),
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
    "accounts": Noun(
        model=Account, source="source", subject="account",
        fields=(
            Editable(name="connection", label="How it is known", kind="term", vocabulary="information_form"),
            Editable(name="place", label="Where", kind="term", vocabulary="place"),
            Editable(name="date", label="When", kind="date"),
        ),
    ),
    "stays": Noun(
        model=Stay, source="account__source", subject="stay",
        fields=(
            Editable(name="facility_type", label="Type of facility", kind="term", vocabulary="facility_type"),
            Editable(name="date", label="When", kind="date"),
        ),
    ),
    "legs": Noun(
        model=Leg, source="account__source", subject="leg",
        fields=(
            Editable(name="kind", label="What", kind="term", vocabulary="journey_leg", needed=True),
            Editable(name="from_place", label="From", kind="term", vocabulary="place"),
            Editable(name="to_place", label="To", kind="term", vocabulary="place"),
            Editable(name="mode", label="Means", kind="term", vocabulary="crossing_mode"),
            Editable(name="date", label="When", kind="date"),
        ),
    ),
    "acts": Noun(
        model=Act, source="account__source", subject="act",
        fields=(
            Editable(name="type", label="What was done", kind="term", vocabulary="act_type", needed=True),
            Editable(name="place", label="Where", kind="term", vocabulary="place"),
            Editable(name="outcome", label="What became of the person", kind="term", vocabulary="victim_outcome"),
            Editable(name="date", label="When", kind="date"),
        ),
    ),
}  # fmt: skip
LISTED: Final = frozenset((*NOUNS, "documents"))
"""Lists in which rows are ticked. What is coded of a document is coded of its source."""


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
    if asked.needed and not value:
        raise BulkEditRefused("This field is never empty.", hint="Choose what it shall say.")
    if asked.kind == "issuer":
        if value and not (value.isdecimal() and Organisation.objects.filter(pk=int(value)).exists()):
            raise BulkEditRefused("This desk knows no such organisation.", hint="Choose one of the list.")
        return value
    if asked.kind == "term":
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
    changing = [(row, now) for row in rows if (now := _now(row, field)) != kept]
    return Preview(noun=noun, field=asked, value=kept, rows=changing)


def _now(row: models.Model, field: str) -> str:
    return str(getattr(row, field) or "")


def words(asked: Editable, value: str) -> str:
    """A value as people read it."""
    if not value:
        return gettext("not stated")
    if asked.kind == "issuer":
        return str(Organisation.objects.filter(pk=int(value)).first() or value)
    if not asked.vocabulary or value not in terms.vocabulary(asked.vocabulary):
        return value
    return terms.vocabulary(asked.vocabulary)[value].label(terms.language())


def said_of(edit: BulkEdit) -> tuple[str, str]:
    """The field and the value of an edit as people read them."""
    try:
        asked = editable(edit.noun, edit.field)
    except BulkEditRefused:  # a field that an earlier version knew
        return edit.field, edit.value
    return asked.label, words(asked, edit.value)


def sources_of(*, actor: User, documents: Collection[int]) -> list[int]:
    """The sources of these documents, as far as the actor may know of them."""
    require(actor, Door.RECORD_WRITE)
    found = Document.objects.filter(circles.known_to(actor, "source"), pk__in=documents)
    return sorted(set(found.order_by().values_list("source", flat=True)))


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
    kept: str | int | None = (int(value) if value else None) if asked.kind == "issuer" else value
    columns: dict[str, Any] = date_columns(value) if dated else {asked.name: kept}
    for name, part in columns.items():
        setattr(row, name, part)
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
    since = [row for row in rows if _now(row, edit.field) != edit.value]
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
