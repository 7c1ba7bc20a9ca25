"""Pages of the review: the list of pairs, one pair at a time with one key a verdict, how reviewers agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tumen.errors import TumenError
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind, may
from tumen_desk.link import agreement as agreeing
from tumen_desk.link import news, queries, queue, services
from tumen_desk.link.evidence import evidence, steps
from tumen_desk.link.models import Judgement, Opinion, Pair, Reviewer
from tumen_desk.link.pictures import waterfall
from tumen_desk.link.queue import Asked
from tumen_desk.link.reasons import reasons_to_choose
from tumen_desk.record.models import Mention
from tumen_desk.shell.paging import Pages
from tumen_desk.shell.spoken import spoken
from tumen_desk.shell.templatetags.tumen import chance

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PAGE = 50
_COUNTED = 500
"""Lists that look at consent row by row are counted so far: nobody reviews from the bottom up."""


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _score_first(user: User) -> bool:
    return Reviewer.objects.filter(user=user.pk, score_first=True).exists() or not may(user, Door.LINK_JUDGE)


@behind(Door.RECORD_READ)
def review(request: HttpRequest) -> HttpResponse:
    """Pairs to judge, in the order asked for, and where to begin."""
    asked = Asked.read(request.GET.dict())
    user = _user(request)
    found = queue.pairs(user, asked).select_related("mention_a__source__issuer", "mention_b__source__issuer")
    page = Pages(found, PAGE, most=_COUNTED).get_page(request.GET.get("page"))
    score_first = _score_first(user)
    told, worth = queue.told_so_far()
    context = {
        "run": queue.current_run(),
        "page": page,
        "rows": _rows(user, list(page.object_list), score_first=score_first),
        "asked": asked,
        "lists": queue.LISTS.items(),
        "orders": [(name, words) for name, (_, words) in queue.ORDERS.items()],
        "score_first": score_first,
        "told": told / worth if worth else 0.0,
        "today": queue.judged_today(user),
        "second_share": queue.second_share(),
        "news": news.news(),
    }
    return render(request, "link/review.html", context)


def _rows(user: User, pairs: list[Pair], *, score_first: bool) -> list[dict[str, Any]]:
    """Pairs of a list; the machine's probability only where the reviewer has judged, or wants it first."""
    mine = set(
        Opinion.objects.filter(by=user.pk, mention_a__in=[p.mention_a_id for p in pairs]).values_list(
            "mention_a_id", "mention_b_id"
        )
    )
    return [{"pair": p, "open": score_first or (p.mention_a_id, p.mention_b_id) in mine} for p in pairs]


@behind(Door.LINK_JUDGE)
def begin(request: HttpRequest) -> HttpResponse:
    """The first pair of the queue."""
    asked = Asked.read(request.GET.dict())
    found = queue.following(_user(request), asked)
    if found is None:
        return render(request, "link/pair.html", _done(_user(request), asked))
    return redirect(_address(found, asked))


def _address(pair: Pair, asked: Asked) -> str:
    address = reverse("link:pair", args=[pair.pk])
    return f"{address}?{asked.address}" if asked.address else address


@behind(Door.LINK_JUDGE)
def following(request: HttpRequest, pk: int) -> HttpResponse:
    """A part: the pair after this one, fetched while the reviewer still looks at this one."""
    asked = Asked.read(request.GET.dict())
    here = get_object_or_404(Pair, pk=pk)
    found = queue.following(_user(request), asked, after=here)
    context = _done(_user(request), asked) if found is None else _shown(request, found, asked)
    return render(request, "link/pair_part.html", context)


def _done(user: User, asked: Asked) -> dict[str, Any]:
    """Nothing more in this order: what was skipped, and what can be done next."""
    return {
        "asked": asked,
        "done": True,
        "left": queue.pairs(user, asked)[: _COUNTED + 1].count(),
        "run": queue.current_run(),
    }


def _may_be_shown(user: User) -> QuerySet[Pair]:
    return queue.open_to(user).select_related("run", "mention_a__source__issuer", "mention_b__source__issuer")


@behind(Door.RECORD_READ)
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """One pair side by side; with keys for whoever may judge. A part where the page asks for one."""
    found = get_object_or_404(_may_be_shown(_user(request)), pk=pk)
    context = _shown(request, found, Asked.read(request.GET.dict()))
    part = request.headers.get("HX-Request")
    if not part:
        told, worth = queue.told_so_far()
        context |= {"told": told, "worth": worth, "today": queue.judged_today(_user(request))}
    return render(request, "link/pair_part.html" if part else "link/pair.html", context)


def _shown(request: HttpRequest, pair: Pair, asked: Asked) -> dict[str, Any]:
    user = _user(request)
    own = Opinion.objects.filter(mention_a=pair.mention_a_id, mention_b=pair.mention_b_id, by=user.pk)
    mine = own.select_related("judgement").first()
    score_open = mine is not None or _score_first(user)
    return {
        "pair": pair,
        "asked": asked,
        "evidence": evidence(user, pair.mention_a, pair.mention_b, reason="review of a pair"),
        "judgements": queries.judgements_on(user, pair.mention_a_id, pair.mention_b_id),
        "mine": mine,
        "score_open": score_open,
        "waterfall": waterfall(steps(pair.run, pair)) if score_open else None,
        "reasons": reasons_to_choose().items(),
        "address": _address(pair, asked),
    }


@behind(Door.RECORD_READ)
def why(request: HttpRequest, pk: int) -> HttpResponse:
    """A part: the machine's probability and the weights behind it. Whoever looks first judges no longer blind."""
    found = get_object_or_404(_may_be_shown(_user(request)), pk=pk)
    context = {"pair": found, "waterfall": waterfall(steps(found.run, found))}
    return render(request, "link/why.html", context)


@behind(Door.LINK_JUDGE)
@require_POST
def judge(request: HttpRequest, a: int, b: int) -> HttpResponseBase:
    """Keep a verdict; answer in a word to the review, or lead on to the next pair or back to where it was given."""
    verdict = request.POST.get("verdict", "")
    if verdict not in Judgement.Verdict.values:
        raise Http404
    user = _user(request)
    known = Mention.objects.filter(circles.known_to(user, "source"))
    mentions = [get_object_or_404(known, pk=pk) for pk in (a, b)]
    given = {name: request.POST.get(name, "") for name in ("reason", "why")}
    try:
        kept = services.judgement_add(
            actor=user, mention_a=mentions[0], mention_b=mentions[1], verdict=verdict, reason=given["reason"],
            why=given["why"][:500], blind=request.POST.get("blind") == "yes" and not _score_first(user),
        )  # fmt: skip
    except TumenError as error:
        if _wants_a_word(request):
            return JsonResponse({"message": spoken(error.message), "hint": spoken(error.hint)}, status=409)
        raise
    if _wants_a_word(request):
        return JsonResponse({"judgement": kept.pk, "said": spoken(_said(kept))})
    if request.headers.get("HX-Request"):
        about = request.POST.get("about", "")
        return redirect("link:suggestions", int(about) if about.isdecimal() else a)
    messages.success(
        request, f"Kept: {kept.get_verdict_display().lower()}. It holds from the next linkage on."
    )
    return redirect(_back(request))


def _wants_a_word(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _said(kept: Judgement) -> str:
    """What was kept, and what the machine had thought."""
    words = f"Kept: M-{kept.mention_a_id} ~ M-{kept.mention_b_id} {kept.get_verdict_display().lower()}."
    pair = Pair.objects.filter(
        run__is_current=True, mention_a=kept.mention_a_id, mention_b=kept.mention_b_id
    ).first()
    return f"{words} The machine said {chance(pair.probability)} for one person." if pair else words


def _back(request: HttpRequest) -> str:
    """The address of this desk where a form wants to go on; the queue's next pair otherwise."""
    wanted = request.POST.get("then", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    asked = Asked.read(request.POST.dict())
    here = request.POST.get("pair", "")
    after = Pair.objects.filter(pk=int(here)).first() if here.isdecimal() else None
    found = queue.following(_user(request), asked, after=after)
    return reverse("link:review") if found is None else _address(found, asked)


@behind(Door.LINK_JUDGE)
@require_POST
def take_back(request: HttpRequest) -> HttpResponseBase:
    """Take back one's latest verdict, or the one named, and show its pair again."""
    wanted = request.POST.get("judgement", "")
    named = get_object_or_404(Judgement, pk=int(wanted), by=_user(request).pk) if wanted.isdecimal() else None
    asked = Asked.read(request.POST.dict())
    try:
        back = services.judgement_take_back(actor=_user(request), judgement=named)
    except TumenError as error:
        if _wants_a_word(request):
            return JsonResponse({"message": spoken(error.message), "hint": spoken(error.hint)}, status=409)
        raise
    pair = _may_be_shown(_user(request)).filter(
        run__is_current=True, mention_a=back.mention_a_id, mention_b=back.mention_b_id
    ).first()  # fmt: skip
    address = _address(pair, asked) if pair else reverse("link:review")
    said = f"Taken back: what you said of M-{back.mention_a_id} ~ M-{back.mention_b_id}."
    if _wants_a_word(request):
        return JsonResponse({"address": address if pair else "", "said": spoken(said)})
    messages.success(request, said)
    return redirect(address)


@behind(Door.LINK_JUDGE)
@require_POST
def reviewer(request: HttpRequest) -> HttpResponse:
    """How one likes to review: the score hidden until the verdict, or not."""
    services.reviewer_set(actor=_user(request), score_first=request.POST.get("score_first") == "yes")
    return redirect("link:review")


@behind(Door.DESK_MANAGE)
@require_POST
def rule(request: HttpRequest) -> HttpResponse:
    """Of how many pairs a second reviewer is asked."""
    percent = request.POST.get("second_share", "")
    services.review_rule_set(
        actor=_user(request), second_share=int(percent) / 100 if percent.isdecimal() else -1.0
    )
    return redirect("link:agreement")


@behind(Door.RECORD_READ)
def agreement(request: HttpRequest) -> HttpResponse:
    """How far reviewers agree, and on which pairs they do not."""
    user = _user(request)
    context = {
        "overall": agreeing.overall(),
        "two": agreeing.by_reviewers(),
        "contested": agreeing.contested(user),
        "second_share": 100 * queue.second_share(),
    }
    return render(request, "link/agreement.html", context)
