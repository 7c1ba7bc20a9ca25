"""Pages of the events: the list, one event with all its tellings, the review of pairs, asking for a linkage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tumen import vocab
from tumen.linkage.events import Element, ToldValue
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind, may
from tumen_desk.jobs import services as jobs
from tumen_desk.link.events import queries, services, staging
from tumen_desk.link.events.pictures import graph
from tumen_desk.link.events.tellings import Told, accounts_value, allowed_acts, key, tellings_of
from tumen_desk.link.models import EventJudgement, EventPair, Known
from tumen_desk.link.reasons import reasons_to_choose
from tumen_desk.record import values
from tumen_desk.record.models import Account, Act, Mention, Name
from tumen_desk.record.queries import names_of
from tumen_desk.shell import terms
from tumen_desk.shell.paging import KeyPages

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PAGE = 50
_COUNTED = 500
VOCABULARY = {
    "kind": "act_type", "place": "place", "agency": "agency", "method": "torture_method", "outcome": "victim_outcome",
}  # fmt: skip


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


@behind(Door.RECORD_READ)
def events(request: HttpRequest) -> HttpResponse:
    """Events as the current run sees them."""
    order = request.GET.get("order", "independent")
    several, contradicted = request.GET.get("all") != "1", request.GET.get("contradicted") == "1"
    found = queries.events(order=order, several=several, contradicted=contradicted)
    page = KeyPages(found, PAGE).get_page(request.GET.get("page"))
    lines = queries.lines(_user(request), list(page.object_list))
    context = {
        "page": page,
        # A withdrawal may leave one telling of what the run had seen told more often.
        "lines": [line for line in lines if line.event.tellings > 1] if several else lines,
        "run": queries.current_run(),
        "order": order,
        "orders": [(name, words) for name, (_, words) in queries.ORDERS.items()],
        "several": several,
        "contradicted": contradicted,
    }
    return render(request, "link/events.html", context)


@behind(Door.LINK_JUDGE)
def events_begin(request: HttpRequest) -> HttpResponse:
    """Choose the kinds of acts, and ask for a linkage."""
    counted = allowed_acts().order_by().values_list("type").annotate(n=Count("pk")).order_by("-n")
    known = vocab.load_pack(settings.CONFIG.pack).vocabulary("act_type")
    run = queries.current_run()
    kinds = [
        (
            code,
            known[code].label(terms.language()) if code in known else code,
            n,
            run is None or not run.kinds or code in run.kinds,
        )
        for code, n in counted
    ]
    return render(request, "link/events_begin.html", {"kinds": kinds, "run": run})


@behind(Door.LINK_JUDGE)
@require_POST
def events_run(request: HttpRequest) -> HttpResponse:
    """Ask for a new linkage of tellings; every kind chosen means all, also those that come later."""
    chosen = request.POST.getlist("kind")
    offered = set(allowed_acts().order_by().values_list("type", flat=True).distinct())
    kinds = [] if offered <= set(chosen) or not chosen else sorted(offered & set(chosen))
    job = jobs.enqueue(
        user=_user(request), kind="link.events", title="Link events", parameters={"kinds": kinds}
    )
    return redirect(reverse("jobs:job", args=[job.pk]))


@behind(Door.RECORD_READ)
def event(request: HttpRequest, key: str) -> HttpResponse:
    """One event: every telling beside the others, what contradicts, who depends on whom, why these are one."""
    found = queries.whole(_user(request), key)
    if found is None:
        raise Http404
    names = _names(request, found.told, "event page")
    open_ = names is not None and None not in names.values()
    labels = {row.account_id: f"A-{told.account.pk}" for row, told in _beside(found.accounts, found.told)}
    differing = {element.field for element in found.carried.contradictions}
    known = Known.objects.filter(account__in=[t.account.pk for t in found.told], taken_back_at=None)
    context = {
        "whole": found,
        "rows": [
            {"told": told, "row": row, "names": None if names is None else _of(told, names)}
            for row, told in _beside(found.accounts, found.told)
        ],
        "differing": differing,
        "by_kind": staging.by_kind(found.told),
        "stages": staging.stages(found.told),
        "fields": values.of_acts(_user(request), [act for told in found.told for act in told.acts]),
        "contradictions": [_told_element(e, labels, names_open=open_) for e in found.carried.contradictions],
        "graph": graph(found.carried.dependence, labels),
        "ties": [(labels.get(t.a, t.a), labels.get(t.b, t.b), t) for t in found.carried.dependence.ties],
        "judgements": queries.judgements_among(t.pk for t in found.told),
        "known": known.select_related("by"),
        "kinds_known": Known.Kind.choices,
    }
    return render(request, "link/event.html", context)


def _beside(accounts: Any, told: Sequence[Told]) -> list[tuple[Any, Told]]:
    by_key = {key(each.pk): each for each in told}
    return [(row, by_key[row.account_id]) for row in accounts]


def _names(
    request: HttpRequest, told: Sequence[Told], reason: str
) -> Mapping[int, Sequence[Name] | None] | None:
    """Names of the victims, logged; None for those who may not see names."""
    user = _user(request)
    if not may(user, Door.NAMES_SEE):
        return None
    return names_of(user, Mention.objects.filter(pk__in={m for t in told for m in t.victims}), reason=reason)


def _of(told: Told, names: Mapping[int, Sequence[Name] | None]) -> list[Name]:
    return [name for mention in told.victims for name in names.get(mention) or ()]


def _told_element(element: Element, labels: Mapping[str, str], *, names_open: bool) -> dict[str, Any]:
    """One contradiction; whom it was done to is told by name, and only to those who may see names."""
    closed = element.field == "participants" and not names_open
    return {
        "field": element.field, "closed": closed, "reasons": element.reasons,
        "values": [] if closed else [_told_value(element.field, value, labels) for value in element.values],
    }  # fmt: skip


def _told_value(field: str, value: ToldValue, labels: Mapping[str, str]) -> tuple[list[str], list[str]]:
    return list(value.value), [labels.get(account, account) for account in value.accounts]


@behind(Door.RECORD_READ)
def event_pairs(request: HttpRequest) -> HttpResponse:
    """Pairs of tellings to judge, the most doubtful first."""
    user = _user(request)
    judged = request.GET.get("all") == "1"
    found = queries.pairs(user) if judged or not may(user, Door.LINK_JUDGE) else queries.to_review(user)
    page = KeyPages(found, PAGE, most=_COUNTED).get_page(request.GET.get("page"))
    mine = {(a, b): verdict for (a, b, _), verdict in services.opinions(by=user).items()}
    rows = [(pair, mine.get((pair.act_a_id, pair.act_b_id), "")) for pair in page]
    context = {"page": page, "rows": rows, "all": judged, "run": queries.current_run()}
    return render(request, "link/event_pairs.html", context)


@behind(Door.RECORD_READ)
def event_pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Two tellings side by side, the reasons, and the verdict."""
    pair = get_object_or_404(queries.pairs(_user(request)), pk=pk)
    told = tellings_of((pair.act_a_id, pair.act_b_id))
    if len(told) != 2:
        raise Http404
    user = _user(request)
    names = _names(request, told, "review of two tellings")
    rows = _beside(accounts_value(told), told)
    context = {
        "pair": pair,
        "sides": [
            {"told": each, "row": row, "names": None if names is None else _of(each, names)}
            for row, each in rows
        ],
        "fields": [(name, [getattr(row, name) for row, _ in rows]) for name in _COMPARED],
        "event": queries.event_of(pair.act_a_id),
        "together": queries.event_of(pair.act_a_id) == queries.event_of(pair.act_b_id),
        "judgements": queries.judgements_on(user, pair.act_a_id, pair.act_b_id),
        "mine": queries.mine_on(user, pair.act_a_id, pair.act_b_id),
        "verdicts": EventJudgement.Verdict.choices,
        "reasons": reasons_to_choose().items(),
    }
    return render(request, "link/event_pair.html", context)


_COMPARED = ("kind", "place", "date", "number", "agency", "method", "outcome")


@behind(Door.LINK_JUDGE)
@require_POST
def event_judge(request: HttpRequest, a: int, b: int) -> HttpResponse:
    """Keep a verdict on two tellings and go on to the next pair."""
    verdict = request.POST.get("verdict", "")
    if verdict not in EventJudgement.Verdict.values:
        raise Http404
    known = Act.objects.filter(circles.known_to(_user(request), "account__source", "mention__source"))
    acts = [get_object_or_404(known, pk=pk) for pk in (a, b)]
    kept = services.event_judgement_add(
        actor=_user(request), act_a=acts[0], act_b=acts[1], verdict=verdict, reason=request.POST.get("reason", ""),
        why=request.POST.get("why", "")[:500],
    )  # fmt: skip
    said = EventJudgement.Verdict(kept.verdict).label.lower()
    messages.success(request, f"Kept: {said}. It holds from the next linkage of events on.")
    here = EventPair.objects.filter(run__is_current=True, act_a=kept.act_a_id, act_b=kept.act_b_id).first()
    found = queries.following(_user(request), after=here)
    return redirect("link:event-pairs") if found is None else redirect("link:event-pair", found.pk)


@behind(Door.LINK_JUDGE)
def event_next(request: HttpRequest, pk: int) -> HttpResponse:
    """Skip: the pair behind this one, or the first one."""
    after = EventPair.objects.filter(pk=pk).first()
    found = queries.following(_user(request), after=after)
    return redirect("link:event-pairs") if found is None else redirect("link:event-pair", found.pk)


@behind(Door.LINK_JUDGE)
@require_POST
def event_take_back(request: HttpRequest) -> HttpResponse:
    """Take back one's latest verdict on tellings, and show its pair again."""
    back = services.event_judgement_take_back(actor=_user(request))
    messages.success(request, f"Taken back: what you said of T-{back.act_a_id} ~ T-{back.act_b_id}.")
    pair = queries.pairs(_user(request)).filter(act_a=back.act_a_id, act_b=back.act_b_id).first()
    return redirect("link:event-pairs") if pair is None else redirect("link:event-pair", pair.pk)


@behind(Door.LINK_JUDGE)
@require_POST
def known_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is known of how an account depends on others."""
    services.known_add(
        actor=_user(request), account=get_object_or_404(Account, pk=pk), kind=request.POST.get("kind", ""),
        what=request.POST.get("what", ""),
    )  # fmt: skip
    messages.success(request, f"Kept for A-{pk}. The counts on this page know it already.")
    return redirect(_back(request))


@behind(Door.LINK_JUDGE)
@require_POST
def known_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back something known of an account."""
    services.known_take_back(actor=_user(request), known=get_object_or_404(Known, pk=pk, taken_back_at=None))
    messages.success(request, "Taken back.")
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("event", "")
    return (
        reverse("link:event", args=[wanted])
        if wanted.removeprefix("e-").isdecimal()
        else reverse("link:events")
    )
