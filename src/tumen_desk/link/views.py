"""Pages of the link room: review, persons, suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tumen.errors import LinkageError
from tumen_desk.accounts.access import Door, behind, may
from tumen_desk.jobs import services as jobs
from tumen_desk.link import queries, services
from tumen_desk.link.adapters import mention_pk
from tumen_desk.link.models import Judgement, Pair
from tumen_desk.record.models import Mention, Purpose
from tumen_desk.record.queries import allowed_mentions, names_of
from tumen_desk.shell.paging import KeyPages, Pages

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PAGE = 50
_COUNTED = 500
"""Lists that look at consent row by row are counted so far: nobody reviews from the bottom up."""


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _names(request: HttpRequest, mentions: list[Mention], reason: str) -> dict[int, Any]:
    user = _user(request)
    return names_of(user, mentions, reason=reason) if may(user, Door.NAMES_SEE) else {}


@behind(Door.RECORD_READ)
def review(request: HttpRequest) -> HttpResponse:
    """Pairs to judge, the most doubtful first."""
    verdict = request.GET.get("verdict", "open")
    pairs = queries.review_queue(verdict=verdict).select_related(
        "mention_a__source__issuer", "mention_b__source__issuer"
    )
    context = {
        "run": queries.current_run(),
        "page": Pages(pairs, PAGE, most=_COUNTED).get_page(request.GET.get("page")),
        "verdict": verdict,
        "verdicts": [("open", "to review"), *Judgement.Verdict.choices, ("all", "all pairs")],
        "latest": queries.latest_verdicts(),
    }
    return render(request, "link/review.html", context)


@behind(Door.RECORD_READ)
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """One pair side by side, with the reasons and what was judged so far."""
    found = get_object_or_404(
        Pair.objects.select_related("run", "mention_a__source__issuer", "mention_b__source__issuer"), pk=pk
    )
    both = [found.mention_a, found.mention_b]
    if allowed_mentions(Purpose.LINK).filter(pk__in=[m.pk for m in both]).count() != len(both):
        raise Http404("Consent for linkage was withdrawn.")
    names = _names(request, both, "review of a pair")
    nearby = list(queries.review_queue().values_list("pk", flat=True)[:200])
    context = {
        "pair": found,
        "sides": [(m, names.get(m.pk)) for m in both],
        "fields": queries.side_by_side(*both),
        "judgements": queries.judgements_on(found.mention_a_id, found.mention_b_id),
        "next": next((n for n in nearby if n != found.pk), None),
        "verdicts": Judgement.Verdict.choices,
    }
    return render(request, "link/pair.html", context)


@behind(Door.LINK_JUDGE)
@require_POST
def judge(request: HttpRequest, a: int, b: int) -> HttpResponseBase:
    """Keep a verdict and go on to the next pair, or back to where it was given."""
    verdict = request.POST.get("verdict", "")
    if verdict not in Judgement.Verdict.values:
        raise Http404
    services.judgement_add(
        actor=_user(request),
        mention_a=get_object_or_404(Mention, pk=a),
        mention_b=get_object_or_404(Mention, pk=b),
        verdict=verdict,
        why=request.POST.get("why", "")[:500],
    )
    messages.success(
        request, "Kept. It can be taken back by a later verdict; it holds from the next linkage on."
    )
    following = request.POST.get("next", "")
    if request.headers.get("HX-Request"):
        about = request.POST.get("about", "")
        return suggestions(request, int(about) if about.isdecimal() else a)
    if following.isdecimal():
        return redirect("link:pair", int(following))
    return redirect("link:review")


@behind(Door.RECORD_READ)
def persons(request: HttpRequest) -> HttpResponse:
    """Persons as the current run sees them."""
    several = request.GET.get("all") != "1"
    page = KeyPages(queries.persons(several=several), PAGE, most=_COUNTED).get_page(request.GET.get("page"))
    lines = queries.person_lines(row["person"] for row in page)
    context = {
        "page": page,
        # A withdrawal may leave one mention of a person whom the run had seen more often.
        "lines": [line for line in lines if line["mentions"] > 1] if several else lines,
        "several": several,
        "run": queries.current_run(),
    }
    return render(request, "link/persons.html", context)


@behind(Door.RECORD_READ)
def person(request: HttpRequest, key: str) -> HttpResponse:
    """One person: every value with who says it; conflicts stand side by side."""
    memberships = queries.person_mentions(key)
    if not memberships:
        raise Http404
    mentions = [m.mention for m in memberships]
    names = _names(request, mentions, "person page")
    context = {
        "key": key,
        "memberships": [(m, names.get(m.mention_id)) for m in memberships],
        "fields": queries.values_by_source(mentions),
        "acts": queries.acts_of(mentions),
        "stays": queries.stays_of(mentions),
        "legs": queries.legs_of(mentions),
        "judgements": queries.judgements_about([m.pk for m in mentions]),
        "names_open": may(_user(request), Door.NAMES_SEE),
    }
    return render(request, "link/person.html", context)


@behind(Door.RECORD_READ)
def suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    """A part of a mention's page: who this may be, why, and the buttons to say so."""
    mention = get_object_or_404(Mention.objects.select_related("source"), pk=pk)
    if not allowed_mentions(Purpose.LINK).filter(pk=pk).exists():
        return render(request, "link/suggestions.html", {"mention": mention, "closed": True})
    try:
        found = services.suggestions(mention)
    except LinkageError as error:
        return render(request, "link/suggestions.html", {"mention": mention, "error": error})
    known = Mention.objects.select_related("source__issuer").in_bulk(
        [mention_pk(s.mention_id) for s in found]
    )
    names = _names(request, [mention, *known.values()], "suggestion of the same person") if known else {}
    latest = queries.latest_verdicts()
    rows = [
        {
            "suggestion": s,
            "mention": (other := known[mention_pk(s.mention_id)]),
            "names": names.get(other.pk),
            "verdict": latest.get((min(pk, other.pk), max(pk, other.pk)), ""),
        }
        for s in found
    ]
    context = {
        "mention": mention,
        "rows": rows,
        "names": names.get(pk),
        "verdicts": Judgement.Verdict.choices,
    }
    return render(request, "link/suggestions.html", context)


@behind(Door.LINK_JUDGE)
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Ask for a new linkage."""
    job = jobs.enqueue(user=_user(request), kind="link.run", title="Link the record", parameters={})
    return redirect(reverse("jobs:job", args=[job.pk]))
