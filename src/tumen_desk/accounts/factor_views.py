"""One's own sign-in: password, app, passkeys, codes on paper, sessions, identities opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

import segno
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tumen.errors import SignInRefused, TooManyAttempts
from tumen_desk.accounts import approvals, factors, identities, limits, passkeys, services, signing, totp
from tumen_desk.accounts.access import Door, behind
from tumen_desk.accounts.forms import AgainForm, CodeForm, MoreForm, PasswordForm
from tumen_desk.accounts.middleware import MUST_SET_UP
from tumen_desk.accounts.models import Approval, Look, Passkey, RecoveryCode
from tumen_desk.accounts.signing_views import given_json, passkey_place, status_of

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_STATE: Final = "passkey_being_made"
_SHOWN: Final = 100


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def surely(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Behind this, somebody has just proved who they are: a window left open must not change how its owner signs in."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if signing.is_sure(request):
            return view(request, *args, **kwargs)
        return redirect("accounts:prove")

    return asked


@behind(Door.RECORD_READ)
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """The password once more."""
    form, status = AgainForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                signing.again(_user(request), form.cleaned_data["password"])
            except (SignInRefused, TooManyAttempts) as error:
                form.add_error("password", error.message)
                status = status_of(error)
            else:
                signing.be_sure(request)
                return redirect("accounts:factors")
    return render(request, "accounts/again.html", {"form": form}, status=status)


@behind(Door.RECORD_READ)
def own(request: HttpRequest) -> HttpResponse:
    """How one signs in, and what could be better about it."""
    user = _user(request)
    context = {
        "must": bool(request.session.get(MUST_SET_UP)),
        "app": getattr(user, "totp", None) if factors.has_factor(user) else None,
        "own_passkeys": user.passkeys.all(),
        "codes_left": RecoveryCode.objects.filter(user=user, used_at__isnull=True).count(),
        "has_factor": factors.has_factor(user),
        "sure": signing.is_sure(request),
        **passkey_place(request),
    }
    return render(request, "accounts/own.html", context)


@behind(Door.RECORD_READ)
@require_http_methods(["GET", "POST"])
@surely
def app(request: HttpRequest) -> HttpResponse:
    """Set an app up: scan a square, give its first code."""
    user, status = _user(request), 200
    form = CodeForm(request.POST or None)
    form.fields["code"].help_text = "The six digits that the app shows now."
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                taken = limits.take("second", str(user.pk))
                factors.totp_confirm(actor=user, code=form.cleaned_data["code"])
            except (SignInRefused, TooManyAttempts) as error:
                form.add_error("code", f"{error.message} {error.hint}")
                status = status_of(error)
            else:
                limits.forget(taken)
                return _set_up(request)
    secret = factors.totp_pending(user) or factors.totp_begin(actor=user)
    link = totp.as_link(secret, account=user.username)
    square = segno.make(link, error="m").svg_data_uri(scale=5, border=2)
    context = {"form": form, "square": square, "secret": totp.as_text(secret)}
    return render(request, "accounts/app.html", context, status=status)


def _set_up(request: HttpRequest) -> HttpResponse:
    """Something beyond the password is there now; whoever has no codes on paper gets them at once."""
    request.session.pop(MUST_SET_UP, None)
    if RecoveryCode.objects.filter(user=_user(request), used_at__isnull=True).exists():
        messages.success(request, "It is set up.")
        return redirect("accounts:factors")
    return _codes(request)


def _codes(request: HttpRequest) -> HttpResponse:
    codes = factors.recovery_codes_make(actor=_user(request))
    return render(request, "accounts/codes.html", {"codes": codes})


@behind(Door.RECORD_READ)
@require_POST
@surely
def codes(request: HttpRequest) -> HttpResponse:
    """Fresh codes for paper, shown once."""
    if not factors.has_factor(_user(request)):
        return redirect("accounts:factors")
    return _codes(request)


@behind(Door.RECORD_READ)
@require_POST
@surely
def app_drop(request: HttpRequest) -> HttpResponse:
    """Take the app away."""
    factors.totp_drop(actor=_user(request))
    messages.success(request, "The app's codes open nothing any more.")
    return redirect("accounts:factors")


@behind(Door.RECORD_READ)
@require_POST
@surely
def passkey_ask(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey."""
    options, request.session[_STATE] = passkeys.registration_begin(
        _user(request), port=int(request.get_port())
    )
    return JsonResponse(options)


@behind(Door.RECORD_READ)
@require_POST
@surely
def passkey_keep(request: HttpRequest) -> HttpResponse:
    """Keep the passkey that the browser made."""
    given, state = given_json(request), request.session.pop(_STATE, None)
    try:
        if state is None or not isinstance(given.get("answer"), dict):
            raise SignInRefused("Nothing was asked.")
        passkeys.passkey_add(
            actor=_user(request),
            state=state,
            answer=given["answer"],
            label=str(given.get("label") or ""),
            port=int(request.get_port()),
        )
    except SignInRefused as error:
        return JsonResponse({"message": gettext(error.message)}, status=422)
    request.session.pop(MUST_SET_UP, None)
    return JsonResponse({"next": reverse("accounts:factors")})


@behind(Door.RECORD_READ)
@require_POST
@surely
def passkey_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a passkey away."""
    user = _user(request)
    factors.passkey_drop(actor=user, passkey=get_object_or_404(Passkey, pk=pk, user=user))
    messages.success(request, "This passkey opens nothing any more.")
    return redirect("accounts:factors")


@behind(Door.RECORD_READ)
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Another password; every other session ends."""
    user, status = _user(request), 200
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                signing.again(user, form.cleaned_data["present"])
            except (SignInRefused, TooManyAttempts) as error:
                form.add_error("present", error.message)
                status = status_of(error)
            else:
                services.password_set(actor=user, password=form.cleaned_data["new"])
                update_session_auth_hash(request, user)
                messages.success(request, "The new password holds; sessions elsewhere have ended.")
                return redirect("accounts:factors")
    return render(request, "accounts/password.html", {"form": form}, status=status)


@behind(Door.RECORD_READ)
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """End one's own sessions everywhere but here."""
    user = _user(request)
    services.sessions_end(actor=user, user=user)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    messages.success(request, "Every other session of yours has ended.")
    return redirect("accounts:factors")


@behind(Door.NAMES_SEE)
@require_http_methods(["GET", "POST"])
def opened(request: HttpRequest) -> HttpResponse:
    """Whose identity one opened, how many are left today, and asking for more."""
    user = _user(request)
    form = MoreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        approvals.ask(
            actor=user,
            deed=identities.MORE.code,
            subject=f"user:{user.pk}",
            content={"more": form.cleaned_data["more"]},
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, "Asked. A colleague who may agree finds it under Approvals.")
        return redirect("accounts:identities")
    context = {
        "form": form,
        "looks": Look.objects.filter(user=user).order_by("-id")[:_SHOWN],
        "opened": identities.opened(user),
        "ceiling": identities.ceiling(user),
        "agreed": Approval.objects.filter(
            asked_by=user, deed=identities.MORE.code, granted=True, spent_at__isnull=True
        ),
    }
    return render(request, "accounts/identities.html", context, status=422 if form.errors else 200)


@behind(Door.NAMES_SEE)
@require_POST
def more(request: HttpRequest) -> HttpResponse:
    """Take up what a second person agreed to."""
    given = request.POST.get("more", "")
    identities.more_use(actor=_user(request), more=int(given) if given.isdecimal() else 0)
    messages.success(request, "You may open so many more for 24 hours.")
    return redirect("accounts:identities")
