"""Work lists of the record: what nobody has coded, what may not be used yet, what one has not finished."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from tumen_desk.accounts import circles
from tumen_desk.find.hooks import Waiting, rows_waiting
from tumen_desk.record.models import Act, Consent, Document, Leg, Mention, Purpose, Source, Stay
from tumen_desk.shell.spoken import one_word, spoken

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def uncoded(user: User) -> QuerySet[Document]:
    """Documents from which nothing was coded, oldest first."""
    told = [Exists(model.objects.filter(passage__document=OuterRef("pk"))) for model in (Act, Stay, Leg)]
    found = Document.objects.select_related("source").defer("text", "layout")
    for one in told:
        found = found.filter(~one)
    return found.filter(circles.known_to(user, "source")).order_by("pk")


def without_consent(user: User) -> QuerySet[Source]:
    """Sources on whose use for analysis nobody decided, be it for the whole or by somebody in it."""
    decided = Consent.objects.filter(source=OuterRef("pk"), purpose=Purpose.ANALYSE)
    found = Source.objects.filter(~Exists(decided))
    return found.filter(circles.known_to(user, "pk")).order_by("pk")


def undated(user: User) -> QuerySet[Act]:
    """Acts without a date or without a place, oldest first. An index of the table holds them alone."""
    found = Act.objects.filter(Q(date="") | Q(place="")).select_related("account")
    return found.filter(circles.known_to(user, "account__source")).order_by("pk")


def unnamed(user: User) -> QuerySet[Mention]:
    """People of whom not even a pseudonym is kept, so that they can hardly be told apart. An index holds them
    alone."""
    found = Mention.objects.filter(named=False, is_group=False)
    return found.filter(circles.known_to(user, "source")).order_by("pk")


def _at(address: str, label: str) -> Callable[[Any], Waiting]:
    """`{name}` is what the desk calls a row; titles in a label are other people's words and stay."""
    return lambda row: (
        one_word(label).format(name=spoken(str(row)), row=row),
        reverse(address, args=[row.pk]),
    )


rows_waiting(
    title="Nothing coded yet",
    why="Documents from which no act, stay or leg was coded.",
    find=uncoded,
    show=_at("record:document", "{name}: {row.source.title}"),
    order=1,
)
rows_waiting(
    title="Consent missing",
    why="Sources that nobody may use for analysis, because no decision is recorded.",
    find=without_consent,
    show=_at("record:source", "{name}: {row.title}"),
    order=2,
)
rows_waiting(
    title="When or where is missing",
    why="Acts without a date or a place. Leave them so if the source does not say it.",
    find=undated,
    show=_at("record:act", "{name}, told in {row.account}"),
    order=6,
)
rows_waiting(
    title="Without a name",
    why="People of whom not even a pseudonym is kept.",
    find=unnamed,
    show=_at("record:mention", "{name}"),
    order=7,
)
