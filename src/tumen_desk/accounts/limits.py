"""How often one may try to sign in. Counted in the database: a restart or a second worker forgets nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import transaction

from tumen.errors import TooManyAttempts
from tumen_desk.accounts import alarms
from tumen_desk.accounts.models import Attempt
from tumen_desk.store import standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """`tries` failures in a sliding window of `seconds`; then everybody waits until the oldest leaves it."""

    tries: int
    seconds: int


LIMITS: Final = {
    "account": Limit(tries=10, seconds=15 * 60),
    "second": Limit(tries=5, seconds=15 * 60),
    "desk": Limit(tries=60, seconds=15 * 60),
    "again": Limit(tries=5, seconds=15 * 60),
}
"""`account`: passwords for one account, known or not; `second`: codes for one account; `desk`: passwords in all, for
those who try one on each account; `again`: one's own password asked for once more while signed in."""


def take(kind: str, who: str) -> list[int]:
    """Count one try before it is looked at, so that two at once cannot both slip through.

    Returns:
        numbers of what was counted; give them to `forget` when the try was right.

    Raises:
        TooManyAttempts: the limit is reached; nothing was looked at.
    """
    limit, key, now = LIMITS[kind], _key(kind, who), datetime.now(UTC)
    with transaction.atomic():
        Attempt.objects.filter(at__lt=now - timedelta(days=1)).delete()
        window = Attempt.objects.filter(key=key, at__gt=now - timedelta(seconds=limit.seconds))
        count = window.count()
        if count < limit.tries:
            return [Attempt.objects.create(key=key, at=now).pk]
        oldest = window.order_by("at").values_list("at", flat=True)[count - limit.tries]
        alarms.raise_once(f"limit_{kind}", details={"tries": count}, within=limit.seconds)
    wait = oldest + timedelta(seconds=limit.seconds) - now
    minutes = max(1, round(wait.total_seconds() / 60))
    raise TooManyAttempts(f"Too many tries. The next is possible in {minutes} minutes.", minutes=minutes)


def forget(taken: list[int]) -> None:
    """A right try does not count."""
    Attempt.objects.filter(pk__in=taken).delete()


def clear(kind: str, who: str) -> None:
    """Whoever came in by the front door may forget their slips."""
    Attempt.objects.filter(key=_key(kind, who)).delete()


def _key(kind: str, who: str) -> str:
    return standing.digest(f"{kind}:{who.casefold()}", purpose="attempts to sign in")
