"""What tables over the record take from the linkage: who is one person, and what is one event, as consent stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tumen_desk.link.events.queries import allowing_act
from tumen_desk.link.models import Membership, Telling
from tumen_desk.record.hooks import events_known, persons_known
from tumen_desk.record.models import Purpose
from tumen_desk.record.queries import allowing

_FEW = 5000  # what a query takes as a list; of more, all rows are read


@persons_known
def persons(mentions: Collection[int]) -> Mapping[int, str]:
    """Mention → person by the current linkage, of those who may be linked."""
    rows = Membership.objects.filter(allowing(Purpose.LINK), run__is_current=True)
    if len(mentions) <= _FEW:
        rows = rows.filter(mention__in=mentions)
    return {pk: person for pk, person in rows.values_list("mention", "person") if pk in mentions}


@events_known
def events(acts: Collection[int]) -> Mapping[int, str]:
    """Act → event by the current linkage of events, of those that may be linked."""
    rows = Telling.objects.filter(allowing_act("act"), run__is_current=True)
    if len(acts) <= _FEW:
        rows = rows.filter(act__in=acts)
    wanted = set(acts)
    return {pk: event for pk, event in rows.values_list("act", "event") if pk in wanted}
