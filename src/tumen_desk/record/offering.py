"""Answers that what is already told suggests: offered with the reason, never written by themselves."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from tumen import dates
from tumen.dates import Truth
from tumen.errors import DatesError
from tumen_desk.record import asking, values
from tumen_desk.record.models import Act, Said, Transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An answer that may be given in a field, as a person reads it, and why."""

    field: asking.Field
    answer: str
    text: str
    because: str


def offers(thing: Act | Transfer) -> list[Offer]:
    """What may be answered of an act or a sale because of what is told of the person at that time."""
    noun = "act" if isinstance(thing, Act) else "transfer"
    asked = {f.id: f for f in asking.asked_of(noun, act_type=getattr(thing, "type", ""))}
    said = Said.objects.filter(mention=thing.mention, how=Said.How.STATED)
    given = set(said.filter(**{noun: thing}).values_list("field", "value"))
    found = []
    for row in asking.facts(settings.CONFIG.pack, "offers"):
        if row["field"] not in asked or (row["field"], row["answer"]) in given:
            continue
        reasons = said.filter(field=row["told"], value__in=list(row["answers"])).order_by("pk")
        reason = next((s for s in reasons if _then(s, thing.date)), None)
        if reason is None:
            continue
        told, field = asking.field(reason.field), asked[row["field"]]
        found.append(
            Offer(
                field=field,
                answer=row["answer"],
                text=values.in_words(field, row["answer"]),
                because=_("%(field)s then: %(value)s")
                % {"field": told.label, "value": values.in_words(told, reason.value)},
            )
        )
    return found


def _then(said: Said, date: str) -> bool:
    """Whether an answer can have held at a date; without dates to tell by, it can."""
    if not date or not (said.since or said.until):
        return True
    try:
        held = dates.parse(f"{said.since or '..'}/{said.until or '..'}")
        return dates.overlaps(held, dates.parse(date)) is not Truth.NO
    except DatesError:
        return True
