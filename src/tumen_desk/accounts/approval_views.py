"""Requests for a second person, and alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tumen.errors import SignInRefused, TooManyAttempts
from tumen_desk.accounts import alarms, approvals, signing
from tumen_desk.accounts.access import Door, behind, may
from tumen_desk.accounts.deeds import DEEDS
from tumen_desk.accounts.forms import DecideForm
from tumen_desk.accounts.models import Alarm, Approval

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_SHOWN: Final = 100


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


@behind(Door.RECORD_READ)
def requests(request: HttpRequest) -> HttpResponse:
    """What waits for one's answer, and what one asked oneself."""
    user = _user(request)
    related = ("asked_by", "decided_by")
    context = {
        "waiting": [(a, DEEDS[a.deed]) for a in approvals.waiting_for(user).select_related(*related)],
        "own": [
            (a, DEEDS.get(a.deed))
            for a in Approval.objects.filter(asked_by=user).select_related(*related)[:_SHOWN]
        ],
        "answered": [
            (a, DEEDS.get(a.deed))
            for a in Approval.objects.filter(decided_by=user).select_related(*related)[:_SHOWN]
        ],
    }
    return render(request, "accounts/approvals.html", context)


@behind(Door.RECORD_READ)
@require_http_methods(["GET", "POST"])
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: who asks for exactly what and why; the answer of the second person."""
    found, user = (
        get_object_or_404(Approval.objects.select_related("asked_by", "decided_by"), pk=pk),
        _user(request),
    )
    deed = DEEDS.get(found.deed)
    if deed is None or not (found.asked_by_id == user.pk or may(user, deed.approves)):
        raise Http404
    may_answer = approvals.waiting_for(user).filter(pk=pk).exists()
    form, status = DecideForm(request.POST or None, user=user) if may_answer else None, 200
    if request.method == "POST" and form is not None:
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                signing.again(user, given.get("password", ""))
            except (SignInRefused, TooManyAttempts) as error:
                form.add_error("password", error.message)
            else:
                granted = given["granted"] == "yes"
                approvals.decide(actor=user, approval=found, granted=granted, reason=given["reason"])
                messages.success(request, "You agreed." if granted else "You refused.")
                return redirect("accounts:approvals")
    context = {"approval": found, "deed": deed, "form": form}
    return render(request, "accounts/approval.html", context, status=status)


@behind(Door.DESK_MANAGE)
def alarm_list(request: HttpRequest) -> HttpResponse:
    """Every alarm, the newest first."""
    found = Alarm.objects.select_related("about", "seen_by")[:_SHOWN]
    rows = [(alarm, alarms.KINDS.get(alarm.kind, alarm.kind)) for alarm in found]
    return render(request, "accounts/alarms.html", {"rows": rows})


@behind(Door.DESK_MANAGE)
def alarms_part(request: HttpRequest) -> HttpResponse:
    """A strip above every page of the protection lead; it asks for itself again every half minute."""
    count = Alarm.objects.filter(seen_at__isnull=True).count()
    latest = Alarm.objects.filter(seen_at__isnull=True).first()
    words = "" if latest is None else alarms.KINDS.get(latest.kind, latest.kind)
    return render(request, "accounts/alarms_part.html", {"count": count, "words": words})


@behind(Door.DESK_MANAGE)
@require_POST
def alarm_see(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one has seen it."""
    alarms.alarm_see(actor=_user(request), alarm=get_object_or_404(Alarm, pk=pk))
    return redirect("accounts:alarms")
