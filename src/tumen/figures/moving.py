"""How far numbers moved, and whether a word for it fits: ratios with intervals, the same months, a point of change.

Numbers of a series are counts of all who were registered, not samples. The intervals read each as one draw of a rate
that might have given another number (Poisson); they say how far chance alone could move it, not whether the register
is complete. A change after something is not a change because of it.

Source: Przyborowski and Wilenski (1940), Biometrika 31, 313 (two counts); Clopper and Pearson (1934), Biometrika 26,
404; Worsley (1986), Biometrika 73, 91 (one change of a rate, at an unknown time).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import scipy

from tumen.errors import FiguresError
from tumen.figures.nouns import Series, SeriesRow

__all__ = [
    "WORDS", "Around", "Moved", "Shift", "around", "covered", "fits", "moved", "same_months", "shift",
]  # fmt: skip

WORDS: Final[Mapping[str, tuple[float, float]]] = {
    "slight fall": (0.90, 1.0), "slight rise": (1.0, 1.10), "no change": (0.95, 1.05), "sharp fall": (0.0, 0.75),
    "sharp rise": (1.25, float("inf")), "by about half": (0.45, 0.55), "doubled": (1.75, 2.25),
    "more than 40 %": (0.0, 0.60),
}  # fmt: skip
"""What a word for a change is taken to mean: from which ratio to which, after to before. A convention, not a law."""

_LEAST_YEARS: Final = 6
_DRAWS: Final = 1999


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """From one number to another.

    Attributes:
        before: The number before, and its time (EDTF).
        after: The number after, and its time.
        ratio: After to before; for each day alike where the times differ in length.
        low: Lower end of the interval of the ratio.
        high: Upper end; infinite from nothing.
        level: Of the interval, 0–1.
    """

    before: tuple[float, str]
    after: tuple[float, str]
    ratio: float
    low: float
    high: float
    level: float

    @property
    def said(self) -> str:
        """In a sentence."""
        return (
            f"{self.before[1]} to {self.after[1]}: from {self.before[0]:,g} to {self.after[0]:,g}, "
            f"{self.ratio - 1:+.0%} (between {self.low - 1:+.0%} and {self.high - 1:+.0%})"
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "before": list(self.before), "after": list(self.after), "ratio": self.ratio, "low": self.low,
            "high": self.high, "level": self.level, "says": self.said,
        }  # fmt: skip


def moved(
    before: float, after: float, *, times: tuple[str, str] = ("", ""), days: tuple[float, float] = (1.0, 1.0),
    level: float = 0.95,
) -> Moved:  # fmt: skip
    """The ratio of two counts, with the exact interval given their sum.

    Args:
        before: A count.
        after: A later count.
        times: What they are of, in words.
        days: Over how long each was counted.
        level: Of the interval.

    Raises:
        FiguresError: A number is no count, or both are 0.

    Example:
        >>> found = moved(2706, 1502)
        >>> f"{found.ratio:.2f} {found.low:.2f} {found.high:.2f}"
        '0.56 0.52 0.59'
    """
    if min(before, after) < 0 or any(float(n) != round(n) for n in (before, after)) or before + after == 0:
        raise FiguresError(
            "A change is computed between two counts, of which one is not 0.",
            hint="Give whole numbers; of shares compare how many of how many.",
        )
    tail, length = (1 - level) / 2, days[0] / days[1]
    low = scipy.special.betaincinv(after, before + 1, tail) if after else 0.0
    high = scipy.special.betaincinv(after + 1, before, 1 - tail) if before else 1.0
    with np.errstate(divide="ignore"):
        ends = [float(np.float64(p) / np.float64(1 - p)) * length for p in (low, high)]
    ratio = after / before * length if before else float("inf")
    return Moved(
        before=(before, times[0]),
        after=(after, times[1]),
        ratio=ratio,
        low=ends[0],
        high=ends[1],
        level=level,
    )


def fits(word: str, found: Moved) -> str:
    """Whether a word fits a change: `fits`, `does not fit`, or `cannot be told` where the interval holds both.

    Raises:
        FiguresError: There is no such word; the hint lists what there is.
    """
    if word not in WORDS:
        raise FiguresError(f"{word!r} is no word for a change.", hint=f"There are: {', '.join(WORDS)}.")
    least, most = WORDS[word]
    if least <= found.low and found.high <= most:
        return "fits"
    return "does not fit" if found.high < least or found.low > most else "cannot be told"


def same_months(series: Series, *, of: str = "total") -> tuple[Moved, ...]:
    """Each part of a year against the same months of the year before, where both are known; never against others.

    Months that follow one another are put together where they make up what is known of the other year.
    """
    parts = {_span(r): r for r in series.current(of) if _span(r) is not None and not r.status}
    found = []
    for span, row in sorted(parts.items(), key=lambda item: str(item[0])):
        if span is None or span[0].year != span[1].year or len(row.period.edtf) == 4:
            continue  # a whole year has no months to match
        earlier = (_year_before(span[0]), _year_before(span[1]))
        number = covered(parts, earlier)
        if number is not None and number + row.value > 0:
            told = f"{earlier[0].isoformat()[:7]}/{earlier[1].isoformat()[:7]}"
            found.append(moved(number, row.value, times=(told, row.period.edtf)))
    return tuple(found)


def _span(row: SeriesRow) -> tuple[date, date] | None:
    first, last = row.period.earliest, row.period.latest
    return None if first is None or last is None else (first, last)


def _year_before(day: date) -> date:
    """The same day a year earlier; the last of February stays the last."""
    month_ends = (day + timedelta(days=1)).day == 1
    if month_ends:
        following = date(day.year - 1 + day.month // 12, day.month % 12 + 1, 1)
        return following - timedelta(days=1)
    return day.replace(year=day.year - 1)


def covered(parts: Mapping[Any, SeriesRow], wanted: tuple[date, date]) -> float | None:
    """The number of a time, whole or put together from parts that follow one another without a gap."""
    if wanted in parts:
        return parts[wanted].value
    total, at = 0.0, wanted[0]
    inside = sorted(
        (s for s in parts if s and wanted[0] <= s[0] and s[1] <= wanted[1]), key=lambda s: (s[0], s[1])
    )
    for start, end in inside:
        if start == at:
            total, at = total + parts[start, end].value, end + timedelta(days=1)
    return total if at == wanted[1] + timedelta(days=1) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """The year from which on numbers run at another level, and how surely.

    Attributes:
        year: First year of the new level.
        years: Every first year that fits nearly as well: the set that holds the true one at the level.
        before: Mean of the years before.
        after: Mean from then on.
        p: How often years in any order give as clear a change; small where the order matters.
        level: Of the set of years.
    """

    year: int
    years: tuple[int, ...]
    before: float
    after: float
    p: float
    level: float

    @property
    def said(self) -> str:
        """In a sentence."""
        far = f" ({self.after / self.before - 1:+.0%})" if self.before else ""
        span = f"{self.years[0]} to {self.years[-1]}" if len(self.years) > 1 else "that year alone"
        head = f"From {self.year} on at another level: {self.before:,.0f} a year before, {self.after:,.0f} since{far}."
        if self.p > 1 - self.level:
            head = f"No change of level can be shown; the clearest would be in {self.year}."
        return f"{head} The same years in any order give as much in {self.p:.2g} of cases. Years that fit: {span}."

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "year": self.year, "years": list(self.years), "before": self.before, "after": self.after, "p": self.p,
            "level": self.level, "says": self.said,
        }  # fmt: skip


def shift(counts: Mapping[int, float], *, level: float = 0.95, seed: int = 1) -> Shift | None:
    """One change of level in counts by year; None for fewer than six years.

    Years vary more than chance alone would let them: the set of years allows for that, and `p` compares with the same
    numbers in any order.

    Args:
        counts: Year to count. A missing year is not made up.
        level: Of the set of years.
        seed: Of the orders drawn; the same seed gives the same answer.
    """
    years = sorted(counts)
    values = np.array([float(counts[y]) for y in years])
    if len(years) < _LEAST_YEARS or values.sum() == 0:
        return None
    gains = _gains(values[None, :])[0]
    at = int(gains.argmax())
    drawn = np.random.default_rng(seed).permuted(np.tile(values, (_DRAWS, 1)), axis=1)
    p = (1 + int((_gains(drawn).max(axis=1) >= gains[at]).sum())) / (_DRAWS + 1)
    before, after = values[: at + 1], values[at + 1 :]
    fitted = np.where(np.arange(len(values)) <= at, before.mean(), after.mean())
    spread = max(1.0, float(((values - fitted) ** 2 / np.maximum(fitted, 1e-9)).sum() / (len(values) - 2)))
    near = gains[at] - gains <= spread * float(scipy.special.gammaincinv(0.5, level))
    return Shift(
        year=years[at + 1], years=tuple(years[i + 1] for i in np.flatnonzero(near)), before=float(before.mean()),
        after=float(after.mean()), p=p, level=level,
    )  # fmt: skip


def _gains(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Log likelihood that two levels add to one, for each last year of the first: (draws, years - 1)."""
    size = values.shape[1]
    sums = values.cumsum(axis=1)
    whole, first = sums[:, -1:], sums[:, :-1]
    lengths = np.arange(1, size)
    second = whole - first
    fit = scipy.special.xlogy(first, first / lengths) + scipy.special.xlogy(second, second / (size - lengths))
    return np.asarray(fit - scipy.special.xlogy(whole, whole / size))


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Numbers before something and, with a lag, after it.

    Attributes:
        year: Of what happened.
        lag: Years left out after it: who leaves then is heard of later.
        change: From the years before to the years after.
    """

    year: int
    lag: int
    change: Moved

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"year": self.year, "lag": self.lag, **self.change.as_dict()}


def around(
    counts: Mapping[int, float], year: int, *, years: int = 3, lags: Sequence[int] = (0, 1, 2)
) -> tuple[Around, ...]:
    """The years before a year against as many after it, for each lag; a lag without all years is left out.

    Lag 0 compares the years before it with those that begin with it, lag 1 with those that begin a year later.
    """
    found = []
    before = range(year - years, year)
    for lag in lags:
        after = range(year + lag, year + lag + years)
        if all(y in counts for y in (*before, *after)) and any(counts[y] > 0 for y in (*before, *after)):
            change = moved(
                sum(counts[y] for y in before), sum(counts[y] for y in after),
                times=(f"{before[0]}–{before[-1]}", f"{after[0]}–{after[-1]}"),
            )  # fmt: skip
            found.append(Around(year=year, lag=lag, change=change))
    return tuple(found)
