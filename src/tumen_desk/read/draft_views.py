"""Checking a draft of one's own: the report by kind, a copy with comments, wiping it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tumen.checking import Outcome
from tumen.documents.media import DOCX
from tumen.errors import InputError
from tumen_desk.accounts.access import Door, behind
from tumen_desk.count import ledger
from tumen_desk.count.claims_words import amount, said
from tumen_desk.count.templatetags.claims import amount as in_words
from tumen_desk.jobs.models import Job
from tumen_desk.read import drafts as services
from tumen_desk.read import forms, queries
from tumen_desk.shell.downloads import download
from tumen_desk.shell.spoken import spoken

if TYPE_CHECKING:
    from tumen.figures import Claim, Ledger
    from tumen_desk.accounts.models import User

_KINDS = (
    (Outcome.CONFLICTS, "In conflict", "no"),
    (Outcome.NO_SOURCE, "Without a source", "unsure"),
    (Outcome.ASK, "To be asked", "unsure"),
    (Outcome.AGREES, "In agreement", "yes"),
)
_LINE = re.compile(r"(?P<code>[A-Z][\w-]*): (?P<rest>.*)", re.DOTALL)


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


@behind(Door.COUNT_READ)
@require_http_methods(["GET", "POST"])
def drafts(request: HttpRequest) -> HttpResponse:
    """One's own drafts; give one to be checked."""
    form = forms.DraftForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            draft = services.draft_take_in(actor=_user(request), name=upload.name, content=upload.read())
            return redirect("read:draft", draft.pk)
        except InputError as fault:
            form.add_error("file", f"{fault.message} {fault.hint}".strip())
    context = {"form": form, "drafts": queries.drafts(_user(request))}
    return render(request, "read/drafts.html", context, status=422 if form.errors else 200)


@behind(Door.COUNT_READ)
@require_GET
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """What a check says of each place in a draft, by kind."""
    found = get_object_or_404(queries.drafts(_user(request)), pk=pk)
    job = Job.objects.filter(pk=found.job or 0).first()
    books = ledger.books(_user(request))
    findings = found.report.get("findings", ())
    kinds = [
        (outcome.value, label, tag, [_shown(f, books) for f in findings if f["outcome"] == outcome.value])
        for outcome, label, tag in _KINDS
    ]
    context = {
        "draft": found,
        "job": job if job is not None and not found.counts else None,
        "kinds": kinds,
        "checked": bool(found.counts),
    }
    answer = render(request, "read/draft.html", context)
    if request.headers.get("HX-Request") and (found.counts or job is None or not job.is_open):
        answer.headers["HX-Refresh"] = "true"
    return answer


def _shown(finding: Mapping[str, Any], books: Ledger) -> dict[str, Any]:
    """A remark with its sentence in three parts, and the rows of the ledger it stands on."""
    start, end = finding["at"]
    sentence = finding["sentence"]
    return {
        **finding,
        "before": sentence[:start],
        "words": sentence[start:end],
        "after": sentence[end:],
        "known": [_known(line, books) for line in finding["known"]],
    }


def _known(line: str, books: Ledger) -> dict[str, str]:
    """A line of what is known, with the address of its row where the ledger has one."""
    found = _LINE.fullmatch(line)
    if found is None:
        return {"code": "", "address": "", "rest": line}
    claim = next((c for c in books.claims if c.code == found["code"]), None)
    rest = found["rest"] if claim is None else _said(claim)
    return {"code": found["code"], "address": _address(found["code"], books), "rest": rest}


def _said(claim: Claim) -> str:
    """A row of the ledger in the language of the page: how much, of whom, where, when, who says it."""
    parts = (claim.population.name(), claim.place.name())
    return (
        f"{in_words(amount(claim))} {spoken(claim.unit)}, {', '.join(map(spoken, parts))}, {said(claim.as_of)} "
        f"({', '.join(claim.sources)})"
    )


def _address(code: str, books: Ledger) -> str:
    claim = next((c for c in books.claims if c.code == code), None)
    if claim is not None:
        return f"{reverse('count:claims-of', args=[claim.quantity.code])}#{code}"
    return reverse("count:claims-series", args=[code]) if code in books.series else ""


@behind(Door.COUNT_READ)
@require_GET
def draft_commented(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy of the DOCX with each remark as a comment."""
    found = get_object_or_404(queries.drafts(_user(request)), pk=pk)
    content = services.draft_commented(actor=_user(request), draft=found)
    return download(content, f"draft-{found.pk}-checked.docx", kind=DOCX)


@behind(Door.COUNT_READ)
@require_POST
def draft_wipe(request: HttpRequest, pk: int) -> HttpResponse:
    """Destroy a draft."""
    found = get_object_or_404(queries.drafts(_user(request)), pk=pk)
    services.draft_wipe(actor=_user(request), draft=found)
    messages.success(request, "The draft is wiped; nothing of it can be read any more.")
    return redirect("read:drafts")
