"""Work lists, and the palette: every page by a few keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from tumen_desk.accounts.access import Door, behind
from tumen_desk.find import recent
from tumen_desk.find.hooks import MOST, WorkList, work_lists
from tumen_desk.shell.hooks import navigation_for

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_SHOWN = 25
_PAGE = 100


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _waits(made: WorkList, user: User, asked: str | None = None) -> dict[str, Any]:
    """One list as it is shown: a single walk counts it, as far as is counted, and finds its beginning, or a page."""
    keys = made.keys(user, MOST + 1)
    pages = Paginator(keys[:MOST], _SHOWN if asked is None else _PAGE)
    page = pages.get_page(asked)
    return {
        "title": made.title,
        "why": made.why,
        "name": slugify(made.title),
        "count": min(len(keys), MOST),
        "more": len(keys) > MOST,
        "rows": made.shown(user, list(page)),
        "page": page,
    }


@behind(Door.RECORD_READ)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for somebody's hand, and what one looked at last; or one of the lists, page by page."""
    user = _user(request)
    asked = request.GET.get("list")
    chosen = [made for made in work_lists() if asked in (None, slugify(made.title))]
    if not chosen:
        raise Http404
    lists = [_waits(made, user, request.GET.get("page", "1") if asked else None) for made in chosen]
    context = {"lists": lists, "recent": recent.recent(user), "page": lists[0]["page"] if asked else None}
    return render(request, "find/waiting.html", context)


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
