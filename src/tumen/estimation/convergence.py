"""Do several chains agree, and how many independent draws are they worth?

Source: Vehtari, Gelman, Simpson, Carpenter and Buerkner (2021), Bayesian Analysis 16, 667 (rank-normalised
split R-hat, bulk and tail effective sample size); Geyer (1992), Statistical Science 7, 473 (truncation).
"""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import NDArray

__all__ = ["ess_bulk", "ess_tail", "median_error", "rhat"]

Floats = NDArray[np.float64]


def _split(chains: Floats) -> Floats:
    half = chains.shape[1] // 2
    return np.concatenate([chains[:, :half], chains[:, -half:]])


def _rank_normal(chains: Floats) -> Floats:
    _, place, ties = np.unique(chains, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(ties) - (ties - 1) / 2)[place].reshape(chains.shape)
    return np.asarray(scipy.special.ndtri((ranks - 0.375) / (chains.size + 0.25)))


def _plain_rhat(chains: Floats) -> float:
    length = chains.shape[1]
    within = chains.var(axis=1, ddof=1).mean()
    between = chains.mean(axis=1).var(ddof=1)
    if within == 0:
        return 1.0 if between == 0 else float("inf")
    return float(np.sqrt((length - 1) / length + between / within))


def rhat(chains: Floats) -> float:
    """Rank-normalised split R-hat, the larger of location and spread; 1 means the chains agree.

    Args:
        chains: (chains, draws).
    """
    halves = _split(chains)
    folded = np.abs(halves - np.median(halves))
    return max(_plain_rhat(_rank_normal(halves)), _plain_rhat(_rank_normal(folded)))


def _autocovariance(chains: Floats) -> Floats:
    length = chains.shape[1]
    centred = chains - chains.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, 2 * length, axis=1)
    return np.asarray(np.fft.irfft(np.abs(spectrum) ** 2, axis=1)[:, :length] / length)


def _plain_ess(chains: Floats) -> float:
    count, length = chains.shape
    covariance = _autocovariance(chains).mean(axis=0)
    within = covariance[0] * length / (length - 1)
    spread = covariance[0] + (chains.mean(axis=1).var(ddof=1) if count > 1 else 0.0)
    if spread == 0:
        return float(chains.size)
    rho = 1.0 - (within - covariance * length / (length - 1)) / spread
    rho[0] = 1.0
    pairs = rho[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
    negative = np.flatnonzero(pairs < 0)
    pairs = np.minimum.accumulate(pairs[: negative[0]] if negative.size else pairs)
    time = max(-1.0 + 2.0 * float(pairs.sum()), 1.0 / np.log10(chains.size))
    return float(chains.size / time)


def ess_bulk(chains: Floats) -> float:
    """Effective number of draws for the middle of the distribution. Args: chains (chains, draws)."""
    return _plain_ess(_rank_normal(_split(chains)))


def ess_tail(chains: Floats, *, level: float) -> float:
    """Effective number of draws for the ends of the central `level` interval, the smaller of the two."""
    tails = np.quantile(chains, [(1 - level) / 2, (1 + level) / 2])
    return min(_plain_ess(_split((chains <= end).astype(float))) for end in tails)


def median_error(chains: Floats) -> float:
    """Monte Carlo standard error of the logarithm of the median. Args: chains (chains, draws), positive."""
    effective = max(_plain_ess(_split((chains <= np.median(chains)).astype(float))), 4.0)
    ends = scipy.special.betaincinv(effective / 2 + 1, effective / 2 + 1, scipy.special.ndtr([-1.0, 1.0]))
    low, high = np.quantile(chains, ends)
    return float(np.log(high / low) / 2.0)
