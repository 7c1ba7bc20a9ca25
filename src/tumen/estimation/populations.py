"""Populations that stand for an estimate, so that estimates can be mixed or added."""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.errors import StrataError
from tumen.estimation.contract import Estimate
from tumen.model import Interval

__all__ = ["populations", "spread"]


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
    if one.draws is None and (one.point is None or one.interval is None or one.interval.high is None):
        raise StrataError(f"An estimate without a number has no populations ({one.status}).")
    return spread(one.point, one.interval, one.draws, observed=one.observed, level=level, points=points)


def spread(
    point: float | None, ends: Interval | None, draws: NDArray[np.int64] | None, *, observed: int, level: float,
    points: int,
) -> NDArray[np.float64]:  # fmt: skip
    """As `populations`, from the parts of an answer.

    Raises:
        StrataError: neither draws, nor a point and an interval with two ends.
    """
    even = (np.arange(points) + 0.5) / points
    if draws is not None:
        return np.quantile(draws, even)
    if point is None or ends is None or ends.high is None:
        raise StrataError("An answer without a number has no populations.")
    low, middle, high = (np.log(max(end - observed, 0.5)) for end in (ends.low, point, ends.high))
    steps = scipy.special.ndtri(even) / scipy.special.ndtri((1 + level) / 2)
    return np.asarray(observed + np.exp(middle + steps * np.where(steps < 0, middle - low, high - middle)))
