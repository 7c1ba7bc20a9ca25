"""Intervals of shares, and of ratios of weighted sums of shares, that hold up where every judged pair was right.

The usual normal interval has no width when all of a small sample is right. Here each stratum has the interval of
Wilson, and those are put together by recovering variances from their limits (MOVER): the lower limit of a sum takes
from each share its distance to its own lower limit, the upper limit that to its upper one. A ratio N/D is at its
limit r where the limit of N − rD is 0.

Source: E. B. Wilson, JASA 22 (1927), 209; C. J. Clopper and E. S. Pearson, Biometrika 26 (1934), 404; G. Y. Zou and
A. Donner, Statistics in Medicine 27 (2008), 1693, for sums; A. Donner and G. Y. Zou, Statistical
Methods in Medical Research 21 (2012), 347, for ratios (after E. C. Fieller, JRSS B 16 (1954), 175).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_HALVINGS: Final = 24


def wilson(share: Floats, size: Floats, level: float) -> tuple[Floats, Floats]:
    """Wilson's limits.

    Args:
        share: share seen, each 0 to 1.
        size: of how many; may be an effective size that is no whole number; 0 gives 0 to 1.
        level: of the interval, 0 to 1.
    """
    z2 = float(scipy.special.ndtri((1 + level) / 2)) ** 2
    middle = (share * size + z2 / 2) / (size + z2)
    half = np.sqrt(z2 * (share * (1 - share) * size + z2 / 4)) / (size + z2)
    # Rounding must not put the limits inside of what was seen.
    return np.clip(middle - half, 0.0, share), np.clip(middle + half, share, 1.0)


def clopper_pearson(right: Floats, size: Floats, level: float) -> tuple[Floats, Floats]:
    """The limits of Clopper and Pearson, which never cover less than they say; for `size` 0 from 0 to 1."""
    tail, wrong = (1 - level) / 2, size - right
    low = np.where(right > 0, scipy.special.betaincinv(np.maximum(right, 1e-9), wrong + 1, tail), 0.0)
    high = np.where(wrong > 0, scipy.special.betaincinv(right + 1, np.maximum(wrong, 1e-9), 1 - tail), 1.0)
    return low, high


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Estimated shares of independent strata, each with its limits, shape (strata,)."""

    point: Floats
    low: Floats
    high: Floats

    def total(self, weight: Floats, constant: float) -> tuple[float, float, float]:
        """Point and limits of constant + Σ weight × share."""
        point = constant + float(weight @ self.point)
        down = np.where(weight > 0, self.point - self.low, self.high - self.point)
        up = np.where(weight > 0, self.high - self.point, self.point - self.low)
        return (
            point,
            point - float(np.sqrt(((weight * down) ** 2).sum())),
            point + float(np.sqrt(((weight * up) ** 2).sum())),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """(above·share + above_constant) / (below·share + below_constant), a number from 0 to 1."""

    above: Floats
    below: Floats
    above_constant: float = 0.0
    below_constant: float = 0.0

    def point(self, share: Floats) -> float:
        """The value at given shares; 1 where nothing is below."""
        return float(self.points(share[None, :])[0])

    def points(self, share: Floats) -> Floats:
        """The values at many sets of shares, shape (sets, strata)."""
        above, below = share @ self.above + self.above_constant, share @ self.below + self.below_constant
        return np.asarray(np.where(below > 0, above / np.maximum(below, 1e-300), 1.0), dtype=np.float64)

    def limits(self, shares: Shares) -> tuple[float, float]:
        """Lower and upper limit, found by halving between the point and 0 or 1."""
        point = self.point(shares.point)
        return self._limit(shares, point, 0.0), self._limit(shares, point, 1.0)

    def _limit(self, shares: Shares, inside: float, end: float) -> float:
        """The last value from `inside` towards `end` at which the sum above − value × below may be 0."""
        outside = end
        for _ in range(_HALVINGS):
            middle = (inside + outside) / 2
            weight = self.above - middle * self.below
            _, low, high = shares.total(weight, self.above_constant - middle * self.below_constant)
            # The sum is above 0 for values under the point, so there its lower limit decides.
            possible = low <= 0 if end == 0 else high >= 0
            inside, outside = (middle, outside) if possible else (inside, middle)
        return inside
