"""The variance of a weighted total under a plan of drawing, stage by stage.

Source: Saerndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, in the form of Bellhouse
(1985), Journal of Official Statistics 1, 323: the variance between units of a stage, plus the variance within them
times the share drawn.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tumen.estimation.survey_design import Stage, SurveySample

__all__ = ["design_effect", "lonely", "variance"]

Floats = NDArray[np.float64]


def lonely(stages: tuple[Stage, ...]) -> int:
    """Groups from which a single unit was drawn although there were more."""
    return sum(int(((stage.sampled == 1) & (stage.population > 1)).sum()) for stage in stages)


def variance(weighted: Floats, stages: tuple[Stage, ...], *, single: str) -> float:
    """Estimated variance of the sum of `weighted`.

    Args:
        weighted: float array (n,), weight times (linearised) value.
        stages: the steps of drawing.
        single: what a group with a single unit contributes: `certainty`, nothing; `centre`, its squared distance
            from the mean of all units; `average`, as much as the other groups do on average.
    """
    found, reach = 0.0, np.ones(1)
    for at, stage in enumerate(stages):
        totals = np.bincount(stage.unit, weighted, len(stage.parent)).astype(float)
        between = _between(totals, stage, single=single)
        share = stage.sampled / stage.population
        # How much of a group counts: all at the first stage, then the shares drawn on the way to it.
        reach = np.ones(len(share)) if at == 0 else reach
        found += float(reach @ between)
        reach = (reach * share)[stage.parent]
    return found


def _between(totals: Floats, stage: Stage, *, single: str) -> Floats:
    """What each group contributes: (1 - n/N) n/(n - 1) times the squares around the mean of its units."""
    n = stage.sampled
    mean = np.bincount(stage.parent, totals, len(n)) / n
    squares = np.bincount(stage.parent, (totals - mean[stage.parent]) ** 2, len(n))
    left = 1.0 - n / stage.population
    found = left * squares * n / np.maximum(n - 1.0, 1.0)
    alone = (n == 1) & (stage.population > 1)
    if single == "centre":
        far = np.bincount(stage.parent, (totals - totals.mean()) ** 2, len(n))
        found = np.where(alone, left * far, found)
    elif single == "average" and not alone.all():
        found = np.where(alone, found[~alone].mean(), found)
    return found


def design_effect(found: float, values: Floats, sample: SurveySample) -> float | None:
    """Variance over that of a simple random sample of as many rows from the same population; None if that is 0.

    Source: Kish (1965), Survey Sampling.
    """
    asked = sample.domain
    w, n = sample.weights[asked], int(asked.sum())
    if n < 2:
        return None
    u, people = values[asked], float(w.sum())
    spread = float(w @ (u - w @ u / people) ** 2) / people * n / (n - 1)
    simple = spread * people**2 * (1.0 - n / people) / n
    return found / simple if simple > 0 else None
