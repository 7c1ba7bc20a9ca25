"""Pages of figures: the list, the question, the number with all that must stand beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from tumen.estimation import METHODS
from tumen_desk.accounts.access import Door, behind
from tumen_desk.count import charts, figure_charts, maps, queries, services
from tumen_desk.count.forms import RecipeForm
from tumen_desk.count.models import Figure
from tumen_desk.jobs import services as jobs

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PAGE = 50


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


@behind(Door.COUNT_READ)
def figures(request: HttpRequest) -> HttpResponse:
    """All figures, newest first."""
    page = Paginator(queries.figures(), PAGE).get_page(request.GET.get("page"))
    return render(request, "count/figures.html", {"page": page})


@behind(Door.COUNT_RUN)
@require_http_methods(["GET", "POST"])
def figure_new(request: HttpRequest) -> HttpResponse:
    """Ask for a figure; it is computed in the background."""
    form = RecipeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        recipe = form.recipe()
        job = jobs.enqueue(
            user=_user(request), kind="count.run", title=recipe.title, parameters={"recipe": recipe.as_dict()}
        )
        return redirect("jobs:job", job.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "count/figure_new.html", {"form": form}, status=status)


def _figure(pk: int) -> Figure:
    return get_object_or_404(queries.figures(), pk=pk)


@behind(Door.COUNT_READ)
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure: number, interval, what it counts, how sure, from whom, how to do it again."""
    found = _figure(pk)
    earlier = found.run.again_of.figures.first() if found.run.again_of else None
    context = {
        "figure": found,
        "method": METHODS[found.method].title if found.method in METHODS else "",
        "rows": figure_charts.overlap_rows(found),
        "routes": queries.routes(found)[:15],
        "earlier": earlier,
        "same": services.same_number(found, earlier) if earlier else None,
        "repeats": found.run.repeats.prefetch_related("figures"),
    }
    return render(request, "count/figure.html", context)


@behind(Door.COUNT_READ)
def figure_chart(request: HttpRequest, pk: int) -> HttpResponse:
    """The chart of a figure: each list, everybody seen, and the estimate with its interval."""
    return charts.respond(figure_charts.lists_and_estimate(_figure(pk)))


@behind(Door.COUNT_READ)
def figure_persons(request: HttpRequest, pk: int) -> HttpResponse:
    """Who stands behind a figure: from here each act leads to its passage."""
    found = _figure(pk)
    page = Paginator(queries.counted_persons(found), PAGE).get_page(request.GET.get("page"))
    return render(request, "count/figure_persons.html", {"figure": found, "page": page})


@behind(Door.COUNT_READ)
def figure_routes(request: HttpRequest, pk: int) -> JsonResponse:
    """Routes of the counted people, for the map."""
    return JsonResponse(maps.routes_geojson(queries.routes(_figure(pk))))


@behind(Door.COUNT_READ)
@cache_control(private=True, max_age=24 * 3600)
def basemap(request: HttpRequest) -> HttpResponse:
    """Coasts, rivers and lines of control around the pack's places; a backdrop, not a statement on borders."""
    return HttpResponse(maps.basemap_geojson(), content_type="application/geo+json")


@behind(Door.COUNT_RUN)
@require_POST
def figure_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute a figure again from its recipe."""
    found = _figure(pk)
    job = jobs.enqueue(
        user=_user(request), kind="count.run", title=f"Again: {found.title}", parameters={"again": found.pk}
    )
    return redirect("jobs:job", job.pk)
