"""Writing cases, answers and what is followed. Each function checks the door, changes, logs; all or nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tumen import law
from tumen.errors import LawError, PaperRefused
from tumen_desk.accounts.access import Door, require
from tumen_desk.act import demands, positions, queries
from tumen_desk.act.models import (
    Case,
    CaseNote,
    CasePerson,
    Contact,
    ElementAnswer,
    Inquiry,
    MayReceive,
    QuestionAnswer,
    Recommendation,
    RecommendationStep,
    Task,
)
from tumen_desk.audit import log
from tumen_desk.record.adapters import date_columns, edtf_text
from tumen_desk.record.models import Act, Mention, Passage
from tumen_desk.record.services import check_code

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

REMIND_DAYS = 30
_KIND_OF_OFFICE = {
    "embassy": Contact.Kind.MISSION, "mission": Contact.Kind.MISSION, "body": Contact.Kind.MANDATE,
    "mandate": Contact.Kind.MANDATE, "parliament": Contact.Kind.PARLIAMENT, "ngo": Contact.Kind.NGO,
}  # fmt: skip


def today() -> datetime.date:
    """The day by the clock of this machine, in UTC."""
    return datetime.datetime.now(datetime.UTC).date()


@transaction.atomic
def case_open(
    *,
    actor: User,
    title: str,
    state: str = "",
    priority: int = Case.Priority.NORMAL,
    summary: str = "",
    persons: Iterable[Mention] = (),
) -> Case:
    """Open a case about some mentions; each gets a number that stands for the name."""
    require(actor, Door.ACT_WRITE)
    case = Case.objects.create(
        title=title.strip(), state=state, priority=priority, summary=summary.strip(), opened_by=actor
    )
    log.write(actor, "act.case_open", f"case:{case.pk}", priority=int(priority))
    for mention in persons:
        case_person_add(actor=actor, case=case, mention=mention)
    return case


@transaction.atomic
def case_person_add(*, actor: User, case: Case, mention: Mention) -> CasePerson:
    """Add a mention to a case; adding it again changes nothing."""
    require(actor, Door.ACT_WRITE)
    found = CasePerson.objects.filter(case=case, mention=mention).first()
    if found is not None:
        return found
    last = case.persons.order_by("-number").values_list("number", flat=True).first() or 0
    person = CasePerson.objects.create(case=case, mention=mention, number=last + 1)
    log.write(actor, "act.case_person_add", f"case:{case.pk}", mention=mention.pk)
    return person


@transaction.atomic
def case_note(
    *, actor: User, case: Case, text: str, date: str = "", credibility: str = "", life_sign: bool = False
) -> CaseNote:
    """Write down what happened or was learned. A rumour is graded as one; it never closes a fate."""
    require(actor, Door.ACT_WRITE)
    note = CaseNote.objects.create(
        case=case,
        text=text.strip(),
        credibility=check_code("credibility", credibility),
        life_sign=life_sign,
        by=actor,
        **date_columns(date),
    )
    log.write(actor, "act.case_note", f"case:{case.pk}", note=note.pk)
    return note


@transaction.atomic
def case_close(*, actor: User, case: Case, why: str) -> None:
    """Close a case with its reason. Refused while a fate is unknown and nobody says why that no longer matters."""
    require(actor, Door.ACT_WRITE)
    if not why.strip():
        raise PaperRefused("A case is closed with a reason.", hint="Say what became of it, in a sentence.")
    case.closed_at, case.closed_why = datetime.datetime.now(datetime.UTC), why.strip()
    case.save(update_fields=["closed_at", "closed_why"])
    log.write(actor, "act.case_close", f"case:{case.pk}")


@transaction.atomic
def inquiry_add(
    *,
    actor: User,
    case: Case,
    asked: str,
    asked_on: datetime.date,
    asked_by: str = "",
    mention: Mention | None = None,
    remind_days: int = REMIND_DAYS,
) -> Inquiry:
    """Somebody was asked for a fate. Sets a reminder until an answer is recorded."""
    require(actor, Door.ACT_WRITE)
    inquiry = Inquiry.objects.create(
        case=case, mention=mention, asked=asked.strip(), asked_on=asked_on, asked_by=asked_by.strip(), recorded_by=actor
    )  # fmt: skip
    Task.objects.create(
        case=case,
        text=f"No answer yet: ask {inquiry.asked} again",
        kind=f"inquiry:{inquiry.pk}",
        due=asked_on + datetime.timedelta(days=remind_days),
    )
    log.write(actor, "act.inquiry_add", f"case:{case.pk}", inquiry=inquiry.pk)
    return inquiry


@transaction.atomic
def inquiry_answer(
    *, actor: User, inquiry: Inquiry, answer: str, answered_on: datetime.date, kind: str = ""
) -> None:
    """What they answered. The reminder is done."""
    require(actor, Door.ACT_WRITE)
    if inquiry.answered_on is not None:
        raise PaperRefused("This inquiry was answered already.", hint="Write a note for what came later.")
    inquiry.answer, inquiry.answered_on = answer.strip(), answered_on
    inquiry.answer_kind = check_code("official_response", kind)
    inquiry.save()
    for task in Task.objects.filter(kind=f"inquiry:{inquiry.pk}", done_at__isnull=True):
        task_done(actor=actor, task=task)
    log.write(actor, "act.inquiry_answer", f"case:{inquiry.case_id}", inquiry=inquiry.pk)


@transaction.atomic
def task_add(*, actor: User, text: str, due: datetime.date | None, case: Case | None = None) -> Task:
    """Something to be done."""
    require(actor, Door.ACT_WRITE)
    task = Task.objects.create(case=case, text=text.strip(), due=due)
    log.write(actor, "act.task_add", f"task:{task.pk}")
    return task


@transaction.atomic
def task_done(*, actor: User, task: Task) -> None:
    """It was done."""
    require(actor, Door.ACT_WRITE)
    task.done_at, task.done_by = datetime.datetime.now(datetime.UTC), actor
    task.save(update_fields=["done_at", "done_by"])
    log.write(actor, "act.task_done", f"task:{task.pk}")


@transaction.atomic
def element_answer(
    *, actor: User, act: Act, element: str, truth: str, why: str, passage: Passage | None = None
) -> ElementAnswer:
    """A person's answer about one element of the law, with its reason; stands above what codes show."""
    require(actor, Door.ACT_WRITE)
    known = queries.register()
    if known is None or element not in known.elements:
        raise LawError(f"No rule has the element {element}.")
    if not why.strip():
        raise LawError("An answer needs its reason.")
    answer = ElementAnswer.objects.create(
        act=act, element=element, truth=truth, why=why.strip(), passage=passage, by=actor
    )
    log.write(actor, "act.element_answer", f"act:{act.pk}", element=element, truth=truth)
    return answer


@transaction.atomic
def question_answer(
    *, actor: User, mention: Mention, question: str, word: str, why: str = ""
) -> QuestionAnswer:
    """A person's answer to one question of the refugee checklist."""
    require(actor, Door.ACT_WRITE)
    answer = QuestionAnswer.objects.create(
        mention=mention, question=question, word=word, why=why.strip(), by=actor
    )
    log.write(actor, "act.question_answer", f"mention:{mention.pk}", question=question, word=word)
    return answer


@transaction.atomic
def recommendation_add(*, actor: User, addressee: str, text: str, **more: Any) -> Recommendation:
    """A demand to be followed. `provisions` (`INSTRUMENT article`) ties it to the register, `season` to its calendar.

    Raises:
        LawError: A state, an instrument or a last day that does not exist.
    """
    require(actor, Door.ACT_WRITE)
    more["provisions"] = demands.provisions("\n".join(more.get("provisions", ())))
    if more.get("season") and more["season"] not in dict(demands.season_choices()):
        raise LawError(f"The calendar has no last day {more['season']}.", hint="Choose one of the list.")
    wrong = law.wrong_state_names(f"{addressee}\n{text}", queries.pack())
    if wrong:
        raise LawError(f"No state is called “{wrong[0].text}”.", hint=f"Near: {', '.join(wrong[0].near)}.")
    made = Recommendation.objects.create(addressee=addressee.strip(), text=text.strip(), by=actor, **more)
    log.write(actor, "act.recommendation_add", f"recommendation:{made.pk}")
    return made


@transaction.atomic
def recommendation_step(
    *,
    actor: User,
    recommendation: Recommendation,
    status: str,
    kind: str = "status",
    state: str = "",
    on: str = "",
    note: str = "",
    source: str = "",
    position: str = "",
) -> RecommendationStep:
    """What became of a demand, for one addressee.

    An entry of the log of positions gives day, words and source where these are left empty.

    Raises:
        LawError: Evidence, a vote or a law without its source; no such entry.
    """
    require(actor, Door.ACT_WRITE)
    found = RecommendationStep.Kind(kind or "status")
    if position:
        entry = positions.entry(position)
        note, source = note or entry.what, source or positions.source_of(entry)
        on = on or (entry.date.edtf if entry.date is not None else "")
    if found.value != "status" and not (note.strip() and source.strip()):
        raise LawError(
            f"“{found.label}” needs words and a source.",
            hint="Say what it is in a sentence, and where it can be read.",
        )
    made = RecommendationStep.objects.create(
        recommendation=recommendation, status=check_code("recommendation_status", status), kind=found, state=state,
        on=edtf_text(on), note=note.strip()[:500], source=source.strip()[:300], position=position, by=actor,
    )  # fmt: skip
    log.write(
        actor,
        "act.recommendation_step",
        f"recommendation:{recommendation.pk}",
        status=status,
        kind=str(found),
    )
    return made


@transaction.atomic
def contact_add(*, actor: User, name: str, **more: str) -> Contact:
    """Somebody who may act."""
    require(actor, Door.ACT_WRITE)
    made = Contact.objects.create(name=name.strip(), by=actor, **more)
    log.write(actor, "act.contact_add", f"contact:{made.pk}")
    return made


@transaction.atomic
def contact_may_receive(
    *, actor: User, contact: Contact, channel: str, granted: bool, why: str
) -> MayReceive:
    """Decide whether a contact may receive a kind of paper; a later decision takes its place."""
    require(actor, Door.APPROVE)
    law.channel(channel, queries.pack())
    made = MayReceive.objects.create(
        contact=contact, channel=channel, granted=granted, why=why.strip(), by=actor
    )
    log.write(actor, "act.contact_may_receive", f"contact:{contact.pk}", channel=channel, granted=granted)
    return made


@transaction.atomic
def contacts_take_over(*, actor: User) -> list[Contact]:
    """Every office of the pack that is no contact yet. They may receive nothing until somebody decides so."""
    require(actor, Door.ACT_WRITE)
    known = set(Contact.objects.exclude(pack_office="").values_list("pack_office", flat=True))
    made = [
        Contact.objects.create(
            name=office.titles.get("en", office.code)[:200], kind=_KIND_OF_OFFICE.get(office.kind, Contact.Kind.STATE),
            pack_office=office.code, state=office.state, tonight=office.tonight.get("en", ""), by=actor,
        )
        for office in law.channels(queries.pack()).addressees.values()
        if office.code not in known
    ]  # fmt: skip
    log.write(actor, "act.contacts_take_over", "contacts", count=len(made))
    return made
