"""Pages of a private comparison: what leaves the house, begin, take in, one exchange and its history, the third."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tumen.errors import ExchangeSecretError
from tumen.linkage import private
from tumen_desk.accounts.access import Door, behind
from tumen_desk.audit import log
from tumen_desk.jobs import services as jobs
from tumen_desk.jobs.models import Job, State
from tumen_desk.link.exchange import services
from tumen_desk.link.exchange.forms import AnswerForm, BeginForm, ReceiveForm
from tumen_desk.link.exchange.keeping import kept_file
from tumen_desk.link.models import Exchange, ExchangeStep
from tumen_desk.shell.downloads import download
from tumen_desk.shell.spoken import spoken
from tumen_desk.store import files, waiting

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_MATCHES = 200
_SHOWN = 200


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _ask(request: HttpRequest, step: str, title: str, parameters: dict[str, Any]) -> HttpResponse:
    job = jobs.enqueue(user=_user(request), kind=f"link.exchange_{step}", title=title, parameters=parameters)
    return redirect(reverse("jobs:job", args=[job.pk]))


def _forget_words() -> None:
    """Wipe the words of work that was cancelled before it began; work that begins wipes its own."""
    over = Job.objects.filter(kind__startswith="link.exchange", parameters__has_key="words")
    for job in over.exclude(state__in=[State.QUEUED, State.RUNNING]):
        job.parameters = {name: value for name, value in job.parameters.items() if name != "words"}
        job.save(update_fields=["parameters"])


@behind(Door.LINK_COMPARE)
def exchanges(request: HttpRequest) -> HttpResponse:
    """What leaves the house and what does not, where to begin, and what was compared."""
    _forget_words()
    return render(request, "link/exchanges.html", {"exchanges": _latest(), "form": ReceiveForm()})


def _latest() -> list[tuple[Exchange, ExchangeStep | None]]:
    """Comparisons, the latest first, each with its last step."""
    found = Exchange.objects.prefetch_related("steps")[:_SHOWN]
    return [(each, next(reversed(list(each.steps.all())), None)) for each in found]


@behind(Door.LINK_COMPARE)
@require_http_methods(["GET", "POST"])
def exchange_begin(request: HttpRequest) -> HttpResponse:
    """Words to read aloud, what was agreed, and the work that masks the own list."""
    words = request.POST.get("words") or private.new_secret()
    form = BeginForm(request.POST or None, request.FILES or None, initial={"words": words})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        invitation = waiting.take_in(given["invitation"].read()) if given["invitation"] else ""
        parameters = {
            "organisations": [given["me"], *given["others"]], "exposure": given["exposure"] / 100,
            "invitation": invitation, "issuer": form.chosen_issuer,
            **{name: given[name] for name in ("why", "reveal", "smallest", "largest", "days", "reason", "words")},
        }  # fmt: skip
        return _ask(request, "begin", "Mask our list", parameters)
    context = {"form": form, "words": words, "hangul": _hangul(words)}
    return render(
        request, "link/exchange_begin.html", context, status=422 if request.method == "POST" else 200
    )


def _hangul(words: str) -> str:
    try:
        return private.in_hangul(words)
    except (ValueError, ExchangeSecretError):
        return ""


@behind(Door.LINK_COMPARE)
@require_POST
def exchange_receive(request: HttpRequest) -> HttpResponse:
    """Seal a file that came; show its terms before anything is done, or go on where they are agreed already."""
    form = ReceiveForm(request.POST, request.FILES)
    if not form.is_valid():
        context = {"exchanges": _latest(), "form": form}
        return render(request, "link/exchanges.html", context, status=422)
    sha256, words = waiting.take_in(form.cleaned_data["file"].read()), form.cleaned_data["words"]
    header = services.header_in(sha256)
    known = Exchange.objects.filter(number=header.exchange, part=Exchange.Part.PARTY).first()
    if known is not None:
        # The outcome that a third signed needs the words too: they open our own keys.
        return _take(request, sha256, words, {"me": known.me})
    invited = services.third_invitation()
    if invited is not None and not words:
        return _ask(request, "count", "Count for the others", {"sha256": sha256})
    return _terms(request, sha256, words, None)


@behind(Door.LINK_COMPARE)
@require_POST
def exchange_answer(request: HttpRequest, sha256: str) -> HttpResponse:
    """The terms were looked at and agreed to: our own list goes in."""
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise Http404
    words = request.POST.get("words", "")
    terms, _ = services.terms_in(sha256, words=words)
    form = AnswerForm(request.POST, organisations=list(terms.organisations[1:]))
    if not form.is_valid():
        return _terms(request, sha256, words, form)
    given = form.cleaned_data
    return _take(
        request, sha256, words,
        {
            "me": given["me"], "why": given["why"], "reason": given["reason"], "issuer": form.chosen_issuer,
            "agree": "records" if given["agree"] else "counts",
        },
    )  # fmt: skip


def _take(request: HttpRequest, sha256: str, words: str, given: dict[str, Any]) -> HttpResponse:
    return _ask(request, "take", "Take in a file", {"sha256": sha256, "words": words, **given})


def _terms(request: HttpRequest, sha256: str, words: str, form: AnswerForm | None) -> HttpResponse:
    terms, check = services.terms_in(sha256, words=words)
    wrong = form is not None
    form = form or AnswerForm(initial={"words": words}, organisations=list(terms.organisations[1:]))
    context = {
        "terms": terms,
        "check": check,
        "sha256": sha256,
        "form": form,
        "exposure": 100 * terms.exposure,
    }
    return render(request, "link/exchange_terms.html", context, status=422 if wrong else 200)


@behind(Door.LINK_COMPARE)
def exchange(request: HttpRequest, pk: int) -> HttpResponse:
    """One comparison: its steps, what left and what stayed, the file to give on, the counts, the record."""
    found = get_object_or_404(Exchange.objects.prefetch_related("steps__by"), pk=pk)
    steps = list(found.steps.all())
    matches = kept_file(found.part, found.number, "result/matches.csv")
    context = {
        "exchange": found,
        "steps": steps,
        "last": steps[-1] if steps else None,
        "sent": next((step.facts for step in steps if step.facts), None),
        "counts": [
            (_where(found.organisations, pattern), n)
            for pattern, n in found.outcome.get("counts", {}).items()
        ],
        "kinds": [" + ".join(kind["parts"]) for kind in found.terms.get("recipe", [])],
        "matches": _matched(matches) if matches else [],
        "table": kept_file(found.part, found.number, "result/overlap.csv") is not None,
    }
    return render(request, "link/exchange.html", context)


def _where(organisations: list[str], pattern: str) -> str:
    on = [name for name, digit in zip(organisations, pattern, strict=True) if digit == "1"]
    return f" {spoken('and')} ".join(on) if len(on) > 1 else f"{on[0]} {spoken('alone')}"


def _matched(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))[:_MATCHES]


@behind(Door.LINK_COMPARE)
def exchange_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a step, to give on; sealed for its receiver. That it was fetched is logged."""
    step = get_object_or_404(ExchangeStep.objects.exclude(file_sha256=""), pk=pk)
    log.write(
        _user(request), "link.exchange_file_fetch", f"exchange:{step.exchange_id}", file=step.file_sha256
    )
    return download(files.get(step.file_sha256), step.file_name)


@behind(Door.LINK_COMPARE)
def exchange_table(request: HttpRequest, pk: int) -> HttpResponse:
    """The counts as an estimate reads them."""
    found = get_object_or_404(Exchange, pk=pk)
    content = kept_file(found.part, found.number, "result/overlap.csv")
    if content is None:
        raise Http404
    log.write(_user(request), "link.exchange_table_fetch", f"exchange:{found.pk}")
    return download(content, "overlap.csv")


@behind(Door.LINK_COMPARE)
@require_http_methods(["GET", "POST"])
def third(request: HttpRequest) -> HttpResponse:
    """Count for others: the invitation to give them, and the words to read with it."""
    if request.method == "POST":
        services.third_become(actor=_user(request), name=request.POST.get("name", ""))
        messages.success(request, "This desk can count for others now.")
        return redirect("link:third")
    invited = services.third_invitation()
    return render(request, "link/third.html", {"words": invited[1] if invited else ""})


@behind(Door.LINK_COMPARE)
def invitation(request: HttpRequest) -> HttpResponse:
    """The invitation as a file: a name and two public keys."""
    invited = services.third_invitation()
    if invited is None:
        raise Http404
    return download(invited[0], "invitation.json")
