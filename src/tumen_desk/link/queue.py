"""Which pair comes next, for whom: pairs ordered by what a verdict tells, without those the reviewer has done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from tumen_desk.accounts import circles
from tumen_desk.link.models import Drawn, Judgement, LinkRun, Membership, Opinion, Pair, ReviewRule, Sample
from tumen_desk.record.models import Consent, Mention, Purpose
from tumen_desk.record.queries import allowing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tumen_desk.accounts.models import User

ORDERS: Final = {
    "worth": ("worth", "what a verdict tells of the number of persons"),
    "estimate": ("worth_estimate", "what it tells of the estimate from overlapping lists"),
    "doubt": ("doubt", "the most doubtful first"),
    "likely": ("probability", "the likeliest first"),
    "lot": ("lot", "by lot"),
}
LISTS: Final = {
    "open": "to review",
    "new": "to review, newly linked",
    "sample": "to review, drawn as a sample",
    "contested": "reviewers differ",
    **dict(Judgement.Verdict.choices),
    "mine": "judged by me",
    "all": "all pairs",
}
SECOND_SHARE: Final = 0.1
"""Share of pairs for a second look until somebody sets another."""
_SURE: Final = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reviewer wants to see: in which order, and of which source or person only.

    Attributes:
        order: one of `ORDERS`.
        shown: one of `LISTS`.
        source: number of a source, 0 for all.
        person: key of a person of the current run, empty for all.
    """

    order: str = "worth"
    shown: str = "open"
    source: int = 0
    person: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Asked:
        """From an address or a form; what is not understood is left out."""
        order, shown = given.get("order", ""), given.get("verdict", "")
        source = given.get("source", "").removeprefix("S-")
        return cls(
            order=order if order in ORDERS else "worth",
            shown=shown if shown in LISTS else "open",
            source=int(source) if source.isdecimal() and len(source) < 19 else 0,
            person=given.get("person", "")[:40],
        )

    @property
    def address(self) -> str:
        """As a query string, without what is not asked."""
        given = {
            "order": self.order if self.order != "worth" else "",
            "verdict": self.shown if self.shown != "open" else "",
            "source": self.source,
            "person": self.person,
        }
        return urlencode({name: value for name, value in given.items() if value})


def current_run() -> LinkRun | None:
    """The run whose persons are shown."""
    return LinkRun.objects.filter(is_current=True).first()


def current_sample() -> Sample | None:
    """The latest sample that was drawn of the current run."""
    return Sample.objects.filter(run__is_current=True).first()


def not_linked(run: LinkRun | None = None) -> QuerySet[Mention]:
    """Mentions that may be linked and that a run (the current one) has not seen: what came in, or was opened, since.

    Cost: only mentions behind the last that was linked, and of sources whose consent was decided on since, are looked
    at closely.
    """
    run = run or current_run()
    if run is None:
        return Mention.objects.filter(allowing(Purpose.LINK, "pk"), is_group=False).order_by()
    linked = Membership.objects.filter(run=run)
    before = Membership.objects.filter(run=run.upon or run)
    decided = Consent.objects.filter(recorded_at__gte=(run.upon or run).created_at).values("source")
    late = Q(pk__gt=before.aggregate(last=Max("mention"))["last"] or 0) | Q(source__in=decided)
    seen = linked.filter(mention=OuterRef("pk"))
    found = Mention.objects.filter(late, is_group=False).filter(~Exists(seen))
    return found.filter(allowing(Purpose.LINK, "pk")).order_by()


def newly_linked(run: LinkRun) -> QuerySet[Membership]:
    """Mentions that a run put to a person and the run before it had not seen; none where it is the first."""
    earlier = LinkRun.objects.filter(pk__lt=run.pk).first()
    if earlier is None:
        return Membership.objects.none()
    before = Membership.objects.filter(run=earlier, mention=OuterRef("mention"))
    return Membership.objects.filter(~Exists(before), run=run)


def second_share() -> float:
    """Share of pairs that a second reviewer looks at."""
    rule = ReviewRule.objects.first()
    return SECOND_SHARE if rule is None else rule.second_share


def pairs(user: User, asked: Asked | None = None) -> QuerySet[Pair]:
    """Pairs of the current run that the user may know and whose consent stands, as and in the order asked for."""
    asked = asked or Asked()
    found = open_to(user).filter(run=current_run())
    if asked.source:
        found = found.filter(Q(mention_a__source=asked.source) | Q(mention_b__source=asked.source))
    if asked.person:
        members = Membership.objects.filter(run__is_current=True, person=asked.person).values("mention")
        found = found.filter(Q(mention_a__in=members) | Q(mention_b__in=members))
    return _shown(found, user, asked.shown).order_by(f"-{ORDERS[asked.order][0]}", "id")


def open_to(user: User) -> QuerySet[Pair]:
    """Pairs whose consent stands, but those that rest on a circle in which the user does not sit."""
    return Pair.objects.filter(
        allowing(Purpose.LINK, "mention_a"),
        allowing(Purpose.LINK, "mention_b"),
        circles.known_to(user, "mention_a__source", "mention_b__source"),
    )


def following(user: User, asked: Asked, *, after: Pair | None = None) -> Pair | None:
    """The next pair to judge; with `after` the next behind that one, so that skipped pairs stay behind."""
    found = pairs(user, asked)
    if after is not None:
        field = ORDERS[asked.order][0]
        value = getattr(after, field)
        found = found.filter(Q(**{f"{field}__lt": value}) | Q(**{field: value}, id__gt=after.pk))
    return found.select_related("run", "mention_a__source__issuer", "mention_b__source__issuer").first()


def _opinions(verdict: str = "") -> QuerySet[Opinion]:
    found = Opinion.objects.filter(mention_a=OuterRef("mention_a"), mention_b=OuterRef("mention_b"))
    return found.filter(verdict=verdict) if verdict else found


def _number(verdict: str = "") -> Coalesce:
    counted = _opinions(verdict).order_by().values("mention_a").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _shown(found: QuerySet[Pair], user: User, shown: str) -> QuerySet[Pair]:
    if shown == "all":
        return found
    mine = Exists(_opinions().filter(by=user.pk))
    if shown == "mine":
        return found.filter(mine)
    found = found.alias(said=_number(), same=_number("same"), different=_number("different"))
    if shown in ("open", "new", "sample"):
        waiting = found.filter(~mine).filter(Q(said=0) | _second_look())
        if shown == "sample":
            return waiting.filter(pk__in=Drawn.objects.filter(sample=current_sample()).values("pair"))
        return waiting if shown == "open" else waiting.filter(_newly_linked())
    conditions = {
        "contested": Q(same=F("different"), same__gt=0),
        "same": Q(same__gt=F("different")),
        "different": Q(same__lt=F("different")),
        "unsure": Q(same=0, different=0),
    }
    return found.filter(conditions[shown], said__gt=0)


def _newly_linked() -> Q:
    """One of the two mentions was not in the run before."""
    run = current_run()
    if run is None:
        return Q(pk=None)
    new = newly_linked(run).values("mention")
    return Q(mention_a__in=new) | Q(mention_b__in=new)


def _second_look() -> Q:
    """Judged by somebody, and another look is wanted.

    Of every pair drawn by lot, of those that one reviewer could not tell or judged against what the machine was
    sure of, and of those on which as many say the same as different.
    """
    drawn = Q(lot__lt=second_share())
    unsure = Q(same=0, different=0)
    against = Q(same=1, probability__lt=1 - _SURE) | Q(different=1, probability__gt=_SURE)
    return Q(said=1) & (drawn | unsure | against) | Q(same=F("different"), same__gt=0)


def judged_today(user: User) -> int:
    """How many verdicts this reviewer gave since midnight, those taken back left out."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return Opinion.objects.filter(by=user.pk, judgement__at__gte=midnight).count()


def told_so_far() -> tuple[float, float]:
    """What the verdicts given tell of the number of persons, and what all pairs of the run could tell; persons²."""
    run = current_run()
    if run is None:
        return 0.0, 0.0
    worth = Pair.objects.filter(
        run=run, mention_a=OuterRef("mention_a"), mention_b=OuterRef("mention_b")
    ).values("worth")
    judged = Opinion.objects.order_by().values("mention_a", "mention_b").distinct()
    done = judged.annotate(worth=Subquery(worth)).aggregate(all=Sum("worth"))["all"]
    return done or 0.0, run.worth
