"""Reading who is who. Everything is of the current run, and of mentions whose consent still stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from tumen_desk.link.models import Judgement, LinkRun, Membership, Pair
from tumen_desk.record.models import Act, Leg, Mention, Purpose, Stay
from tumen_desk.record.queries import allowing


def current_run() -> LinkRun | None:
    """The run whose persons are shown."""
    return LinkRun.objects.filter(is_current=True).first()


def review_queue(*, verdict: str = "open") -> QuerySet[Pair]:
    """Pairs to look at, the most doubtful first; `verdict` is `open`, `same`, `different`, `unsure` or `all`."""
    run = current_run()
    if run is None:
        return Pair.objects.none()
    pairs = Pair.objects.filter(
        allowing(Purpose.LINK, "mention_a"), allowing(Purpose.LINK, "mention_b"), run=run
    )
    latest = latest_verdicts()
    if verdict == "open":
        done = [p for p, v in latest.items() if v]
        return _without(pairs, done).order_by("-doubt", "id")
    if verdict in Judgement.Verdict.values:
        wanted = [p for p, v in latest.items() if v == verdict]
        return _only(pairs, wanted).order_by("-id")
    return pairs.order_by("-probability", "id")


def latest_verdicts() -> dict[tuple[int, int], str]:
    """The verdict in force for each judged pair."""
    rows = Judgement.objects.order_by("id").values_list("mention_a_id", "mention_b_id", "verdict")
    return {(a, b): v for a, b, v in rows}


def _without(pairs: QuerySet[Pair], keys: list[tuple[int, int]]) -> QuerySet[Pair]:
    done = Pair.objects.filter(run__is_current=True, mention_a__in={a for a, _ in keys}).values_list(
        "pk", "mention_a_id", "mention_b_id"
    )
    wanted = set(keys)
    return pairs.exclude(pk__in=[pk for pk, a, b in done if (a, b) in wanted])


def _only(pairs: QuerySet[Pair], keys: list[tuple[int, int]]) -> QuerySet[Pair]:
    found = pairs.filter(mention_a__in={a for a, _ in keys}).values_list("pk", "mention_a_id", "mention_b_id")
    wanted = set(keys)
    return pairs.filter(pk__in=[pk for pk, a, b in found if (a, b) in wanted])


def persons(*, several: bool = True) -> QuerySet[Membership, Any]:
    """Keys of the persons of the current run, most mentioned first, whose consent stands for at least one mention."""
    run = current_run()
    found = Membership.objects.filter(allowing(Purpose.LINK), run=run)
    if several:
        found = found.filter(company__gt=1)
    return found.values("company", "person").distinct().order_by("-company", "person")


def person_lines(keys: Iterable[str]) -> list[dict[str, Any]]:
    """For each of some persons: how many mentions and issuers speak of them with consent, and how sure the run is."""
    order = {key: at for at, key in enumerate(keys)}
    lines = (
        Membership.objects.filter(allowing(Purpose.LINK), run=current_run(), person__in=order)
        .values("person")
        .annotate(
            mentions=Count("mention"),
            issuers=Count("mention__source__issuer", distinct=True),
            probability=Min("probability"),
        )
        .order_by()
    )
    return sorted((dict(line) for line in lines), key=lambda line: order[str(line["person"])])


def person_mentions(person: str) -> list[Membership]:
    """The mentions of one person whose consent stands."""
    return list(
        Membership.objects.filter(allowing(Purpose.LINK), run=current_run(), person=person)
        .select_related("mention__source__issuer")
        .order_by("mention_id")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValues:
    """One field of a person: every value with the mentions that say it."""

    name: str
    values: list[tuple[str, list[Mention]]]

    @property
    def in_conflict(self) -> bool:
        """More than one value was stated."""
        return len(self.values) > 1


_FIELDS = ("sex", "birth", "birthplace", "left", "died")


def values_by_source(mentions: list[Mention]) -> list[FieldValues]:
    """Each field with all values side by side; what no source states is left out."""
    found = []
    for field in _FIELDS:
        said: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            if getattr(mention, field):
                said[getattr(mention, field)].append(mention)
        if said:
            found.append(FieldValues(name=field, values=sorted(said.items())))
    return found


def judgements_about(mention_ids: list[int]) -> QuerySet[Judgement]:
    """Every verdict that touches these mentions, newest first."""
    return Judgement.objects.filter(
        Q(mention_a__in=mention_ids) | Q(mention_b__in=mention_ids)
    ).select_related("mention_a__source", "mention_b__source", "by")


def judgements_on(a: int, b: int) -> QuerySet[Judgement]:
    """Every verdict on one pair, newest first."""
    return Judgement.objects.filter(mention_a=min(a, b), mention_b=max(a, b)).select_related("by")


def acts_of(mentions: list[Mention]) -> QuerySet[Act]:
    """What sources say was done to these mentions, in time."""
    return (
        Act.objects.filter(mention__in=mentions)
        .select_related("account__source", "mention")
        .order_by("date_low", "id")
    )


def legs_of(mentions: list[Mention]) -> QuerySet[Leg]:
    """The journeys that sources tell of these mentions, step by step for each teller."""
    return (
        Leg.objects.filter(mention__in=mentions)
        .select_related("account__source", "mention")
        .order_by("mention_id", "journey", "sequence", "id")
    )


def stays_of(mentions: list[Mention]) -> QuerySet[Stay]:
    """Where sources say these mentions were held, in time."""
    return (
        Stay.objects.filter(mention__in=mentions)
        .select_related("account__source", "mention")
        .order_by("date_low", "id")
    )


def side_by_side(one: Mention, other: Mention) -> list[tuple[str, str, str]]:
    """Each stated field of two mentions: name, value of the one, value of the other."""
    return [
        (field, getattr(one, field), getattr(other, field))
        for field in ("role", *_FIELDS)
        if getattr(one, field) or getattr(other, field)
    ]
