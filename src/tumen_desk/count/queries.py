"""Who is counted: always mentions whose consent for statistics and linkage stands now."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from tumen import dates, places, vocab
from tumen.model import ListMembership
from tumen_desk.count.models import CountRun, Figure, Question
from tumen_desk.count.recipes import EPISODES, CountRecipe
from tumen_desk.jobs.models import Job, State
from tumen_desk.link.adapters import mention_key
from tumen_desk.link.models import LinkRun, Membership
from tumen_desk.record.lists import counting_as
from tumen_desk.record.models import Act, Leg, Mention, Purpose, Source
from tumen_desk.record.queries import allowing, refused_passages


def figures() -> QuerySet[Figure]:
    """Figures, newest first."""
    return Figure.objects.select_related("run__link_run", "run__created_by", "appraisal")


def asked_mentions(recipe: CountRecipe) -> QuerySet[Mention]:
    """Every mention that the recipe asks for, whether it may be counted or not."""
    asked = Q()
    if recipe.act_types:
        asked |= Q(Exists(asked_acts(recipe).filter(mention=OuterRef("pk"))))
    if recipe.leg_kinds:
        asked |= Q(Exists(asked_legs(recipe).filter(mention=OuterRef("pk"))))
    found = Mention.objects.filter(asked).exclude(source__issuer=None)
    if recipe.leave_out:
        found = found.exclude(source__issuer__name__in=recipe.leave_out)
    return found.filter(sex=recipe.sex) if recipe.sex else found


def asked_acts(recipe: CountRecipe) -> QuerySet[Act]:
    """The acts that are asked for, but those told in a passage that may not be counted."""
    refused = refused_passages(Purpose.COUNT).values("pk")
    found = Act.objects.filter(
        Q(passage__isnull=True) | ~Q(passage__in=refused), type__in=counting_as("act_type", recipe.act_types)
    )
    found = _in_time(found, recipe)
    return found.filter(place__in=_within(recipe.place)) if recipe.place else found


def asked_legs(recipe: CountRecipe) -> QuerySet[Leg]:
    """The steps that are asked for, from or to the place, but those told in a passage that may not be counted."""
    refused = refused_passages(Purpose.COUNT).values("pk")
    found = Leg.objects.filter(
        Q(passage__isnull=True) | ~Q(passage__in=refused),
        kind__in=counting_as("journey_leg", recipe.leg_kinds),
    )
    found = _in_time(found, recipe)
    if not recipe.place:
        return found
    inside = _within(recipe.place)
    return found.filter(Q(from_place__in=inside) | Q(to_place__in=inside))


def _within(place: str) -> list[str]:
    gazetteer = places.gazetteer(vocab.load_pack(settings.CONFIG.pack))
    return [each.code for each in gazetteer.within(place)]


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


def memberships(mentions: QuerySet[Mention], recipe: CountRecipe) -> tuple[ListMembership, ...]:
    """Which mention stands on which organisation's list; lists taken as one are one.

    Where episodes are counted, once for each year in which it happened; what cannot be placed in one year is left out.
    """
    merged = recipe.list_names
    rows = mentions.order_by("pk").values_list("pk", "source__issuer__name")
    years = _years(recipe, mentions) if recipe.counting == EPISODES else None
    return tuple(
        ListMembership(mention_id=mention_key(pk), list_id=merged.get(name, name), episode=episode)
        for pk, name in rows
        for episode in (("",) if years is None else sorted(years.get(pk, ())))
    )


def _years(recipe: CountRecipe, mentions: QuerySet[Mention]) -> dict[int, set[str]]:
    """Mention → years in which what is asked happened, as far as they are known."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = [asked_acts(recipe), asked_legs(recipe)]
    for asked in rows:
        dated: QuerySet[Any] = asked.filter(mention__in=mentions.values("pk")).exclude(date_low=None)
        for pk, low, high in dated.values_list("mention_id", "date_low", "date_high"):
            if high is not None and low.year == high.year:
                found[pk].add(str(low.year))
    return found


def citations(mentions: QuerySet[Mention]) -> dict[tuple[str, str], int]:
    """How many sources of one organisation cite a source of another, among those that tell of the counted people."""
    rows = (
        Source.objects.filter(pk__in=mentions.values("source"), cites__issuer__isnull=False)
        .exclude(cites__issuer=F("issuer"))
        .values_list("issuer__name", "cites__issuer__name")
        .annotate(times=Count("pk"))
    )
    return {(one, other): times for one, other, times in rows}


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


def open_questions() -> QuerySet[Question]:
    """Questions that nothing was computed for yet, newest first."""
    return Question.objects.filter(runs=None).select_related("created_by")


_AT_ONCE = 20_000  # mentions whose lists are looked at while somebody waits


def is_long(recipe: CountRecipe) -> bool:
    """Whether so many mentions are asked for that nobody should wait for a look at their lists."""
    return asked_mentions(recipe)[_AT_ONCE : _AT_ONCE + 1].exists()


def check_under_way(figure: Figure) -> Job | None:
    """The work that checks a figure, if it is waiting or running."""
    return Job.objects.filter(
        kind="count.check", parameters__figure=figure.pk, state__in=[State.QUEUED, State.RUNNING]
    ).first()
