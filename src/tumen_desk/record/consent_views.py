"""Pages about consent: withdrawing with all that follows from it, and the form to print and sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tumen import vocab
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind
from tumen_desk.record import asking, hooks, queries, services
from tumen_desk.record.models import Mention, Source
from tumen_desk.shell import terms
from tumen_desk.shell.numbers import number_in

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

LANGUAGES: Final = {"en": "English", "ko": "한국어", "zh": "中文"}


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _source(request: HttpRequest, pk: int) -> Source:
    found = get_object_or_404(Source.objects.select_related("issuer"), pk=pk)
    circles.require_known(_user(request), pk)
    return found


def open_purposes(mentions: list[int]) -> list[str]:
    """Purposes for which at least one of these mentions may be used today, in the order of the pack."""
    return [
        term.code
        for term in terms.vocabulary("consent_purpose")
        if queries.allowed_mentions(term.code).filter(pk__in=mentions).exists()
    ]


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """What was used, purpose by purpose, and what becomes of it; then the withdrawal itself."""
    source = _source(request, pk)
    wanted = request.GET.get("mention")
    about = get_object_or_404(Mention, pk=number_in(wanted), source=source) if wanted else None
    mentions = [about.pk] if about else list(source.mentions.values_list("pk", flat=True))
    still_open = open_purposes(mentions)
    if request.method == "POST":
        chosen = [p for p in still_open if p in request.POST.getlist("purpose")]
        if chosen:
            _withdraw(request, source, about, chosen)
            return redirect("record:mention", about.pk) if about else redirect("record:source", pk)
        messages.error(request, _("Choose at least one purpose."))
    context = {
        "source": source,
        "about": about,
        "purposes": [(p, hooks.uses(mentions, p)) for p in still_open],
    }
    return render(request, "record/withdraw.html", context, status=422 if request.method == "POST" else 200)


@transaction.atomic
def _withdraw(request: HttpRequest, source: Source, about: Mention | None, purposes: list[str]) -> None:
    """Record a no for each purpose, of the person or of everybody in the source who had decided for themselves."""
    user, reason = _user(request), request.POST.get("reason", "")[:300]
    decided = {d.mention_id for d in queries.decisions(source) if d.mention_id is not None}
    for purpose in purposes:
        targets = [about] if about else [None, *Mention.objects.filter(pk__in=decided)]
        for target in targets:
            services.consent_record(
                actor=user, source=source, purpose=purpose, granted=False, mention=target, reason=reason
            )
    messages.success(
        request,
        _("Withdrawn. From now on nothing of it is used for this; what had used it is marked or halted."),
    )


@behind(Door.RECORD_READ)
def consent_form(request: HttpRequest) -> HttpResponse:
    """The form to print, in one of three languages, with every purpose of the pack."""
    number = number_in(request.GET.get("source"))
    source = _source(request, number) if number else None
    asked = request.GET.get("in", "")
    language = asked if asked in LANGUAGES else terms.language()
    words = {
        row["id"]: str(row["labels"].get(language) or terms.label(row["labels"]))
        for row in asking.facts(settings.CONFIG.pack, "consent_texts")
    }
    organisation = str(source.issuer) if source and source.issuer else "…………………………"
    fill = {"{organisation}": organisation, "{number}": str(source or "")}
    for key, text in words.items():
        for hole, given in fill.items():
            words[key] = words[key].replace(hole, given) if hole in text else words[key]
    purposes = [
        (t.code, t.label(language))
        for t in vocab.load_pack(settings.CONFIG.pack).vocabulary("consent_purpose")
        if not t.deprecated
    ]
    context = {
        "source": source,
        "words": words,
        "purposes": purposes,
        "language": language,
        "languages": LANGUAGES,
        "paragraphs": [words[k] for k in ("who", "free", "closed", "limits", "withdraw") if k in words],
    }
    return render(request, "record/consent_form.html", context)
