"""Pages of campaigns and of open fates, from which campaigns live."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tumen.errors import LawError, TumenError
from tumen_desk.accounts.access import Door, behind
from tumen_desk.act import campaign_forms, campaigns, fates, queries
from tumen_desk.act.models import Campaign
from tumen_desk.act.work_views import posted, user_of
from tumen_desk.audit import log
from tumen_desk.shell import terms
from tumen_desk.shell.downloads import CSV, download
from tumen_desk.shell.spoken import spoken


@behind(Door.ACT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_list(request: HttpRequest) -> HttpResponse:
    """Every campaign by its day, the latest first, and a form to begin one."""
    form = campaign_forms.CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = campaigns.campaign_add(actor=user_of(request), **form.cleaned_data)
        return redirect("act:campaign", made.pk)
    context = {"campaigns": Campaign.objects.all(), "form": form}
    return render(request, "act/campaigns.html", context, status=422 if form.errors else 200)


@behind(Door.ACT_READ)
@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: its days, texts and demands, with where each stands."""
    user = user_of(request)
    found = get_object_or_404(Campaign, pk=pk)
    forms = [
        (kind, campaign_forms.PutForm(kind=kind, rows=campaigns.choices(user, kind)))
        for kind in campaigns.KINDS
    ]
    context = {
        "held": campaigns.held(user, found), "campaign": found, "forms": forms,
        "names": dict(queries.state_choices()),
    }  # fmt: skip
    return render(request, "act/campaign.html", context)


@behind(Door.ACT_WRITE)
@require_POST
def campaign_put(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Put a text or a demand into a campaign, or take it out."""
    found = get_object_or_404(Campaign, pk=pk)
    form = campaign_forms.NumberForm(request.POST)
    try:
        posted(request, form, campaigns.campaign_put, "Kept.", campaign=found, kind=kind)
    except TumenError as error:
        messages.error(request, f"{error.message} {error.hint}".strip())
    return redirect("act:campaign", pk)


@behind(Door.ACT_READ)
@require_safe
def fate_list(request: HttpRequest) -> HttpResponse:
    """Open fates of case files, all or those whose acts call one rule; on the page or as a table to annex."""
    user, rule = user_of(request), request.GET.get("rule", "")
    register = queries.register()
    try:
        # The file is an annex for others: it stays in English.
        found = fates.open_fates(user, rule=rule, language="en" if "csv" in request.GET else terms.language())
    except LawError as error:
        messages.error(request, f"{error.message} {error.hint}")
        return redirect("act:fates")
    if "csv" in request.GET:
        leaving = fates.agreed(found)
        log.write(user, "act.fates_export", "fates", lines=len(leaving), rule=rule)
        return download(fates.as_csv(leaving), "open-fates.csv", kind=CSV)
    rules = (
        []
        if register is None
        else [(r.code, f"{r.code} {spoken(r.label)}") for r in register.rules.values() if r.acts]
    )
    return render(
        request,
        "act/fates.html",
        {"found": found, "rule": rule, "rules": rules, "leaving": fates.agreed(found)},
    )
