"""Pages of erasing and of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind, may
from tumen_desk.keep import beyond, erasing, evidence, forms
from tumen_desk.keep.erasing import ERASE
from tumen_desk.keep.models import Erasure, Stamp
from tumen_desk.record.models import Document, Mention, Source
from tumen_desk.shell import engine
from tumen_desk.shell.downloads import download, download_pieces

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_AT_ONCE = 50


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _need_to_know(request: HttpRequest, source: int) -> None:
    """What lies in a circle one does not sit in is not there."""
    circles.require_known(_user(request), source)


def _document_for(request: HttpRequest, pk: int) -> Document:
    found = get_object_or_404(Document.objects.select_related("source"), pk=pk)
    _need_to_know(request, found.source_id)
    return found


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


@behind(Door.RECORD_READ)
def erase_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The way to the erasure, on a mention's page, for those who may ask for one."""
    shown = "/mentions/" in request.headers.get("HX-Current-URL", "") and may(_user(request), ERASE.asks)
    if not shown:
        return HttpResponse(headers={"HX-Reswap": "delete"})
    return render(request, "keep/erase_panel.html", {"mention": get_object_or_404(Mention, pk=pk)})


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """What erasing a person would change; asking a second person for it; doing it once they agreed."""
    mention = get_object_or_404(Mention, pk=pk)
    _need_to_know(request, mention.source_id)
    closed = circles.closed_sources(_user(request))
    near = [m for m in erasing.same_person(mention) if m.source_id not in closed]
    choices = [(m.pk, f"{m} in {m.source}") for m in near]
    form = forms.EraseForm(request.POST or None, choices=choices, initial={"mentions": [m.pk for m in near]})
    plan = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = [m for m in near if m.pk in given["mentions"]]
        plan = erasing.plan(actor=_user(request), mentions=chosen, close_backups=given["close_backups"])
        if request.POST.get("then") == "decide":
            _decide(request, plan)
            plan = erasing.plan(actor=_user(request), mentions=chosen, close_backups=given["close_backups"])
        answer = _next(request, plan, str(given["reason"]))
        if answer is not None:
            return answer
    context = {
        "form": form,
        "plan": plan,
        "mention": near[0],
        "agreed": plan is not None and erasing.may_go(actor=_user(request), plan=plan),
        "undecided": plan.beyond.undecided[:_AT_ONCE] if plan else (),
    }
    return render(request, "keep/erase.html", context, status=200 if plan else _status(request))


def _decide(request: HttpRequest, plan: erasing.Plan) -> None:
    answers = {"cover": True, "keep": False}
    chosen = [
        (place, answers[given], request.POST.get(f"why-{place.key}", ""))
        for place in plan.beyond.undecided
        if (given := request.POST.get(f"place-{place.key}", "")) in answers
    ]
    mention, spellings = plan.mentions[0], plan.spellings
    count = beyond.decide(actor=_user(request), mention=mention, spellings=spellings, places=chosen)
    messages.success(request, f"{count} place{'' if count == 1 else 's'} decided.")


def _next(request: HttpRequest, plan: erasing.Plan, reason: str) -> HttpResponse | None:
    wanted = request.POST.get("then")
    if wanted == "ask":
        erasing.ask(actor=_user(request), plan=plan, reason=reason)
        messages.success(request, "A second person is asked. Come back here once they have agreed.")
        return redirect("accounts:approvals")
    if wanted == "erase":
        done = erasing.person_erase(actor=_user(request), plan=plan)
        # The worker has keys that were just destroyed.
        engine.locking()
        engine.unlocked()
        return redirect("keep:erasure", done.pk)
    return None


@behind(Door.RECORD_WRITE)
def erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt of an erasure: what was done, what lies outside."""
    found = get_object_or_404(Erasure.objects.select_related("by", "approved_by"), pk=pk)
    return render(request, "keep/erasure.html", {"erasure": found})


@behind(Door.RECORD_READ)
def evidence_list(request: HttpRequest) -> HttpResponse:
    """Documents as evidence: how far their custody is told, and which time stamps there are."""
    found = Document.objects.select_related("source").defer("text", "layout").prefetch_related("custody")
    found = found.filter(circles.known_to(_user(request), "source"))
    context: dict[str, Any] = {
        "page": Paginator(found, 50).get_page(request.GET.get("page")),
        "stamps": Stamp.objects.select_related("by")[:20],
        "unstamped": evidence.unstamped(),
    }
    return render(request, "keep/evidence.html", context)


@behind(Door.RECORD_READ)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The chain of custody of one document."""
    found = _document_for(request, pk)
    return render(request, "keep/document.html", _document(_user(request), found, forms.CustodyForm()))


def _document(user: User, found: Document, form: forms.CustodyForm) -> dict[str, Any]:
    return {
        "document": found,
        "chain": evidence.chain(found),
        "stamps": evidence.stamps_of(found),
        "form": form,
        "bag_agreed": evidence.bag_may_go(actor=user, source=found.source),
    }


@behind(Door.RECORD_WRITE)
@require_POST
def custody_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a link to the chain."""
    found = _document_for(request, pk)
    form = forms.CustodyForm(request.POST)
    if not form.is_valid():
        return render(request, "keep/document.html", _document(_user(request), found, form), status=422)
    evidence.custody_add(actor=_user(request), document=found, **form.cleaned_data)
    return redirect("keep:document", pk)


@behind(Door.RECORD_WRITE)
@require_POST
def stamp_add(request: HttpRequest) -> HttpResponse:
    """Make a request for a time stamp."""
    made = evidence.stamp_ask(actor=_user(request))
    return redirect("keep:stamp", made.pk)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def stamp(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: how to carry it to an authority, and bringing the answer in."""
    found = get_object_or_404(Stamp, pk=pk)
    form = forms.StampReplyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        root = form.cleaned_data["root"]
        evidence.stamp_answer(
            actor=_user(request),
            stamp=found,
            reply=form.cleaned_data["reply"].read(),
            roots=[root.read()] if root else [],
        )
        messages.success(request, "The time stamp fits and is kept.")
        return redirect("keep:stamp", pk)
    return render(request, "keep/stamp.html", {"stamp": found, "form": form}, status=_status(request))


@behind(Door.RECORD_WRITE)
def stamp_request(request: HttpRequest, pk: int) -> HttpResponse:
    """The request as a file; it holds a digest and nothing else."""
    found = get_object_or_404(Stamp, pk=pk)
    return download(bytes(found.request), f"{found}.tsq", kind="application/timestamp-query")


@behind(Door.NAMES_SEE)
@require_POST
def bag(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The originals of one source as a bag, once a second person agreed; asking them. They leave the store readable."""
    source = get_object_or_404(Source, pk=pk)
    _need_to_know(request, pk)
    if not evidence.bag_may_go(actor=_user(request), source=source):
        evidence.bag_ask(actor=_user(request), source=source, reason=request.POST.get("reason", ""))
        messages.success(request, "Asked. Pack the bag here once a colleague has agreed.")
        return redirect("accounts:approvals")
    packed = evidence.bag_pack(actor=_user(request), source=source)
    return download_pieces(packed.pieces(), f"evidence-{source}.zip", kind="application/zip")
