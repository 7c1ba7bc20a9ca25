"""What a trend says: a rate for each period, how it changed, and the naive trend beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from tumen.estimation.charts import Chart
from tumen.estimation.trend_windows import WindowRatio
from tumen.model import Interval, versions

__all__ = ["Change", "PeriodRate", "Trend"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRate:
    """One period.

    Attributes:
        first, last: years.
        told: events told of it; an event whose date is of several periods counts in parts.
        person_years: that the people interviewed were there.
        persons: of them were there in the period at all.
        naive: events told of it per year. Falls towards the present whatever happens.
        crude: events per person-years of those interviewed; None where nobody was there.
        rate: on the standard; None where too little of it was seen.
        interval: of the rate.
        covered: share of the standard that was seen, 0-1.
    """

    first: int
    last: int
    told: float
    person_years: float
    persons: int
    naive: float
    crude: float | None
    rate: float | None
    interval: Interval | None
    covered: float

    @property
    def name(self) -> str:
        """The years in words."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How many times as high a later time is as an earlier one.

    Attributes:
        earlier, later: first and last year of each.
        ratio: of the mean rates; None where one of them is not known, or nothing was told of one.
        interval: of the ratio.
        naive: the ratio of the events told per year; None where none were told of the earlier time.
    """

    earlier: tuple[int, int]
    later: tuple[int, int]
    ratio: float | None
    interval: Interval | None
    naive: float | None

    @property
    def words(self) -> str:
        """The change in a sentence or two."""
        times = f"from {_span(self.earlier)} to {_span(self.later)}"
        plain = (
            "" if self.naive is None else f" The events told, taken as they are, would say {self.naive:.2f}."
        )
        if self.ratio is None or self.interval is None:
            return f"These data do not say how the rate changed {times}.{plain}"
        ends = f"{self.interval.level:.0%} interval {self.interval.low:.2f} to {self.interval.high:.2f}"
        return f"The rate became {self.ratio:.2f} times what it was, {times} ({ends}).{plain}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """A rate by period.

    Attributes:
        periods: in order.
        change: between an earlier and a later time.
        otherwise: the same by the other form, see `RateTrend.form`.
        windows: what people interviewed under different conditions tell of the same years.
        persons: interviewed.
        events: told, within the years and the stays.
        person_years: within the years.
        cautions: what is doubtful about these data.
        assumptions: what must be true, in plain words.
        avoid: when not to use it, and what it never shows.
        settings: everything that can change the result.
        input_sha256: hash of what was read.
        unit: of the rates.
        sources: whom to cite.
        versions: see `tumen.model.versions`.
    """

    periods: tuple[PeriodRate, ...]
    change: Change
    otherwise: Change
    windows: tuple[WindowRatio, ...]
    persons: int
    events: float
    person_years: float
    cautions: tuple[str, ...]
    assumptions: tuple[str, ...]
    avoid: tuple[str, ...]
    settings: Mapping[str, object]
    input_sha256: str
    unit: str
    sources: tuple[str, ...]
    versions: Mapping[str, str] = field(default_factory=versions)

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        return asdict(self)

    def to_csv(self) -> str:
        """One row a period."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        names = (
            "first",
            "last",
            "told",
            "person_years",
            "persons",
            "naive",
            "crude",
            "rate",
            "low",
            "high",
            "covered",
        )
        writer.writerow(names)
        for row in self.periods:
            low, high = (row.interval.low, row.interval.high) if row.interval else (None, None)
            plain = asdict(row) | {"low": low, "high": high}
            writer.writerow(["" if plain[name] is None else plain[name] for name in names])
        return text.getvalue()

    def plot(self) -> Chart:
        """The rate with its interval by period, and under it the events told as they are."""
        from tumen.estimation.trend_picture import trend_chart

        return trend_chart(self)

    def methods_paragraph(self) -> str:
        """A paragraph for a report: what was done, what it gave, what must be true, whom to cite."""
        years = f"{self.periods[0].first}–{self.periods[-1].last}"
        told = (
            f"{self.persons:,} people told {self.events:,.0f} events in {self.person_years:,.0f} person-years"
        )
        return ". ".join(
            (
                f"{told}, {years}",
                f"Method: rates over the time at risk of those interviewed, {self.unit}",
                f"{self.change.words} It holds if the following is true. {' '.join(self.assumptions)} "
                f"Computed with tumen {self.versions.get('tumen', '')}, tables {self.input_sha256[:12]}",
                f"References: {'; '.join(self.sources)}.",
            )
        )


def _span(years: tuple[int, int]) -> str:
    return str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}"
