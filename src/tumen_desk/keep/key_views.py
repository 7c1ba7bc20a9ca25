"""Pages of keys: the overview, the passphrase, the recovery sheets, backups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tumen_desk.accounts.access import Door, behind
from tumen_desk.audit import log
from tumen_desk.jobs import services as jobs
from tumen_desk.keep import ceremony, forms
from tumen_desk.keep.models import BackupWritten, Erasure
from tumen_desk.store import folder, sheets

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


@behind(Door.DESK_MANAGE)
def keys(request: HttpRequest) -> HttpResponse:
    """How this store is kept: what opens it, when it was last backed up, who was erased."""
    return render(
        request,
        "keep/keys.html",
        {
            "passphrase_on": sheets.passphrase_made_on(),
            "sheets_on": sheets.made_on(),
            "backup": BackupWritten.objects.first(),
            "erasures": Erasure.objects.select_related("by", "approved_by")[:50],
            "place": folder.root(),
        },
    )


@behind(Door.DESK_MANAGE)
@require_http_methods(["GET", "POST"])
def passphrase(request: HttpRequest) -> HttpResponse:
    """Change the passphrase."""
    form = forms.PassphraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        folder.change_passphrase(form.cleaned_data["passphrase"])
        log.write(_user(request), "keep.passphrase_change", "store")
        messages.success(
            request,
            "The new passphrase holds. Key files that were copied before still open with the old one: write a new "
            "backup and destroy the old key files.",
        )
        return redirect("keep:keys")
    return render(request, "keep/passphrase.html", {"form": form}, status=_status(request))


@behind(Door.DESK_MANAGE)
@require_http_methods(["GET", "POST"])
def recovery(request: HttpRequest) -> HttpResponse:
    """The ceremony, first step: what it is, asking a second person for it, and beginning it."""
    actor = _user(request)
    may_begin = ceremony.may_begin(actor=actor)
    if request.method == "POST":
        if may_begin:
            sheets.begin(actor.pk)
            return redirect("keep:recovery-sheets")
        ceremony.ask(actor=actor, reason=request.POST.get("reason", ""))
        messages.success(request, "Asked. Begin here once a colleague has agreed; do it together.")
        return redirect("accounts:approvals")
    return render(request, "keep/recovery.html", {"sheets_on": sheets.made_on(), "may_begin": may_begin})


@behind(Door.DESK_MANAGE)
def recovery_sheets(request: HttpRequest) -> HttpResponse:
    """Second step: three sheets to print, one for each keeper."""
    made = sheets.printed(_user(request).pk)
    if made is None:
        return redirect("keep:recovery")
    printed = [{"number": n, "words": text.split()} for n, text in enumerate(made, start=1)]
    return render(request, "keep/recovery_sheets.html", {"sheets": printed})


@behind(Door.DESK_MANAGE)
@require_http_methods(["GET", "POST"])
def recovery_confirm(request: HttpRequest) -> HttpResponse:
    """Third step: type them back from the paper, so that nobody relies on a sheet that cannot be read."""
    made = sheets.printed(_user(request).pk)
    if made is None:
        return redirect("keep:recovery")
    form = forms.SheetsForm(request.POST or None, printed=made)
    if request.method == "POST" and form.is_valid():
        ceremony.finish(actor=_user(request))
        messages.success(
            request,
            "Any two of the three sheets open this desk now. Give them to three people in different places.",
        )
        return redirect("keep:keys")
    return render(request, "keep/recovery_confirm.html", {"form": form}, status=_status(request))


@behind(Door.DESK_MANAGE)
@require_POST
def recovery_drop(request: HttpRequest) -> HttpResponse:
    """Stop the ceremony; the sheets printed so far open nothing."""
    sheets.drop(_user(request).pk)
    messages.success(request, "Stopped. Destroy what was printed; it opens nothing.")
    return redirect("keep:keys")


@behind(Door.DESK_MANAGE)
@require_http_methods(["GET", "POST"])
def backups(request: HttpRequest) -> HttpResponse:
    """Write a backup; the list of those written."""
    last = BackupWritten.objects.first()
    initial = {"place": last.place.rsplit("/", 1)[0]} if last and "/" in last.place else None
    form = forms.BackupForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        job = jobs.enqueue(
            user=_user(request), kind="keep.backup", title="Backup", parameters=form.cleaned_data
        )
        return redirect("jobs:job", job.pk)
    found = BackupWritten.objects.select_related("by")[:100]
    return render(request, "keep/backups.html", {"form": form, "backups": found}, status=_status(request))
