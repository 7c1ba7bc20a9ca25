"""How often something happened, period by period, told by people who left and could be interviewed.

Counts of events by year fall towards the present whatever happens, because those who were there last have not left, or
have not been interviewed, yet; and they move with who could be interviewed. Rates over the tellers' own time at risk do
not fall by themselves; weights bring the interviewed to those who arrived; a fixed standard keeps groups, and years
before leaving, alike from period to period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import ClassVar

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.estimation.contract import require
from tumen.estimation.lexis import Cells, divide
from tumen.estimation.paragraph import sources_of
from tumen.estimation.told_events import ToldEvents
from tumen.estimation.trend_model import common_rates
from tumen.estimation.trend_rates import Rates, gamma_interval, spread, standard_rates
from tumen.estimation.trend_result import Change, PeriodRate, Trend
from tumen.estimation.trend_weights import Arrivals, groups, weights
from tumen.estimation.trend_windows import WindowRatio, window_ratios
from tumen.model import Interval, input_sha256
from tumen.progress import SILENT, Progress, check

__all__ = ["RateTrend", "trend"]

Floats = NDArray[np.float64]
Years = tuple[int, int]
_HEAVY = 20.0  # largest weight over the median one from which a few people carry the trend
_VAGUE = 0.2  # share of events that are in several periods
_LOST = 0.1  # share of events that could not be placed


FORMS: Mapping[str, Callable[..., Rates]] = {"factors": common_rates, "direct": standard_rates}


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTrend:
    """Events per person-year by period, on a standard that stays the same.

    Attributes:
        years: first and last year asked about.
        width: years in a period; the last may be shorter.
        standardise: columns of the people whose groups have the same weight in every period.
        before_leaving: years before leaving at which another band begins; the last is the end, and what was longer
            before leaving is left out (inf for no end). Bands, too, have the same weight in every period. Empty: all
            time alike.
        windows: years from which interviews were made under other conditions.
        form: `factors`: groups differ by the same factor in every period, so that a group that is missing from one is
            filled in; `direct`: nothing is filled in, and a period has no rate where too much is missing. The change
            by the other form is always told.
        compare: years of the earlier and of the later time, of which the rates of the periods that lie within are
            compared; None: the first and the last third of the periods that have a rate.
        per: person-years that a rate is per.
        coverage: share of the standard that must have been seen, or a period has no direct rate.
        least_time: person-years that a group needs in a period to be seen; for `factors`, all groups together.

    Source: Breslow and Day (1987), Statistical Methods in Cancer Research II; Fay and Feuer (1997),
        Statistics in Medicine 16, 791; Holt and Smith (1979), Journal of the Royal
        Statistical Society A 142, 33; Greenland and Robins (1985), Biometrics 41, 55; Carstensen (2007), Statistics
        in Medicine 26, 3018.
    """

    id: ClassVar[str] = "rate-trend"
    title: ClassVar[str] = "Rates over the time at risk of those interviewed"
    avoid: ClassVar[tuple[str, ...]] = (
        "What happened to people who died, or never left: nobody interviewed lived it. A rate of those who left is "
        "not a rate of everybody.",
        "Events told of others: they have no time at risk.",
        "A slow rise over many years told by the same people: forgetting looks just like it.",
        "Years of which no group tells that left later: no weighting brings back who has not arrived.",
    )

    years: Years
    width: int = 1
    standardise: tuple[str, ...] = ()
    before_leaving: tuple[float, ...] = ()
    windows: tuple[int, ...] = ()
    form: str = "factors"
    compare: tuple[Years, Years] | None = None
    per: float = 1000.0
    coverage: float = 0.9
    least_time: float = 5.0

    def __post_init__(self) -> None:
        first, last = self.years
        require(0 < last - first + 1 <= 300, "years is the first and the last year, 300 at most.")
        require(1 <= self.width <= last - first + 1, "width is 1 year or more, and no more than there are.")
        lags = (0.0, *self.before_leaving)
        require(all(a < b for a, b in pairwise(lags)), "before_leaving rises, from above 0.")
        require(list(self.windows) == sorted(set(self.windows)), "windows are years in order.")
        require(self.per > 0 and self.least_time >= 0, "per is above 0 and least_time not below.")
        require(self.form in FORMS, f"form is one of {', '.join(FORMS)}.")
        require(0.0 < self.coverage <= 1.0, "coverage lies between 0 and 1.")

    @property
    def edges(self) -> Floats:
        """Where the periods begin, and the end of the last."""
        first, last = self.years
        return np.append(np.arange(first, last + 1, self.width), last + 1).astype(float)

    def assumptions(self, *, weighted: bool) -> tuple[str, ...]:
        """What must be true, in plain words."""
        like = (
            "Within each group of arrivals, those interviewed lived through no more and no less of it than the others."
            if weighted
            else "Those who could be interviewed lived through no more and no less of it than the others who arrived."
        )
        band = (
            "Between periods, people as many years before leaving can be compared: what draws people out, or keeps "
            "them, did not change."
            if self.before_leaving
            else "How long before leaving somebody was makes no difference to what happened to them."
        )
        filled = (
            ("Groups, and years before leaving, differ by the same factor in every period.",)
            if self.form == "factors" and (self.standardise or self.before_leaving)
            else ()
        )
        return (
            "Everybody told all such events of their own, and dated them to the right period.",
            like,
            band,
            *filled,
            "The rate is that of people who left and lived to tell.",
        )


def trend(
    told: ToldEvents,
    *,
    method: RateTrend,
    arrivals: Arrivals | None = None,
    level: float = 0.95,
    progress: Progress = SILENT,
) -> Trend:
    """The rate of an event by period, how it changed, and the naive trend beside it.

    Args:
        told: stays and events.
        method: the years, and what is kept alike between them.
        arrivals: how many arrived in each group, interviewed or not: each person interviewed then stands for as many.
        level: of the intervals, 0-1.
        progress: told of each step.

    Raises:
        SettingsError: level outside 0-1.
        SampleError: a column that the people do not have; more people interviewed in a group than arrived.
        Stopped: the person asked to stop.

    Example:
        >>> people = "person,from,until\\n" + "".join(f"p{n},2000,{2004 + n % 6}\\n" for n in range(60))
        >>> events = "person,date\\n" + "".join(f"p{n},{2001 + n % 3}\\n" for n in range(0, 60, 2))
        >>> found = trend(ToldEvents.from_csv(people, events), method=RateTrend(years=(2001, 2006)))
        >>> [round(one.rate) for one in found.periods]
        [167, 167, 167, 0, 0, 0]
    """
    require(0.0 < level < 1.0, "The level lies between 0 and 1.")
    progress.start(None, "Dividing the time at risk")
    lags = np.array([0.0, *(method.before_leaving or (np.inf,))])
    parts = divide(told, edges=method.edges, lags=lags)
    check(progress)
    weight, unheard = weights(told, arrivals)
    group, _ = groups(told, method.standardise)
    by_form = {
        name: form(parts, weight=weight, group=group, cluster=told.cluster, least_time=method.least_time)
        for name, form in FORMS.items()
    }
    rates = by_form.pop(method.form)
    (other,) = by_form.values()
    check(progress)
    rows = tuple(_rows(parts, rates, told, method, level=level))
    windows = window_ratios(
        parts,
        group=group,
        cluster=told.cluster,
        interviewed=told.interviewed,
        since=method.windows,
        level=level,
    )
    inputs = told.sha256 if arrivals is None else input_sha256(f"{told.sha256} {arrivals.sha256}".encode())
    return Trend(
        periods=rows,
        change=_change(rows, rates, method, level=level),
        otherwise=_change(tuple(_rows(parts, other, told, method, level=level)), other, method, level=level),
        windows=windows,
        persons=told.persons,
        events=float(parts.events.sum()),
        person_years=float(parts.time.sum()),
        cautions=tuple(_cautions(told, parts, weight, rates, rows, windows, unheard)),
        assumptions=method.assumptions(weighted=arrivals is not None),
        avoid=method.avoid,
        settings={"level": level, **asdict(method)},
        input_sha256=inputs,
        unit=f"events per {method.per:,.0f} person-years",
        sources=sources_of(RateTrend),
    )


def _variances(rates: Rates) -> Floats:
    """The larger of what clusters show and what independent events would have."""
    return np.maximum(spread(rates.influence, clusters=rates.freedom + 1), rates.poisson)


def _rows(
    parts: Cells, rates: Rates, told: ToldEvents, method: RateTrend, *, level: float
) -> Iterator[PeriodRate]:
    edges, variances = method.edges, _variances(rates)
    for at in range(len(edges) - 1):
        events, time = float(parts.events[:, at].sum()), float(parts.time[:, at].sum())
        known = rates.covered[at] >= method.coverage
        ends = gamma_interval(
            float(rates.value[at]), float(variances[at]), float(rates.largest[at]), level=level, freedom=rates.freedom
        ) if known else None  # fmt: skip
        yield PeriodRate(
            first=int(edges[at]),
            last=int(edges[at + 1]) - 1,
            told=round(events, 6),
            person_years=time,
            persons=len(np.unique(told.person[parts.time[:, at].sum(1) > 0])),
            naive=events / float(edges[at + 1] - edges[at]),
            crude=events / time * method.per if time > 0 else None,
            rate=float(rates.value[at]) * method.per if known else None,
            interval=Interval(level=level, low=ends[0] * method.per, high=ends[1] * method.per)
            if ends
            else None,
            covered=float(rates.covered[at]),
        )


def _spans(rows: tuple[PeriodRate, ...], method: RateTrend) -> tuple[Years, Years]:
    """The two times that are compared."""
    if method.compare is not None:
        return method.compare
    rated = [row for row in rows if row.rate is not None] or list(rows)
    many = max(len(rated) // 3, 1)
    return (rated[0].first, rated[many - 1].last), (rated[-many].first, rated[-1].last)


def _change(rows: tuple[PeriodRate, ...], rates: Rates, method: RateTrend, *, level: float) -> Change:
    earlier, later = _spans(rows, method)
    sides = [
        [at for at, row in enumerate(rows) if row.first >= low and row.last <= high]
        for low, high in (earlier, later)
    ]
    earlier, later = (
        (rows[side[0]].first, rows[side[-1]].last) if side else asked
        for side, asked in zip(sides, (earlier, later), strict=True)
    )
    told = [float(np.mean([rows[at].naive for at in side])) if side else 0.0 for side in sides]
    naive = told[1] / told[0] if told[0] > 0 else None
    known = all(side and all(rows[at].rate is not None for at in side) for side in sides)
    means = [float(rates.value[side].mean()) if side else 0.0 for side in sides]
    if not known or min(means) <= 0 or set(sides[0]) & set(sides[1]):
        return Change(earlier=earlier, later=later, ratio=None, interval=None, naive=naive)
    error = _log_error(rates, sides, means)
    reach = float(scipy.special.stdtrit(max(rates.freedom, 1.0), (1 + level) / 2)) * error
    ratio = means[1] / means[0]
    ends = Interval(level=level, low=ratio * float(np.exp(-reach)), high=ratio * float(np.exp(reach)))
    return Change(earlier=earlier, later=later, ratio=ratio, interval=ends, naive=naive)


def _log_error(rates: Rates, sides: list[list[int]], means: list[float]) -> float:
    """Standard error of the logarithm of the ratio; the same people may tell of both times."""
    away = [rates.influence[:, side].mean(1) / mean for side, mean in zip(sides, means, strict=True)]
    together = float(spread(away[1] - away[0], clusters=rates.freedom + 1))
    alone = sum(
        float(rates.poisson[side].sum()) / len(side) ** 2 / mean**2
        for side, mean in zip(sides, means, strict=True)
    )
    return float(np.sqrt(max(together, alone)))


def _cautions(
    told: ToldEvents, parts: Cells, weight: Floats, rates: Rates, rows: tuple[PeriodRate, ...],
    windows: tuple[WindowRatio, ...], unheard: int,
) -> Iterator[str]:  # fmt: skip
    lost, asked = (
        told.strangers + told.undated + parts.outside,
        len(told.event_person) + told.strangers + told.undated,
    )
    if lost:
        yield (
            f"{lost:,} of {asked:,} events are left out: {told.undated:,} without a date, {parts.outside:,} outside "
            f"the person's own time at risk, {told.strangers:,} of people without any."
        )
    if parts.vague > _VAGUE:
        yield (
            f"{parts.vague:.0%} of the events are dated to several periods and shared over them, which flattens the "
            "trend."
        )
    if unheard:
        whole = unheard + sum(dict(zip(told.person.tolist(), weight.tolist(), strict=True)).values())
        yield f"{unheard:,} of {whole:,.0f} people arrived in groups of which nobody was interviewed."
    if weight.max() > _HEAVY * np.median(weight):
        yield f"A few people stand for {weight.max():,.0f} arrivals each and carry much of the trend."
    gaps = [row.name for row in rows if row.rate is None]
    if gaps:
        yield f"No rate for {', '.join(gaps)}: too little of the standard was there to be seen."
    if rates.freedom < 10:
        yield f"Only {rates.freedom + 1:.0f} clusters of people: the intervals are rough."
    yield from (one.words for one in windows if one.differs)
