"""Reports that come in, and the page on which their candidates are decided."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tumen.errors import DuplicateDocument, InputError
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind
from tumen_desk.count.ledger import books
from tumen_desk.jobs import services as jobs
from tumen_desk.jobs.models import Job, State
from tumen_desk.read import forms, lists, queries, services
from tumen_desk.read.models import Candidate, Reading
from tumen_desk.read.shown import rows_of, segments
from tumen_desk.record.models import Document
from tumen_desk.record.services import document_add, source_create
from tumen_desk.shell.paging import Pages

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_PAGE = 200
_DOCUMENTS = 30
_SHOWN = ("open", "accepted", "dismissed")


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


@behind(Door.RECORD_READ)
@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest) -> HttpResponse:
    """Drop a report in, or go on with one that was read."""
    user = _user(request)
    form = forms.ReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        document = _taken_in(request, form)
        if document is not None:
            _enqueue(user, document, model="model" in request.POST)
            return redirect("read:candidates", document.pk)
    page = Pages(queries.counted(user), _DOCUMENTS).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "may_ask": bool(settings.CONFIG.model)}
    return render(request, "read/documents.html", context, status=422 if form.errors else 200)


def _taken_in(request: HttpRequest, form: forms.ReportForm) -> Document | None:
    """The report as a document of a new source; the one that is there already if it came in before."""
    user, given = _user(request), dict(form.cleaned_data)
    upload = given.pop("file")
    given["title"] = given["title"] or PurePath(upload.name).stem.replace("_", " ")
    try:
        with transaction.atomic():
            source = source_create(actor=user, **given)
            return document_add(actor=user, source=source, name=upload.name, content=upload)
    except DuplicateDocument as fault:
        known = queries.documents(user).filter(pk=int(str(fault.fields.get("document", 0)))).first()
        if known is None:
            form.add_error(
                "file", "This file is in the record already, where you may not read it for candidates."
            )
        return known
    except InputError as fault:
        form.add_error("file", f"{fault.message} {fault.hint}".strip())
    return None


def _enqueue(user: User, document: Document, *, model: bool = False) -> Job:
    given = {"document": document.pk, "model": model}
    return jobs.enqueue(user=user, kind="read.document", title=_title(document), parameters=given)


def _title(document: Document) -> str:
    return f"Reading {document} for candidates"


def _latest(document: Document) -> Job | None:
    return Job.objects.filter(kind="read.document", title=_title(document)).order_by("-id").first()


def _found(request: HttpRequest, pk: int) -> Document:
    """A document that this user may have read; whoever may know of it hears why not, for others it is not there."""
    user = _user(request)
    found = queries.documents(user).filter(pk=pk).first()
    if found is None:
        known = get_object_or_404(Document.objects.filter(circles.known_to(user, "source")), pk=pk)
        raise services.unreadable(known)
    return found


@behind(Door.RECORD_WRITE)
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a document for candidates, or read it anew."""
    document = _found(request, pk)
    latest = _latest(document)
    if latest is None or not latest.is_open:
        _enqueue(_user(request), document, model="model" in request.POST)
    return redirect("read:candidates", pk)


@behind(Door.RECORD_READ)
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading is; asks the page to show itself anew when it is done."""
    document = _found(request, pk)
    job = _latest(document)
    if job is None:
        raise Http404
    answer = render(request, "read/progress.html", {"job": job, "document": document})
    if job.state == State.DONE:
        answer.headers["HX-Refresh"] = "true"
    return answer


@behind(Door.RECORD_READ)
@require_GET
def candidates(request: HttpRequest, pk: int) -> HttpResponse:
    """The candidates of one list beside the text."""
    document, user = _found(request, pk), _user(request)
    reading = Reading.objects.filter(document=document).select_related("by").first()
    job = _latest(document)
    counts = Counter(document.candidates.values_list("list", "state"))
    shown = request.GET.get("shown", "open")
    shown = shown if shown in _SHOWN else "open"
    listed = lists.BY_NAME.get(request.GET.get("list", "")) or _first(counts)
    here = document.candidates.filter(list=listed.name)
    rows = here if shown == "open" else here.filter(state=shown)
    page = Pages(rows.select_related("decided_by", "passage"), _PAGE).get_page(request.GET.get("page"))
    made = rows_of(user, document, list(page))
    context = {
        "document": document,
        "reading": reading,
        "stale": reading is not None and reading.text_sha256 != document.text_sha256,
        "job": job if job is not None and (job.is_open or job.state == State.FAILED) else None,
        "tabs": [
            (
                n,
                one,
                counts[one.name, "open"],
                sum(counts[one.name, s] for s in _SHOWN),
                one.name == listed.name,
            )
            for n, one in enumerate(lists.LISTS, start=1)
            if one.name != lists.MODEL or one is listed or any(counts[one.name, s] for s in _SHOWN)
        ],
        "may_ask": bool(settings.CONFIG.model),
        "listed": listed,
        "absent": reading is not None and listed.name in reading.absent,
        "shown": shown,
        "rows": made,
        "page": page,
        "open": counts[listed.name, "open"],
        "reasons": Candidate.Reason.choices,
        "segments": segments(document, [row.candidate for row in made]),
    }
    return render(request, "read/candidates.html", context)


def _first(counts: Counter[tuple[str, str]]) -> lists.Listed:
    """The first list with something to decide."""
    return next((one for one in lists.LISTS if counts[one.name, "open"]), lists.LISTS[0])


def _candidate(request: HttpRequest, pk: int) -> Candidate:
    found = queries.candidates(_user(request)).select_related(
        "document__source__issuer", "passage", "decided_by"
    )
    return get_object_or_404(found, pk=pk)


def _answer(request: HttpRequest, candidate: Candidate, error: str = "") -> HttpResponse:
    """The row as it is now; without a script, the page."""
    if not request.headers.get("HX-Request"):
        if error:
            messages.error(request, error)
        at = reverse("read:candidates", args=[candidate.document_id])
        return redirect(f"{at}?list={candidate.list}#c-{candidate.pk}")
    (row,) = rows_of(_user(request), candidate.document, [candidate])
    context = {"row": replace(row, error=error), "reasons": Candidate.Reason.choices}
    return render(request, "read/row.html", context, status=422 if error else 200)


def _done(request: HttpRequest, pk: int, do: Any, **given: Any) -> HttpResponse:
    candidate = _candidate(request, pk)
    try:
        return _answer(request, do(actor=_user(request), candidate=candidate, **given))
    except InputError as fault:
        return _answer(request, candidate, f"{fault.message} {fault.hint}".strip())


@behind(Door.RECORD_WRITE)
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a candidate as it was read."""
    return _done(request, pk, services.candidate_accept)


@behind(Door.RECORD_WRITE)
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Dismiss a candidate, with a reason."""
    return _done(request, pk, services.candidate_dismiss, reason=request.POST.get("reason", ""))


@behind(Door.RECORD_WRITE)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    return _done(request, pk, services.candidate_undo)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: a figure or recommendation as a form. POST: accept it as it was filled in."""
    candidate = _candidate(request, pk)
    form = _form(candidate, request)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"changes": form.cleaned_data}
        if isinstance(form, forms.FigureForm):
            given = {"entry": form.entry(), "changes": {"why": form.cleaned_data["why"]}}
        return _done(request, pk, services.candidate_accept, **given)
    context = {"form": form, "candidate": candidate}
    return render(request, "read/edit.html", context, status=422 if form.errors else 200)


def _form(candidate: Candidate, request: HttpRequest) -> forms.FigureForm | forms.RecommendationForm:
    data = request.POST or None
    if candidate.list == "claims" and candidate.content:
        return forms.FigureForm(data, candidate=candidate, books=books(_user(request)))
    if candidate.list == "recommendations" and candidate.content:
        words = " ".join(str(candidate.document.text)[candidate.start : candidate.end].split())
        return forms.RecommendationForm(data, candidate=candidate, words=words)
    raise Http404


@behind(Door.RECORD_WRITE)
@require_POST
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to the form of coding with an accepted incident filled in; nothing is stored by it."""
    candidate = _candidate(request, pk)
    try:
        services.incident_offer(actor=_user(request), candidate=candidate)
    except InputError as fault:
        messages.error(request, f"{fault.message} {fault.hint}".strip())
    at = reverse("record:document", args=[candidate.document_id])
    return redirect(f"{at}?found={candidate.start}-{candidate.end}#found")
