"""A published number with what it counts, of whom, where and when; and series of such numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tumen.dates import Date

NATURES: Final = ("", "forecast", "impression", "opinion", "consensus", "well-known", "own")
"""What sort of saying a claim is: stated as it is; said of a time to come; how it looked to somebody; what somebody
holds; what is said to be accepted by all; what is said to be known, by no source; estimated here."""

EXPECTED: Final = ("", "rise", "fall", "go-on")
"""What a forecast expects of a series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A quantity, a population or a place, as claims name it.

    Attributes:
        code: Id in the pack.
        names: Language to label.
        wholes: Codes of what it is part of, nearest first.
        under: Of a quantity: rows of the register of law by whose entry into force its numbers are put in order.
        told: Words, or their beginnings, by which texts speak of it, in any language; one that ends in a space is a
            whole word.
    """

    code: str
    names: Mapping[str, str] = field(compare=False)
    wholes: tuple[str, ...] = ()
    under: tuple[str, ...] = field(default=(), compare=False)
    told: tuple[str, ...] = field(default=(), compare=False)

    def name(self, language: str = "en") -> str:
        """Its label, in English if need be, or the code."""
        return self.names.get(language) or self.names.get("en") or self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One published number.

    Attributes:
        code: Id in the pack (`N01`).
        quantity: What is counted.
        value: The number as stated; None for a range or when none is given.
        low: Lower end as stated; None when there is none.
        high: Upper end as stated; None when there is none.
        unit: `persons`, `share` (0–1), `USD`, …
        measure: `stock` (on a day), `flow` (within a time), `cumulative` (up to a day), `rate`, `share`, `price`,
            `ratio` or `change`.
        population: Whom or what it counts.
        place: Where.
        as_of: The day or time the number refers to, not the day of publication.
        qualifier: `about`, `at-least`, `more-than`, `up-to`, or empty.
        method: How it came about, in a few words.
        method_kind: One of a few words for filters.
        sources: Ids of those who say it.
        quoted_by: Ids of those who repeat it.
        flags: Known weaknesses, for example `outlier`, `arithmetic`, `derived:D01`.
        note: What a reader must know; may be empty.
        confidence: Of the compiler in having it right, not in the number.
        verified: Whether a source, not memory, carries it.
        nature: What sort of saying it is, one of `NATURES`; empty for a number stated as it is.
        words: What is said, where the number does not say it.
        expects: Of a forecast: `rise`, `fall` or `go-on`.
        series: Code of the series by which a forecast can be checked.
        review: The day by which somebody looks again whether it still holds.
        figure: Number of the own figure that it is, on the desk that made it.
    """

    code: str
    quantity: Subject
    value: float | None
    low: float | None
    high: float | None
    unit: str
    measure: str
    population: Subject
    place: Subject
    as_of: Date
    qualifier: str = ""
    method: str = ""
    method_kind: str = ""
    sources: tuple[str, ...] = ()
    quoted_by: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    note: str = ""
    confidence: str = ""
    verified: bool = True
    nature: str = ""
    words: str = ""
    expects: str = ""
    series: str = ""
    review: Date | None = None
    figure: int | None = None

    @property
    def ends(self) -> tuple[float, float] | None:
        """What the claim allows, as (low, high) with infinite ends where it is open; None without a number.

        A number said to be "about" is read with half a unit of its last significant digit to either side; an own
        estimate with its interval.
        """
        if self.value is not None and (self.nature != "own" or self.low is None or self.high is None):
            slack = rounding(self.value) if self.qualifier == "about" else 0.0
            return self.value - slack, self.value + slack
        if self.low is None and self.high is None:
            return None
        return -math.inf if self.low is None else self.low, math.inf if self.high is None else self.high

    @property
    def derived_from(self) -> tuple[str, ...]:
        """Codes of claims from which it was computed: together they are one confirmation, not two."""
        return tuple(f.removeprefix("derived:") for f in self.flags if f.startswith("derived:"))

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; dates as EDTF."""
        return {
            "id": self.code, "quantity": self.quantity.code, "label": self.quantity.name(), "value": self.value,
            "low": self.low, "high": self.high, "qualifier": self.qualifier, "unit": self.unit, "measure": self.measure,
            "population": self.population.code, "population_label": self.population.name(),
            "place": self.place.code, "place_label": self.place.name(), "as_of": self.as_of.edtf,
            "method": self.method, "method_kind": self.method_kind, "sources": list(self.sources),
            "quoted_by": list(self.quoted_by), "flags": list(self.flags), "note": self.note,
            "confidence": self.confidence, "verified": self.verified, "nature": self.nature, "words": self.words,
            "expects": self.expects, "series": self.series,
            "review": None if self.review is None else self.review.edtf,
        }  # fmt: skip


def rounding(value: float) -> float:
    """Half a unit of the last significant digit: 500 for 26,000, 0.05 for 0.7, 0 for 0.

    Example:
        >>> rounding(26_000), rounding(0.7), rounding(2_706)
        (500.0, 0.05, 0.5)
    """
    if value == 0:
        return 0.0
    digits = f"{abs(value):.12g}"
    if "e" in digits or "." in digits:
        places = len(digits.partition(".")[2]) if "e" not in digits else 0
        return float(f"5e{-places - 1}")
    zeros = len(digits) - len(digits.rstrip("0"))
    return float(f"5e{zeros - 1}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    """One number of a series in one vintage.

    Attributes:
        period: The time it counts, or the day for a stock.
        of: Which part (`total`, `female`, `refugees`, …).
        value: The number.
        published: When this vintage was published; None for the one that stands now.
        status: `provisional`, `forecast` or empty.
        place: Code of a country, for series split by country; else empty.
        sources: Ids of sources.
        verified: Whether a source, not memory, carries it.
    """

    period: Date
    of: str
    value: float
    published: Date | None = None
    status: str = ""
    place: str = ""
    sources: tuple[str, ...] = ()
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """A published total that the rows do not add up to.

    Attributes:
        as_of: The day of the total.
        of: Which part.
        published: The total as published.
        computed: The sum of the rows that stand now, up to that day.
    """

    as_of: Date
    of: str
    published: float
    computed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Numbers over time, with every vintage that was published.

    Attributes:
        code: Id in the pack.
        names: Language to label.
        unit: What one unit is.
        population: Whom it counts; None when the definition alone says it.
        place: Where.
        definition: What exactly is counted.
        rows: Every number, in order of period, part and vintage.
        totals: Published totals as (as_of, part, value).
        sources: Ids of sources of the series as a whole.
    """

    code: str
    names: Mapping[str, str] = field(compare=False)
    unit: str
    population: Subject | None
    place: Subject
    definition: str
    rows: tuple[SeriesRow, ...]
    totals: tuple[tuple[Date, str, float], ...] = ()
    sources: tuple[str, ...] = ()

    def name(self, language: str = "en") -> str:
        """Its label, in English if need be."""
        return self.names.get(language) or self.names.get("en") or self.code

    def current(self, of: str | None = None) -> tuple[SeriesRow, ...]:
        """The numbers that stand now, of one part or of all."""
        return tuple(r for r in self.rows if r.published is None and of in (None, r.of))

    def vintages(self, period: str, of: str = "total") -> tuple[SeriesRow, ...]:
        """Everything published for one period (EDTF) and part, oldest first, the one that stands now last."""
        return tuple(r for r in self.rows if r.period.edtf == period and r.of == of)

    def revised(self) -> tuple[tuple[str, str], ...]:
        """(period, part) for which more than one number was published."""
        seen: dict[tuple[str, str, str], set[float]] = {}
        for r in self.rows:
            seen.setdefault((r.period.edtf, r.of, r.place), set()).add(r.value)
        return tuple((period, of) for (period, of, _), values in seen.items() if len(values) > 1)

    def discrepancies(self) -> tuple[Discrepancy, ...]:
        """Published totals that the rows up to that day do not add up to; empty when all agree."""
        found = []
        for as_of, of, published in self.totals:
            computed = sum(r.value for r in self.current(of) if _ends_by(r.period, as_of))
            if computed != published:
                found.append(Discrepancy(as_of=as_of, of=of, published=published, computed=computed))
        return tuple(found)


def _ends_by(period: Date, day: Date) -> bool:
    return period.latest is not None and day.latest is not None and period.latest <= day.latest
