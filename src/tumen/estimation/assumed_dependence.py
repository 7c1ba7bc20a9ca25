"""Closed forms in which the one thing the data cannot show is named, and varied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from tumen.estimation.contract import (
    CLOSED,
    LARGEST,
    LINKED,
    NOT_DETERMINED,
    Answer,
    Method,
    log_normal_limits,
    published,
    refused,
    require,
)
from tumen.estimation.loglinear import counts_of
from tumen.estimation.table import OverlapTable
from tumen.progress import Progress

__all__ = ["NoHighestInteraction", "OddsRatio"]

Floats = NDArray[np.float64]


def _answer(
    table: OverlapTable, *, log_unseen: float, variance: float, chosen: float, grid: tuple[float, ...], name: str,
    level: float, diagnostics: dict[str, object],
) -> Answer:  # fmt: skip
    """The number for the chosen value, and those for the others in `sensitivity`.

    Args:
        table: the overlaps.
        log_unseen: log of the unseen people if the value is 1.
        variance: of that log.
        chosen: the value assumed.
        grid: other values.
        name: what the value is called.
        level: of the interval.
        diagnostics: added to.
    """
    if not np.isfinite(log_unseen) or log_unseen + np.log(chosen) > np.log(LARGEST):
        return Answer(status=NOT_DETERMINED, diagnostics=diagnostics)
    rows = []
    for value in sorted({*grid, chosen}):
        if log_unseen + np.log(value) > np.log(LARGEST):
            break
        unseen = value * float(np.exp(log_unseen))
        # the plug-in's own error, and that a whole number of people was missed
        error = unseen * float(np.sqrt(variance + 1.0 / max(unseen, 1.0)))
        low, high = log_normal_limits(table.observed, unseen, error, level=level)
        rows.append({name: value, "point": table.observed + unseen, "low": low, "high": high})
    diagnostics |= {"sensitivity": rows}
    mine = next(row for row in rows if row[name] == chosen)
    return published(
        table, point=mine["point"], low=mine["low"], high=mine["high"], level=level, diagnostics=diagnostics
    )


def _check_grid(chosen: float, grid: tuple[float, ...], name: str) -> None:
    require(0 < chosen <= 1000, f"{name} must be positive and at most 1,000.")
    require(len(grid) > 0 and all(0 < each <= 1000 for each in grid), "grid must hold positive numbers.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoHighestInteraction:
    """All lists may depend on each other, in pairs, threes and so on, short of the interaction of all at once.

    The unseen people are xi times the product of the cells with an odd number of lists over the product of those
    with an even number. Nothing observed speaks of xi; 1 says that there is no interaction of all lists.
    `sensitivity` gives the number for each xi of the grid. The interval is that of sampling alone, for this xi.

    Attributes:
        xi: the ratio assumed.
        grid: other ratios, for `sensitivity`.
        min_observed: fewest people for which a number is given.

    Source: Fienberg (1972), Biometrika 59, 591; Bishop, Fienberg and Holland (1975), Discrete Multivariate
        Analysis; Aleshin-Guendel, Sadinle and Wakefield (2024), Biometrics 80 (varying it).
    """

    id: ClassVar[str] = "no-highest-interaction"
    title: ClassVar[str] = "No interaction of all lists at once, and how much that matters"
    needs_rng: ClassVar[bool] = False
    min_lists: ClassVar[int] = 3
    max_lists: ClassVar[int] = 12  # more leave too many empty cells

    xi: float = 1.0
    grid: tuple[float, ...] = (0.25, 0.5, 1.0, 2.0, 4.0)
    min_observed: int = 30

    def __post_init__(self) -> None:
        object.__setattr__(self, "grid", tuple(self.grid))
        _check_grid(self.xi, self.grid, "xi")
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def for_pooling(self) -> Method:
        """The same: it costs nothing."""
        return self

    def assumptions(self, table: OverlapTable) -> tuple[str, ...]:
        return (
            "The dependence among all lists but one is the same for people on the last list as for people off it, "
            f"but for the factor {self.xi:g}. The data cannot test this; `sensitivity` shows what other factors give.",
            "Everybody in the population could be met by every list.",
            CLOSED,
            LINKED,
        )

    def answer(
        self, table: OverlapTable, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        lists = len(table.lists)
        if lists > self.max_lists:
            return refused(f"{lists} lists leave too many empty cells; at most {self.max_lists}. Merge lists")
        cells = counts_of(table)[1:]
        empty = int((cells == 0).sum())
        diagnostics: dict[str, object] = {"xi": self.xi, "empty_cells": empty}
        if empty:
            diagnostics["cautions"] = (f"{empty} overlaps are empty, so the product has no value",)
            return Answer(status=NOT_DETERMINED, diagnostics=diagnostics)
        odd = np.array([1.0 if cell.bit_count() % 2 else -1.0 for cell in range(1, 1 << lists)])
        return _answer(
            table, log_unseen=float(odd @ np.log(cells)), variance=float((1.0 / cells).sum()), chosen=self.xi,
            grid=self.grid, name="xi", level=level, diagnostics=diagnostics,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class OddsRatio:
    """Two lists, and how strongly standing on one goes with standing on the other.

    The unseen people are psi times (only on the first) times (only on the second) over (on both). Nothing observed
    speaks of psi, the odds ratio between the lists; 1 says that they are independent. `sensitivity` gives the number
    for each psi of the grid. The interval is that of sampling alone, for this psi.

    Attributes:
        psi: the odds ratio assumed.
        grid: other odds ratios, for `sensitivity`.
        min_observed: fewest people for which a number is given.

    Source: Sekar and Deming (1949), Journal of the American Statistical Association 44, 101; Gerritse, van der
        Heijden and Bakker (2015), Journal of Official Statistics 31, 357 (varying the odds ratio).
    """

    id: ClassVar[str] = "odds-ratio"
    title: ClassVar[str] = "Two lists with an assumed odds ratio"
    needs_rng: ClassVar[bool] = False
    min_lists: ClassVar[int] = 2
    max_lists: ClassVar[int] = 2

    psi: float = 1.0
    grid: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0)
    min_observed: int = 30

    def __post_init__(self) -> None:
        object.__setattr__(self, "grid", tuple(self.grid))
        _check_grid(self.psi, self.grid, "psi")
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def for_pooling(self) -> Method:
        """The same: it costs nothing."""
        return self

    def assumptions(self, table: OverlapTable) -> tuple[str, ...]:
        return (
            f"The odds of standing on one list are {self.psi:g} times as high for people on the other list as for "
            "people off it. Two lists cannot test this; `sensitivity` shows what other ratios give.",
            CLOSED,
            LINKED,
        )

    def answer(
        self, table: OverlapTable, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        if len(table.lists) != 2:
            return refused(f"{len(table.lists)} lists: this is for exactly 2. Use no-highest-interaction")
        first, second, both = counts_of(table)[1:]
        diagnostics: dict[str, object] = {"psi": self.psi, "both_lists": int(both)}
        if min(first, second, both) == 0:
            diagnostics["cautions"] = ("one list lies within the other, so the product has no value",)
            return Answer(status=NOT_DETERMINED, diagnostics=diagnostics)
        return _answer(
            table, log_unseen=float(np.log(first) + np.log(second) - np.log(both)),
            variance=float(1 / first + 1 / second + 1 / both), chosen=self.psi, grid=self.grid, name="psi",
            level=level, diagnostics=diagnostics,
        )  # fmt: skip
