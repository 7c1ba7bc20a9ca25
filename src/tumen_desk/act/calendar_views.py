"""The calendar: a month, and a file of it for other programs."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tumen import law
from tumen.errors import LawError
from tumen_desk.accounts.access import Door, behind
from tumen_desk.act import occasions, services, work_forms
from tumen_desk.act.work_views import posted, user_of
from tumen_desk.audit import log
from tumen_desk.shell.downloads import download


def _asked(request: HttpRequest) -> datetime.date:
    """The first day of the month in the address; this month without one."""
    try:
        return datetime.date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return services.today().replace(day=1)


@behind(Door.ACT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def month(request: HttpRequest) -> HttpResponse:
    """A month: sessions, deadlines, anniversaries, seasons, and what is due here. A day of one's own can be added."""
    first = _asked(request)
    if request.method == "POST":
        posted(request, work_forms.TaskForm(request.POST), services.task_add, "Put into the calendar.")
        return redirect(f"{request.path}?month={first:%Y-%m}")
    found = occasions.entries(user_of(request), first.year, first.month)
    context = {
        "first": first, "weeks": occasions.weeks(found, first.year, first.month, services.today()), "found": found,
        "long": [d for d in found if occasions.is_long(d)], "form": work_forms.TaskForm(),
        "before": first - datetime.timedelta(days=1), "after": first + datetime.timedelta(days=31),
        "days": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"),
    }  # fmt: skip
    return render(request, "act/calendar.html", context)


@behind(Door.ACT_READ)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Twelve months from the one asked for, as iCalendar: numbers of files and papers, no name."""
    first, user = _asked(request), user_of(request)
    found: dict[tuple[str, datetime.date], law.Entry] = {}
    for ahead in range(12):
        at = first.month - 1 + ahead
        try:
            due = occasions.entries(user, first.year + at // 12, at % 12 + 1)
        except LawError:
            break  # after the last year there is nothing
        found |= {(d.entry.code, d.entry.start): d.entry for d in due}
    text = law.as_ics(found.values(), stamp=datetime.datetime.now(datetime.UTC), name="Tumen")
    log.write(user, "act.calendar_export", "calendar", entries=len(found), month=f"{first:%Y-%m}")
    return download(text, f"tumen-{first:%Y-%m}.ics", kind="text/calendar; charset=utf-8")
