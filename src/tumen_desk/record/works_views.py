"""The page on which works named by a document are taken as sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tumen.errors import InputError
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind
from tumen_desk.record import works
from tumen_desk.record.forms import TermField
from tumen_desk.record.models import Document

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


class WorksForm(forms.Form):
    """What the chosen works are."""

    kind = TermField("source_kind", required=True, label=_("What each of them is"))


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def works_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Works that a document names; those chosen become sources that it cites."""
    user: User = request.user  # type: ignore[assignment]  # LoginRequiredMiddleware leaves only users
    document = get_object_or_404(Document.objects.select_related("source"), pk=pk)
    circles.require_known(user, document.source_id)
    form = WorksForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lines = {int(at) for at in request.POST.getlist("line") if at.isascii() and at.isdecimal()}
        try:
            taken = works.works_take(
                actor=user, document=document, lines=lines, kind=form.cleaned_data["kind"]
            )
            messages.success(request, _("Sources that are cited now: %(n)s.") % {"n": len(taken)})
            return redirect("record:works", pk)
        except InputError as error:
            messages.error(request, f"{error.message} {error.hint}")
    closed = circles.closed_sources(user)
    rows = []
    for work in works.named(str(document.text)):
        here = works.known(work)
        rows.append((work, here if here is None or here.pk not in closed else None))
    context = {"document": document, "rows": rows, "form": form}
    return render(request, "record/works.html", context, status=422 if request.method == "POST" else 200)
