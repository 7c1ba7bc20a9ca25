"""The people at this desk: who they are, what they may do, when they leave."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tumen_desk.accounts import approvals, factors, identities, services
from tumen_desk.accounts.access import DOORS, Door, behind
from tumen_desk.accounts.forms import AskForm, CeilingForm, LeaveForm, NewPersonForm, RoleForm
from tumen_desk.accounts.models import Look, Role, User

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHOWN: Final = 50


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


@behind(Door.DESK_MANAGE)
def people(request: HttpRequest) -> HttpResponse:
    """Who has an account, what they may do, how they sign in."""
    found = (
        User.objects.select_related("totp").prefetch_related("passkeys").order_by("-is_active", "username")
    )
    rows = [
        {
            "person": person,
            "factor": factors.has_factor(person),
            "opened": identities.opened(person),
            "ceiling": identities.ceiling(person),
        }
        for person in found
    ]
    return render(request, "accounts/people.html", {"rows": rows, "roles": _roles()})


def _roles() -> list[Mapping[str, object]]:
    """Each role and its doors, in the words of the doors."""
    return [
        {"label": role.label, "doors": [door.value for door in Door if role in DOORS[door]]} for role in Role
    ]


@behind(Door.DESK_MANAGE)
@require_http_methods(["GET", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    """Add an account."""
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.run(_user(request))
        messages.success(request, f"{user.username} can sign in now.")
        return redirect("accounts:people")
    return render(
        request, "accounts/person_new.html", {"form": form}, status=422 if request.method == "POST" else 200
    )


@behind(Door.DESK_MANAGE)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: role, ceiling, sign-in, what they opened, leaving."""
    found = get_object_or_404(User, pk=pk)
    subject = f"user:{found.pk}"
    context = {
        "person": found,
        "role_form": RoleForm(initial={"role": found.role}),
        "ceiling_form": CeilingForm(initial={"a_day": found.identities_a_day}),
        "leave_form": LeaveForm(colleagues=list(services.colleagues(found))),
        "ask_form": AskForm(),
        "has_factor": factors.has_factor(found),
        "reset_agreed": approvals.is_granted(
            actor=_user(request), deed=factors.RESET.code, subject=subject, content={}
        ),
        "looks": Look.objects.filter(user=found, own=False).order_by("-id")[:_SHOWN],
        "opened": identities.opened(found),
        "today": datetime.now(UTC).date(),
    }
    return render(request, "accounts/person.html", context)


@behind(Door.DESK_MANAGE)
@require_POST
def person_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Another role."""
    found, form = get_object_or_404(User, pk=pk), RoleForm(request.POST)
    if form.is_valid():
        services.role_set(actor=_user(request), user=found, role=form.cleaned_data["role"])
        messages.success(
            request, f"{found.username} is now: {found.get_role_display()}. Their sessions have ended."
        )
    return redirect("accounts:person", pk)


@behind(Door.DESK_MANAGE)
@require_POST
def person_ceiling(request: HttpRequest, pk: int) -> HttpResponse:
    """Another daily ceiling."""
    found, form = get_object_or_404(User, pk=pk), CeilingForm(request.POST)
    if form.is_valid():
        identities.ceiling_set(actor=_user(request), user=found, a_day=form.cleaned_data["a_day"])
        messages.success(request, f"{found.username} may open {found.identities_a_day} identities a day.")
    return redirect("accounts:person", pk)


@behind(Door.DESK_MANAGE)
@require_POST
def person_sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    """End all their sessions now."""
    services.sessions_end(actor=_user(request), user=get_object_or_404(User, pk=pk))
    messages.success(request, "Every session of theirs has ended.")
    return redirect("accounts:person", pk)


@behind(Door.DESK_MANAGE)
@require_POST
def person_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """A lost telephone: ask for a second person, or do what was agreed to."""
    found, actor = get_object_or_404(User, pk=pk), _user(request)
    asked = {"deed": factors.RESET.code, "subject": f"user:{found.pk}", "content": {}}
    if approvals.is_granted(actor=actor, **asked):  # type: ignore[arg-type]  # a plain dictionary of the above
        factors.factors_reset(actor=actor, user=found)
        messages.success(request, "Taken away. They set up a new one when they sign in next.")
    else:
        approvals.ask(actor=actor, reason=request.POST.get("reason", ""), **asked)  # type: ignore[arg-type]
        messages.success(request, "Asked. A colleague who may agree finds it under Approvals.")
    return redirect("accounts:person", pk)


@behind(Door.DESK_MANAGE)
@require_POST
def person_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves."""
    found = get_object_or_404(User, pk=pk)
    form = LeaveForm(request.POST, colleagues=list(services.colleagues(found)))
    if not form.is_valid():
        return redirect("accounts:person", pk)
    successor = User.objects.filter(pk=int(form.cleaned_data["successor"] or 0), is_active=True).first()
    passed = services.user_leave(actor=_user(request), user=found, successor=successor)
    return render(request, "accounts/left.html", {"person": found, "passed": passed, "successor": successor})


@behind(Door.DESK_MANAGE)
@require_POST
def person_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody comes back; their first password is shown once."""
    found = get_object_or_404(User, pk=pk)
    first = services.user_return(actor=_user(request), user=found)
    return render(request, "accounts/returned.html", {"person": found, "first": first})
