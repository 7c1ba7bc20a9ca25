"""The page *How right is the linkage?*, and the button that draws pairs to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tumen_desk.accounts.access import Door, behind
from tumen_desk.jobs import services as jobs
from tumen_desk.link import rightness as right
from tumen_desk.link import sampling
from tumen_desk.link.pictures import curve, dots
from tumen_desk.link.queue import Asked, current_run, current_sample, pairs

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User
    from tumen_desk.link.models import LinkRun

_WAITING = Asked(order="lot", shown="sample")


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


@behind(Door.RECORD_READ)
def rightness(request: HttpRequest) -> HttpResponse:
    """What the machine says beside what people said, precision and recall, costs, groups, and what changed."""
    run = current_run()
    found = _found(request, run) if run else {}
    limits = {"fewest": sampling.FEWEST, "usual": sampling.USUAL, "most": sampling.MOST}
    return render(request, "link/rightness.html", {"run": run, "limits": limits} | found)


def _found(request: HttpRequest, run: LinkRun) -> dict[str, Any]:
    user = _user(request)
    links = sampling.links_of(user, run) if run.mentions <= right.AT_ONCE else None
    said = right.said(user, run)
    sample = current_sample()
    found: dict[str, Any] = {
        "said": said,
        "dots": dots(said.judged.bands) if said.judged else [],
        "judged": right.judged(user, sample, links) if sample else None,
        "waiting": pairs(user, _WAITING)[:1].exists() if sample else False,
        "asked": _WAITING.address,
        "at_once": right.AT_ONCE,
        "small": links is not None,
    }
    if links is not None and len(links.draws.mention_ids) > 1:
        costs, wrong = right.costs(links, request.GET.dict())
        found |= {
            "costs": costs, "cheapest": right.costs_words(costs), "wrong": wrong, "curve": curve(costs),
            "change": right.change(user, run, links),
        }  # fmt: skip
    return found


@behind(Door.LINK_JUDGE)
@require_POST
def sample(request: HttpRequest) -> HttpResponse:
    """Ask for a sample of pairs to judge."""
    given = request.POST.get("most", "")
    most = int(given) if given.isdecimal() and len(given) < 6 else 0
    if current_run() is None or not sampling.FEWEST <= most <= sampling.MOST:
        messages.error(
            request,
            f"Link the record first, and ask for {sampling.FEWEST} to {sampling.MOST} pairs.",
        )
        return redirect("link:rightness")
    job = jobs.enqueue(
        user=_user(request),
        kind="link.sample",
        title=f"Draw {most} pairs to judge",
        parameters={"most": most},
    )
    return redirect(reverse("jobs:job", args=[job.pk]))
