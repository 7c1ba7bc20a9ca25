"""Pages of the log of positions: what states and bodies said and did, and the bodies themselves."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tumen import law
from tumen.errors import LawError
from tumen_desk.accounts.access import Door, behind
from tumen_desk.act import forms, queries
from tumen_desk.act import positions as reading
from tumen_desk.act.services import today
from tumen_desk.act.work_views import user_of
from tumen_desk.shell.downloads import CSV, download


@behind(Door.ACT_READ)
@require_safe
def positions(request: HttpRequest) -> HttpResponse:
    """The log, filtered; requests that nobody answered; bodies."""
    form, chosen = _asked(request)
    found = reading.log()
    context = {
        "form": form, "lines": reading.lines(**chosen), "all": len(found.entries), "filtered": bool(chosen),
        "waiting": [] if chosen else reading.waiting(today()), "bodies": found.bodies.values(),
        "version": found.version, "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "act/positions.html", context)


@behind(Door.ACT_READ)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    text = law.positions_csv(law.said(reading.log(), **_asked(request)[1]))
    return download(text, "positions.csv", kind=CSV)


@behind(Door.ACT_READ)
@require_safe
def position(request: HttpRequest, code: str) -> HttpResponse:
    """One entry with what it answers and what answers it, beside what the record codes."""
    try:
        page = reading.page(code, user_of(request))
    except LawError as error:
        raise Http404 from error
    return render(request, "act/position.html", {"page": page, "register": queries.register()})


@behind(Door.ACT_READ)
@require_safe
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One body: its members, its meetings, what it did."""
    try:
        page = reading.body(code)
    except LawError as error:
        raise Http404 from error
    return render(request, "act/body.html", {"page": page})


def _asked(request: HttpRequest) -> tuple[forms.PositionFilter, dict[str, Any]]:
    """The filter, and what of it was filled in."""
    form = forms.PositionFilter(request.GET or None)
    valid = form.is_bound and form.is_valid()
    return form, {k: v for k, v in form.cleaned_data.items() if v} if valid else {}
