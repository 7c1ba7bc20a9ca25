"""How many people, from how often each was recorded, if people differ in a way whose shape is assumed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.estimation.contract import (
    CLOSED,
    LARGEST,
    LINKED,
    NOT_CONVERGED,
    NOT_DETERMINED,
    OK,
    Answer,
    refuse,
    require,
)
from tumen.estimation.list_effects import bounded_design
from tumen.estimation.profile import limits, multinomial
from tumen.estimation.repeat_counts import RepeatCounts
from tumen.estimation.shapes import shape_column
from tumen.model import Interval
from tumen.progress import Progress

__all__ = ["SHAPES", "RepeatShape"]

Floats = NDArray[np.float64]
SHAPES = ("alike", "lower-bound", "poisson", "darroch", "gamma")
_WORDS = {
    "alike": "Everybody is recorded as easily as everybody else.",
    "lower-bound": "This is a lower bound: people may differ in how easily they are recorded.",
    "poisson": "People differ little in how easily they are recorded, and a few very easily.",
    "darroch": "People differ in how easily they are recorded like a bell curve, among those recorded.",
    "gamma": "People differ much in how easily they are recorded, and many are hardly ever.",
}
_MOST_TIMES = 200
_STEPS = 50
_FAR = 200.0  # log people: beyond, squares of weights end
_GAIN = 1e-11  # of the log likelihood: a step that gains less was the last


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatShape:
    """Log-linear models of how many people were recorded once, twice, …, with the shape of their differences assumed.

    The log of the people recorded h times is a line in h, plus what chance alone does, plus the shape. Which shape
    holds cannot be tested; `other_shapes` gives the population for all of them. An effect below zero cannot come from
    differences between people, and gives no number.

    Attributes:
        shape: `alike` (none), `lower-bound` (free effects from three records on, none negative), `poisson` (2^h - 1),
            `darroch` (h^2 / 2) or `gamma` (-log(1 + h / 3.5)).
        occasions: how many times a person could be recorded at most; None for no end.
        up_to: people recorded more often teach nothing about those never recorded; None uses all.
        min_observed: fewest people for which a number is given.

    Source: Rivest and Baillargeon (2007), Biometrics 63, 999; Cormack (1992), Biometrics 48, 567 (interval).
    """

    id: ClassVar[str] = "shape"
    title: ClassVar[str] = "Times recorded, with an assumed shape of differences (log-linear)"
    unit: ClassVar[str] = "people"
    needs_rng: ClassVar[bool] = False
    avoid: ClassVar[tuple[str, ...]] = (
        "Counts that end an event for good (deaths), or that a person cannot have twice.",
        "Alone: shapes that fit alike give numbers that differ several times. Show the bounds beside it.",
    )

    shape: str = "poisson"
    occasions: int | None = None
    up_to: int | None = None
    min_observed: int = 30

    def __post_init__(self) -> None:
        require(self.shape in SHAPES, f"shape is one of {', '.join(SHAPES)}.")
        require(self.occasions is None or self.occasions >= 2, "occasions must be at least 2.")
        require(self.up_to is None or self.up_to >= 2, "up_to must be at least 2.")
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def assumptions(self) -> tuple[str, ...]:
        untested = " The data cannot test this; `other_shapes` shows what others give."
        return (
            _WORDS[self.shape] + ("" if self.shape == "lower-bound" else untested),
            "Being recorded once makes nobody more or less likely to be recorded again.",
            CLOSED,
            LINKED,
        )

    def answer(
        self, sample: RepeatCounts, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        reasons = self._refusals(sample)
        if reasons:
            return refuse(*reasons)
        times = _Times.of(sample, self.occasions, self.up_to)
        column = times.column(self.shape)
        fitted = times.fit(column)
        told: dict[str, object] = {
            "shape": self.shape,
            "frequencies": {str(k): n for k, n in sample.frequencies.items()},
            "other_shapes": {shape: times.population(times.column(shape)) for shape in SHAPES},
        }
        if self.shape == "lower-bound":
            told["lower_bound"] = True
        elif column.shape[1] and fitted.parameters[2] < 0:
            return Answer(
                status=NOT_DETERMINED,
                diagnostics={**told, "why": "fewer people were recorded often than if all were alike"},
            )
        return times.answer(column, fitted, level=level, told=told)

    def _refusals(self, sample: RepeatCounts) -> tuple[str, ...]:
        if sample.observed < self.min_observed:
            return (f"only {sample.observed} people observed; at least {self.min_observed} are needed",)
        most = int(sample.counts.max())
        if sample.design.shape[1] > 1:
            return ("shapes know no covariates; leave them out, or use counts",)
        if most < 2:
            return ("nobody was recorded more than once, so nothing shows who is missed",)
        if self.occasions is not None and most > self.occasions:
            return (f"somebody was recorded {most} times on {self.occasions} occasions",)
        if min(most, self.up_to or most) > _MOST_TIMES:
            return (f"somebody was recorded {most} times; say up to how many times the shape is to hold",)
        kinds = len({k for k in sample.frequencies if k <= (self.up_to or most)})
        needed = {"alike": 2, "lower-bound": 2}.get(self.shape, 3)
        if kinds < needed:
            return (f"the method needs {needed} different counts; there are {kinds}",)
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Times:
    """People by times recorded, as cells of a log-linear model; cell 0 holds those never recorded.

    Attributes:
        people: (times + 1,), 0 in the first.
        ways: (times + 1,) what chance alone adds to the log mean.
        observed: everybody recorded, those above the last cell among them.
    """

    people: Floats
    ways: Floats
    observed: int

    @classmethod
    def of(cls, sample: RepeatCounts, occasions: int | None, up_to: int | None) -> _Times:
        most = min(occasions or int(sample.counts.max()), up_to or _MOST_TIMES, _MOST_TIMES)
        number = np.arange(most + 1, dtype=float)
        people = np.array([float(sample.frequencies.get(k, 0)) for k in range(most + 1)])
        ways = -scipy.special.gammaln(number + 1)
        if occasions is not None:
            ways += scipy.special.gammaln(occasions + 1) - scipy.special.gammaln(occasions - number + 1)
        return cls(people=people, ways=ways, observed=sample.observed)

    def column(self, shape: str) -> Floats:
        """What being recorded 0, 1, … times adds to the log mean, shape (times + 1, effects)."""
        number = np.arange(len(self.people), dtype=float)
        if shape == "lower-bound":
            return bounded_design(len(number) - 1, lambda tried: self.fit(tried).parameters[2:])
        if shape == "alike":
            return np.zeros((len(number), 0))
        return shape_column(shape, len(number) - 1)

    def fit(self, column: Floats, unseen: float | None = None) -> _Fit:
        """Fit with those never recorded left open, or held at a number."""
        number = np.arange(len(self.people), dtype=float)
        design = np.column_stack([np.ones(len(number)), number, column])
        first = 1 if unseen is None else 0
        people = self.people.copy()
        people[0] = unseen or 0.0
        return _fit(design[first:], people[first:], self.ways[first:])

    def population(self, column: Floats) -> float | None:
        """The people there are; None without a finite fit."""
        found = self.fit(column)
        return (
            self.observed + found.unseen
            if found.settled and self.observed + found.unseen <= LARGEST
            else None
        )

    def answer(self, column: Floats, fitted: _Fit, *, level: float, told: dict[str, object]) -> Answer:
        """The number with its profile interval; or why there is none."""
        unseen = fitted.unseen
        if not fitted.settled:
            return Answer(status=NOT_CONVERGED, diagnostics=told)
        if self.observed + unseen > LARGEST:
            return Answer(status=NOT_DETERMINED, diagnostics=told)
        curve = partial(self._likelihood, column)
        found = limits(curve, level=level, start=unseen, largest=LARGEST)
        told |= {"multinomial_most_likely": self.observed + found.peak}
        if found.high is None or not found.low <= unseen <= found.high:
            return Answer(status=NOT_DETERMINED, diagnostics=told)
        ends = Interval(level=level, low=self.observed + found.low, high=self.observed + found.high)
        return Answer(status=OK, point=self.observed + unseen, interval=ends, diagnostics=told)

    def _likelihood(self, column: Floats, unseen: float) -> float:
        return multinomial(self.fit(column, unseen).log_likelihood, float(self.people.sum()), unseen)


class _Fit(NamedTuple):
    """A log-linear model of one table: parameters, those never recorded first, on the log scale."""

    parameters: Floats
    log_likelihood: float
    settled: bool

    @property
    def unseen(self) -> float:
        return float(np.exp(min(self.parameters[0], _FAR)))


def _fit(design: Floats, people: Floats, ways: Floats) -> _Fit:
    """Poisson maximum likelihood by weighted least squares over again, begun at the counts.

    Many empty cells and nearly equal columns of free effects are common here. Least squares by orthogonal columns gets
    through them where the normal equations lose their digits.

    Source: Nelder and Wedderburn (1972), Journal of the Royal Statistical Society A 135, 370.
    """
    mean = people + 0.1
    linear, before = np.log(mean), -np.inf
    for _ in range(_STEPS):
        root = np.sqrt(mean)
        target = linear - ways + (people - mean) / mean
        found = np.asarray(
            np.linalg.lstsq(design * root[:, None], target * root, rcond=1e-14)[0], dtype=float
        )
        ahead = design @ found + ways
        if not np.isfinite(ahead).all():
            break
        linear = np.clip(ahead, -_FAR, _FAR)
        mean = np.exp(linear)
        likelihood = float(people @ linear - mean.sum())
        if abs(likelihood - before) < _GAIN * (abs(likelihood) + 0.1):
            return _Fit(found, likelihood, settled=True)
        before = likelihood
    return _Fit(found, before, settled=False)
