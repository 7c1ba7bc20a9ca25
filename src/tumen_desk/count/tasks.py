"""Long work of the count room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from tumen_desk.accounts.models import User
from tumen_desk.count.models import Figure
from tumen_desk.count.recipes import CountRecipe
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
        figure = services.count_run(actor=actor, recipe=recipe, caveats=caveats, progress=running)
    return {"figure": figure.pk, "url": reverse("count:figure", args=[figure.pk]), "text": "Open the figure"}
