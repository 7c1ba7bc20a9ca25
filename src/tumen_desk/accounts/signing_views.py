"""Sign-in in two steps, or with a passkey; sign-out."""

from __future__ import annotations

import json
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tumen.errors import SignInRefused, TooManyAttempts
from tumen_desk.accounts import passkeys, signing
from tumen_desk.accounts.forms import CodeForm, SignInForm
from tumen_desk.accounts.models import Passkey, Role, User

_STATE: Final = "passkey_asked"
_LONGEST: Final = 64 * 1024


def status_of(error: SignInRefused | TooManyAttempts) -> int:
    """422 for a wrong answer, 429 for too many of them."""
    return 429 if isinstance(error, TooManyAttempts) else 422


def passkey_place(request: HttpRequest) -> dict[str, Any]:
    """Whether this page can use passkeys, and where the same page could."""
    here = request.get_host().rpartition(":")[0] or request.get_host()
    return {
        "passkeys_here": here == passkeys.HOST,
        "passkeys_there": f"{request.scheme}://{passkeys.HOST}:{request.get_port()}{request.path}",
    }


def given_json(request: HttpRequest) -> dict[str, Any]:
    """The body of a small request; anything else is empty."""
    try:
        found = json.loads(request.body[:_LONGEST])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("shell:home")


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """User name and password."""
    if request.user.is_authenticated:
        return redirect("shell:home")
    form, status = SignInForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                more = signing.by_password(request, given["username"], given["password"])
            except (SignInRefused, TooManyAttempts) as error:
                form.add_error(None, error.message)
                status = status_of(error)
            else:
                request.session["next"] = _next(request)
                return redirect("accounts:second" if more else "accounts:factors")
    context = {
        "form": form,
        "demo_roles": Role.choices if settings.CONFIG.demo else [],
        "passkeys": Passkey.objects.exists(),
        **passkey_place(request),
    }
    return render(request, "accounts/sign_in.html", context, status=status)


@login_not_required
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """The second step: a code."""
    if signing.half_signed_in(request) is None:
        return redirect("accounts:sign-in")
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            after = request.session.get("next", reverse("shell:home"))
            try:
                signing.by_code(request, form.cleaned_data["code"])
            except (SignInRefused, TooManyAttempts) as error:
                form.add_error("code", error.message)
                status = status_of(error)
            else:
                return redirect(after)
    context = {"form": form, "passkeys": Passkey.objects.exists(), **passkey_place(request)}
    return render(request, "accounts/second.html", context, status=status)


@login_not_required
@require_POST
def passkey_begin(request: HttpRequest) -> HttpResponse:
    """What the browser needs to ask for a passkey."""
    options, request.session[_STATE] = passkeys.sign_in_begin(port=int(request.get_port()))
    return JsonResponse(options)


@login_not_required
@require_POST
def passkey_finish(request: HttpRequest) -> HttpResponse:
    """The answer of a passkey: whoever it belongs to comes in."""
    given, state = given_json(request), request.session.pop(_STATE, None)
    try:
        if state is None or not isinstance(given.get("answer"), dict):
            raise SignInRefused("Nothing was asked.")
        user = passkeys.passkey_use(state=state, answer=given["answer"], port=int(request.get_port()))
    except SignInRefused as error:
        return JsonResponse({"message": gettext(error.message)}, status=422)
    signing.by_passkey(request, user)
    return JsonResponse({"next": reverse("shell:home")})


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One button a role; exists in the demo only."""
    if not settings.CONFIG.demo:
        raise Http404
    user = get_object_or_404(User, username=request.POST.get("role", ""))
    login(request, user)
    return redirect("shell:home")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; the desk stays unlocked for colleagues."""
    logout(request)
    return redirect("accounts:sign-in")
