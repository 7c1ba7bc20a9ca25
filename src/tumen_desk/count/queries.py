"""Who is counted: always mentions whose consent for statistics and linkage stands now."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from tumen import dates
from tumen.model import ListMembership
from tumen_desk.count.models import CountRun, Figure
from tumen_desk.count.recipes import CountRecipe
from tumen_desk.link.adapters import mention_key
from tumen_desk.link.models import LinkRun, Membership
from tumen_desk.record.models import Act, Leg, Mention, Purpose
from tumen_desk.record.queries import allowing


def figures() -> QuerySet[Figure]:
    """Figures, newest first."""
    return Figure.objects.select_related("run__link_run", "run__created_by")


def asked_mentions(recipe: CountRecipe) -> QuerySet[Mention]:
    """Every mention that the recipe asks for, whether it may be counted or not."""
    asked = Q()
    if recipe.act_types:
        acts = _in_time(Act.objects.filter(mention=OuterRef("pk"), type__in=recipe.act_types), recipe)
        asked |= Q(Exists(acts))
    if recipe.leg_kinds:
        legs = _in_time(Leg.objects.filter(mention=OuterRef("pk"), kind__in=recipe.leg_kinds), recipe)
        asked |= Q(Exists(legs))
    found = Mention.objects.filter(asked).exclude(source__issuer=None)
    return found.filter(sex=recipe.sex) if recipe.sex else found


def counted_mentions(recipe: CountRecipe, run: LinkRun) -> QuerySet[Mention]:
    """Mentions of `run` that the recipe asks for and whose consent for counting and linkage stands."""
    return (
        asked_mentions(recipe)
        .filter(memberships__run=run)
        .filter(allowing(Purpose.COUNT, "pk"), allowing(Purpose.LINK, "pk"))
    )


def _in_time(rows: QuerySet[Any], recipe: CountRecipe) -> QuerySet[Any]:
    """Rows that can have happened between `since` and `until`; a row without a date cannot be placed in time."""
    if recipe.since:
        rows = rows.exclude(date="").filter(
            Q(date_high__gte=dates.parse(recipe.since).earliest) | Q(date_high__isnull=True)
        )
    if recipe.until:
        rows = rows.exclude(date="").filter(
            Q(date_low__lte=dates.parse(recipe.until).latest) | Q(date_low__isnull=True)
        )
    return rows


def memberships(mentions: QuerySet[Mention]) -> tuple[ListMembership, ...]:
    """Which mention stands on which organisation's list."""
    return tuple(
        ListMembership(mention_id=mention_key(pk), list_id=name)
        for pk, name in mentions.order_by("pk").values_list("pk", "source__issuer__name")
    )


def counted_persons(figure: Figure) -> QuerySet[Membership, Any]:
    """The persons behind a figure, as the run behind it saw them, with how many lists speak of each."""
    recipe = CountRecipe.from_dict(figure.run.recipe)
    run = figure.run.link_run
    return (
        Membership.objects.filter(run=run, mention__in=counted_mentions(recipe, run).values("pk"))
        .values("person")
        .annotate(lists=Count("mention__source__issuer", distinct=True), mentions=Count("mention"))
        .order_by("-lists", "person")
    )


def routes(figure: Figure) -> list[dict[str, Any]]:
    """From where to where the counted people went: place codes and number of steps told, most first."""
    recipe = CountRecipe.from_dict(figure.run.recipe)
    mentions = counted_mentions(recipe, figure.run.link_run).values("pk")
    found: QuerySet[Leg, Any] = (
        Leg.objects.filter(mention__in=mentions)
        .exclude(from_place="")
        .exclude(to_place="")
        .exclude(from_place=F("to_place"))
        .values("from_place", "to_place")
        .annotate(steps=Count("pk"), people=Count("mention", distinct=True))
        .order_by("-people", "from_place", "to_place")
    )
    return list(found)


def count_runs() -> QuerySet[CountRun]:
    """Runs, newest first."""
    return CountRun.objects.select_related("link_run", "created_by")
