"""Circles: who sits in which, and which sources lie in it. Read and changed by those who manage the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tumen_desk.accounts import approvals, circles
from tumen_desk.accounts.access import Door, behind
from tumen_desk.accounts.forms import CircleForm, EncloseForm, SeatForm
from tumen_desk.accounts.models import Circle, Enclosed, Seat, User

if TYPE_CHECKING:
    from collections.abc import Mapping


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


@behind(Door.DESK_MANAGE)
@require_http_methods(["GET", "POST"])
def circle_list(request: HttpRequest) -> HttpResponse:
    """Every circle, and a new one."""
    form = CircleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = circles.circle_make(actor=_user(request), title=form.cleaned_data["title"])
        return redirect("accounts:circle", made.pk)
    found = Circle.objects.prefetch_related("seats", "enclosed")
    return render(
        request, "accounts/circles.html", {"circles": found, "form": form}, status=422 if form.errors else 200
    )


@behind(Door.DESK_MANAGE)
def circle(request: HttpRequest, pk: int) -> HttpResponse:
    """One circle: seats and sources."""
    found = get_object_or_404(Circle, pk=pk)
    context = {
        "circle": found,
        "seats": found.seats.select_related("user").order_by("user__username"),
        "sources": found.enclosed.order_by("source"),
        "seat_form": SeatForm(),
        "enclose_form": EncloseForm(),
    }
    return render(request, "accounts/circle.html", context)


@behind(Door.DESK_MANAGE)
@require_POST
def seat_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody in."""
    found, form = get_object_or_404(Circle, pk=pk), SeatForm(request.POST)
    if form.is_valid():
        circles.seat_give(actor=_user(request), circle=found, **form.cleaned_data)
        messages.success(request, "They see it from now on.")
    else:
        messages.error(request, "Choose a person and say why.")
    return redirect("accounts:circle", pk)


@behind(Door.DESK_MANAGE)
@require_POST
def seat_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a seat back."""
    found = get_object_or_404(Seat, pk=pk)
    circles.seat_take(actor=_user(request), seat=found)
    messages.success(request, "They do not see it any more.")
    return redirect("accounts:circle", found.circle_id)


@behind(Door.DESK_MANAGE)
@require_POST
def source_enclose(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a source in."""
    found, form = get_object_or_404(Circle, pk=pk), EncloseForm(request.POST)
    if form.is_valid():
        circles.source_enclose(actor=_user(request), circle=found, source=form.cleaned_data["source"])
        messages.success(request, "Nobody outside the circle sees this source any more.")
    else:
        messages.error(request, "Give the number of a source.")
    return redirect("accounts:circle", pk)


@behind(Door.DESK_MANAGE)
@require_POST
def source_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a source to everybody: ask a second person, or do what was agreed to."""
    found, actor = get_object_or_404(Enclosed, pk=pk), _user(request)
    asked: Mapping[str, str] = {"deed": circles.OPEN_TO_ALL.code, "subject": f"source:{found.source}"}
    if approvals.is_granted(actor=actor, content={}, **asked):
        circles.source_release(actor=actor, source=found.source)
        messages.success(request, "Everybody sees this source now.")
    else:
        approvals.ask(actor=actor, content={}, reason=request.POST.get("reason", ""), **asked)
        messages.success(request, "Asked. A colleague who may agree finds it under Approvals.")
    return redirect("accounts:circle", found.circle_id)
