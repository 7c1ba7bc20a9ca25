"""Which figures count some mentions: what a change of who is who may change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.urls import reverse

from tumen_desk.count.queries import counted_mentions, figures
from tumen_desk.count.recipes import CountRecipe
from tumen_desk.link.hooks import rests_on

_LOOKED_AT: Final = 20


@rests_on
def figures_counting(mentions: Sequence[int]) -> list[tuple[str, str]]:
    """The latest figures that count one of these mentions; a change shows in them once they are computed anew."""
    return [
        (figure.title, reverse("count:figure", args=[figure.pk]))
        for figure in figures()[:_LOOKED_AT]
        if counted_mentions(CountRecipe.from_dict(figure.run.recipe), figure.run.link_run)
        .filter(pk__in=mentions)
        .exists()
    ]
