"""From a drawn sample to the population: totals, means, ratios, and totals by way of a known number.

Source: Cochran (1977), Sampling Techniques, 3rd ed., chapters 5, 6 and 11; linearisation, Woodruff (1971), Journal of
the American Statistical Association 66, 411.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.estimation.contract import NOT_DETERMINED, OK, Answer, refuse, require
from tumen.estimation.survey_design import SurveySample
from tumen.estimation.survey_variance import design_effect, lonely, variance
from tumen.model import Interval
from tumen.progress import Progress

__all__ = ["SINGLE", "Linear", "SurveyMean", "SurveyRatio", "SurveyTotal", "ratio_of", "survey_answer"]

Floats = NDArray[np.float64]
Linear = Callable[[SurveySample], tuple[float, Floats]]  # sample → (estimate, linearised value of each row)
SINGLE = ("refuse", "certainty", "centre", "average")
_FEW = 10  # degrees of freedom below which an interval is only rough
DRAWN = "Everybody in the population asked about could be drawn, and the chances of being drawn are the stated ones."
HONEST = "People answered what was asked; who could not be asked is as the treatment of missing values says."
_NOT_FOR = (
    "Places chosen because they were easy or safe to reach: they speak for themselves only.",
    "A population other than the one drawn from: migrants' households do not stand for the country they left.",
)


def _require_single(single: str) -> None:
    require(single in SINGLE, f"single is one of {', '.join(SINGLE)}.")


def survey_answer(
    sample: SurveySample, linear: Linear, *, level: float, single: str, log: bool, floor: float | None = None
) -> Answer:
    """Estimate, its variance under the plan, and an interval with t on (clusters - strata) degrees of freedom.

    Args:
        sample: the answers.
        linear: what is estimated.
        level: 0-1.
        single: what to do with a stratum of a single unit.
        log: whether the interval is symmetric on the log scale rather than the plain one.
        floor: below which the interval cannot reach.
    """
    missing = np.isnan(sample.values) & sample.domain
    if missing.any():
        return _between_bounds(sample, linear, missing, level=level, single=single, log=log, floor=floor)
    reasons = _refusals(sample, single)
    if reasons:
        return refuse(*reasons)
    with np.errstate(all="ignore"):
        point, values = linear(sample)
        spread = variance(np.where(sample.domain, sample.weights * values, 0.0), sample.stages, single=single)
    if not (np.isfinite(point) and np.isfinite(spread)):
        return Answer(
            status=NOT_DETERMINED, diagnostics={"why": "nothing to divide by: the sum below is zero"}
        )
    known: dict[str, object] = {
        "se": float(np.sqrt(spread)),
        "design_effect": design_effect(spread, values, sample),
        "degrees_of_freedom": sample.degrees,
        "sum_of_weights": float(sample.weights[sample.domain].sum()),
        "cautions": _cautions(sample),
    }
    if not (spread or point or sample.values[sample.domain].any()):
        return Answer(status=NOT_DETERMINED, diagnostics={**known, "why": "nothing was seen in the sample"})
    plain, curved = _intervals(point, float(np.sqrt(spread)), sample.degrees, level)
    low, high = curved if log else plain
    low = low if floor is None else max(low, floor)
    ends = Interval(level=level, low=low, high=max(high, low))
    told = {**known, "interval_plain": plain, "interval_log": curved}
    return Answer(status=OK, point=float(point), interval=ends, diagnostics=told)


def _intervals(
    point: float, error: float, degrees: int, level: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Symmetric on the plain scale and on the log scale; the same where there is no logarithm."""
    t = float(scipy.special.stdtrit(degrees, (1 + level) / 2))
    plain = (point - t * error, point + t * error)
    if point <= 0:
        return plain, plain
    factor = float(np.exp(min(t * error / point, 700.0)))
    return plain, (point / factor, point * factor)


def _between_bounds(
    sample: SurveySample, linear: Linear, missing: NDArray[np.bool_], *, level: float, single: str, log: bool,
    floor: float | None,
) -> Answer:  # fmt: skip
    """Point with the weighted mean of the stratum in the place of what is not known; interval from end to end."""
    if sample.missing_between is None:
        return refuse(f"{missing.sum()} values are not known")
    group, known = sample.stages[0].group, sample.domain & ~missing
    weight = np.bincount(group[known], sample.weights[known], len(sample.strata))
    if (weight[group[missing]] == 0).any():
        return refuse("in a stratum no value at all is known")
    total = np.bincount(group[known], (sample.weights * sample.values)[known], len(sample.strata))
    fills = (*sample.missing_between, (total / np.where(weight > 0, weight, 1.0))[group])
    low, high, middle = (
        survey_answer(
            replace(sample, values=np.where(missing, fill, sample.values), missing_between=None),
            linear, level=level, single=single, log=log, floor=floor,
        )
        for fill in fills
    )  # fmt: skip
    if low.interval is None or high.interval is None or middle.interval is None:
        return next(one for one in (low, high, middle) if one.interval is None)
    every = (low.interval, high.interval, middle.interval)
    ends = Interval(
        level=level,
        low=min(one.low for one in every),
        high=max(one.high for one in every if one.high is not None),
    )
    told = {"missing_rows": int(missing.sum()), "interval_if_missing_are_alike": middle.interval}
    return replace(middle, interval=ends, diagnostics={**middle.diagnostics, **told})


def _refusals(sample: SurveySample, single: str) -> tuple[str, ...]:
    if not sample.domain.any():
        return ("no value is known in the part asked about",)
    alone = lonely(sample.stages)
    if alone and single == "refuse":
        return (
            f"{alone} strata or units from which a single unit was drawn: merge strata, or choose certainty, "
            "centre or average",
        )
    if sample.degrees < 1:
        return ("fewer than two clusters beyond one for each stratum: nothing shows how much they differ",)
    return ()


def _cautions(sample: SurveySample) -> tuple[str, ...]:
    degrees = sample.degrees
    found = [f"only {degrees} degrees of freedom: the interval is rough"] if degrees < _FEW else []
    alone = lonely(sample.stages)
    found += (
        [f"{alone} strata or units hold a single unit drawn; the variance is a guess there"] if alone else []
    )
    heavy = sample.weights[sample.domain].max() / sample.weights[sample.domain].sum()
    found += [f"one row carries {heavy:.0%} of all weight"] if heavy > 0.1 and sample.observed > _FEW else []
    return tuple(found)


def _total(sample: SurveySample) -> tuple[float, Floats]:
    return float(sample.weights[sample.domain] @ sample.values[sample.domain]), sample.values


def _mean(sample: SurveySample) -> tuple[float, Floats]:
    w, y = sample.weights[sample.domain], sample.values[sample.domain]
    return float(w @ y / w.sum()), (sample.values - w @ y / w.sum()) / w.sum()


def ratio_of(sample: SurveySample, within: NDArray[np.bool_] | None = None) -> tuple[float, Floats]:
    """Ratio of values to `per`, and the linearised value of each row; 0 outside `within`."""
    asked = sample.domain if within is None else sample.domain & within
    w, y, x = sample.weights[asked], sample.values[asked], sample.per[asked]
    ratio = float(w @ y / (w @ x))
    return ratio, np.where(asked, (sample.values - ratio * sample.per) / (w @ x), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyTotal:
    """How many, or how much, in all: the sum of weight times value.

    The interval is symmetric on the log scale and never reaches below what the sample itself holds.

    Attributes:
        single: a stratum of a single unit: `refuse`; `certainty`, it has no variance; `centre`, its distance from
            the mean of all units; `average`, the mean variance of the other strata.

    Source: Cochran (1977), Sampling Techniques, 3rd ed., chapters 5 and 11.
    """

    id: ClassVar[str] = "survey-total"
    title: ClassVar[str] = "Total of a drawn sample"
    unit: ClassVar[str] = "as the values"
    needs_rng: ClassVar[bool] = False
    avoid: ClassVar[tuple[str, ...]] = _NOT_FOR

    single: str = "refuse"

    def __post_init__(self) -> None:
        _require_single(self.single)

    def assumptions(self) -> tuple[str, ...]:
        return (DRAWN, HONEST, "Nobody is counted in two of the units drawn.")

    def answer(
        self, sample: SurveySample, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        seen = sample.values[sample.domain & ~np.isnan(sample.values)]
        floor = float(seen.sum()) if seen.size and seen.min() >= 0 and sample.weights.min() >= 1 else None
        return survey_answer(sample, _total, level=level, single=self.single, log=True, floor=floor)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyMean:
    """The average of a value, or the share of a 0/1 value.

    Attributes:
        single: as for a total.

    Source: Cochran (1977), Sampling Techniques, 3rd ed., with the sum of weights below.
    """

    id: ClassVar[str] = "survey-mean"
    title: ClassVar[str] = "Mean of a drawn sample"
    unit: ClassVar[str] = "as the values, for each"
    needs_rng: ClassVar[bool] = False
    avoid: ClassVar[tuple[str, ...]] = _NOT_FOR

    single: str = "refuse"

    def __post_init__(self) -> None:
        _require_single(self.single)

    def assumptions(self) -> tuple[str, ...]:
        return (DRAWN, HONEST)

    def answer(
        self, sample: SurveySample, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        return survey_answer(sample, _mean, level=level, single=self.single, log=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRatio:
    """One total over another, such as migrants per resident; times a known number of residents, a total.

    Attributes:
        known_total: of what ratios are taken per, in the whole population; None: the ratio itself is the answer.
        known_by_stratum: the same stratum by stratum: each has its own ratio (the separate ratio estimator).
        single: as for a total.

    Source: Cochran (1977), Sampling Techniques, 3rd ed.: combined and separate ratio estimators.
    """

    id: ClassVar[str] = "survey-ratio"
    title: ClassVar[str] = "Ratio of two totals of a drawn sample"
    unit: ClassVar[str] = "as the values, for each one below, or in all if that is known"
    needs_rng: ClassVar[bool] = False
    avoid: ClassVar[tuple[str, ...]] = (
        *_NOT_FOR,
        "By strata with few units: a separate ratio of each is biased, and the biases add up.",
    )

    known_total: float | None = None
    known_by_stratum: Mapping[str, float] = field(default_factory=dict)
    single: str = "refuse"

    def __post_init__(self) -> None:
        _require_single(self.single)
        known = [*self.known_by_stratum.values(), *([] if self.known_total is None else [self.known_total])]
        require(all(np.isfinite(x) and x > 0 for x in known), "A known total is a number above 0.")
        require(not (self.known_by_stratum and self.known_total), "Give one known total, or one by stratum.")

    def assumptions(self) -> tuple[str, ...]:
        known = ("The known number is right, and of the same day and the same people.",)
        return (DRAWN, HONEST, *(known if self.known_total or self.known_by_stratum else ()))

    def answer(
        self, sample: SurveySample, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        if self.known_by_stratum and set(self.known_by_stratum) != set(sample.strata):
            return refuse(f"known numbers are needed for exactly the strata {', '.join(sample.strata)}")
        linear = self._separate if self.known_by_stratum else self._combined
        return survey_answer(sample, linear, level=level, single=self.single, log=True)

    def _combined(self, sample: SurveySample) -> tuple[float, Floats]:
        ratio, values = ratio_of(sample)
        times = self.known_total or 1.0
        return ratio * times, values * times

    def _separate(self, sample: SurveySample) -> tuple[float, Floats]:
        point, values = 0.0, np.zeros(len(sample.values))
        for code, name in enumerate(sample.strata):
            ratio, linearised = ratio_of(sample, sample.stages[0].group == code)
            point += ratio * self.known_by_stratum[name]
            values += linearised * self.known_by_stratum[name]
        return point, values
