"""Intervals that repeat the choice of a model in every drawn table."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

__all__ = ["Repeated", "Resampled", "accelerated_limits", "resample"]

Floats = NDArray[np.float64]
Repeated = Callable[[Floats], Floats]  # tables (B, cells) to populations (B,), infinite where there is none


class Resampled(NamedTuple):
    """Interval, and the share of drawn tables without a number; `high` may be infinite."""

    low: float
    high: float
    without: float


def resample(
    counts: Floats, estimator: Repeated, *, point: float, samples: int, level: float, rng: np.random.Generator
) -> Resampled:
    """Bias-corrected and accelerated bootstrap of the observed people, jackknife over distinct patterns.

    Args:
        counts: (cells,) people; cells never seen hold 0.
        estimator: chooses and fits anew for each table.
        point: estimate from the table itself.
        samples: tables drawn.
        level: 0-1.
        rng: the only source of randomness.

    Source: Efron (1987), Journal of the American Statistical Association 82, 171; repeated choice: Silverman, Chan
        and Vincent (2024), Statistics and Computing 34, 44.
    """
    seen = np.flatnonzero(counts)
    people = int(counts.sum())
    drawn = np.zeros((samples + len(seen), len(counts)))
    drawn[:samples, seen] = rng.multinomial(people, counts[seen] / people, size=samples)
    drawn[samples:] = counts
    drawn[samples + np.arange(len(seen)), seen] -= 1.0
    found = estimator(drawn)
    return accelerated_limits(
        found[:samples], point=point, left_out=found[samples:], weights=counts[seen], level=level
    )


def accelerated_limits(
    found: Floats, *, point: float, left_out: Floats, weights: Floats, level: float
) -> Resampled:
    """BCa limits.

    Args:
        found: estimates from drawn tables.
        point: estimate from the table.
        left_out: estimates with one person of each pattern left out.
        weights: people of each pattern.
        level: 0-1.
    """
    without = float((~np.isfinite(found)).mean())
    below = float((found < point).mean() + (found == point).mean() / 2.0)
    half = 0.5 / len(found)
    shift = float(scipy.special.ndtri(np.clip(below, half, 1.0 - half)))
    good = np.isfinite(left_out)
    bend = _acceleration(left_out[good], weights[good]) if good.any() else 0.0
    tail = scipy.special.ndtri([(1 - level) / 2, (1 + level) / 2])
    moved = scipy.special.ndtr(shift + (shift + tail) / np.maximum(1.0 - bend * (shift + tail), 1e-3))
    low, high = np.quantile(found, moved, method="higher")
    return Resampled(float(low), float(high), without)


def _acceleration(values: Floats, weights: Floats) -> float:
    away = (weights @ values) / weights.sum() - values
    square = float(weights @ away**2)
    return float(weights @ away**3) / (6.0 * square**1.5) if square > 0 else 0.0
