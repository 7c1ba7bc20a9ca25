"""Heads that nobody has to think of: made when the desk is opened and closed, and an alarm when none left for long."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Final

from tumen.errors import HeadRefused
from tumen_desk.accounts import alarms
from tumen_desk.audit.heads import EVERY, EVERY_ENTRIES, head_make
from tumen_desk.audit.models import Entry, Head

LATE: Final = timedelta(days=7)
logger = logging.getLogger(__name__)


def keep_up() -> Head | None:
    """Make a head if a day or 500 entries lie after the last one; then look whether one left lately.

    Called at each unlocking and each locking: it costs one pass over the digests of all entries, once a day, and it
    never stands in the way of either.

    Returns:
        the head, if one was made.
    """
    made = None
    if _since_last_made() > EVERY or _fresh() >= EVERY_ENTRIES:
        try:
            made = head_make(actor=None, after=Head.objects.first())
        except HeadRefused:  # the alarm is raised by then
            logger.warning("The log does not hold: no head was made.")
    if is_late():
        alarms.raise_once("head_old", details={"days": LATE.days}, within=24 * 3600)
    return made


def is_late() -> bool:
    """True when for a week nothing left this machine that could show a change of what was written since."""
    left = Head.objects.filter(left_at__isnull=False).first()
    begun = left.made_at if left is not None else _first_entry()
    return begun is not None and datetime.now(UTC) - begun > LATE


def latest() -> Head | None:
    """The newest head, whether it left or not."""
    return Head.objects.first()


def _fresh() -> int:
    last = Head.objects.first()
    return Entry.objects.count() - (last.size if last is not None else 0)


def _since_last_made() -> timedelta:
    last = Head.objects.first()
    begun = last.made_at if last is not None else _first_entry()
    # The entry about a head lies within it; the one about its leaving comes after: alone they are no news.
    return datetime.now(UTC) - begun if begun is not None and _fresh() > 1 else timedelta()


def _first_entry() -> datetime | None:
    return Entry.objects.order_by("sequence").values_list("at", flat=True).first()
