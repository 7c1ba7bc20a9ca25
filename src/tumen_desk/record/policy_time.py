"""The register over time: tellings drawn as bars, and year by year beside the acts and prices that may be counted.

A measure stands beside numbers without being called their cause.
"""

from __future__ import annotations

import datetime
import math
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F

from tumen import dates
from tumen_desk.accounts import circles
from tumen_desk.record.drawing import LABELS, ROW, WIDTH, Bar, Timeline
from tumen_desk.record.models import Account, Act, Leg, Purpose, Telling, Transfer
from tumen_desk.record.queries import allowing, refused_passages

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What stands in a year beside the measures: acts, the middle price in each currency with how many, happenings."""

    year: int
    acts: int
    prices: tuple[tuple[str, float, int], ...]
    begins: tuple[Telling, ...]
    ends: tuple[Telling, ...]
    happened: tuple[Account, ...]


def years(
    user: User, tellings: Sequence[Telling], *, act_type: str = "", with_prices: bool = False
) -> list[Year]:
    """Measures that begin or end in each year beside acts of a kind and prices, those that may be counted.

    Only acts and prices dated within one year are counted; of measures, whatever can have begun or ended then.
    """
    acts = _acts(user, act_type) if act_type else Counter[int]()
    prices = _prices(user) if with_prices else {}
    begun = {t.pk: t.date_low.year for t in tellings if t.date_low}
    ended = {t.pk: t.ended_high.year for t in tellings if t.ended_high}
    happened = _happened(user)
    known = {*acts, *(year for year, _c in prices), *begun.values(), *ended.values(), *happened}
    if not known:
        return []
    return [
        Year(
            year=year,
            acts=acts[year],
            prices=tuple(
                (currency, statistics.median(found), len(found))
                for (at, currency), found in sorted(prices.items())
                if at == year
            ),
            begins=tuple(t for t in tellings if begun.get(t.pk) == year),
            ends=tuple(t for t in tellings if ended.get(t.pk) == year),
            happened=tuple(happened.get(year, ())),
        )
        for year in range(min(known), max(known) + 1)
    ]


def _happened(user: User) -> dict[int, list[Account]]:
    """Happenings that are no act done to somebody, dated within one year, as sources the user may know of tell them."""
    found: dict[int, list[Account]] = {}
    rows = Account.objects.filter(circles.known_to(user, "source"), date_low__year=F("date_high__year"))
    for account in rows.exclude(kind="").select_related("source__issuer").order_by("date_low", "pk"):
        if account.date_low is not None:
            found.setdefault(account.date_low.year, []).append(account)
    return found


def _acts(user: User, act_type: str) -> Counter[int]:
    rows = Act.objects.filter(
        circles.known_to(user, "account__source"),
        allowing(Purpose.COUNT),
        date_low__year=F("date_high__year"),
    ).exclude(passage__in=refused_passages(Purpose.COUNT))
    counted = rows.filter(type=act_type).order_by().values_list("date_low__year").annotate(Count("pk"))
    return Counter(dict(counted))


def _prices(user: User) -> dict[tuple[int, str], list[float]]:
    found: dict[tuple[int, str], list[float]] = {}
    for model in (Leg, Transfer):
        rows = (
            model._default_manager.filter(
                circles.known_to(user, "account__source"),
                allowing(Purpose.COUNT),
                price__isnull=False,
                date_low__year=F("date_high__year"),
            )
            .exclude(passage__in=refused_passages(Purpose.COUNT))
            .values_list("date_low__year", "currency", "price")
        )
        for year, currency, price in rows:
            found.setdefault((year, currency), []).append(float(price or 0))
    return found


def drawn(tellings: Iterable[Telling], *, today: datetime.date | None = None) -> Timeline | None:
    """Tellings as bars in time, grouped by policy; None if none has a date. One without an end runs to this year."""
    now = today or datetime.datetime.now(datetime.UTC).date()
    placed = [(t, _span(t, now)) for t in tellings if t.date_low]
    undated = tuple(dict.fromkeys(t.policy.title for t in tellings if not t.date_low))
    if not placed:
        return None
    placed.sort(key=lambda row: (row[0].policy.state, row[1]))
    first = min(days[0] for _t, days in placed).year
    last = max(days[3] for _t, days in placed).year + 1
    scale = (WIDTH - LABELS - 20) / max(1, last - first)
    bars = []
    for row, (telling, days) in enumerate(placed):
        begins, surely, ends, latest = (
            LABELS + (day.year - first + (day.timetuple().tm_yday - 1) / 366) * scale for day in days
        )
        sure_x, sure_end = (surely, ends) if ends > surely else (begins, begins)
        bars.append(
            Bar(
                y=row * ROW + 6,
                x=round(begins, 1),
                width=round(max(latest - begins, 3), 1),
                sure_x=round(sure_x, 1),
                sure=round(max(sure_end - sure_x, 0), 1),
                label=telling.policy.title,
                kind="moves",
                open_end=not telling.ended,
            )
        )
    step = max(1, math.ceil((last - first) / 8))
    marks = tuple((LABELS + (y - first) * scale, y) for y in range(first, last + 1, step))
    return Timeline(bars=tuple(bars), years=marks, height=len(bars) * ROW + 34, undated=undated)


def _span(telling: Telling, now: datetime.date) -> tuple[datetime.date, ...]:
    """Earliest and latest beginning, earliest and latest end. What nobody ended may go on; its day is sure."""
    low = telling.date_low or now
    high = telling.date_high or low
    if not telling.ended:
        return low, high, high, max(now, high)
    end = dates.parse(telling.ended)
    return low, high, max(end.earliest or low, low), max(end.latest or high, high)
