"""Open fates as a list: whose fate nobody answered for, who was asked, and whose acts call one rule of law.

Case numbers stand for people. The list is an annex to a demand: that a state tells what became of them, or frees them.
Only who agreed to stand in a report leaves with it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tumen import dates
from tumen.errors import LawError, UnknownChannel
from tumen_desk.act import case_queries, known, queries, report_marks
from tumen_desk.act.models import Case, Inquiry
from tumen_desk.record.models import Act, Mention
from tumen_desk.record.queries import allowed_mentions
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

COLUMNS: Final = ("person", "case", "state", "last_told", "outcome", "last_sign_of_life", "asked", "answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person of a case file.

    Attributes:
        person: Case number and number in it, such as `K-3/1`.
        told: What was last told of them, with its day, in words.
        outcome: What a source says became of them, in words; empty when none does.
        sign: Day of the last sign of life, in words.
        asked: Who was asked, and when.
        answer: Answers to that; empty while there is none.
    """

    person: str
    case: Case
    mention: Mention
    told: str
    outcome: str
    sign: str
    asked: str
    answer: str
    open: bool

    def cells(self) -> tuple[str, ...]:
        """In the order of `COLUMNS`."""
        return (
            self.person, self.case.title, self.case.state, self.told, self.outcome, self.sign, self.asked, self.answer,
        )  # fmt: skip


def open_fates(user: User, *, rule: str = "", language: str = "en") -> list[Line]:
    """Everybody of open case files for whose fate nobody answered; with a rule only those whose acts call it.

    Raises:
        LawError: the register has no such rule.
    """
    acts = calling(rule) if rule else None
    files = known.cases(user).filter(closed_at__isnull=True).order_by("pk")
    return [
        line
        for case in files
        for line in lines(case, language=language)
        if line.open and (acts is None or Act.objects.filter(mention=line.mention, type__in=acts).exists())
    ]


def calling(rule: str) -> tuple[str, ...]:
    """Kinds of acts that call a rule.

    Raises:
        LawError: the register has no such rule.
    """
    register = queries.register()
    if register is None or rule not in register.rules:
        raise LawError(f"The register has no rule {rule}.", hint="`tumen law` lists the rules.")
    return register.rules[rule].acts


def lines(case: Case, *, language: str = "en", of: Iterable[Mention] | None = None) -> list[Line]:
    """The persons of one case file, or some `of` them."""
    moments = case_queries.timeline(case)
    wanted = None if of is None else {m.pk for m in of}
    made = []
    for fate in case_queries.fates(case, moments):
        if wanted is not None and fate.mention.pk not in wanted:
            continue
        who = f"{case}/{fate.number}"
        told = [m for m in moments if m.who == who and m.vocabulary == "act_type"]
        asked = [i for i in Inquiry.objects.filter(case=case) if i.mention_id in (None, fate.mention.pk)]
        made.append(
            Line(
                person=who, case=case, mention=fate.mention, open=fate.open,
                told=_words("act_type", told[-1].code, told[-1].date, language) if told else "",
                outcome=_words("victim_outcome", fate.outcome, "", language) if fate.outcome else "",
                sign=_day(fate.last_sign.date, language) if fate.last_sign else "",
                asked="; ".join(f"{i.asked}, {_day(i.asked_on.isoformat(), language)}" for i in asked),
                answer="; ".join(
                    f"{_day(i.answered_on.isoformat(), language)}: {i.answer}" for i in asked if i.answered_on
                ),
            )
        )  # fmt: skip
    return made


def agreed(found: Iterable[Line]) -> list[Line]:
    """Those lines whose people agreed to stand in a report: only they leave. Nobody, where a pack has no reports."""
    kept = list(found)
    people = Mention.objects.filter(pk__in=[line.mention.pk for line in kept])
    try:
        for purpose in report_marks.purposes():
            people = people.filter(pk__in=allowed_mentions(purpose).values("pk"))
    except UnknownChannel:
        return []
    may = set(people.values_list("pk", flat=True))
    return [line for line in kept if line.mention.pk in may]


def as_csv(found: Iterable[Line]) -> str:
    """The list as a table; no cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in found:
        writer.writerow([f"'{c}" if c.startswith(("=", "+", "-", "@")) else c for c in line.cells()])
    return out.getvalue()


def _words(vocabulary: str, code: str, day: str, language: str) -> str:
    known_terms = terms.vocabulary(vocabulary)
    name = str(known_terms[code].label(language)) if code in known_terms else code
    return f"{name}, {_day(day, language)}" if day else name


def _day(edtf: str, language: str) -> str:
    return dates.say(dates.parse(edtf), language) if edtf else ""
