"""Estimates from tables whose missing fields were filled in several times, combined into one.

Source: Rubin (1987), Multiple Imputation for Nonresponse in Surveys (variance).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from tumen.errors import StrataError
from tumen.estimation.contract import Estimate, require
from tumen.model import Interval

__all__ = ["Combined", "Replicate", "combine_replicates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replicate:
    """What one filled-in table says of the people on no list.

    Attributes:
        observed: people on at least one list.
        mean: of the draws of unseen people.
        mean_log, variance_log: of the draws of log unseen people.
    """

    observed: int
    mean: float
    mean_log: float
    variance_log: float

    @classmethod
    def from_draws(cls, population: ArrayLike, *, observed: int) -> Replicate:
        """From draws of the population, of whom `observed` were seen.

        Raises:
            StrataError: fewer than two draws, or a draw without anybody unseen, which has no logarithm.
        """
        unseen = np.asarray(population, dtype=float) - observed
        if len(unseen) < 2 or not (unseen > 0).all():
            raise StrataError("A replicate needs two draws or more, each with somebody unseen.")
        logs = np.log(unseen)
        return cls(
            observed=observed,
            mean=float(unseen.mean()),
            mean_log=float(logs.mean()),
            variance_log=float(logs.var(ddof=1)),
        )

    @classmethod
    def from_estimate(cls, one: Estimate) -> Replicate:
        """From an estimate with draws.

        Raises:
            StrataError: it has no number or no draws.
        """
        if one.draws is None:
            raise StrataError(f"The estimate has no draws to combine ({one.status}).")
        return cls.from_draws(one.draws, observed=one.observed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """One number from several replicates.

    Attributes:
        point: mean of the observed plus mean of the unseen.
        interval: on the log of the unseen, so that it never goes below the observed.
        observed: mean over the replicates.
        within, between: variances of log unseen people in the replicates and between them.
        degrees: of freedom of the t distribution; infinite where replicates agree exactly.
        imputation_share: of the total variance that is due to the filled-in fields, 0-1.
        replicates: how many.
    """

    point: float
    interval: Interval
    observed: float
    within: float
    between: float
    degrees: float
    imputation_share: float
    replicates: int


def combine_replicates(replicates: Sequence[Replicate], *, level: float = 0.95) -> Combined:
    """Combine estimates of one stratum from tables whose missing fields were filled in differently.

    The point is an arithmetic mean; the interval is that of log unseen people with variance W + (1 + 1/m) B and
    (m - 1) (1 + W / ((m + 1) B))^2 degrees of freedom, W within and B between the m replicates. The two need not
    share a centre. Rubin divides W by (1 + 1/m) B instead of (m + 1) B and has more degrees of freedom; this is the
    rule of published combined estimates, and the wider one.

    Args:
        replicates: at least two; ten or more for a steady interval.
        level: of the interval, 0-1.

    Raises:
        StrataError: fewer than two replicates.
        SettingsError: level outside 0-1.

    Source: Rubin (1987) (variance); R package verdata 1.0.2, `combine_estimates` (log scale, degrees).

    Example:
        >>> same = Replicate(observed=100, mean=50.0, mean_log=3.9, variance_log=0.01)
        >>> found = combine_replicates([same, same, same])
        >>> round(found.point), round(found.interval.low), round(found.interval.high or 0)
        (150, 141, 160)
    """
    require(0.0 < level < 1.0, "The level lies between 0 and 1.")
    if len(replicates) < 2:
        raise StrataError(
            "One replicate shows nothing of what the missing fields do; two are needed at least."
        )
    m = len(replicates)
    centres = np.array([each.mean_log for each in replicates])
    within = float(np.mean([each.variance_log for each in replicates]))
    between = float(centres.var(ddof=1))
    extra = (1.0 + 1.0 / m) * between
    degrees = np.inf if between == 0 else (m - 1) * (1.0 + within / ((m + 1) * between)) ** 2
    half = float(scipy.special.stdtrit(degrees, (1 + level) / 2)) * np.sqrt(within + extra)
    observed = float(np.mean([each.observed for each in replicates]))
    low, high = (round(observed) + float(np.exp(centres.mean() + side * half)) for side in (-1.0, 1.0))
    return Combined(
        point=observed + float(np.mean([each.mean for each in replicates])),
        interval=Interval(level=level, low=low, high=high),
        observed=observed,
        within=within,
        between=between,
        degrees=float(degrees),
        imputation_share=extra / (within + extra) if within + extra > 0 else 0.0,
        replicates=m,
    )
