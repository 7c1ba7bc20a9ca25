"""What of an overlap table may be shown: combinations of few people are shown as one.

One hidden combination could be worked out from the total, so at least two are hidden together, with at least
`least` people between them and more people than combinations; and sizes of lists, from which hidden ones
could be worked out too, are rounded as soon as anything is hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumen.estimation.charts import Chart, upset_chart
from tumen.estimation.contract import require
from tumen.estimation.table import OverlapTable

__all__ = ["Combination", "Overlaps", "guarded_overlaps"]

_BARS = 24  # in one picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """People who stand on exactly these lists."""

    on: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlaps:
    """An overlap table that may be shown.

    Attributes:
        lists: names.
        shown: combinations of at least `least` people, most people first.
        hidden: how many combinations are not shown one by one.
        hidden_people: people in them.
        sizes: people on each list; rounded to `rounding` where something is hidden.
        rounding: 1 where nothing is hidden.
        least: fewest people shown.
    """

    lists: tuple[str, ...]
    shown: tuple[Combination, ...]
    hidden: int
    hidden_people: int
    sizes: Mapping[str, int]
    rounding: int
    least: int

    @property
    def words(self) -> str:
        """What is hidden, in words."""
        if not self.hidden:
            return "Nothing is hidden."
        return (
            f"{self.hidden} combinations of few people are shown as one, {self.hidden_people:,} people together, and "
            f"sizes of lists are rounded to {self.rounding}."
        )

    def as_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "lists": list(self.lists),
            "shown": [{"on": list(each.on), "people": each.people} for each in self.shown],
            "hidden": self.hidden,
            "hidden_people": self.hidden_people,
            "sizes": dict(self.sizes),
            "rounding": self.rounding,
            "least": self.least,
        }

    def plot(self, *, unit: str = "persons") -> Chart:
        """An UpSet plot: the largest combinations, the rest as one."""
        first, rest = self.shown[:_BARS], self.shown[_BARS:]
        others = self.hidden_people + sum(each.people for each in rest)
        rows: list[dict[str, object]] = [{"on": list(each.on), "people": each.people} for each in first]
        if others:
            rows.append({"on": [], "people": others})
        largest = "; ".join(f"{each.people:,} on {' and '.join(each.on)}" for each in first[:5])
        words = f"{len(self.lists)} lists. {largest}. {self.words}"
        return upset_chart(
            rows, self.sizes, title="Who stands on which lists together", words=words, unit=unit
        )


def guarded_overlaps(table: OverlapTable, *, least: int = 4, rounding: int = 5) -> Overlaps:
    """What of the table may be shown.

    Args:
        table: the overlaps.
        least: fewest people of a combination that is shown by itself; 1 shows all.
        rounding: of the sizes of lists where something is hidden.

    Raises:
        SettingsError: least or rounding below 1.

    Example:
        >>> table = OverlapTable.from_patterns(["A", "B"], {"10": 30, "01": 20, "11": 2})
        >>> found = guarded_overlaps(table)
        >>> [each.people for each in found.shown], found.hidden, found.hidden_people, dict(found.sizes)
        ([30], 2, 22, {'A': 30, 'B': 20})
    """
    require(least >= 1 and rounding >= 1, "least and rounding must be at least 1.")
    every = sorted(
        (
            Combination(
                on=tuple(n for n, on in zip(table.lists, pattern, strict=True) if on), people=int(count)
            )
            for pattern, count in zip(table.patterns, table.counts, strict=True)
        ),
        key=lambda each: (-each.people, each.on),
    )
    kept = sum(each.people >= least for each in every)
    if kept < len(every):
        kept = _join(every, kept, least)
    hidden = every[kept:]
    step = rounding if hidden else 1
    return Overlaps(
        lists=table.lists,
        shown=tuple(every[:kept]),
        hidden=len(hidden),
        hidden_people=sum(each.people for each in hidden),
        sizes={name: step * round(size / step) for name, size in table.sizes.items()},
        rounding=step,
        least=least,
    )


def _join(every: list[Combination], kept: int, least: int) -> int:
    """How many may still be shown, once the hidden ones protect each other."""
    while kept:
        hidden = every[kept:]
        people = sum(each.people for each in hidden)
        if len(hidden) > 1 and people >= least and people > len(hidden):
            break
        kept -= 1
    return kept
