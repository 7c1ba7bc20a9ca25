"""Pages of documents: the text with its passages, the form that codes an act beside it, and the file itself."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind, may
from tumen_desk.record import forms, hooks, queries, services, translating
from tumen_desk.record.act_coding import CodedAct, act_code
from tumen_desk.record.consent_forms import ConsentForm
from tumen_desk.record.models import Act, Document, Passage, Source
from tumen_desk.shell.numbers import number_in

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


@behind(Door.RECORD_WRITE)
@require_POST
def document_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file to a source."""
    found = get_object_or_404(Source, pk=pk)
    circles.require_known(_user(request), pk)
    form = forms.DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "Choose a file first.")
        return redirect("record:source", pk)
    upload = form.cleaned_data["file"]
    film = Document.objects.filter(pk=number_in(request.POST.get("of", "")), source=found).first()
    document = services.document_add(
        actor=_user(request), source=found, name=upload.name, content=upload, of=film
    )
    return redirect("record:document", document.pk)


@behind(Door.RECORD_READ)
@require_http_methods(["GET", "POST"])
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The text with its coded passages, and beside it the form that codes an act from a marked passage."""
    found = get_object_or_404(Document.objects.select_related("source__issuer"), pk=pk)
    circles.require_known(_user(request), found.source_id)
    writing = may(_user(request), Door.RECORD_WRITE)
    quotable = not any(caution["code"] == translating.DRAFTED for caution in found.warnings)
    form = forms.CodeActForm(request.POST or None, document=found) if writing and quotable else None
    if (
        request.method == "POST"
        and form is not None
        and form.is_valid()
        and _has_looked(request, found, form)
    ):
        given = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        coded = {
            **given,
            "account": int(form.cleaned_data["account"] or 0) or None,
            "victim": int(form.cleaned_data["victim"] or 0) or None,
        }
        act = act_code(actor=_user(request), document=found, coded=CodedAct(**coded))
        messages.success(request, f"Coded as {act}.")
        return redirect(f"{reverse('record:document', args=[pk])}?coded={act.pk}")
    passages = list(found.passages.prefetch_related("acts").order_by("start"))
    just = Act.objects.filter(pk=number_in(request.GET.get("coded", "")), passage__document=found).first()
    context = {
        "document": found,
        "segments": _segments(found, passages, _looked_for(request, found)),
        "workbench": hooks.workbench() if writing and quotable else None,
        "seen": Act.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
        "passages": passages,
        "form": form,
        "marked": form.marked(found.text) if form is not None else "",
        "just": just,
        "pages": hooks.document_pages(),
        "panels": hooks.mention_panels(),
    }
    return render(request, "record/document.html", context, status=422 if request.method == "POST" else 200)


@behind(Door.NAMES_SEE)
def document_file(request: HttpRequest, pk: int) -> FileResponse:
    """The original file, opened from its seal; the download is named by its number, never by its title."""
    found = get_object_or_404(Document.objects.defer("text", "layout"), pk=pk)
    circles.require_known(_user(request), found.source_id)
    content = services.document_open(actor=_user(request), document=found)
    return FileResponse(
        content, as_attachment=True, filename=f"{found}", content_type="application/octet-stream"
    )


@behind(Door.RECORD_READ)
def passage(request: HttpRequest, pk: int) -> HttpResponse:
    """One passage: what stands there, and whether it is still what was anchored."""
    found = get_object_or_404(Passage.objects.select_related("document__source"), pk=pk)
    circles.require_known(_user(request), found.document.source_id)
    source = found.document.source
    context = {
        "passage": found,
        "acts": found.acts.all(),
        "whole": services.passage_is_whole(found),
        "source": source,
        "decisions": [d for d in queries.decisions(source) if d.passage_id == pk],
        "consent_form": ConsentForm(),
    }
    return render(request, "record/passage.html", context)


def _looked_for(request: HttpRequest, document: Document) -> tuple[int, int]:
    """The words that a link points to (`?found=120-180`); (0, 0) for none."""
    start, _, end = request.GET.get("found", "").partition("-")
    low, high = number_in(start), min(number_in(end), len(document.text))
    return (low, high) if low < high else (0, 0)


def _segments(
    document: Document, passages: list[Passage], found: tuple[int, int] = (0, 0)
) -> list[dict[str, Any]]:
    """The text cut at the borders of passages: each piece with where it starts and who stands on it."""
    paragraphs = {p["start"] for p in document.layout.get("paragraphs", ())} if document.pages else set()
    edges = (*(b for p in passages for b in (p.start, p.end)), *found)
    borders = sorted({0, len(document.text), *paragraphs, *edges})
    return [
        {
            "start": start,
            "text": document.text[start:end],
            "passages": [p for p in passages if p.start <= start and p.end >= end],
            "opens": [p for p in passages if p.start == start],
            "paragraph": start in paragraphs,
            "found": found[0] <= start and end <= found[1],
            "first": start == found[0] and found[1] > 0,
        }
        for start, end in itertools.pairwise(borders)
    ]


def _has_looked(request: HttpRequest, document: Document, form: forms.CodeActForm) -> bool:
    """False, with the reasons above the form, if somebody else coded the same words and the coder has not seen it."""
    given = form.cleaned_data
    if given["seen"] is None:
        return True
    reasons = hooks.act_objections(_user(request), document, given["start"], given["end"], given["seen"])
    for reason in reasons:
        form.add_error(None, reason)
    return not reasons
