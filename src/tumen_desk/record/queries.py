"""Reading the record. Consent is a condition of the query, never a check in a template."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from tumen_desk.accounts import circles, identities
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.models import (
    Account,
    Act,
    Consent,
    Document,
    Leg,
    Mention,
    Name,
    Passage,
    Purpose,
    Source,
    Stay,
)

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def _latest_decision(consents: QuerySet[Consent], today: datetime.date) -> Subquery:
    in_force = Case(
        When(granted=False, then=Value(value=False)),
        When(expires_after__lt=today, then=Value(value=False)),
        default=Value(value=True),
        output_field=BooleanField(),
    )
    return Subquery(consents.order_by("-id").annotate(in_force=in_force).values("in_force")[:1])


def _about_source(purpose: str, source: OuterRef) -> QuerySet[Consent]:
    """Decisions on a source: on it as a whole, or by its interviewee where what they tell is theirs to open."""
    by = Q(mention__isnull=True)
    if purpose in Purpose.values:
        by |= Q(mention__role=Mention.Role.INTERVIEWEE)
    return Consent.objects.filter(by, source=source, passage__isnull=True, purpose=purpose)


def allowed_mentions(
    purpose: str, *, on: datetime.date | None = None, audience: str = ""
) -> QuerySet[Mention]:
    """Mentions that may be used for `purpose` on a day (default today), before an audience if one is named.

    With `audience`, a decision for another audience does not count; one without an audience is for everybody.

    The latest decision on the mention itself holds. Without one, the latest on its source holds, be it on the source
    as a whole or by its interviewee: what somebody told of others is the teller's to open for analysis, linkage
    and anonymous statistics, until those others decide for themselves. For every other purpose only decisions on
    the whole source are inherited. Without any decision: no.
    Cost: two index look-ups a mention.
    """
    today = on or datetime.datetime.now(datetime.UTC).date()
    before = Q(audience="") | Q(audience__iexact=audience) if audience else Q()
    about_mention = Consent.objects.filter(before, mention=OuterRef("pk"), purpose=purpose)
    about_source = _about_source(purpose, OuterRef("source_id")).filter(before)
    return Mention.objects.alias(
        may_use=Coalesce(
            _latest_decision(about_mention, today), _latest_decision(about_source, today), Value(value=False)
        )
    ).filter(may_use=True)


def allowed_sources(purpose: str, *, on: datetime.date | None = None) -> QuerySet[Source]:
    """Sources whose words may be used for `purpose` on a day (default today).

    The latest decision on the source holds, be it on the source as a whole or, for analysis, linkage and anonymous
    statistics, by its interviewee. Without any: no.
    """
    today = on or datetime.datetime.now(datetime.UTC).date()
    decided = _latest_decision(_about_source(purpose, OuterRef("pk")), today)
    return Source.objects.alias(may_use=decided).filter(may_use=True)


def allowing(purpose: str, mention: str = "mention") -> Exists:
    """The condition that a row's `mention` may be used for `purpose` today (see `allowed_mentions`).

    Asked row by row: a list that shows its first rows looks at the consent of those alone.
    """
    return Exists(allowed_mentions(purpose).filter(pk=OuterRef(mention)).order_by())


def refused_passages(purpose: str, *, on: datetime.date | None = None) -> QuerySet[Passage]:
    """Passages that may not be used for `purpose`: the latest decision on the passage itself is no, or ran out.

    What is coded from them is left out, whatever holds for the source: `acts.exclude(passage__in=…)`.
    """
    today = on or datetime.datetime.now(datetime.UTC).date()
    decided = Consent.objects.filter(passage=OuterRef("pk"), purpose=purpose)
    return Passage.objects.alias(may_use=_latest_decision(decided, today)).filter(may_use=False)


def allowed_passages(purpose: str, *, on: datetime.date | None = None) -> QuerySet[Passage]:
    """Passages whose words may be used for `purpose` on a day (default today), quoting among them.

    The latest decision on the passage itself holds. Without one, that on its source (see `allowed_sources`).
    """
    today = on or datetime.datetime.now(datetime.UTC).date()
    on_passage = Consent.objects.filter(passage=OuterRef("pk"), purpose=purpose)
    on_source = _about_source(purpose, OuterRef("document__source_id"))
    return Passage.objects.alias(
        may_use=Coalesce(
            _latest_decision(on_passage, today), _latest_decision(on_source, today), Value(value=False)
        )
    ).filter(may_use=True)


@transaction.atomic
def names_of(user: User, mentions: Iterable[Mention], *, reason: str) -> dict[int, list[Name] | None]:
    """The names as given of some mentions: the one door to identities. The look is logged with its reason.

    Closed (None) stays whose source lies in a circle this user does not sit in, and whoever goes beyond the number of
    identities the user may open in a day. Every mention asked for is a key.

    Raises:
        PermissionDenied: this user's role may not see names.
    """
    require(user, Door.NAMES_SEE)
    wanted = list(mentions)
    closed = circles.closed_sources(user)
    near = [f"mention:{m.pk}" for m in wanted if m.source_id not in closed]
    opened = identities.open_up(user, near, reason=reason)
    ids = [m.pk for m in wanted if f"mention:{m.pk}" in opened]
    found: dict[int, list[Name] | None] = dict.fromkeys((m.pk for m in wanted), None)
    for name in Name.objects.filter(mention__in=ids).order_by("id"):
        found[name.mention_id] = [*(found[name.mention_id] or ()), name]
    for pk in ids:
        found[pk] = found[pk] or []
    if ids:
        log.write(
            user, "record.names_see", f"mention:{ids[0]}", mentions=ids[:200], count=len(ids), reason=reason
        )
    return found


def sources(*, text: str = "", kind: str = "", issuer: str = "", language: str = "") -> QuerySet[Source]:
    """Sources, newest first."""
    found = Source.objects.select_related("issuer")
    if text:
        found = found.filter(Q(title__icontains=text) | Q(external_id__iexact=text))
    if kind:
        found = found.filter(kind=kind)
    if issuer:
        found = found.filter(issuer=int(issuer))
    if language:
        found = found.filter(language=language)
    return found


def documents(*, text: str = "", media_type: str = "") -> QuerySet[Document]:
    """Documents without their text, newest first; `text` searches titles and the text itself."""
    found = Document.objects.select_related("source").defer("text", "layout")
    if text:
        found = found.filter(Q(source__title__icontains=text) | Q(text__icontains=text))
    if media_type:
        found = found.filter(media_type=media_type)
    return found


def mentions(*, role: str = "", sex: str = "", source: str = "", linked: str = "") -> QuerySet[Mention]:
    """Mentions, newest first. There is no filter by name here: names are behind their own door."""
    found = Mention.objects.select_related("source__issuer")
    if role:
        found = found.filter(role=role)
    if sex:
        found = found.filter(sex="" if sex == "none" else sex)
    if source:
        found = found.filter(source_id=source)
    return found


def acts(
    *, type: str = "", place: str = "", since: datetime.date | None = None, until: datetime.date | None = None
) -> QuerySet[Act]:
    """Acts, newest first. `since`/`until` keep every act that *can* have happened in between."""
    found = Act.objects.select_related("account__source__issuer", "mention", "passage")
    if type:
        found = found.filter(type=type)
    if place:
        found = found.filter(place=place)
    if since:
        found = found.filter(Q(date_high__gte=since) | Q(date_high__isnull=True) & ~Q(date=""))
    if until:
        found = found.filter(Q(date_low__lte=until) | Q(date_low__isnull=True) & ~Q(date=""))
    return found.order_by(F("id").desc())


def accounts(*, connection: str = "") -> QuerySet[Account]:
    """Accounts, newest first."""
    found = Account.objects.select_related("source__issuer")
    return found.filter(connection=connection) if connection else found


def stays(*, facility_type: str = "") -> QuerySet[Stay]:
    """Stays in detention, newest first."""
    found = Stay.objects.select_related("account__source", "mention")
    return found.filter(facility_type=facility_type) if facility_type else found


def legs(*, kind: str = "", mode: str = "") -> QuerySet[Leg]:
    """Legs of journeys, newest first."""
    found = Leg.objects.select_related("account__source", "mention")
    if kind:
        found = found.filter(kind=kind)
    return found.filter(mode=mode) if mode else found


def passages() -> QuerySet[Passage]:
    """Anchored passages, newest first."""
    return Passage.objects.select_related("document__source").defer("document__layout").order_by("-id")


ARCHIVED = ("application/warc", "application/wacz", "text/html", "message/rfc822")


def archived_copy(source: Source) -> Document | None:
    """The copy of a web page that is kept here: what a citation can be held against when the address is dead."""
    kept = source.documents.filter(media_type__in=ARCHIVED).defer("text", "layout")
    return kept.order_by("pk").first() if source.address else None


def decisions(source: Source) -> list[Consent]:
    """The decision in force for each purpose, and each mention that has one of its own."""
    latest: dict[tuple[str, int | None, int | None], Consent] = {}
    for consent in Consent.objects.filter(source=source).order_by("id"):
        latest[consent.purpose, consent.mention_id, consent.passage_id] = consent
    return list(latest.values())
