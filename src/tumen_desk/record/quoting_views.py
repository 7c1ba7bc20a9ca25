"""The page of words that reports quote: articles and paragraphs, and a quotation held against them."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tumen import law, vocab
from tumen_desk.accounts.access import Door, behind


class HoldForm(forms.Form):
    """A quotation; it is sent, not put into the address, and kept nowhere."""

    quotation = forms.CharField(
        label=_("A quotation"), max_length=3000, widget=forms.Textarea(attrs={"rows": 3})
    )


@behind(Door.RECORD_READ)
@require_http_methods(["GET", "POST"])
def quotations(request: HttpRequest) -> HttpResponse:
    """Every text that is kept, narrowed by words; a quotation that is sent is held against them word for word."""
    pack = vocab.load_pack(settings.CONFIG.pack)
    form = HoldForm(request.POST or None)
    held = form.is_bound and form.is_valid()
    context = {
        "rows": law.quotations_with(pack, request.GET.get("text", "")),
        "text": request.GET.get("text", ""),
        "form": form,
        "held": held,
        "found": law.compare_quotation(form.cleaned_data["quotation"], pack) if held else None,
    }
    return render(request, "record/quotations.html", context, status=422 if form.errors else 200)
