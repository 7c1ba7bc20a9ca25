"""Pages of recommendations: by addressee, as threads, as a sheet, state by state, as files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tumen.errors import TumenError
from tumen_desk.accounts.access import Door, behind
from tumen_desk.act import demands, queries, services, work_forms
from tumen_desk.act.models import Recommendation
from tumen_desk.act.typesetting import MEDIA_TYPES
from tumen_desk.act.work_views import posted, user_of
from tumen_desk.shell.downloads import CSV, download


@behind(Door.ACT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def recommendations(request: HttpRequest) -> HttpResponse:
    """Demands by addressee, with what became of each, and what became of all that was asked of each state."""
    form = work_forms.RecommendationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.recommendation_add(actor=user_of(request), **form.cleaned_data)
        messages.success(request, "Kept; it is followed from now on.")
        return redirect("act:recommendations")
    rows = demands.found()
    context = {
        "form": form, "groups": demands.by_addressee(rows), "step": work_forms.StepForm(),
        "names": dict(queries.state_choices()), "evaluations": demands.evaluations(rows),
        "horizons": demands.by_horizon(rows),
    }  # fmt: skip
    return render(request, "act/recommendations.html", context, status=422 if form.errors else 200)


@behind(Door.ACT_READ)
@require_safe
def recommendation(request: HttpRequest, pk: int) -> HttpResponse:
    """One demand with its thread over the years, state by state."""
    found = get_object_or_404(Recommendation.objects.prefetch_related("steps"), pk=pk)
    context = {
        "found": found, "thread": demands.thread(found), "standings": demands.standings([found]),
        "names": dict(queries.state_choices()), "step": work_forms.StepForm(), "grounds": demands.grounds(found),
        "season": demands.season_name(found.season) if found.season else "",
    }  # fmt: skip
    return render(request, "act/recommendation.html", context)


@behind(Door.ACT_READ)
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Everything that was asked of one addressee or one state."""
    addressee, state = request.GET.get("addressee", ""), request.GET.get("state", "")
    rows = demands.found(addressee=addressee, state=state)
    names = dict(queries.state_choices())
    context = {
        "addressee": addressee, "state": state, "standings": demands.standings(rows, state=state), "names": names,
        "title": names.get(state, "") or addressee, "states": queries.state_choices(),
    }  # fmt: skip
    return render(request, "act/recommendation_sheet.html", context)


@behind(Door.ACT_READ)
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as CSV, or as DOCX."""
    addressee, state = request.GET.get("addressee", ""), request.GET.get("state", "")
    rows = demands.found(addressee=addressee, state=state)
    if kind == "csv":
        return download(demands.as_csv(rows), "recommendations.csv", kind=CSV)
    if kind == "docx":
        of = dict(queries.state_choices()).get(state, "") or addressee
        title = f"Recommendations to {of}" if of else "Recommendations"
        made = demands.sheet(rows, title=title, state=state)
        return download(made, "recommendations.docx", kind=MEDIA_TYPES["docx"])
    raise Http404


@behind(Door.ACT_WRITE)
@require_POST
def recommendation_step(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of one demand."""
    found = get_object_or_404(Recommendation, pk=pk)
    form = work_forms.StepForm(request.POST)
    try:
        posted(request, form, services.recommendation_step, "Step kept.", recommendation=found)
    except TumenError as error:
        messages.error(request, f"{error.message} {error.hint}".strip())
    return redirect("act:recommendation", pk)
