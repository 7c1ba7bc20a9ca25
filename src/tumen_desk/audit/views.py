"""Reading the log, and taking its signed heads out of the machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tumen.errors import HeadRefused
from tumen_desk.accounts.access import Door, behind
from tumen_desk.audit import heads, log, states, verify_log
from tumen_desk.audit.forms import CountersignForm, HeadTextForm, LineForm, WitnessForm
from tumen_desk.audit.models import Entry, Head, Witness

if TYPE_CHECKING:
    from django import forms

    from tumen_desk.accounts.models import User

_SHOWN: Final = 50
PARTS: Final = ("head", "log", "growth", "verifier")


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


@behind(Door.AUDIT_READ)
def entries(request: HttpRequest) -> HttpResponse:
    """The newest first; `?subject=act:17` for one row's history."""
    found = Entry.objects.select_related("actor")
    subject = request.GET.get("subject", "")
    if subject:
        found = found.filter(subject=subject)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "audit/list.html", {"page": page, "subject": subject, "due": heads.is_due()})


@behind(Door.AUDIT_READ)
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain, then hold the rows of the record against it."""
    broken = log.first_break()
    if broken is not None:
        messages.error(request, f"The chain breaks at entry {broken}: it or one before it was altered.")
        return redirect("audit:list")
    messages.success(request, f"The chain holds over all {Entry.objects.count()} entries.")
    compared = states.compare()
    for subject in compared.altered[:_SHOWN]:
        messages.error(request, f"{subject} is not as it was last written.")
    if not compared.altered:
        messages.success(request, f"{compared.rows} rows of the record are as they were last written.")
    return redirect("audit:list")


@behind(Door.AUDIT_READ)
def head_list(request: HttpRequest) -> HttpResponse:
    """Signed heads, partners, and holding the log against a head that was kept outside."""
    context = {
        "heads": Head.objects.select_related("made_by").prefetch_related("countersignatures__witness")[
            :_SHOWN
        ],
        "key": heads.public_key().hex(),
        "due": heads.is_due(),
        "witnesses": Witness.objects.all(),
        "head_form": HeadTextForm(),
        "witness_form": WitnessForm(auto_id="witness_%s"),
        "countersign_form": CountersignForm(auto_id="countersign_%s"),
    }
    return render(request, "audit/heads.html", context)


@behind(Door.AUDIT_READ)
@require_POST
def head_make(request: HttpRequest) -> HttpResponse:
    """Sign the log as it is now."""
    made = heads.head_make(actor=_user(request))
    return redirect("audit:head", made.pk)


@behind(Door.AUDIT_READ)
@require_http_methods(["GET", "POST"])
def head(request: HttpRequest, pk: int) -> HttpResponse:
    """One head: as text, as a square for paper; noting how it left, and a partner's signature."""
    found = get_object_or_404(Head, pk=pk)
    if request.method == "POST":
        form = LineForm(request.POST)
        if form.is_valid():
            heads.countersignature_keep(actor=_user(request), head=found, line=form.cleaned_data["line"])
            messages.success(request, "Kept. Two desks stand behind this head now.")
        elif request.POST.get("how") in ("paper", "mail", "partner"):
            heads.head_left(actor=_user(request), head=found, how=request.POST["how"])
            messages.success(request, "Noted.")
        return redirect("audit:head", pk)
    text = heads.signed_text(found)
    context = {
        "head": found,
        "text": text,
        "square": segno.make(text, error="m").svg_data_uri(scale=4, border=2),
        "form": LineForm(),
        "short": " ".join(found.root[at : at + 4] for at in range(0, 32, 4)),
    }
    return render(request, "audit/head.html", context)


@behind(Door.AUDIT_READ)
def head_part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """What leaves with a head: the head, all entries, the proof since the last one a partner has, the verifier."""
    found = get_object_or_404(Head, pk=pk)
    if part == "head":
        heads.head_left(actor=_user(request), head=found, how="file")
        return _file(heads.signed_text(found).encode(), f"head-{found.size}.txt")
    if part == "log":
        log.write(_user(request), "audit.log_export", f"head:{found.pk}", entries=found.size)
        return _file(b"".join(heads.exported(found)), f"log-{found.size}.jsonl")
    if part == "growth":
        earlier = request.GET.get("since", "")
        proof = heads.growth(int(earlier) if earlier.isdecimal() else 0, found)
        return _file(json.dumps(proof).encode(), f"proof-{earlier}-{found.size}.json")
    if part == "verifier":
        return _file(Path(verify_log.__file__).read_bytes(), "verify_log.py")
    raise Http404


@behind(Door.AUDIT_READ)
def entry_proof(request: HttpRequest, sequence: int) -> HttpResponse:
    """The proof that one entry is in the log, against the latest head; the page of heads while none stands for it."""
    get_object_or_404(Entry, pk=sequence)
    latest = Head.objects.first()
    try:
        if latest is None:
            raise HeadRefused("There is no head yet.", hint="Make one first.")
        proof = json.dumps(heads.proof_of(sequence, latest)).encode()
    except HeadRefused as refused:
        messages.info(request, f"{refused.message} {refused.hint}")
        return redirect("audit:heads")
    return _file(proof, f"entry-{sequence}-{latest.size}.json")


@behind(Door.AUDIT_READ)
@require_POST
def against(request: HttpRequest) -> HttpResponse:
    """Hold the log against a head that was kept outside."""
    fault = heads.against(_given(request, HeadTextForm)["text"])
    if fault:
        messages.error(request, fault)
    else:
        messages.success(request, "The log is the one this head stands for, and was only added to.")
    return redirect("audit:heads")


@behind(Door.AUDIT_READ)
@require_POST
def witness_new(request: HttpRequest) -> HttpResponse:
    """Add a partner."""
    given = _given(request, WitnessForm)
    heads.witness_add(actor=_user(request), name=given["name"], key=given["key"])
    return redirect("audit:heads")


@behind(Door.AUDIT_READ)
@require_POST
def countersign(request: HttpRequest) -> HttpResponse:
    """Sign a partner's head; the line to send back."""
    given = _given(request, CountersignForm)
    try:
        path = [str(part) for part in json.loads(given["proof"] or '{"path": []}')["path"]]
    except (ValueError, KeyError, TypeError) as error:
        raise HeadRefused("The proof cannot be read.") from error
    line = heads.countersign(actor=_user(request), text=given["text"], path=path)
    return render(request, "audit/countersigned.html", {"line": line})


def _given(request: HttpRequest, form_class: type[forms.Form]) -> dict[str, str]:
    form = form_class(request.POST)
    if not form.is_valid():
        raise HeadRefused("Something is missing.", hint="Fill in every field.")
    return form.cleaned_data


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
