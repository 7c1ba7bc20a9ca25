"""Long work of the count room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from tumen_desk.accounts.models import User
from tumen_desk.count.models import Figure, Question, Series
from tumen_desk.count.recipes import CountRecipe
from tumen_desk.jobs import services as jobs
from tumen_desk.jobs.models import Job
from tumen_desk.jobs.registry import kind
from tumen_desk.jobs.running import Running


@kind("count.run")
def run(running: Running) -> Mapping[str, object]:
    """Estimate what a recipe asks, or again what a figure asked. Safe to run again: one figure, or none."""
    # The science is loaded when it runs, not whenever a desk is opened, backed up or checked.
    from tumen_desk.count import services

    actor = User.objects.get(pk=running.job.created_by)
    parameters: dict[str, Any] = running.job.parameters
    if "again" in parameters:
        figure = services.count_again(
            actor=actor, figure=Figure.objects.get(pk=parameters["again"]), progress=running
        )
    else:
        recipe = CountRecipe.from_dict(parameters["recipe"])
        caveats = tuple(str(c) for c in parameters.get("caveats", ()))
        question = Question.objects.filter(pk=parameters.get("question", 0)).first()
        figure = services.count_run(
            actor=actor, recipe=recipe, caveats=caveats, question=question, progress=running
        )
    if parameters.get("check"):
        ask_for_checks(actor, figure)
    return _opened(figure)


def ask_for_checks(actor: User, figure: Figure) -> Job:
    """Have every method stand beside a figure; the figure is there meanwhile, and stays if this is stopped."""
    title = f"Checks: {figure.title}"[:200]
    return jobs.enqueue(user=actor, kind="count.check", title=title, parameters={"figure": figure.pk})


def _opened(figure: Figure) -> dict[str, object]:
    return {"figure": figure.pk, "url": reverse("count:figure", args=[figure.pk]), "text": "Open the figure"}


@kind("count.look")
def look(running: Running) -> Mapping[str, object]:
    """See how the lists of a question overlap. Safe to run again: the question keeps one look."""
    from tumen_desk.count import services

    running.start(None, "Looking at the lists")
    question = Question.objects.get(pk=running.job.parameters["question"])
    services.question_look(question)
    return {"url": reverse("count:question", args=[question.pk]), "text": "See the lists"}


@kind("count.check")
def check(running: Running) -> Mapping[str, object]:
    """Stand every method beside a figure, check it and judge. Safe to run again: a figure has one verdict."""
    from tumen_desk.count import services

    actor = User.objects.get(pk=running.job.created_by)
    figure = Figure.objects.get(pk=running.job.parameters["figure"])
    services.figure_appraise(actor=actor, figure=figure, progress=running)
    return _opened(figure)


@kind("count.strata")
def strata(running: Running) -> Mapping[str, object]:
    """Estimate a question part by part. Safe to run again: one series, or none."""
    from tumen_desk.count import series_services
    from tumen_desk.count.series_recipes import StrataRecipe

    actor = User.objects.get(pk=running.job.created_by)
    parameters: dict[str, Any] = running.job.parameters
    made = series_services.strata_run(
        actor=actor,
        question=Question.objects.get(pk=parameters["question"]),
        parts=StrataRecipe.from_dict(parameters["parts"]),
        progress=running,
    )
    return _series(made)


@kind("count.trend")
def trend(running: Running) -> Mapping[str, object]:
    """Compute a rate year by year. Safe to run again: one series, or none."""
    from tumen_desk.count import series_services
    from tumen_desk.count.series_recipes import TrendRecipe

    actor = User.objects.get(pk=running.job.created_by)
    recipe = TrendRecipe.from_dict(running.job.parameters["recipe"])
    return _series(series_services.trend_run(actor=actor, recipe=recipe, progress=running))


def _series(made: Series) -> dict[str, object]:
    return {"series": made.pk, "url": reverse("count:series", args=[made.pk]), "text": "Open the series"}
