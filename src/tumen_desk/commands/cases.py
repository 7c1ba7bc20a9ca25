"""Case files from the command line: opened, read and gone on with by the same services as in the desk.

Nothing here says a name: mentions and persons of a case go by their numbers, as in the lists of the desk.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from tumen.errors import PaperRefused
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, require
from tumen_desk.act import case_queries, fates, known, services
from tumen_desk.act.models import Case
from tumen_desk.commands.opening import Answer
from tumen_desk.record.models import Mention

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PRIORITIES = {p.name.lower(): p for p in Case.Priority}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is written into a case file at once; what is empty is left alone.

    Attributes:
        note, asked, task, close: words of a note, of whom was asked, of what is to be done, of why it is closed.
        answer, done: number of the inquiry that was answered, of the task that was done.
        told: what was answered.
        on: day, as ISO 8601; of a note a date in words too.
        credibility: how well a note is known, by its code.
        life_sign: whether a note is one.
    """

    note: str = ""
    asked: str = ""
    answer: int = 0
    told: str = ""
    task: str = ""
    done: int = 0
    close: str = ""
    on: str = ""
    credibility: str = ""
    life_sign: bool = False


def all_of(user: User, *, closed: bool = False) -> Answer:
    """Case files that this user may know of, the most pressing first; with `closed` the ended ones too."""
    require(user, Door.ACT_READ)
    found = [
        {
            "case": str(c), "title": c.title, "state": c.state, "priority": Case.Priority(c.priority).name.lower(),
            "persons": len(c.persons.all()), "open_tasks": sum(t.done_at is None for t in c.tasks.all()),
            "closed": c.closed_at is not None,
        }
        for c in case_queries.cases(user, open_only=not closed)
    ]  # fmt: skip
    lines = [
        f"{c['case']}: {c['title']} ({c['priority']}; persons: {c['persons']}, to do: {c['open_tasks']}"
        f"{'; closed' if c['closed'] else ''})"
        for c in found
    ]
    return {"cases": found}, lines or ['No case file yet. Open one: --open "Sent back in May" --mention 12.']


def opened(
    user: User, title: str, *, state: str, priority: str, summary: str, mentions: Sequence[int]
) -> Case:
    """A case file about some mentions.

    Raises:
        PaperRefused: no such priority; a mention that is not there for this user.
    """
    if priority not in PRIORITIES:
        raise PaperRefused(f"No priority {priority!r}.", hint=f"There are {', '.join(PRIORITIES)}.")
    seen = Mention.objects.filter(circles.known_to(user, "source")).in_bulk(mentions)
    if missing := [m for m in mentions if m not in seen]:
        raise PaperRefused(f"There is no mention M-{missing[0]}.", hint="Its number stands on its page.")
    return services.case_open(
        actor=user, title=title, state=state, priority=PRIORITIES[priority], summary=summary,
        persons=[seen[m] for m in mentions],
    )  # fmt: skip


def one(user: User, number: str) -> Case:
    """The case file of a number, such as `K-2`.

    Raises:
        PaperRefused: there is none for this user.
    """
    digits = number.upper().removeprefix("K-")
    found = known.cases(user).filter(pk=int(digits)).first() if digits.isdecimal() else None
    if found is None:
        raise PaperRefused(f"There is no case file {number}.", hint="Without a number all are listed.")
    return found


@transaction.atomic
def go_on(user: User, case: Case, step: Step) -> Answer:
    """Write what `step` says, all or nothing, each by its service; and tell the case as it stands then.

    Raises:
        PaperRefused: no such inquiry or task in this case; a day that is none.
    """
    day = _day(step.on) if step.on and not step.note else None
    if step.note:
        services.case_note(
            actor=user, case=case, text=step.note, date=step.on, credibility=step.credibility,
            life_sign=step.life_sign,
        )  # fmt: skip
    if step.asked:
        services.inquiry_add(actor=user, case=case, asked=step.asked, asked_on=day or services.today())
    if step.answer:
        inquiry = case.inquiries.filter(pk=step.answer).first()
        if inquiry is None:
            raise PaperRefused(
                f"{case} has no inquiry {step.answer}.", hint="Their numbers stand in its list."
            )
        services.inquiry_answer(
            actor=user, inquiry=inquiry, answer=step.told, answered_on=day or services.today()
        )
    if step.task:
        services.task_add(actor=user, case=case, text=step.task, due=day)
    if step.done:
        task = case.tasks.filter(pk=step.done).first()
        if task is None:
            raise PaperRefused(f"{case} has no task {step.done}.", hint="Their numbers stand in its list.")
        services.task_done(actor=user, task=task)
    if step.close:
        services.case_close(actor=user, case=case, why=step.close)
    return told(user, case)


def told(user: User, case: Case) -> Answer:
    """One case file: fates of its persons, who was asked, what is to be done."""
    require(user, Door.ACT_READ)
    persons = [dict(zip(fates.COLUMNS, line.cells(), strict=True)) for line in fates.lines(case)]
    asked = [
        {
            "number": i.pk, "asked": i.asked, "on": i.asked_on.isoformat(), "answer": i.answer,
            "answered_on": i.answered_on and i.answered_on.isoformat(),
        }
        for i in case.inquiries.all()
    ]  # fmt: skip
    tasks = [
        {"number": t.pk, "text": t.text, "due": t.due and t.due.isoformat(), "done": t.done_at is not None}
        for t in case.tasks.all()
    ]
    result = {
        "case": str(case), "title": case.title, "state": case.state, "summary": case.summary,
        "closed": case.closed_why, "persons": persons, "inquiries": asked, "tasks": tasks,
    }  # fmt: skip
    lines = [
        f"{case}: {case.title}{' (closed: ' + case.closed_why + ')' if case.closed_why else ''}",
        *(f"  {p['person']}: {p['last_told'] or 'nothing told'}; {p['outcome'] or 'no outcome told'}" for p in persons),
        *(f"  asked {a['number']}: {a['asked']}, {a['on']}: {a['answer'] or 'no answer'}" for a in asked),
        *(f"  to do {t['number']}: {t['text']} (by {t['due'] or 'no day'})" for t in tasks if not t["done"]),
    ]  # fmt: skip
    return result, lines


def _day(written: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        raise PaperRefused(f"{written!r} is no day.", hint="Write it as 2026-05-31.") from None
