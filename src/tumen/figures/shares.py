"""Shares with their base and an interval: so many of so many, by part of a series and by claim.

A share of everybody who was registered has no sampling error. The interval answers another question: had each of these
people been of the part with one probability, independently, how far could the share have come out by chance alone? It
is the exact one of Clopper and Pearson, which never covers less than it says. Where people were chosen by anything but
chance, the truth may lie far outside of it; the interval says nothing about who was asked.

Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934), 404.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import scipy

from tumen.errors import FiguresError
from tumen.figures.nouns import Series, SeriesRow

LEVEL = 0.95
_Key = tuple[str, str, str | None, str]
"""Period, place, vintage and kind of part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of a whole, both counts.

    Attributes:
        part: How many.
        whole: Of how many; more than 0.
        share: part / whole, 0 to 1.
        low: Lower end of the interval, 0 to 1.
        high: Upper end.
        level: Of the interval, 0 to 1.
    """

    part: float
    whole: float
    share: float
    low: float
    high: float
    level: float

    @property
    def said(self) -> str:
        """In words: `12 of 150, 8.0% (95% interval 4.2% to 13.6%)`."""
        return (
            f"{self.part:,g} of {self.whole:,g}, {self.share:.1%} "
            f"({self.level:.0%} interval {self.low:.1%} to {self.high:.1%})"
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        names = ("part", "whole", "share", "low", "high", "level")
        return {name: getattr(self, name) for name in names} | {"says": self.said}


def share(part: float, whole: float, *, level: float = LEVEL) -> Share:
    """So many of so many, with the interval of Clopper and Pearson.

    Args:
        part: A count, 0 or more.
        whole: A count, at least the part and at least 1.
        level: Of the interval, between 0 and 1.

    Raises:
        FiguresError: A number is no count, the part exceeds the whole, or the level is no probability.

    Example:
        >>> share(12, 150).said
        '12 of 150, 8.0% (95% interval 4.2% to 13.6%)'
    """
    if not _is_count(part) or not _is_count(whole) or whole < 1 or part > whole:
        raise FiguresError(
            f"{part:g} of {whole:g} is no share.",
            hint="Give two whole numbers, the part first; the part must not exceed the whole.",
        )
    if not 0 < level < 1:
        raise FiguresError(
            f"{level:g} is no level of an interval.", hint="Give one between 0 and 1, as 0.95."
        )
    tail, rest = (1 - level) / 2, whole - part
    low = float(scipy.special.betaincinv(part, rest + 1, tail)) if part else 0.0
    high = float(scipy.special.betaincinv(part + 1, rest, 1 - tail)) if rest else 1.0
    return Share(part=part, whole=whole, share=part / whole, low=low, high=high, level=level)


def _is_count(number: float) -> bool:
    return number >= 0 and float(number).is_integer()


def series_shares(series: Series, *, level: float = LEVEL) -> tuple[tuple[SeriesRow, Share], ...]:
    """Every part of a series beside the whole of the same period, place and vintage.

    The whole is the row `total`; for parts of one kind (`age: 20s`, `age: 30s`, …) the sum of that kind. Parts whose
    whole is not given, shares of shares and numbers that are no counts are left out.
    """
    wholes = _wholes(series)
    return tuple(_beside(series, wholes, level))


def _beside(series: Series, wholes: Mapping[_Key, float], level: float) -> Iterator[tuple[SeriesRow, Share]]:
    for row in series.rows:
        whole = None if row.of == "total" else wholes.get(_key(row))
        if whole and _is_count(whole) and _is_count(row.value) and row.value <= whole:
            yield row, share(row.value, whole, level=level)


def _key(row: SeriesRow) -> _Key:
    kind, colon, _ = row.of.partition(":")
    return (
        row.period.edtf,
        row.place,
        None if row.published is None else row.published.edtf,
        kind if colon else "",
    )


def _wholes(series: Series) -> dict[_Key, float]:
    found: dict[_Key, float] = {}
    for row in series.rows:
        if ":" in row.of:
            found[_key(row)] = found.get(_key(row), 0.0) + row.value
        elif row.of == "total":
            found[_key(row)] = row.value
    return found
