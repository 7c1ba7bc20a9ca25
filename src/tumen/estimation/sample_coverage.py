"""Sample coverage: how much of each list the other lists have already met."""

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
    require,
)
from tumen.estimation.table import OverlapTable
from tumen.progress import Progress

__all__ = ["SampleCoverage"]

Floats = NDArray[np.float64]
_ENOUGH = 0.55  # coverage from which the high-coverage form is steady
_STEADY = 0.95  # share of drawn tables that must have a solution
_FORMS = ("auto", "independent", "high", "low")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forms:
    """The three forms of the estimate, each of shape (tables,); nan where a form has no value."""

    coverage: Floats
    independent: Floats
    high: Floats
    low: Floats


def _forms(patterns: NDArray[np.int64], counts: Floats) -> _Forms:
    """All forms for many tables with the same patterns, counts of shape (tables, patterns).

    With t lists, n_j people on list j, n_jk on both j and k, and w_jk people who are on k or j but on no third
    list, in both directions: coverage C = 1 - mean_j(only on j / n_j), D = people - mean_j(only on j), and
    N = D/C + sum_jk w_jk (N' n_jk / (n_j n_k) - 1) / (tC), with N' = N for high coverage, and for low coverage the
    value of the same line at N' = D/C.
    """
    lists = patterns.shape[1]
    number = patterns.sum(1)
    single = counts @ (patterns * (number == 1)[:, None])
    sizes = counts @ patterns
    with np.errstate(divide="ignore", invalid="ignore"):
        coverage = 1.0 - (single / sizes).mean(1)
        plain = (counts.sum(1) - single.mean(1)) / coverage
        weight, slope = np.zeros(len(counts)), np.zeros(len(counts))
        for j in range(lists):
            for k in range(j + 1, lists):
                others = number - patterns[:, j] - patterns[:, k]
                alone = (others == 0) * (patterns[:, j] + patterns[:, k])
                # on k with j or without it, and on j with k or without it, and on no third list
                each = counts @ alone / (lists * coverage)
                weight += each
                slope += each * (counts @ (patterns[:, j] * patterns[:, k])) / (sizes[:, j] * sizes[:, k])
        high = (plain - weight) / (1.0 - slope)
        once = plain - weight + slope * plain
        low = plain - weight + slope * once
    return _Forms(coverage=coverage, independent=plain, high=np.where(slope < 1, high, np.nan), low=low)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleCoverage:
    """How much of the population the lists have met, judged by how rarely a person is on one list only.

    Dependence between two lists and differences between people enter through pairwise overlaps. Where coverage is
    high the equation is solved for the population; where it is low that is unsteady, and one step from the
    independent form is taken instead, which is too low when dependence is positive. The interval is log-normal
    with a bootstrap standard error.

    Attributes:
        form: `high`, `low`, `independent`, or `auto`: high if the coverage is at least 0.55 and the equation has a
            steady solution, otherwise low.
        samples: tables drawn for the standard error.
        min_observed: fewest people for which a number is given.

    Source: Chao and Tsay (1998), Journal of the American Statistical Association 93, 283 (three lists); Tsay and
        Chao (2001), Journal of Applied Statistics 28, 25 (more); Chao and others (2001), Statistics in
        Medicine 20, 3123 (which form when).
    """

    id: ClassVar[str] = "sample-coverage"
    title: ClassVar[str] = "Sample coverage (Chao and Tsay)"
    needs_rng: ClassVar[bool] = True
    min_lists: ClassVar[int] = 3

    form: str = "auto"
    samples: int = 1000
    min_observed: int = 30

    def __post_init__(self) -> None:
        require(self.form in _FORMS, f"form must be one of {', '.join(_FORMS)}.")
        require(20 <= self.samples <= 100_000, "samples must be between 20 and 100,000.")
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def for_pooling(self) -> Method:
        """The same: it costs little."""
        return self

    def assumptions(self, table: OverlapTable) -> tuple[str, ...]:
        return (
            "Dependence between lists and differences between people show in the overlaps of pairs of lists; what "
            "only three or more lists together would show is neglected.",
            "With low coverage the number is too low if the same people are easy to find for every list.",
            CLOSED,
            LINKED,
        )

    def answer(
        self, table: OverlapTable, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        found = _forms(table.patterns, table.counts[None, :].astype(float))
        coverage = float(found.coverage[0])
        diagnostics: dict[str, object] = {
            "coverage": coverage,
            "forms": {
                name: value if np.isfinite(value) and value >= table.observed else None
                for name, value in (
                    ("independent", float(found.independent[0])),
                    ("high", float(found.high[0])),
                    ("low", float(found.low[0])),
                )
            },
        }
        for form in self._order(coverage):
            diagnostics["form"] = form
            point = float(getattr(found, form)[0])
            if not (np.isfinite(point) and table.observed <= point <= LARGEST and coverage > 0):
                continue
            drawn = self._drawn(table, form, point, rng)
            if np.isfinite(drawn).mean() < _STEADY:
                continue
            error = float(np.nanstd(drawn, ddof=1))
            diagnostics["standard_error"] = error
            low, high = log_normal_limits(table.observed, point - table.observed, error, level=level)
            return published(table, point=point, low=low, high=high, level=level, diagnostics=diagnostics)
        return Answer(status=NOT_DETERMINED, diagnostics=diagnostics)

    def _order(self, coverage: float) -> tuple[str, ...]:
        """Forms to try, the best first."""
        if self.form != "auto":
            return (self.form,)
        return ("high", "low") if coverage >= _ENOUGH else ("low",)

    def _drawn(self, table: OverlapTable, form: str, point: float, rng: np.random.Generator) -> Floats:
        """Estimates from tables drawn with the unseen people among the cells."""
        people = max(table.observed, round(point))
        chances = np.append(table.counts, people - table.observed) / people
        counts = rng.multinomial(people, chances, size=self.samples)[:, :-1].astype(float)
        found: Floats = getattr(_forms(table.patterns, counts), form)
        return np.where(found >= counts.sum(1), found, np.nan)
