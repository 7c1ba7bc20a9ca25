"""Pages about names: finding who bears one, and reading one while it is written. Names never stand in an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from tumen_desk.accounts.access import Door, behind, may
from tumen_desk.record import naming, queries
from tumen_desk.record.models import Name

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

FOUND = 50
SHOWN = 5
"""So many of those found are shown by name at once; each look counts, and the others open on their own page."""
NAMESAKES = 10
_LONGEST = 200


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


@behind(Door.NAMES_SEE)
@require_http_methods(["GET", "POST"])
def by_name(request: HttpRequest) -> HttpResponse:
    """Find mentions by a name in any spelling."""
    text = request.POST.get("name", "").strip()[:_LONGEST]
    found = naming.bearers(_user(request), text, most=FOUND) if text else []
    context = {
        "asked": text,
        "readings": naming.readings(text),
        "rows": _with_names(request, found, "search by name", most=SHOWN),
        "most": FOUND,
    }
    return render(request, "record/by_name.html", context)


@behind(Door.RECORD_READ)
@require_POST
def name_reading(request: HttpRequest) -> HttpResponse:
    """A part below a name that is being written: how it may be read and spelt, and who else bears it."""
    text = request.POST.get("name", "").strip()[:_LONGEST]
    names_open = may(_user(request), Door.NAMES_SEE)
    found = naming.bearers(_user(request), text, most=NAMESAKES) if text and names_open else []
    context = {
        "asked": text,
        "readings": naming.readings(text),
        # Their name is the one being written: who else bears it is told by number, and nobody's identity is opened.
        "rows": [b for b in found if b.fit.same],
        "names_open": names_open,
        "most": NAMESAKES,
    }
    return render(request, "record/name_reading.html", context)


def _with_names(
    request: HttpRequest, found: list[naming.Bearer], reason: str, *, most: int
) -> list[tuple[naming.Bearer, list[Name] | None]]:
    """Each bearer with all names of the mention, of the first few; that they were shown is logged."""
    if not found:
        return []
    named = queries.names_of(_user(request), [b.mention for b in found[:most]], reason=reason)
    return [(bearer, named.get(bearer.mention.pk)) for bearer in found]
