"""Parts and pages about the safety of people: flags and rules, who is public, helpers, places to heed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind, may
from tumen_desk.audit import log
from tumen_desk.record import defining, describe_forms, safety, standing
from tumen_desk.record.describe_views import asked
from tumen_desk.record.models import Mention, PlaceRisk
from tumen_desk.shell.paging import Pages

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PAGE = 50


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _mention(request: HttpRequest, pk: int) -> Mention:
    found = get_object_or_404(Mention.objects.select_related("source", "public_by__issuer"), pk=pk)
    circles.require_known(_user(request), found.source_id)
    return found


@behind(Door.RECORD_READ)
def safety_part(request: HttpRequest, pk: int) -> HttpResponse:
    """A part: who may be named and how, and for those who may see names the flags with their rules (`?when=`)."""
    found, when = _mention(request, pk), request.GET.get("when", "")
    sees = may(_user(request), Door.NAMES_SEE)
    closed = circles.closed_sources(_user(request))
    context = {
        "mention": found,
        "when": when,
        "public": found.public_by if found.public_by_id not in closed else None,
        "flags": safety.flags_of(_user(request), found, when=when) if sees else None,
    }
    return render(request, "record/parts/safety.html", context)


@behind(Door.NAMES_SEE)
@require_http_methods(["GET", "POST"])
def public_as(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that somebody is public by their own publication."""
    found = _mention(request, pk)

    def do(given: dict[str, Any]) -> HttpResponse:
        standing.public_as(actor=_user(request), mention=found, publication=given["publication"])
        return redirect("record:mention", pk)

    form = describe_forms.PublicForm(request.POST or None, initial={"publication": found.public_by_id})
    return asked(request, form, title=f"{found}: {_('public by their own publication')}", do=do)


@behind(Door.NAMES_SEE)
def helpers(request: HttpRequest) -> HttpResponse:
    """The register of helpers, for those who may see names; each look is logged, and it never leaves as a file."""
    found = standing.helpers(_user(request))
    page = Pages(found, PAGE).get_page(request.GET.get("page"))
    log.write(_user(request), "record.helpers_see", "helpers", count=len(page.object_list))
    rows = [
        (m, [s for s in m.said.order_by("field", "pk") if s.field in standing.HELPER_FIELDS]) for m in page
    ]
    return render(request, "record/helpers.html", {"page": page, "rows": rows})


@behind(Door.RECORD_READ)
def places_heeded(request: HttpRequest) -> HttpResponse:
    """What is to be heeded in places where people are heard."""
    return render(request, "record/places_heeded.html", {"notes": PlaceRisk.objects.select_related("by")})


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def place_risk_new(request: HttpRequest) -> HttpResponse:
    """A note on a place."""

    def do(given: dict[str, Any]) -> HttpResponse:
        defining.place_risk_add(actor=_user(request), **given)
        return redirect("record:places-heeded")

    form = describe_forms.PlaceRiskForm(request.POST or None, initial={"place": request.GET.get("place", "")})
    return asked(request, form, title=_("What is to be heeded in a place"), do=do)
