"""The methods that need no overlapping lists, and the one call that puts their answers on record."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np

from tumen.estimation.chosen import caution_of, why_not
from tumen.estimation.contract import (
    NOT_DETERMINED,
    OK,
    Answer,
    Estimate,
    Estimator,
    Sample,
    refused,
    require,
    seed_of,
    settings_of,
)
from tumen.estimation.flows import StockBalance
from tumen.estimation.mortality import MortalityRate
from tumen.estimation.networks import GeneralisedScaleUp, ScaleUp
from tumen.estimation.paragraph import sources_of
from tumen.estimation.referrals import ReferralShare
from tumen.estimation.repeat_shapes import RepeatShape
from tumen.estimation.repeats import ChaoCounts, ChaoOneInflated, RepeatModel, Zelterman
from tumen.estimation.survey import SurveyMean, SurveyRatio, SurveyTotal
from tumen.progress import SILENT, Progress

__all__ = ["SAMPLE_METHODS", "estimate_from"]

SAMPLE_METHODS: Mapping[str, type[Any]] = MappingProxyType(
    {
        cls.id: cls
        for cls in (
            ChaoCounts, ChaoOneInflated, Zelterman, RepeatModel, RepeatShape, SurveyTotal, SurveyMean, SurveyRatio,
            MortalityRate, ReferralShare, ScaleUp, GeneralisedScaleUp, StockBalance,
        )
    }
)  # fmt: skip

Given = TypeVar("Given", bound=Sample)


def estimate_from(
    sample: Given,
    *,
    method: Estimator[Given],
    level: float = 0.95,
    design: str = "",
    rng: np.random.Generator | None = None,
    progress: Progress = SILENT,
) -> Estimate:
    """Estimate one number from a sample, or say why there is none.

    Args:
        sample: what the method reads, such as `RepeatCounts` for `RepeatModel()`.
        method: a settings object.
        level: of the interval, 0-1.
        design: how people came into it, one of `DESIGNS`; those chosen on purpose give no number, and others a caution.
        rng: the only source of randomness; needed only where the method is random. Equal seeds and equal tables
            give equal numbers, whatever the order of rows.
        progress: told about long work.

    Raises:
        SettingsError: level outside 0-1, no such design, or no generator for a random method.
        Stopped: the person asked to stop.

    Example:
        >>> from tumen.estimation import ChaoCounts, RepeatCounts
        >>> seen = RepeatCounts.from_frequencies({1: 1645, 2: 183, 3: 37, 4: 13, 5: 1, 6: 1})
        >>> round(estimate_from(seen, method=ChaoCounts()).point)
        9274
    """
    require(0.0 < level < 1.0, "The level lies between 0 and 1.")
    require(rng is not None or not method.needs_rng, f"{method.id} is random and needs a generator.")
    fresh = (
        np.random.default_rng(0) if rng is None else rng
    )  # a method that is not random never draws from it
    seed = seed_of(fresh) if method.needs_rng else None
    against = why_not(design)
    found = (
        refused(against)
        if against
        else _finite(method.answer(sample, level=level, rng=fresh, progress=progress))
    )
    told: Any = found.diagnostics.get("cautions", ())
    cautions = (*caution_of(design, method.id), *told)
    stated = {"design": design} if design else {}
    return Estimate(
        method=method.id,
        point=found.point,
        interval=found.interval,
        observed=sample.observed,
        status=found.status,
        diagnostics={"unit": method.unit, **found.diagnostics, "cautions": cautions, "avoid": method.avoid},
        modes=(),
        assumptions=method.assumptions(),
        settings={"level": level, **stated, **settings_of(method)},
        seed=seed,
        input_sha256=sample.sha256,
        draws=found.draws,
        title=method.title,
        sources=sources_of(type(method)),
    )


def _finite(answer: Answer) -> Answer:
    """An answer whose numbers are numbers: a backstop, so that nothing infinite is ever shown."""
    ends = () if answer.interval is None else (answer.interval.low, answer.interval.high or 0.0)
    if answer.status != OK or (answer.point is not None and all(map(math.isfinite, (answer.point, *ends)))):
        return answer
    why = {"why": "the arithmetic did not end in a finite number"}
    return Answer(status=NOT_DETERMINED, diagnostics={**answer.diagnostics, **why})
