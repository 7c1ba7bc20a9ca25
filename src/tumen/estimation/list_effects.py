"""Two log-linear methods that need no choice of model: independence, and a lower bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from tumen.estimation import capture_counts
from tumen.estimation.contract import (
    CLOSED,
    LARGEST,
    LINKED,
    NOT_CONVERGED,
    NOT_DETERMINED,
    OK,
    Answer,
    Method,
    require,
)
from tumen.estimation.table import OverlapTable
from tumen.model import Interval
from tumen.progress import Progress

__all__ = ["ChaoMth", "Independence", "bounded_design", "effects_answer"]


def effects_answer(
    table: OverlapTable, design: NDArray[np.float64], *, level: float, diagnostics: dict[str, object]
) -> Answer:
    """Fit a model with effects of lists and of their number (see `capture_counts`), and its profile interval."""
    fitted = capture_counts.fit(table, design)
    unseen = capture_counts.unseen(fitted)
    diagnostics = {"log_linear_converged": fitted.converged, **diagnostics}
    if not fitted.converged:
        return Answer(status=NOT_CONVERGED, diagnostics=diagnostics)
    if not table.observed + unseen < LARGEST:
        return Answer(status=NOT_DETERMINED, diagnostics=diagnostics)
    most_likely, low, high = capture_counts.profile_interval(
        table, design, level=level, start=unseen, largest=LARGEST
    )
    diagnostics |= {"multinomial_most_likely": most_likely}
    if high is None or high > LARGEST:
        return Answer(status=NOT_DETERMINED, diagnostics=diagnostics | {"interval_low": low})
    if not low <= table.observed + unseen <= high:
        # the likelihood of a whole population and that of the seen patterns peak apart: it is nearly flat
        return Answer(status=NOT_DETERMINED, diagnostics=diagnostics | {"interval_low": low})
    return Answer(
        status=OK,
        point=table.observed + unseen,
        interval=Interval(level=level, low=low, high=high),
        diagnostics=diagnostics,
    )


def bounded_design(
    lists: int, effects: Callable[[NDArray[np.float64]], NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Effects of standing on three or more lists, shape (lists + 1, at most lists - 2), none of them negative.

    Args:
        lists: how many.
        effects: fits such a design. While one is negative, the first such is removed.
    """
    number = np.arange(lists + 1, dtype=float)
    steps = [np.maximum(number - j + 1, 0) for j in range(3, lists + 1)]
    design = np.stack(steps, axis=1) if steps else np.zeros((lists + 1, 0))
    while design.shape[1]:
        negative = np.flatnonzero(effects(design) < 0)
        if not negative.size:
            break
        design = np.delete(design, negative[0], axis=1)
    return design


def _two_lists(table: OverlapTable, answer: Answer) -> Answer:
    """Replace maximum likelihood by Chapman's nearly unbiased form."""
    first, second = table.sizes.values()
    both = int(table.counts[table.patterns.all(axis=1)].sum())
    chapman = (first + 1) * (second + 1) / (both + 1) - 1
    found = {**answer.diagnostics, "both_lists": both, "petersen": first * second / both, "chapman": chapman}
    point = chapman if answer.status == OK else None
    return Answer(status=answer.status, point=point, interval=answer.interval, diagnostics=found)


def _pairs(table: OverlapTable) -> list[dict[str, object]]:
    """Every two lists alone: where pairs give very different populations, lists depend on each other or people differ.

    Source: Seber (1970), Biometrika 57, 313 (variance of Chapman's form).
    """
    shared = table.patterns.T @ (table.patterns * table.counts[:, None])
    found: list[dict[str, object]] = []
    for i, j in combinations(range(len(table.lists)), 2):
        one, other, both = float(shared[i, i]), float(shared[j, j]), float(shared[i, j])
        variance = (one + 1) * (other + 1) * (one - both) * (other - both) / ((both + 1) ** 2 * (both + 2))
        found.append(
            {
                "lists": [table.lists[i], table.lists[j]],
                "both": int(both),
                "petersen": one * other / both if both else None,
                "chapman": (one + 1) * (other + 1) / (both + 1) - 1,
                "chapman_se": float(np.sqrt(variance)),
            }
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """Lists independent, everybody equally likely to be recorded by a given list.

    Two lists: Chapman's estimate; more: maximum likelihood. Interval by profile likelihood. `pairs` in the diagnostics
    gives what every two lists say alone.

    Attributes:
        min_observed: fewest people for which a number is given.

    Source: Chapman (1951), University of California Publications in Statistics 1, 131; Cormack (1992),
        Biometrics 48, 567 (interval).
    """

    id: ClassVar[str] = "independence"
    title: ClassVar[str] = "Independent lists (log-linear main effects)"
    needs_rng: ClassVar[bool] = False
    min_lists: ClassVar[int] = 2

    min_observed: int = 30

    def __post_init__(self) -> None:
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def for_pooling(self) -> Method:
        return self

    def assumptions(self, table: OverlapTable) -> tuple[str, ...]:
        return (
            "Standing on one list makes nobody more or less likely to stand on another.",
            "A given list is equally likely to record each person. Where some people are easier to find "
            "by every list, this number is too low.",
            CLOSED,
            LINKED,
        )

    def answer(
        self, table: OverlapTable, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        told: dict[str, object] = {"pairs": _pairs(table)}
        found = effects_answer(table, np.zeros((len(table.lists) + 1, 0)), level=level, diagnostics=told)
        return _two_lists(table, found) if len(table.lists) == 2 else found


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaoMth:
    """Chao's lower bound with list effects: what is left when people differ in how findable they are.

    Effects of standing on three or more lists are free but not negative; negative ones are removed one after
    the other. The interval is the profile interval of the bound, not of the population.

    Attributes:
        min_observed: fewest people for which a number is given.

    Source: Chao (1987), Biometrics 43, 783; Rivest and Baillargeon (2007), Biometrics 63, 999.
    """

    id: ClassVar[str] = "chao-mth"
    title: ClassVar[str] = "Lower bound when people differ (Chao, with list effects)"
    needs_rng: ClassVar[bool] = False
    min_lists: ClassVar[int] = 2

    min_observed: int = 30

    def __post_init__(self) -> None:
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def for_pooling(self) -> Method:
        return self

    def assumptions(self, table: OverlapTable) -> tuple[str, ...]:
        first = "This is a lower bound: the population is probably larger, perhaps than the whole interval."
        if len(table.lists) == 2:
            first += " Two lists teach nothing about differences between people: it equals independence."
        return (
            first,
            "People may differ in how easily they are recorded; for a given person lists are independent.",
            CLOSED,
            LINKED,
        )

    def answer(
        self, table: OverlapTable, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        design = bounded_design(len(table.lists), lambda tried: capture_counts.fit(table, tried).effects)
        kept = {"lower_bound": True, "heterogeneity_effects": design.shape[1]}
        return effects_answer(table, design, level=level, diagnostics=kept)
