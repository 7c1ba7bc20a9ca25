"""Populations that stand for an estimate, so that estimates can be mixed or added."""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.errors import StrataError
from tumen.estimation.contract import Estimate

__all__ = ["populations"]


def populations(one: Estimate, *, level: float, points: int) -> NDArray[np.float64]:
    """Populations in rising order, equally likely: posterior draws at even quantiles.

    A method without draws stands in by a log-normal law of the unseen people with the same middle and ends: its
    spread below the middle and above it may differ.

    Args:
        one: an estimate with a number.
        level: of its interval, 0-1.
        points: how many.

    Raises:
        StrataError: the estimate has no number, or its interval has no upper end.
    """
    even = (np.arange(points) + 0.5) / points
    if one.draws is not None:
        return np.quantile(one.draws, even)
    ends = one.interval
    if one.point is None or ends is None or ends.high is None:
        raise StrataError(f"An estimate without a number has no populations ({one.status}).")
    low, middle, high = (np.log(max(end - one.observed, 0.5)) for end in (ends.low, one.point, ends.high))
    steps = scipy.stats.norm.ppf(even) / scipy.stats.norm.ppf((1 + level) / 2)
    return np.asarray(
        one.observed + np.exp(middle + steps * np.where(steps < 0, middle - low, high - middle))
    )
