"""The page on which somebody asks for a page of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tumen.errors import CaptureRefused
from tumen_desk.accounts.access import Door, behind
from tumen_desk.jobs import services as jobs
from tumen_desk.record import capturing, fetching
from tumen_desk.record.forms import LANGUAGES, TermField

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


class CaptureForm(forms.Form):
    """One address, what becomes of the page, and the tick without which nothing goes out."""

    address = forms.CharField(label=_("Address of the page"), max_length=2000)
    kind = TermField("source_kind", label=_("Kind of source"), required=True)
    issuer = forms.CharField(label=_("Issued by"), max_length=200, required=False)
    language = forms.ChoiceField(choices=LANGUAGES, required=False)
    published = forms.BooleanField(
        label=_("Published: may be used for analysis, linkage and statistics"), required=False
    )
    wanted = forms.BooleanField(
        label=_("I want that this machine asks the site for this page now"),
        error_messages={"required": _("Tick this if you want it. Nothing went out.")},
    )

    def clean_address(self) -> str:
        """Refuse what is no address of a page, before anything is asked."""
        try:
            fetching.wanted(self.cleaned_data["address"])
        except CaptureRefused as refused:
            raise forms.ValidationError([refused.message, refused.hint]) from None
        return str(self.cleaned_data["address"])


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def import_capture(request: HttpRequest) -> HttpResponse:
    """Give an address; the page is fetched and brought in by a job. Where that is closed, it says how pages come in."""
    form = CaptureForm(request.POST or None)
    if request.method == "POST":
        capturing.require_open()
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "wanted"}
        user: User = request.user  # type: ignore[assignment]  # LoginRequiredMiddleware leaves only users
        job = jobs.enqueue(
            user=user, kind="record.capture_page", title="Capture a page of the web", parameters=given
        )
        return redirect("jobs:job", job.pk)
    context = {"form": form, "open": settings.CONFIG.capture}
    status = 422 if request.method == "POST" else 200
    return render(request, "record/import_capture.html", context, status=status)
