"""Parts of a document's page, and the pages of second coding."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind
from tumen_desk.coding import agreement, candidates, forms, hooks, services
from tumen_desk.coding.models import Draft, Second
from tumen_desk.record.models import Document
from tumen_desk.shell.numbers import number_in

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_LONGEST_PASSAGE = 4000
_MOST_OFFERS = 9  # Alt and a digit takes one


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _document(request: HttpRequest, pk: int) -> Document:
    """A document that this user may know of."""
    found = get_object_or_404(Document.objects.select_related("source"), pk=pk)
    circles.require_known(_user(request), found.source_id)
    return found


@behind(Door.RECORD_WRITE)
@require_POST
def offers(request: HttpRequest, pk: int) -> HttpResponse:
    """What the marked words may say, as buttons that fill the form."""
    document = _document(request, pk)
    start, end = number_in(request.POST.get("start", "")), number_in(request.POST.get("end", ""))
    words = document.text[start : min(end, start + _LONGEST_PASSAGE)]
    found = candidates.candidates(words, reference=document.source.date) if words.strip() else []
    above = hooks.offered(document, start, end)
    taken = {(one.field, one.value) for one in above}
    offered = [*above, *(one for one in found if (one.field, one.value) not in taken)]
    return render(request, "coding/offers.html", {"offers": offered[:_MOST_OFFERS]})


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, pk: int) -> JsonResponse:
    """GET: one's unfinished form. POST: keep it as it stands."""
    document = _document(request, pk)
    if request.method == "POST":
        services.draft_keep(actor=_user(request), document=document, fields=request.POST.dict())
        return JsonResponse({"kept": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")})
    held = Draft.objects.filter(user=_user(request), document=document).first()
    if held is None:
        return JsonResponse({})
    return JsonResponse({"fields": held.fields, "kept": held.saved_at.isoformat(timespec="seconds")})


@behind(Door.RECORD_WRITE)
@require_GET
def beside(request: HttpRequest, pk: int) -> HttpResponse:
    """Who else is at this document, and what they coded since the page was opened (`?seen=`: the last act then)."""
    document = _document(request, pk)
    user = _user(request)
    seen = number_in(request.GET.get("seen", ""))
    context = {
        "others": services.present(actor=user, document=document),
        "coded": list(services.coded_since(document, act=seen, by_others_than=user)),
    }
    return render(request, "coding/beside.html", context)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def seconds(request: HttpRequest) -> HttpResponse:
    """Second codings: draw a sample, see which wait, and how far two coders agree."""
    user = _user(request)
    form = forms.DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        drawn = services.seconds_draw(
            actor=user,
            coder=form.cleaned_data["coder"],
            number=form.cleaned_data["number"],
            rng=np.random.default_rng(),
        )
        messages.success(request, f"{len(drawn)} documents were drawn.")
        return redirect("coding:seconds")
    closed = circles.closed_sources(user)
    every = Second.objects.exclude(document__source__in=closed).select_related("document__source", "coder")
    finished = [s for s in every if s.done_at]
    context: dict[str, Any] = {
        "form": form,
        "mine": [s for s in every if s.coder_id == user.pk and not s.done_at],
        "waiting": [s for s in every if s.coder_id != user.pk and not s.done_at],
        "finished": finished,
        "agreement": agreement.agreement(finished) if finished else None,
    }
    return render(request, "coding/seconds.html", context, status=422 if form.errors else 200)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest, pk: int) -> HttpResponse:
    """Code a document a second time: its text without what others coded, and the acts that one sees."""
    found = get_object_or_404(Second.objects.select_related("document__source"), pk=pk, coder=request.user)
    document = _document(request, found.document_id)
    form = forms.SecondForm(request.POST or None)
    if request.method == "POST" and request.POST.get("take_back"):
        services.second_take_back(
            actor=_user(request), second=found, code=number_in(request.POST["take_back"])
        )
        return redirect("coding:second", pk)
    if request.method == "POST" and form.is_valid():
        services.second_code(actor=_user(request), second=found, **form.cleaned_data)
        return redirect("coding:second", pk)
    codes = [(code, document.text[code.start : code.end]) for code in found.codes.all()]
    context = {
        "second": found,
        "document": document,
        "form": form,
        "marked": form.marked(document.text),
        "codes": codes,
    }
    return render(request, "coding/second.html", context, status=422 if form.errors else 200)


@behind(Door.RECORD_WRITE)
@require_POST
def second_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish a second coding."""
    found = get_object_or_404(Second, pk=pk, coder=request.user)
    services.second_finish(actor=_user(request), second=found)
    messages.success(request, "Finished. Both codings are compared now.")
    return redirect("coding:seconds")
