"""Reading the log."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tumen_desk.accounts.access import Door, behind
from tumen_desk.audit import log
from tumen_desk.audit.models import Entry


@behind(Door.AUDIT_READ)
def entries(request: HttpRequest) -> HttpResponse:
    """The newest first; `?subject=act:17` for one row's history."""
    found = Entry.objects.select_related("actor")
    subject = request.GET.get("subject", "")
    if subject:
        found = found.filter(subject=subject)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "audit/list.html", {"page": page, "subject": subject})


@behind(Door.AUDIT_READ)
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain."""
    broken = log.first_break()
    if broken is None:
        messages.success(request, f"The chain holds over all {Entry.objects.count()} entries.")
    else:
        messages.error(request, f"The chain breaks at entry {broken}: it or one before it was altered.")
    return redirect("audit:list")
