"""Places of detention over time: from when to when each was in use, as sources say; nothing is merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from tumen.errors import TermRefused
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.adapters import date_columns, edtf_text, last_day
from tumen_desk.record.models import FacilityTime, ImportBatch, Passage, Source, Stay
from tumen_desk.record.services import check_code
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """One named place, what sources say of its time, and how many stays in it are told."""

    code: str
    label: str
    times: tuple[FacilityTime, ...]
    stays: int


@transaction.atomic
def facility_tell(
    *,
    actor: User,
    facility: str,
    source: Source,
    date: str = "",
    ended: str = "",
    called: str = "",
    connection: str = "",
    passage: Passage | None = None,
    batch: ImportBatch | None = None,
) -> FacilityTime:
    """What one source says of a place: in use from `date` to `ended`, and how it calls it. Logged.

    Raises:
        TermRefused: neither a day nor a name is told, or the passage stands elsewhere.
        VocabError, DatesError: no such place, no such date.
    """
    require(actor, Door.RECORD_WRITE)
    if not facility or not (date or ended or called.strip()):
        raise TermRefused(_("Choose the place, and say from when, until when, or under which name."))
    if passage is not None and passage.document.source_id != source.pk:
        raise TermRefused(_("The passage stands in another source."))
    made = FacilityTime.objects.create(
        facility=check_code("named_facility", facility),
        source=source,
        passage=passage,
        batch=batch,
        ended=edtf_text(ended),
        ended_high=last_day(ended),
        called=called.strip()[:120],
        connection=check_code("information_form", connection),
        **date_columns(date),
    )
    log.write(actor, "record.facility_tell", f"source:{source.pk}", facility=facility)
    return made


def facilities(user: User) -> Iterator[Facility]:
    """Every named place of the pack, with what sources that the user may know of say of its time."""
    told: dict[str, list[FacilityTime]] = {}
    for row in FacilityTime.objects.filter(circles.known_to(user, "source")).select_related("source__issuer"):
        told.setdefault(row.facility, []).append(row)
    held = Stay.objects.filter(circles.known_to(user, "account__source")).exclude(facility="")
    stays = dict(held.order_by().values_list("facility").annotate(Count("pk")))
    for term in terms.vocabulary("named_facility"):
        yield Facility(
            code=term.code,
            label=str(term.label(terms.language())),
            times=tuple(told.get(term.code, ())),
            stays=stays.get(term.code, 0),
        )
