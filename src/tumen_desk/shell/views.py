"""The unlocking page, the first page, locking."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tumen.errors import VaultError
from tumen_desk.accounts.access import Door, behind
from tumen_desk.shell import engine
from tumen_desk.shell.forms import CreateStoreForm, SheetsForm, UnlockForm
from tumen_desk.shell.hooks import cards_for
from tumen_desk.store import folder, keyring

_A_YEAR = 365 * 24 * 3600


@login_not_required
@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """Open the store, or create it on the very first start."""
    if not keyring.is_sealed():
        return redirect("shell:home")
    return _opened_by(request, UnlockForm if folder.exists() else CreateStoreForm, "passphrase")


@login_not_required
@require_http_methods(["GET", "POST"])
def unlock_with_sheets(request: HttpRequest) -> HttpResponse:
    """Open the store with two recovery sheets, when the passphrase is lost."""
    if not keyring.is_sealed() or not folder.exists():
        return redirect("shell:home")
    return _opened_by(request, SheetsForm, "one")


def _opened_by(
    request: HttpRequest, form_class: type[UnlockForm | CreateStoreForm | SheetsForm], told: str
) -> HttpResponse:
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            form.run()
        except VaultError as error:
            form.add_error(told, f"{error.message} {error.hint}")
        else:
            # Sessions of an earlier opening are void; read, each would be logged as damaged.
            Session.objects.all().delete()
            engine.unlocked()
            return redirect("shell:home")
    return render(
        request,
        "shell/unlock.html",
        {
            "form": form,
            "new": not folder.exists(),
            "by_sheets": form_class is SheetsForm,
            "demo_passphrase": folder.DEMO_PASSPHRASE if settings.CONFIG.demo else "",
        },
        status=422 if request.method == "POST" else 200,
    )


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Show the desk in another language from now on, and stay on the page."""
    back = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    response = redirect(back if inside and back.startswith("/") else reverse("shell:home"))
    wanted = request.POST.get("language", "")
    if check_for_language(wanted) and wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=_A_YEAR,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Strict",
        )
    return response


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Close everything now: sign out, stop the worker, wipe the key."""
    logout(request)
    engine.locking()
    folder.lock()
    return redirect("shell:unlock")


@behind(Door.RECORD_READ)
@require_GET
def here(request: HttpRequest) -> HttpResponse:
    """Somebody writes in a page: the session goes on; `token` lets a page from before a new sign-in send its form."""
    return JsonResponse({"token": get_token(request)})


@behind(Door.RECORD_READ)
def home(request: HttpRequest) -> HttpResponse:
    """What is here and what to do next."""
    return render(request, "shell/home.html", {"cards": cards_for(request.user)})  # type: ignore[arg-type]
