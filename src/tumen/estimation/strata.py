"""Many overlap tables at once: one a stratum, added up by adding draws.

A stratum too sparse for a number is counted with the people seen in it, and the sum says that it is a lower bound.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.errors import StrataError
from tumen.estimation.charts import Chart, band_chart
from tumen.estimation.contract import Estimate
from tumen.estimation.populations import populations
from tumen.estimation.table import OverlapTable
from tumen.estimation.table_reading import split_rows
from tumen.model import Interval

__all__ = ["Strata", "StrataEstimates", "Stratum", "Total"]

Key = tuple[str, ...]
_DRAWS = 4000  # of a sum


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """One part of a population.

    Attributes:
        key: its value of each dimension.
        table: the overlaps within it, without lists that nobody in it stands on.
        left_out: those lists.
    """

    key: Key
    table: OverlapTable
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Strata:
    """Parts of a population that do not overlap, sorted by key.

    Attributes:
        dimensions: what tells the parts apart: period, place, sex, …
        parts: at least one.
    """

    dimensions: tuple[str, ...]
    parts: tuple[Stratum, ...]

    def __post_init__(self) -> None:
        keys = [part.key for part in self.parts]
        if not keys:
            raise StrataError("There are no strata.")
        if len(set(keys)) < len(keys):
            raise StrataError("Two strata have the same key.")
        if any(len(key) != len(self.dimensions) for key in keys):
            raise StrataError(f"Every stratum needs a value of {', '.join(self.dimensions)}.")
        object.__setattr__(self, "parts", tuple(sorted(self.parts, key=lambda part: part.key)))

    @classmethod
    def from_csv(cls, text: str, *, by: Sequence[str]) -> Strata:
        """Read an overlap table with columns that name strata: those, one 0/1 column a list, and `count`.

        Args:
            text: CSV with a header row.
            by: columns whose values together name a stratum.

        Raises:
            StrataError: no such column, or no rows.
            OverlapTableError: the rest is no overlap table.
        """
        rows = split_rows(text)
        header = rows[0] if rows else []
        unknown = [name for name in by if name not in header]
        if unknown or not by:
            raise StrataError(
                f"The table has no column {', '.join(unknown) or 'to tell strata apart'}.",
                hint=f"Its columns: {', '.join(header)}.",
            )
        at = [header.index(name) for name in by]
        rest = [j for j in range(len(header)) if j not in at]
        if any(len(row) != len(header) for row in rows):
            raise StrataError("A row has more or fewer cells than there are headings.")
        parts: dict[Key, list[list[str]]] = {}
        for row in rows[1:]:
            parts.setdefault(tuple(row[j] for j in at), []).append([row[j] for j in rest])
        return cls.from_tables(
            {key: _table([[header[j] for j in rest], *cells]) for key, cells in parts.items()}, dimensions=by
        )

    @classmethod
    def from_tables(cls, tables: Mapping[Key, OverlapTable], *, dimensions: Sequence[str]) -> Strata:
        """Make from tables; lists that nobody in a stratum stands on are left out there, and named."""
        return cls(
            dimensions=tuple(dimensions),
            parts=tuple(_stratum(key, table) for key, table in tables.items()),
        )


def _table(rows: list[list[str]]) -> OverlapTable:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return OverlapTable.from_csv(text.getvalue())


def _stratum(key: Key, table: OverlapTable) -> Stratum:
    fewer, left_out = table.without_empty()
    return Stratum(key=key, table=fewer, left_out=left_out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A sum over strata.

    Attributes:
        key: values of the dimensions it was added up by; empty for everybody.
        point, interval: of the sum of draws.
        observed: people seen, in all its strata.
        strata: how many were added.
        observed_only: keys of those counted with their observed people only; if any, this is a lower bound.
        draws: of the sum.
    """

    key: Key
    point: float
    interval: Interval
    observed: int
    strata: int
    observed_only: tuple[Key, ...]
    draws: NDArray[np.float64]

    @property
    def is_lower_bound(self) -> bool:
        """Whether some strata stand in it with the people seen alone."""
        return bool(self.observed_only)

    @property
    def words(self) -> str:
        """The sum in a sentence."""
        number = f"{self.point:,.0f} ({self.interval.low:,.0f} to {self.interval.high:,.0f})"
        if len(self.observed_only) == self.strata:
            return f"At least {self.observed:,}, those seen: none of {self.strata} strata supports a number."
        if not self.is_lower_bound:
            return f"{number} in {self.strata} strata."
        return (
            f"At least {number}: {len(self.observed_only)} of {self.strata} strata are too sparse for a "
            "number and stand with the people seen."
        )

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON, without the draws."""
        return {
            "key": list(self.key), "point": self.point, "interval": self.interval, "observed": self.observed,
            "strata": self.strata, "observed_only": [list(key) for key in self.observed_only],
            "lower_bound": self.is_lower_bound, "words": self.words,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StrataEstimates:
    """An estimate a stratum.

    Attributes:
        strata: what was estimated.
        estimates: in the same order.
        level: of the intervals, 0-1.
        seed: what every stratum's own seed was made from.
        method: id of the method.
    """

    strata: Strata
    estimates: tuple[Estimate, ...]
    level: float
    seed: int
    method: str

    def total(self) -> Total:
        """The sum over all strata."""
        return self._sum((), range(len(self.estimates)))

    def totals(self, *, by: Iterable[str]) -> tuple[Total, ...]:
        """Sums over strata that share the values of some dimensions, sorted.

        Raises:
            StrataError: there is no such dimension.
        """
        wanted = tuple(by)
        unknown = [name for name in wanted if name not in self.strata.dimensions]
        if unknown:
            raise StrataError(
                f"There is no dimension {', '.join(unknown)}.",
                hint=f"Dimensions: {', '.join(self.strata.dimensions)}.",
            )
        at = [self.strata.dimensions.index(name) for name in wanted]
        groups: dict[Key, list[int]] = {}
        for number, part in enumerate(self.strata.parts):
            groups.setdefault(tuple(part.key[j] for j in at), []).append(number)
        return tuple(self._sum(key, members) for key, members in sorted(groups.items()))

    def _sum(self, key: Key, members: Iterable[int]) -> Total:
        """Draws added, each stratum's in an order of its own: equal tables must not move together."""
        whole, observed, only = np.zeros(_DRAWS), 0, []
        numbers = list(members)
        for number in numbers:
            part, one = self.strata.parts[number], self.estimates[number]
            observed += one.observed
            if one.is_ok:
                rng = np.random.default_rng(seed_from(str(self.seed), *part.key))
                whole += rng.permutation(populations(one, level=self.level, points=_DRAWS))
            else:
                whole += one.observed
                only.append(part.key)
        low, point, high = np.quantile(whole, [(1 - self.level) / 2, 0.5, (1 + self.level) / 2])
        return Total(
            key=key,
            point=float(point),
            interval=Interval(level=self.level, low=float(low), high=float(high)),
            observed=observed,
            strata=len(numbers),
            observed_only=tuple(only),
            draws=whole,
        )

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        rows = [
            {"key": list(part.key), "left_out": list(part.left_out), **one.as_dict()}
            for part, one in zip(self.strata.parts, self.estimates, strict=True)
        ]
        return {
            "dimensions": list(self.strata.dimensions), "method": self.method, "seed": self.seed, "strata": rows,
            "total": self.total().as_dict(),
        }  # fmt: skip

    def to_csv(self) -> str:
        """One row a stratum: its key, people seen, estimate, interval, status."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(
            [*self.strata.dimensions, "observed", "point", "low", "high", "status", "table_sha256"]
        )
        for part, one in zip(self.strata.parts, self.estimates, strict=True):
            ends = one.interval
            numbers = ("", "", "") if ends is None else (one.point, ends.low, ends.high)
            writer.writerow([*part.key, one.observed, *numbers, one.status, one.input_sha256])
        return text.getvalue()

    def plot(self, *, by: Sequence[str] = ()) -> Chart:
        """One line a stratum, or a sum over strata; the people seen as diamonds."""
        totals = self.totals(by=by or self.strata.dimensions)
        rows = [
            {
                "who": ", ".join(total.key) + (" (at least)" if total.is_lower_bound else ""), "point": total.point,
                "low": total.interval.low, "high": total.interval.high, "seen": total.observed,
            }
            for total in totals
        ]  # fmt: skip
        words = "; ".join(f"{', '.join(total.key)}: {total.words}" for total in totals[:20])
        return band_chart(
            rows, title="Strata", words=words, axis="population (diamond: seen)", mark_at="seen"
        )


def seed_from(*words: str) -> int:
    """A seed that depends on words alone, the same on every machine."""
    digest = hashlib.sha256("\x1f".join(words).encode()).digest()
    return int.from_bytes(digest[:8], "big")
