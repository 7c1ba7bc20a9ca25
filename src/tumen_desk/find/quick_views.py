"""Work lists, and the palette: every page by a few keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tumen_desk.accounts.access import Door, behind
from tumen_desk.find import recent
from tumen_desk.find.hooks import MOST, WorkList, work_lists
from tumen_desk.shell.hooks import navigation_for

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_SHOWN = 25


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _waits(made: WorkList, user: User) -> dict[str, Any]:
    """One list as it is shown: a single walk counts it, as far as is counted, and finds its beginning."""
    keys = made.keys(user, MOST + 1)
    return {
        "title": made.title,
        "why": made.why,
        "count": min(len(keys), MOST),
        "more": len(keys) > MOST,
        "rows": made.shown(user, keys[:_SHOWN]),
    }


@behind(Door.RECORD_READ)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for somebody's hand, and what one looked at last."""
    user = _user(request)
    lists = [_waits(made, user) for made in work_lists()]
    return render(request, "find/waiting.html", {"lists": lists, "recent": recent.recent(user)})


@behind(Door.RECORD_READ)
@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """Every page of the side bar and what one looked at last; the browser narrows it as one types."""
    user = _user(request)
    pages = [
        (f"{entry.label}", reverse(entry.url_name), group)
        for group, entries in navigation_for(user)
        for entry in entries
    ]
    numbers = {letter: reverse(view, args=[0]) for view, letter in recent.KINDS.items()}
    context = {"pages": pages, "recent": recent.recent(user, most=8), "numbers": numbers}
    return render(request, "find/palette.html", context)
