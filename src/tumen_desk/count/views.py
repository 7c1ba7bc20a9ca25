"""Pages of figures: the list, the question, the number with all that must stand beside it."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from tumen.errors import PublicationRefused, StudyError
from tumen.estimation import METHODS
from tumen_desk.accounts.access import Door, behind
from tumen_desk.count import appraisals, charts, conditions, figure_charts, maps, queries, services, tasks
from tumen_desk.count.forms import ListsForm, PublicationForm, RecipeForm, pair_value
from tumen_desk.count.models import Figure, Question
from tumen_desk.count.recipes import CountRecipe
from tumen_desk.count.series_forms import StrataForm
from tumen_desk.count.series_queries import series
from tumen_desk.jobs import services as jobs
from tumen_desk.shell.spoken import spoken

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PAGE = 50


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


@behind(Door.COUNT_READ)
def figures(request: HttpRequest) -> HttpResponse:
    """All figures, newest first, and the questions that are being prepared."""
    page = Paginator(queries.figures(), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "count/figures.html",
        {"page": page, "questions": queries.open_questions()[:5], "series": series()[:10]},
    )


@behind(Door.COUNT_RUN)
@require_http_methods(["GET", "POST"])
def figure_new(request: HttpRequest) -> HttpResponse:
    """Ask for a figure: who is meant, and what is known of the lists. The lists themselves come next."""
    like = Question.objects.filter(pk=_number(request.GET.get("like"))).first()
    earlier = CountRecipe.from_dict(like.recipe) if like else None
    form = RecipeForm(request.POST or None, initial=RecipeForm.initial_of(earlier) if earlier else None)
    if request.method == "POST" and form.is_valid():
        asked = services.question_create(actor=_user(request), recipe=form.recipe(earlier))
        return redirect("count:question", asked.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "count/figure_new.html", {"form": form}, status=status)


def _number(text: str | None) -> int:
    """The number in an address; 0, which is nobody's, for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


@behind(Door.COUNT_RUN)
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """The lists of a question: how they overlap, which of them are one, and how to estimate."""
    asked = get_object_or_404(Question, pk=pk)
    if not asked.look and queries.is_long(CountRecipe.from_dict(asked.recipe)):
        job = jobs.enqueue(
            user=_user(request), kind="count.look", title="Looking at the lists", parameters={"question": pk}
        )
        return redirect("jobs:job", job.pk)
    try:
        seen = services.question_look(asked)
    except StudyError as error:
        return render(request, "count/question_empty.html", {"question": asked, "error": error})
    recipe = CountRecipe.from_dict(asked.recipe)
    form = ListsForm(request.POST or None, recipe=recipe, lists=seen["overlaps"]["lists"])
    if request.method == "POST" and form.is_valid():
        return _decided(request, asked, recipe, form.recipe())
    context = {
        "question": asked, "recipe": recipe, "look": seen, "form": form,
        "methods": _methods(len(seen["overlaps"]["lists"])),
        "pairs": [{**pair, "value": pair_value(pair["lists"])} for pair in seen["pairs"]],
        "groups": [{"lists": group, "value": pair_value(group)} for group in recipe.merge],
        "unanswered": conditions.unanswered(recipe.answers),
        "caveats": conditions.caveats(recipe.answers, recipe.notes), "strata_form": StrataForm(),
        "series": asked.series.all()[:5],
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "count/question.html", context, status=status)


def _methods(lists: int) -> list[dict[str, str]]:
    """Methods with what their documentation says of them in a sentence, and why one cannot take so many lists."""
    return [
        {
            "id": name,
            "title": method.title,
            "words": (inspect.getdoc(method) or "").partition("\n\n")[0],
            "unfit": _unfit(method.min_lists, getattr(method, "max_lists", lists), lists),
        }
        for name, method in METHODS.items()
    ]


def _unfit(least: int, most: int, lists: int) -> str:
    if least <= lists <= most:
        return ""
    wanted = (
        f"{least} lists" if least == most else f"at least {least}" if lists < least else f"at most {most}"
    )
    return f"Not for these {lists} lists: it takes {wanted}."


def _decided(
    request: HttpRequest, asked: Question, before: CountRecipe, recipe: CountRecipe
) -> HttpResponseRedirect:
    """Other lists are looked at first; the same ones are counted."""
    if recipe != before:
        services.question_change(actor=_user(request), question=asked, recipe=recipe)
    if "compute" not in request.POST or (recipe.merge, recipe.leave_out) != (before.merge, before.leave_out):
        return redirect("count:question", asked.pk)
    job = jobs.enqueue(
        user=_user(request),
        kind="count.run",
        title=recipe.title[:200],
        parameters={"recipe": recipe.as_dict(), "question": asked.pk, "check": True},
    )
    return redirect("jobs:job", job.pk)


@behind(Door.COUNT_RUN)
def question_chart(request: HttpRequest, pk: int) -> HttpResponse:
    """Who stands on which lists together, as bars over dots."""
    asked = get_object_or_404(Question, pk=pk)
    if not asked.look:
        raise Http404
    return charts.respond(_drawn(asked.look["chart"]))


def _drawn(kept: Mapping[str, Any]) -> str:
    return charts.draw(kept["spec"], title=kept["title"], text=kept["words"])


def _figure(pk: int) -> Figure:
    return get_object_or_404(queries.figures(), pk=pk)


@behind(Door.COUNT_READ)
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure: number, interval, what it counts, how sure, from whom, how to do it again."""
    found = _figure(pk)
    earlier = found.run.again_of.figures.first() if found.run.again_of else None
    kept = getattr(found, "appraisal", None)
    context = {
        "figure": found,
        "appraisal": kept,
        "checks": appraisals.shown(kept.results) if kept else None,
        "checking": queries.check_under_way(found),
        "publications": found.publications.select_related("by"),
        "obstacles": services.obstacles(found),
        "publication_form": PublicationForm(),
        "answers": conditions.told(found.run.recipe.get("answers", {}), found.run.recipe.get("notes", {})),
        "diagnostics": {k: v for k, v in found.run.diagnostics.items() if k != "list_sizes"},
        "overlaps": figure_charts.overlaps(found),
        "thresholds": found.run.manifest.get("outputs", {}).get("pooled", {}).get("thresholds", []),
        "method": METHODS[found.method].title if found.method in METHODS else "",
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
def check_chart(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A chart of the checks of a figure; `lists` shows how its lists overlap."""
    found = _figure(pk)
    if code == "lists":
        chart = figure_charts.overlaps(found).plot(unit=found.unit)
        return charts.respond(charts.draw(chart.spec, title=chart.title, text=chart.words))
    kept = getattr(found, "appraisal", None)
    if kept is None or code not in kept.results["charts"]:
        raise Http404
    return charts.respond(_drawn(kept.results["charts"][code]))


@behind(Door.COUNT_RUN)
@require_POST
def figure_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Stand every method beside a figure; it is done in the background."""
    job = tasks.ask_for_checks(_user(request), _figure(pk))
    return redirect("jobs:job", job.pk)


@behind(Door.COUNT_RUN)
@require_POST
def figure_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a second person whether a figure may be published, or do what they agreed to; or decide that it may not."""
    found, actor, why = _figure(pk), _user(request), request.POST.get("why", "")
    allowed = "allow" in request.POST
    try:
        if allowed and not services.figure_may_go(actor=actor, figure=found):
            services.figure_publication_ask(actor=actor, figure=found, why=why)
            messages.success(request, "Asked. A colleague who may agree finds it under Approvals.")
        else:
            services.figure_publish(actor=actor, figure=found, allowed=allowed, why=why)
    except PublicationRefused as error:
        messages.error(request, f"{error.message} {error.hint}")
    return redirect(f"{reverse('count:figure', args=[found.pk])}#publish")


@behind(Door.COUNT_READ)
def figure_methods(request: HttpRequest, pk: int) -> HttpResponse:
    """What a report says of how a figure was made, as text."""
    text = "\n".join(spoken(line) for line in services.methods_text(_figure(pk)).split("\n"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


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
