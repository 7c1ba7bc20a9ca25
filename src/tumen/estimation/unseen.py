"""The law of the unseen people, given draws of the probability to be seen: a mixture of negative binomials.

Under p(N) proportional to 1/N, the unseen people of a draw with seen share s are negative binomial with size n
(the people observed) and success probability s. Averaging that law over the draws, instead of drawing one number
from each, leaves no Monte Carlo noise of its own in the tails. A prior that ends somewhere is the same law cut off.

Source: Manrique-Vallier (2016), Biometrics 72, 1246 (law of the unseen given the rest).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

__all__ = ["UnseenLaw"]

Floats = NDArray[np.float64]
_MOST_DRAWS = 4000  # evaluated one by one; more are thinned evenly after sorting
_COUNTABLE = 1e15


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenLaw:
    """How many people are on no list.

    Attributes:
        observed: people on at least one list.
        log_seen: (draws,) logarithm of the probability to be on at least one list.
        least, most: the prior is cut off outside these unseen people.
    """

    observed: int
    log_seen: Floats
    least: float = 0.0
    most: float = np.inf

    def below(self, unseen: float) -> float:
        """Probability of at most so many unseen people, before the prior is cut off."""
        if unseen == np.inf:
            return 1.0
        if unseen < 0:
            return 0.0
        shares = np.exp(self._few())
        return float(scipy.special.betainc(float(self.observed), np.floor(unseen) + 1.0, shares).mean())

    def share(self, low: float, high: float) -> float:
        """Probability of more than `low` and at most `high`, of all within the prior."""
        start, end = self.below(self.least - 1.0), self.below(self.most)
        inside = self.below(min(high, self.most)) - max(self.below(low), start)
        return max(inside, 0.0) / max(end - start, 1e-300)

    def quantiles(self, levels: tuple[float, ...]) -> tuple[float, ...]:
        """Unseen people below which these shares of the law lie."""
        start, end = self.below(self.least - 1.0), self.below(self.most)
        return tuple(self._where(start + level * (end - start)) for level in levels)

    def inside(self) -> Floats:
        """Probability of each draw that its unseen people lie within the prior: its weight under that prior."""
        shares, size = np.exp(self.log_seen), float(self.observed)
        above = scipy.special.betainc(size, np.floor(self.most) + 1.0, shares) if self.most < np.inf else 1.0
        under = scipy.special.betainc(size, np.floor(self.least), shares) if self.least >= 1.0 else 0.0
        return np.asarray(np.maximum(np.broadcast_to(above - under, shares.shape), 1e-300))

    def draw(self, rng: np.random.Generator) -> Floats:
        """One number of unseen people for each draw whose number lies within the prior."""
        rate = rng.standard_gamma(self.observed, len(self.log_seen)) * np.expm1(-self.log_seen)
        counted = rng.poisson(np.minimum(rate, _COUNTABLE)).astype(float)
        unseen = np.where(rate > _COUNTABLE, np.floor(rate), counted)
        return np.asarray(unseen[(unseen >= self.least) & (unseen <= self.most)])

    def _few(self) -> Floats:
        if len(self.log_seen) <= _MOST_DRAWS:
            return self.log_seen
        at = (np.arange(_MOST_DRAWS) + 0.5) / _MOST_DRAWS * len(self.log_seen)
        return np.asarray(np.sort(self.log_seen)[at.astype(np.int64)])

    def _where(self, share: float) -> float:
        """Smallest number with at least this share at or below it, by bisection (on logarithms while large)."""
        low, high = self.least - 1.0, max(2.0 * self.least, 1.0)
        while self.below(high) < share and high < 1e18:
            low, high = high, 4.0 * high
        high = min(high, self.most)
        while high - low > 1.0 and high - low > 1e-9 * high:
            middle = np.floor(np.sqrt(low * high) if low > 1.0 and high > 2.0 * low else (low + high) / 2.0)
            if self.below(middle) < share:
                low = middle
            else:
                high = middle
        return float(high)
