"""How many people, from one list on which some stand several times: bounds, and models of the counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import scipy

from tumen.estimation.contract import (
    CLOSED,
    LARGEST,
    LINKED,
    NOT_DETERMINED,
    OK,
    Answer,
    Estimator,
    refuse,
    require,
)
from tumen.estimation.repeat_counts import RepeatCounts
from tumen.estimation.repeat_fit import RepeatFit, fit
from tumen.estimation.repeat_models import CHAO, CHAO_ONE_INFLATED, ZELTERMAN, CountModel, count_model
from tumen.estimation.repeat_shapes import RepeatShape
from tumen.model import Interval
from tumen.progress import Progress

__all__ = ["REPEAT_METHODS", "ChaoCounts", "ChaoOneInflated", "RepeatModel", "Zelterman"]

FAMILIES = ("poisson", "geometric", "negative-binomial")
ONE_INFLATION = ("none", "never-again", "always-once", "left-out")
NOT_FOR = (
    "Counts that end an event for good (deaths), or that a person cannot have twice.",
    "Counts of reports about one event: the same arrest told by three people is one record.",
    "People counted over periods of different length, unless the length is among the covariates.",
)
_CASES = "Being recorded once makes nobody more or less likely to be recorded again."
_DOUBT = 0.05  # chance below which the check of one-inflation speaks up


def _refusals(sample: RepeatCounts, model: CountModel, min_observed: int) -> tuple[str, ...]:
    if sample.observed < min_observed:
        return (f"only {sample.observed} people observed; at least {min_observed} are needed",)
    if sample.counts.max() < 2:
        return ("nobody was recorded more than once, so nothing shows who is missed",)
    used = model.fitted(sample.counts)
    kinds = np.unique(sample.counts[used])
    needed = 2 + len(model.shapes)
    if len(kinds) < needed:
        there = ", ".join(f"{k:.0f}" for k in kinds) or "none"
        return (f"the method needs {needed} different counts among those it learns from; there are: {there}",)
    design = sample.design[used]
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return ("the covariates say the same twice, or one never varies among those the method learns from",)
    return ()


def _interval(observed: int, found: RepeatFit, level: float) -> Interval:
    """Log-normal on those never recorded, so that it cannot go below what was seen.

    Source: Chao (1987), Biometrics 43, 783.
    """
    z = float(scipy.special.ndtri((1 + level) / 2))
    factor = float(np.exp(z * np.sqrt(np.log1p((found.error / found.unseen) ** 2))))
    return Interval(level=level, low=observed + found.unseen / factor, high=observed + found.unseen * factor)


def _turning_ratios(sample: RepeatCounts) -> dict[str, float]:
    """(count + 1) times people with one record more, over people with the count: flat for one Poisson rate."""
    people = sample.frequencies
    return {str(k): (k + 1) * people[k + 1] / n for k, n in people.items() if people.get(k + 1)}


def _answer(
    sample: RepeatCounts, model: CountModel, *, level: float, min_observed: int, extra: dict[str, object]
) -> Answer:
    """Fit, extrapolate, and publish only what is finite and determined."""
    reasons = _refusals(sample, model, min_observed)
    if reasons:
        return refuse(*reasons)
    found = fit(sample, model)
    names = (*sample.terms, *model.shapes)
    known: dict[str, object] = {
        "frequencies": {str(k): n for k, n in sample.frequencies.items()},
        "ratios": _turning_ratios(sample),
        "log_likelihood": found.log_likelihood if np.isfinite(found.log_likelihood) else None,
        "aic": 2 * len(names) - 2 * found.log_likelihood if np.isfinite(found.log_likelihood) else None,
        "fitted_people": int(sample.people[model.fitted(sample.counts)].sum()),
        **extra,
    }
    why = _why_not(sample, found)
    if why:
        return Answer(status=NOT_DETERMINED, diagnostics={**known, "why": why})
    known["se"] = found.error
    known["coefficients"] = {
        name: {"value": float(b), "se": float(e)}
        for name, b, e in zip(names, found.parameters, found.errors, strict=True)
    }
    ends = _interval(sample.observed, found, level)
    return Answer(status=OK, point=sample.observed + found.unseen, interval=ends, diagnostics=known)


def _why_not(sample: RepeatCounts, found: RepeatFit) -> str:
    if not found.settled:
        return "the likelihood has no sharp top: a parameter runs to its limit, or two say the same"
    if not sample.observed + found.unseen < LARGEST:
        return "no finite number of people is best"
    if found.error > found.unseen:
        return f"the standard error ({found.error:,.0f}) is larger than the estimate of those never recorded"
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaoCounts:
    """Chao's lower bound from people recorded once and twice, with covariates if the sample has any.

    The interval is that of the bound, not of the population.

    Attributes:
        min_observed: fewest people for which a number is given.

    Source: Chao (1987), Biometrics 43, 783; with covariates, Boehning and others (2013), Biometrics 69, 1033.
    """

    id: ClassVar[str] = "chao-counts"
    title: ClassVar[str] = "Lower bound from people recorded once and twice (Chao)"
    unit: ClassVar[str] = "people, at least"
    needs_rng: ClassVar[bool] = False
    avoid: ClassVar[tuple[str, ...]] = (
        *NOT_FOR,
        "Where many cannot be recorded twice (sent away, gone into hiding): it is no lower bound then, but too high.",
    )

    min_observed: int = 30

    def __post_init__(self) -> None:
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def assumptions(self) -> tuple[str, ...]:
        return (
            "This is a lower bound: people may differ in how easily they are recorded; the population is then larger.",
            _CASES,
            CLOSED,
            LINKED,
        )

    def answer(
        self, sample: RepeatCounts, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        once, twice = sample.frequencies.get(1, 0), sample.frequencies.get(2, 0)
        corrected = sample.observed + once * (once - 1) / (2 * (twice + 1))
        extra: dict[str, object] = {"lower_bound": True, "bias_corrected": corrected}
        return _answer(sample, CHAO, level=level, min_observed=self.min_observed, extra=extra)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaoOneInflated:
    """Chao's lower bound from people recorded twice and three times, so that surplus people seen once do no harm.

    Attributes:
        min_observed: fewest people for which a number is given.

    Source: Chiu and Chao (2016), PeerJ 4, e1634, for the idea of not trusting those seen once; as a regression,
        Boehning, Kaskasamkul and van der Heijden (2019), Metrika 82, 361.
    """

    id: ClassVar[str] = "chao-one-inflated"
    title: ClassVar[str] = "Lower bound that does not trust people recorded once"
    unit: ClassVar[str] = "people, at least"
    needs_rng: ClassVar[bool] = False
    avoid: ClassVar[tuple[str, ...]] = (*NOT_FOR, "Few people recorded three times: the interval says so.")

    min_observed: int = 30

    def __post_init__(self) -> None:
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def assumptions(self) -> tuple[str, ...]:
        return (
            "Any number of those recorded once may be people who could not be recorded again.",
            "Apart from them this is a lower bound: people may differ in how easily they are recorded.",
            CLOSED,
            LINKED,
        )

    def answer(
        self, sample: RepeatCounts, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        extra: dict[str, object] = {"lower_bound": True}
        return _answer(sample, CHAO_ONE_INFLATED, level=level, min_observed=self.min_observed, extra=extra)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zelterman:
    """A Poisson rate learned only from people recorded once and twice, so that heavy tails do no harm.

    Attributes:
        min_observed: fewest people for which a number is given.

    Source: Zelterman (1988), Journal of Statistical Planning and Inference 18, 225; as a regression, Boehning and
        van der Heijden (2009), Annals of Applied Statistics 3, 595.
    """

    id: ClassVar[str] = "zelterman"
    title: ClassVar[str] = "Poisson rate of people recorded once and twice (Zelterman)"
    unit: ClassVar[str] = "people"
    needs_rng: ClassVar[bool] = False
    avoid: ClassVar[tuple[str, ...]] = (
        *NOT_FOR,
        "Where many cannot be recorded twice: it overestimates, and more than Chao's bound does.",
    )

    min_observed: int = 30

    def __post_init__(self) -> None:
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def assumptions(self) -> tuple[str, ...]:
        return (
            "People never recorded are like those recorded once or twice, not like those recorded often.",
            _CASES,
            CLOSED,
            LINKED,
        )

    def answer(
        self, sample: RepeatCounts, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        return _answer(sample, ZELTERMAN, level=level, min_observed=self.min_observed, extra={})


_INFLATION_WORDS = {
    "none": (_CASES,),
    "never-again": (
        "After the first record a share of people could not be recorded again; the rest are recorded as before.",
    ),
    "always-once": (
        "A share of the population is recorded exactly once and none of them is missed; the rest as usual.",
    ),
    "left-out": ("People recorded once teach nothing, and none like them is missed.",),
}
_FAMILY_WORDS = {
    "poisson": "People alike in the covariates have the same chance of being recorded.",
    "geometric": "Chances of being recorded differ as an exponential distribution does: many small, few large.",
    "negative-binomial": "Chances of being recorded differ as a gamma distribution does.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatModel:
    """A model of the counts, with the probability of never being recorded for each person.

    Everybody stands for 1 / (probability of being recorded) people (Horvitz and Thompson). The check of
    one-inflation compares the model with the one in which some people could not be recorded again.

    Attributes:
        family: `poisson`, `geometric` or `negative-binomial`; the last is often not determined by the data.
        one_inflation: how people recorded once are treated: `none`, `never-again`, `always-once`, `left-out`.
        min_observed: fewest people for which a number is given.

    Source: van der Heijden and others (2003), Statistical Modelling 3, 305; Godwin and Boehning
        (2017), Journal of the Royal Statistical Society C 66, 425.
    """

    id: ClassVar[str] = "counts"
    title: ClassVar[str] = "Zero-truncated counts, with covariates"
    unit: ClassVar[str] = "people"
    needs_rng: ClassVar[bool] = False
    avoid: ClassVar[tuple[str, ...]] = (
        *NOT_FOR,
        "Alone: families that fit alike give numbers that differ several times. Show the bounds beside it.",
    )

    family: str = "poisson"
    one_inflation: str = "none"
    min_observed: int = 30

    def __post_init__(self) -> None:
        require(self.min_observed >= 1, "min_observed must be at least 1.")
        require(self.family in FAMILIES, f"family is one of {', '.join(FAMILIES)}.")
        require(self.one_inflation in ONE_INFLATION, f"one_inflation is one of {', '.join(ONE_INFLATION)}.")

    def assumptions(self) -> tuple[str, ...]:
        return (_FAMILY_WORDS[self.family], *_INFLATION_WORDS[self.one_inflation], CLOSED, LINKED)

    def answer(
        self, sample: RepeatCounts, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        model = count_model(self.family, self.one_inflation)
        extra = self._one_inflation_check(sample) if self.one_inflation == "none" else {}
        return _answer(sample, model, level=level, min_observed=self.min_observed, extra=extra)

    def _one_inflation_check(self, sample: RepeatCounts) -> dict[str, object]:
        """How surprising the number of people recorded once is, were nobody kept from a second record.

        The share lies on the edge of its range, so half of the chi-square's mass is at zero.
        """
        wider = count_model(self.family, "never-again")
        if _refusals(sample, wider, self.min_observed):
            return {}
        plain, inflated = fit(sample, count_model(self.family, "none")), fit(sample, wider)
        gain = 2 * (inflated.log_likelihood - plain.log_likelihood)
        if not np.isfinite(gain):
            return {}
        chance = float(scipy.special.chdtrc(1, gain) / 2) if gain > 1e-6 else 1.0
        said: tuple[str, ...] = ()
        if chance < _DOUBT:
            said = (
                "more people were recorded once than this model can explain; some could perhaps not be recorded "
                "again, and the number is then too high",
            )
        return {"one_inflation": {"gain": gain, "chance": chance}, "cautions": said}


REPEAT_METHODS: tuple[Estimator[RepeatCounts], ...] = (
    ChaoCounts(),
    ChaoOneInflated(),
    Zelterman(),
    *(RepeatModel(family=family) for family in FAMILIES),
    *(RepeatModel(family=f, one_inflation="never-again") for f in ("poisson", "geometric")),
    *(RepeatModel(family=f, one_inflation="always-once") for f in ("poisson", "geometric")),
    *(RepeatShape(shape=shape) for shape in ("poisson", "darroch", "gamma")),
)
