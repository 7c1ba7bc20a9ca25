"""What was counted of somebody who withdraws: every figure is found, marked, and not to be published any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from tumen_desk.audit import log
from tumen_desk.count.models import Figure, Publication
from tumen_desk.count.queries import asked_mentions
from tumen_desk.count.recipes import CountRecipe
from tumen_desk.record import hooks
from tumen_desk.record.models import Consent, Mention, Purpose

_PURPOSES = (Purpose.COUNT, Purpose.LINK)
WITHDREW = "Somebody who was counted here has withdrawn since: count again."
"""Stands among the caveats of the figure, in the language in which all of them are kept."""


def figures_counting(mentions: Sequence[int]) -> Iterator[Figure]:
    """The newest figure of each question that asked for one of these mentions in its linkage."""
    newest = Figure.objects.filter(run__repeats__isnull=True).select_related("run__link_run")
    for figure in newest.order_by("pk"):
        asked = asked_mentions(CountRecipe.from_dict(figure.run.recipe))
        if asked.filter(pk__in=mentions, memberships__run=figure.run.link_run_id).exists():
            yield figure


def is_public(figure: Figure) -> bool:
    """Whether the latest decision lets it be published."""
    latest = figure.publications.first()
    return latest is not None and latest.allowed


@hooks.used_by
def counted(mentions: Sequence[int], purpose: str) -> Iterator[hooks.Use]:
    """Figures that counted these mentions."""
    if purpose not in _PURPOSES:
        return
    for figure in figures_counting(mentions):
        yield hooks.Use(
            what=_("figure"),
            title=figure.title,
            url=reverse("count:figure", args=[figure.pk]),
            becomes=_(
                "is marked and may not be published until it is counted again; what was printed stays printed"
            )
            if is_public(figure)
            else _("is marked until it is counted again"),
        )


@hooks.consent_changed
def consent_withdrawn(consent: Consent) -> None:
    """A decision changed: every figure that counted those it is about is marked, and none of them may be published."""
    if consent.granted or consent.purpose not in _PURPOSES or consent.passage_id is not None:
        return
    about = Mention.objects.filter(source=consent.source_id)
    if consent.mention_id is not None:
        about = about.filter(pk=consent.mention_id)
    for figure in figures_counting(list(about.values_list("pk", flat=True))):
        if WITHDREW not in figure.caveats:
            figure.caveats = [WITHDREW, *figure.caveats]
            figure.save(update_fields=["caveats"])
        if is_public(figure) and consent.recorded_by is not None:
            Publication.objects.create(figure=figure, allowed=False, why=WITHDREW, by=consent.recorded_by)
        log.write(None, "count.figure_mark", f"figure:{figure.pk}", consent=consent.pk)
