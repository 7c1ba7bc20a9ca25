"""Pages of the link room: persons, suggestions, asking for a linkage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from tumen.errors import LinkageError
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind, may
from tumen_desk.jobs import services as jobs
from tumen_desk.link import additions, queries, services
from tumen_desk.link.adapters import mention_pk
from tumen_desk.link.consequences import consequences
from tumen_desk.link.evidence import open_reasons
from tumen_desk.link.models import Judgement, Membership, Pair
from tumen_desk.link.queue import current_run, not_linked
from tumen_desk.link.reasons import reasons_to_choose
from tumen_desk.link.ties import graph, parted, ties
from tumen_desk.link.whatif import suppositions
from tumen_desk.record import values
from tumen_desk.record.models import Mention, Purpose
from tumen_desk.record.queries import allowed_mentions, allowing, names_of
from tumen_desk.shell.paging import KeyPages

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
def persons(request: HttpRequest) -> HttpResponse:
    """Persons as the current run sees them."""
    several = request.GET.get("all") != "1"
    page = KeyPages(queries.persons(several=several), PAGE, most=_COUNTED).get_page(request.GET.get("page"))
    lines = queries.person_lines(_user(request), (row["person"] for row in page))
    context = {
        "page": page,
        # A withdrawal may leave one mention of a person whom the run had seen more often.
        "lines": [line for line in lines if line["mentions"] > 1] if several else lines,
        "several": several,
        "run": current_run(),
    }
    return render(request, "link/persons.html", context)


@behind(Door.RECORD_READ)
def person(request: HttpRequest, key: str) -> HttpResponse:
    """One person: every value with who says it; conflicts stand side by side."""
    memberships = queries.person_mentions(_user(request), key)
    if not memberships:
        raise Http404
    mentions = [m.mention for m in memberships]
    names = _names(request, mentions, "person page")
    context = {
        "key": key,
        "memberships": [(m, names.get(m.mention_id)) for m in memberships],
        "fields": values.of_mentions(_user(request), mentions),
        "acts": queries.acts_of(mentions),
        "stays": queries.stays_of(mentions),
        "legs": queries.legs_of(mentions),
        "judgements": queries.judgements_about([m.pk for m in mentions]),
        "names_open": may(_user(request), Door.NAMES_SEE),
    }
    return render(request, "link/person.html", context)


@behind(Door.RECORD_READ)
def person_why(request: HttpRequest, key: str) -> HttpResponse:
    """A part of a person's page: why these are one person, what would change that, who is nearest outside."""
    memberships = queries.person_mentions(_user(request), key)
    if not memberships:
        raise Http404
    run = memberships[0].run
    found = ties(_user(request), run, [m.mention_id for m in memberships])
    turning, older = [], ""
    for title, pair in (
        ("for the weakest bridge", found.weakest.pair if found.weakest else None),
        ("for the nearest outside", found.outside),
    ):
        if pair is None:
            continue
        try:
            turning.append((title, pair, suppositions(run, pair)))
        except LinkageError as fault:  # linked by an earlier version: the ties stand, nothing can be supposed
            older = fault.message
    context = {"key": key, "ties": found, "graph": graph(found), "turning": turning, "older": older}
    return render(request, "link/why_one.html", context)


@behind(Door.LINK_JUDGE)
def preview(request: HttpRequest, a: int, b: int) -> HttpResponse:
    """What a verdict on two mentions would change, before it is given."""
    verdict = request.GET.get("verdict", "same")
    run = current_run()
    known = circles.known_to(_user(request), "mention__source")
    linked = Membership.objects.filter(allowing(Purpose.LINK), known, run=run, mention__in=[a, b])
    if run is None or a == b or verdict not in ("same", "different") or linked.count() != 2:
        raise Http404
    listed = Pair.objects.filter(run=run, mention_a=min(a, b), mention_b=max(a, b)).first()
    context = {
        "a": min(a, b),
        "b": max(a, b),
        "back": _back(request, listed),
        "verdict": verdict,
        "found": consequences(run, verdict, [(a, b)]),
        "action": reverse("link:judge", args=[a, b]),
        "title": f"M-{min(a, b)} and M-{max(a, b)}: {_VERDICTS[verdict]}",
        "reasons": reasons_to_choose().items(),
    }
    return render(request, "link/preview.html", context)


def _back(request: HttpRequest, listed: Pair | None) -> str:
    """The address of this desk that the preview was opened from; else that of the pair."""
    wanted = request.GET.get("then", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("link:pair", args=[listed.pk]) if listed else ""


_VERDICTS = {"same": "the same person", "different": "different people"}


@behind(Door.LINK_JUDGE)
@require_http_methods(["GET", "POST"])
def person_split(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Part a person at one tie: what that would change, and the verdicts that do it."""
    memberships = queries.person_mentions(_user(request), key)
    mentions = {m.mention_id: m.mention for m in memberships}
    cut = Pair.objects.filter(
        pk=pk, run__is_current=True, mention_a__in=mentions, mention_b__in=mentions
    ).first()
    if cut is None:
        raise Http404
    one, other = parted(cut.run, list(mentions), cut)
    if request.method == "POST":
        services.persons_part(
            actor=_user(request),
            one=[mentions[m] for m in one],
            other=[mentions[m] for m in other],
            reason=request.POST.get("reason", ""),
            why=request.POST.get("why", "")[:500],
        )
        messages.success(
            request, "Kept: different people on the two sides. It holds from the next linkage on."
        )
        return redirect("link:person", key)
    context = {
        "a": cut.mention_a_id,
        "b": cut.mention_b_id,
        "verdict": "different",
        "found": consequences(cut.run, "different", [(a, b) for a in one for b in other]),
        "action": reverse("link:person-split", args=[key, pk]),
        "title": f"Parting {key} between M-{cut.mention_a_id} and M-{cut.mention_b_id}",
        "across": len(one) * len(other),
        "reasons": reasons_to_choose().items(),
    }
    return render(request, "link/preview.html", context)


@behind(Door.RECORD_READ)
def suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    """A part of a mention's page: who this may be, why, and the buttons to say so."""
    open_ = Mention.objects.filter(circles.known_to(_user(request), "source"))
    mention = get_object_or_404(open_.select_related("source"), pk=pk)
    if not allowed_mentions(Purpose.LINK).filter(pk=pk).exists():
        return render(request, "link/suggestions.html", {"mention": mention, "closed": True})
    try:
        found = services.suggestions(mention)
    except LinkageError as error:
        return render(request, "link/suggestions.html", {"mention": mention, "error": error})
    known = open_.select_related("source__issuer").in_bulk([mention_pk(s.mention_id) for s in found])
    names = _names(request, [mention, *known.values()], "suggestion of the same person") if known else {}
    latest = {o.mention_a_id + o.mention_b_id - pk: o for o in queries.opinions_of(_user(request), pk)}
    rows = [
        {
            "suggestion": s,
            "mention": (other := known[mention_pk(s.mention_id)]),
            "names": names.get(other.pk),
            "reasons": open_reasons(
                s.reasons, shown=names.get(pk) is not None and names.get(other.pk) is not None
            ),
            "opinion": latest.get(other.pk),
        }
        for s in found
        if mention_pk(s.mention_id) in known
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
    """Ask for a new linkage; of new mentions it says how many."""
    new = not_linked().count() if current_run() else 0
    title = f"Link {new:,} new mention{'' if new == 1 else 's'} with the record" if new else "Link the record"
    job = jobs.enqueue(user=_user(request), kind="link.run", title=title, parameters={})
    return redirect(reverse("jobs:job", args=[job.pk]))


@behind(Door.LINK_JUDGE)
@require_POST
def run_new(request: HttpRequest) -> HttpResponse:
    """Ask to link what is new, by the index."""
    new = not_linked().count()
    title = f"Link {new:,} new mention{'' if new == 1 else 's'}" if new else "Link what is new"
    job = jobs.enqueue(user=_user(request), kind="link.new", title=title, parameters={})
    return redirect(reverse("jobs:job", args=[job.pk]))


@behind(Door.LINK_JUDGE)
@require_POST
def new_take_back(request: HttpRequest) -> HttpResponse:
    """Take back what was added to the last whole linkage."""
    additions.take_back(actor=_user(request))
    messages.success(
        request, "Taken back: the last whole linkage holds again. What is new waits to be linked."
    )
    return redirect("link:review")
