"""The calendar of a desk: what comes round by the pack, and what is due here. Nothing that leaves it has a name."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.urls import reverse

from tumen import dates, law
from tumen.dates import Precision
from tumen.law import Entry
from tumen_desk.accounts import circles
from tumen_desk.act import case_queries, known, queries
from tumen_desk.act.models import Campaign, Recommendation
from tumen_desk.record.models import Act, Source
from tumen_desk.shell import terms
from tumen_desk.shell.spoken import spoken

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One entry, with where it leads. `said` is what the page says; `entry.title` is what may leave the desk."""

    entry: Entry
    said: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of a month as it is drawn."""

    day: datetime.date
    inside: bool
    today: bool
    due: tuple[Due, ...]


def entries(user: User, year: int, month: int) -> list[Due]:
    """Everything of a month: by the pack, and of case files and papers that this user may know of."""
    by_pack = [
        Due(entry=e, said=_titled(spoken(e.title), e.years), url=_case_url(e))
        for e in law.calendar_of(year, month, queries.pack())
    ]
    first = datetime.date(year, month, 1)
    last = datetime.date(year, month, calendar.monthrange(year, month)[1])
    own = [*_tasks(user, first, last), *_replies(user, first, last), *_remembered(user, first, last)]
    own += [*_campaigns(first, last), *_hearings(user, first, last), *_last_days([d.entry for d in by_pack])]
    return sorted([*by_pack, *own], key=lambda d: (d.entry.start, d.entry.code))


def weeks(found: list[Due], year: int, month: int, today: datetime.date) -> list[list[Day]]:
    """The days of a month in weeks; what lasts longer than three days stands on its first day only."""
    by_day: dict[datetime.date, list[Due]] = {}
    for due in found:
        length = (due.entry.end - due.entry.start).days
        for ahead in range(length + 1 if length < _LONG else 1):
            by_day.setdefault(due.entry.start + datetime.timedelta(days=ahead), []).append(due)
    return [
        [
            Day(day=d, inside=d.month == month, today=d == today, due=tuple(by_day.get(d, ())))
            for d in week
        ]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]  # fmt: skip


_LONG = 3


def is_long(due: Due) -> bool:
    """Whether an entry lasts so long that it stands beside the month, not in it."""
    return (due.entry.end - due.entry.start).days >= _LONG


def _titled(title: str, years: int | None) -> str:
    return f"{title} ({spoken(f'{years} years')})" if years else title


def _case_url(entry: Entry) -> str:
    return (
        ""
        if entry.code.startswith("OCC-") or entry.kind != "anniversary"
        else reverse("act:case", args=[entry.code])
    )


def _entry(code: str, kind: str, title: str, day: datetime.date, years: int | None = None) -> Entry:
    return Entry(code=code, kind=kind, title=title, start=day, end=day, years=years)


def _campaigns(first: datetime.date, last: datetime.date) -> Iterator[Due]:
    """The days of campaigns, and those on which to begin with them."""
    for one in Campaign.objects.filter(Q(day__range=(first, last)) | Q(begins__range=(first, last))):
        url = reverse("act:campaign", args=[one.pk])
        for code, day, said in (
            (f"CAMPAIGN-{one.pk}", one.day, one.title),
            (f"BEGIN-{one.pk}", one.begins, ""),
        ):
            if day is not None and first <= day <= last:
                title = f"Campaign {one.pk}" if said else f"Begin with campaign {one.pk}"
                words = said or f"{spoken('Begin with')}: {one.title}"
                yield Due(entry=_entry(code, "campaign", title, day), said=words, url=url)


def _hearings(user: User, first: datetime.date, last: datetime.date) -> Iterator[Due]:
    """Hearings before a body: a source of what was said there, and an action on its day, past or to come."""
    kind = queries.pack().settings.get("hearing")
    known_ones = (
        Source.objects.filter(circles.known_to(user, "pk"), kind=kind) if kind else Source.objects.none()
    )
    for one in known_ones.filter(date_low__range=(first, last), date_high=F("date_low")):
        if one.date_low is not None:
            entry = _entry(f"HEARING-{one.pk}", "hearing", f"Hearing {one}", one.date_low)
            yield Due(entry=entry, said=one.title, url=reverse("record:source", args=[one.pk]))


def _last_days(found: Iterable[Entry]) -> Iterator[Due]:
    """Demands whose last day of the year comes round in this month."""
    by_code = {e.code: e for e in found}
    for one in Recommendation.objects.filter(season__in=by_code):
        day = by_code[one.season].end
        yield Due(
            entry=_entry(f"DEMAND-{one.pk}", "deadline", f"Last day of recommendation {one.pk}", day),
            said=f"{one.addressee}: {one.text}", url=reverse("act:recommendation", args=[one.pk]),
        )  # fmt: skip


def _tasks(user: User, first: datetime.date, last: datetime.date) -> Iterator[Due]:
    open_ones = case_queries.tasks(user).filter(done_at__isnull=True, due__range=(first, last))
    for task in open_ones.select_related("case", "paper"):
        if task.due is None or task.kind == "reply":
            continue
        about = task.paper or task.case
        url = (
            reverse("act:paper", args=[task.paper_id]) if task.paper_id
            else reverse("act:file", args=[task.case_id]) if task.case_id else reverse("act:files")
        )  # fmt: skip
        title = f"Task {task.pk}{f' of {about}' if about else ''}"
        yield Due(
            entry=_entry(f"TASK-{task.pk}", "task", title, task.due),
            said=f"{about or ''} {spoken(task.text) if task.kind else task.text}".strip(),
            url=url,
        )


def _replies(user: User, first: datetime.date, last: datetime.date) -> Iterator[Due]:
    for paper in known.papers(user).filter(reply_due__range=(first, last), replies=None):
        if paper.reply_due is None:
            continue
        said = spoken(f"Answer to {paper} is due")
        url = reverse("act:paper", args=[paper.pk])
        yield Due(entry=_entry(f"REPLY-{paper.pk}", "reply", said, paper.reply_due), said=said, url=url)


def _remembered(user: User, first: datetime.date, last: datetime.date) -> Iterator[Due]:
    """Days of acts in open case files, in each later year; only those known to the day."""
    for case in known.cases(user).filter(closed_at__isnull=True):
        acts = Act.objects.filter(known.told(user), mention__in=case.persons.values("mention")).exclude(
            date=""
        )
        for act in acts.filter(date_low__month=first.month):
            told = dates.parse(act.date)
            if (
                told.precision is not Precision.DAY
                or told.earliest is None
                or told.earliest.year >= first.year
            ):
                continue
            day = datetime.date(first.year, first.month, min(told.earliest.day, last.day))
            years = first.year - told.earliest.year
            term = str(queries.pack().vocabulary("act_type")[act.type].label(terms.language()))
            yield Due(
                entry=_entry(f"ACT-{act.pk}", "anniversary", f"{case}: {years} years", day, years),
                said=spoken(f"{case}: {term}, {years} years ago"), url=reverse("act:file", args=[case.pk]),
            )  # fmt: skip
