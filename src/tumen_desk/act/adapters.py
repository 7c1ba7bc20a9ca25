"""From rows of the record to values of the law: what is coded of an act and of a person, and where it is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from tumen import dates, law, vocab
from tumen.law import Answer, Coded, CodedAct
from tumen_desk.act.models import ElementAnswer, QuestionAnswer
from tumen_desk.record import asking
from tumen_desk.record.lists import pack_code
from tumen_desk.record.models import Account, Act, Leg, Mention, Said, Stay, Transfer


def coded_act(act: Act, pack: vocab.Pack) -> CodedAct:
    """An act with what the same source tells of it and of its victim, and what persons answered about it."""
    values = [
        *_of_act(act, pack),
        *_of_victim(act),
        *_then(act),
        *_charges(act),
        *_of_stays(act.account.stays.filter(mention=act.mention_id), pack),
        *_of_transfers(act.account.transfers.filter(mention=act.mention_id)),
        *(
            Coded(field="leg", code=leg.kind, passage=where(leg))
            for leg in act.account.legs.filter(mention=act.mention_id)
        ),
        *_other_acts(act),
    ]
    answers = ElementAnswer.objects.filter(act=act).order_by("id")
    return CodedAct(
        act=pack_code("act_type", act.type),
        on=dates.parse(act.date) if act.date else None,
        values=tuple(values),
        answers=tuple(
            Answer(
                element=a.element,
                shown=dates.Truth(a.truth),
                why=f"{a.why} ({a.by}, {a.at:%Y-%m-%d})",
                passage=f"passage:{a.passage_id}" if a.passage_id else "",
            )
            for a in answers
        ),
    )


def coded_person(mention: Mention, pack: vocab.Pack) -> list[Coded]:
    """Everything coded of a person by one source."""
    legs = list(Leg.objects.filter(mention=mention).order_by("journey", "sequence", "id"))
    acts = Act.objects.filter(mention=mention).select_related("account").prefetch_related("involvements")
    known = law.register(pack)
    values = [Coded(field="also", code=pack_code("act_type", a.type), passage=where(a)) for a in acts]
    values += [
        Coded(field="agency_state", code=state, passage=where(a))
        for a in acts
        for i in a.involvements.all()
        if (state := law.state_of_agency(i.agency, known))
    ]
    values += [Coded(field="leg", code=leg.kind, passage=where(leg)) for leg in legs]
    values += [*_of_stays(Stay.objects.filter(mention=mention), pack)]
    values += [*_of_transfers(Transfer.objects.filter(mention=mention))]
    values += [Coded(field="sex", code=mention.sex, passage=where(mention))] if mention.sex else []
    return [*values, *_risks(mention), *_reckoned(legs, pack)]


def _risks(mention: Mention) -> Iterator[Coded]:
    """What the source says makes a return dangerous: every answer in the terms of risk factors."""
    asked = [f.id for f in asking.asked_of("mention") if f.vocabulary == "sur_place_factor"]
    for said in Said.objects.filter(mention=mention, field__in=asked, how=Said.How.STATED):
        yield Coded(field="factor", code=pack_code("sur_place_factor", said.value), passage=where(said))


def said_of(mention: Mention) -> list[law.Said]:
    """What persons answered to the questions of the checklist, latest last."""
    rows = QuestionAnswer.objects.filter(mention=mention).order_by("id")
    return [
        law.Said(question=r.question, word=r.word, why=f"{r.why} ({r.by}, {r.at:%Y-%m-%d})") for r in rows
    ]


def where(thing: Act | Stay | Leg | Transfer | Said | Mention) -> str:
    """Where a value is said: the passage, or the row that carries it. Kind and number, which pages turn into a link."""
    if isinstance(thing, Mention):
        return f"mention:{thing.pk}"
    if thing.passage_id:
        return f"passage:{thing.passage_id}"
    # An answer has no page of its own; it stands on that of the person.
    return (
        f"mention:{thing.mention_id}" if isinstance(thing, Said) else f"{thing._meta.model_name}:{thing.pk}"
    )


def _of_act(act: Act, pack: vocab.Pack) -> Iterator[Coded]:
    here, known = where(act), law.register(pack)
    yield Coded(field="act", code=pack_code("act_type", act.type), passage=here)
    for involved in act.involvements.all():
        state = law.state_of_agency(involved.agency, known)
        if involved.agency:
            yield Coded(field="agency", code=pack_code("agency", involved.agency), passage=here)
        if state:
            yield Coded(field="agency_state", code=state, passage=here)
    place = act.place or act.account.place
    state = law.state_of_place(place, pack) if place else ""
    if state:
        yield Coded(field="place_state", code=state, passage=here if act.place else _told(act.account))
    for name, code in (("method", act.method), ("outcome", act.outcome)):
        if code:
            yield Coded(field=name, code=code, passage=here)


def _of_victim(act: Act) -> Iterator[Coded]:
    mention = act.mention
    if mention.sex:
        yield Coded(field="sex", code=mention.sex, passage=where(mention))
    if mention.birth and act.date:
        age = dates.age_at(dates.parse(mention.birth), dates.parse(act.date))
        if age.low is not None and age.high is not None:
            yield Coded(field="age", code=str(int(age.low)), most=int(age.high), passage=where(mention))


def _of_stays(stays: Iterable[Stay], pack: vocab.Pack) -> Iterator[Coded]:
    named = pack.vocabulary("named_facility") if "named_facility" in pack.vocabularies else None
    for stay in stays:
        kind = stay.facility_type or (
            named[stay.facility].fields.get("type", "")
            if named is not None and stay.facility in named
            else ""
        )
        for code in dict.fromkeys(filter(None, (kind or stay.facility, kind))):
            yield Coded(field="facility", code=str(code), passage=where(stay))
        if stay.reason:
            yield Coded(field="stay_reason", code=stay.reason, passage=where(stay))


def standings(act: Act) -> list[tuple[Said, str, dates.Truth]]:
    """What the person of an act is said to have been in law, or to be called: the answer, its vocabulary, whether then.

    Without a time, or where one is too vague, it cannot be told whether it held on the day of the act.
    """
    asked = {f.id: f.vocabulary for f in asking.asked_of("mention") if f.vocabulary in _THEN}
    said = Said.objects.filter(mention=act.mention_id, field__in=asked, how=Said.How.STATED)
    then = [(one, asked[one.field], _held_on(one, act)) for one in said]
    return [found for found in then if found[2] is not dates.Truth.NO]


_THEN: Final = {"legal_status": "status", "host_label": "label"}
"""Vocabularies of what somebody is at a time, and what a condition of the law calls them."""


def _held_on(said: Said, act: Act) -> dates.Truth:
    """Whether it held when the act was done; what has a beginning and no end goes on."""
    if not act.date or not said.since:
        return dates.Truth.CANNOT_TELL
    day, since = dates.parse(act.date), dates.parse(said.since)
    until = dates.parse(said.until) if said.until else None
    if _after(since.earliest, day.latest) or (until is not None and _after(day.earliest, until.latest)):
        return dates.Truth.NO
    begun = since.latest and day.earliest and since.latest <= day.earliest
    lasts = until is None or (until.earliest and day.latest and day.latest <= until.earliest)
    return dates.Truth.YES if begun and lasts else dates.Truth.CANNOT_TELL


def _after(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one > other


def _then(act: Act) -> Iterator[Coded]:
    for said, vocabulary, truth in standings(act):
        if truth is dates.Truth.YES:
            yield Coded(field=_THEN[vocabulary], code=pack_code(vocabulary, said.value), passage=where(said))


def _charges(act: Act) -> Iterator[Coded]:
    asked = {f.id: f.vocabulary for f in asking.asked_of("act") if f.vocabulary.endswith("_charge")}
    for said in Said.objects.filter(act=act, field__in=asked, how=Said.How.STATED):
        yield Coded(field="charge", code=pack_code(asked[said.field], said.value), passage=where(said))


def _of_transfers(transfers: Iterable[Transfer]) -> Iterator[Coded]:
    for transfer in transfers:
        here = where(transfer)
        yield Coded(field="transfer", code="told", passage=here)
        if transfer.purpose:
            yield Coded(field="purpose", code=transfer.purpose, passage=here)
        if transfer.price is not None:
            yield Coded(field="price", code="told", passage=here)


def _other_acts(act: Act) -> Iterator[Coded]:
    others = Act.objects.filter(mention=act.mention_id).exclude(pk=act.pk).select_related("account")
    for other in others:
        if other.account_id == act.account_id:
            yield Coded(field="also", code=pack_code("act_type", other.type), passage=where(other))
        if act.date_high and other.date_low and other.date_low > act.date_high:
            yield Coded(field="later_act", code=pack_code("act_type", other.type), passage=where(other))


def _reckoned(legs: list[Leg], pack: vocab.Pack) -> Iterator[Coded]:
    for name, kinds in law.reckoned(pack).items():
        mine = [leg for leg in legs if leg.kind in kinds]
        if not mine:
            continue
        if name == "crossings":
            yield Coded(field=name, code=str(len(mine)), passage=where(mine[-1]))
        elif (months := _months(mine[0], legs[-1])) is not None:
            yield Coded(field=name, code=str(months[0]), most=months[1], passage=where(mine[0]))


def _months(first: Leg, last: Leg) -> tuple[int, int] | None:
    """Least and most whole months from one leg to another; None when a date is open."""
    if None in (first.date_low, first.date_high, last.date_low, last.date_high):
        return None
    low = _between(first.date_high, last.date_low)
    high = _between(first.date_low, last.date_high)
    return max(low, 0), max(high, 0)


def _between(start: date | None, end: date | None) -> int:
    if start is None or end is None:
        raise ValueError("both days are needed")
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _told(account: Account) -> str:
    return f"account:{account.pk}"
