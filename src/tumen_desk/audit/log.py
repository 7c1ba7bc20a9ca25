"""Writing entries, and checking that each still fits the one before it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tumen_desk.audit import merkle, states
from tumen_desk.audit.models import Entry
from tumen_desk.store import databases

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_START = "0" * 64


def content(entry: Entry) -> bytes:
    """An entry as one line of text, exactly as it is hashed and exported."""
    material = {
        "sequence": entry.sequence,
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor": entry.actor_id,
        "action": entry.action,
        "subject": entry.subject,
        "details": entry.details,
        "state": entry.state,
        "previous": entry.previous,
    }
    return json.dumps(material, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _digest(entry: Entry) -> str:
    return merkle.leaf(content(entry)).hex()


def write(actor: User | None, action: str, subject: str, **details: object) -> Entry:
    """Add an entry. The writing transaction is exclusive, so two entries never share a predecessor.

    Args:
        actor: who did it; None for the desk itself.
        action: `room.entity_verb`, e.g. `record.act_create`.
        subject: kind and id of the row, e.g. `act:17`. Never a name.
        details: counts, codes and ids.
    """
    with transaction.atomic():
        last = Entry.objects.order_by("-sequence").values_list("sequence", "digest").first()
        sequence, previous = last or (_last_issued(), _START)
        entry = Entry(
            sequence=sequence + 1,
            at=datetime.now(UTC),
            actor=actor,
            action=action,
            subject=subject,
            # As it will be read again: keys become text, tuples lists.
            details=json.loads(json.dumps(details, default=str)),
            state=states.state_of(subject),
            previous=previous,
        )
        entry.digest = _digest(entry)
        entry.save()
        return entry


def first_break(*, known: int = 0) -> int | None:
    """Sequence number of the first entry that does not fit the chain, or is missing at its end; None if it holds.

    Args:
        known: so many entries from the beginning are known to hold, by a head over them; they are not walked again.
    """
    entries = Entry.objects.order_by("sequence")
    before = entries.values_list("sequence", "digest")[known - 1] if known else None
    last, previous = before or (0, _START)
    for entry in entries.filter(sequence__gt=last).iterator(chunk_size=2000):
        if entry.previous != previous or entry.digest != _digest(entry):
            return int(entry.sequence)
        previous, last = entry.digest, int(entry.sequence)
    return last + 1 if last < _last_issued() else None


def _last_issued() -> int:
    """The highest number the database ever gave to an entry: what a chain cannot tell is that its end was cut off."""
    return databases.of("default").last_issued(Entry._meta.db_table)
