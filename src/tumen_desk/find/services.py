"""Saved searches: kept, looked at, told of."""

from __future__ import annotations

import datetime
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tumen.errors import EmptyQuery
from tumen_desk.accounts.access import Door, require
from tumen_desk.find import indexing, queries
from tumen_desk.find.models import SavedSearch

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@transaction.atomic
def search_save(*, actor: User, title: str, asked: queries.Asked) -> SavedSearch:
    """Keep a search for its owner, who hears of new passages from now on. The same title is the same search.

    Not logged: what somebody looks for is theirs, and a search may hold a name.
    """
    require(actor, Door.RECORD_READ)
    with indexing.opened() as index:
        latest = index.latest()
    saved, _ = SavedSearch.objects.update_or_create(
        user=actor, title=title.strip()[:120], defaults={"asked": plain(asked), "seen": latest, "fresh": 0}
    )
    return saved


@transaction.atomic
def search_forget(*, actor: User, saved: SavedSearch) -> None:
    """Delete one's own saved search."""
    require(actor, Door.RECORD_READ)
    SavedSearch.objects.filter(pk=saved.pk, user=actor).delete()


def search_looked_at(*, actor: User, saved: SavedSearch) -> None:
    """Its owner has seen what there is."""
    require(actor, Door.RECORD_READ)
    with indexing.opened() as index:
        latest = index.latest()
    SavedSearch.objects.filter(pk=saved.pk, user=actor).update(seen=latest, fresh=0)


def searches_refresh() -> None:
    """Count for each saved search what came in since its owner looked."""
    for saved in SavedSearch.objects.select_related("user"):
        try:
            number = queries.fresh(saved.user, asked_of(saved), since=saved.seen)
        except EmptyQuery:
            continue
        if number != saved.fresh:
            SavedSearch.objects.filter(pk=saved.pk).update(fresh=number)


def plain(asked: queries.Asked) -> dict[str, Any]:
    """A search as it is kept."""
    kept = asdict(asked)
    return {
        name: value.isoformat() if isinstance(value, datetime.date) else value or ""
        for name, value in kept.items()
    }


def asked_of(saved: SavedSearch) -> queries.Asked:
    """A kept search as it is asked."""
    held: dict[str, str] = saved.asked
    rest = {name: held.get(name, "") for name in ("words", "kind", "issuer", "language", "act")}
    since, until = (_day(held.get(name, "")) for name in ("since", "until"))
    return queries.Asked(
        words=rest["words"], kind=rest["kind"], issuer=rest["issuer"], language=rest["language"], act=rest["act"],
        since=since, until=until, others=bool(held.get("others")),
    )  # fmt: skip


def _day(written: str) -> datetime.date | None:
    return datetime.date.fromisoformat(written) if written else None
