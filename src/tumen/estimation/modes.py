"""Which regions of populations the draws support: peaks of the density of log unseen people."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from tumen.estimation.contract import Mode

__all__ = ["find_modes"]

Floats = NDArray[np.float64]
_BINS = 256
_VALLEY = 0.7  # a valley must fall to this share of the lower peak to part two modes
_MIN_WEIGHT = 0.05


def _density(values: Floats) -> tuple[Floats, Floats]:
    """Smoothed histogram with Silverman's width."""
    counts, edges = np.histogram(values, bins=_BINS)
    spread = min(values.std(), float(np.subtract(*np.quantile(values, [0.75, 0.25]))) / 1.34) or values.std()
    width = 0.9 * spread * len(values) ** -0.2 / (edges[1] - edges[0])
    return gaussian_filter1d(counts.astype(float), max(width, 1.0)), edges


def _cuts(density: Floats) -> list[int]:
    """Bins of the valleys that part real peaks."""
    padded = np.concatenate([[-1.0], density, [-1.0]])
    peaks = [i for i in range(len(density)) if padded[i] < padded[i + 1] >= padded[i + 2]]
    cuts: list[int] = []
    last = peaks[0]
    for peak in peaks[1:]:
        valley = last + int(density[last : peak + 1].argmin())
        if density[valley] < _VALLEY * min(density[last], density[peak]):
            cuts.append(valley)
            last = peak
        elif density[peak] > density[last]:
            last = peak
    return cuts


def find_modes(unseen: Floats, log_likelihood: Floats, classes: Floats, *, observed: int) -> tuple[Mode, ...]:
    """Regions with at least 5% of the draws, heaviest first.

    Args:
        unseen, log_likelihood, classes: one value a draw.
        observed: people on at least one list.
    """
    logs = np.log1p(unseen)
    if np.ptp(logs) < 1e-9:
        regions = np.zeros(len(logs), dtype=int)
    else:
        density, edges = _density(logs)
        regions = np.digitize(logs, [edges[cut] for cut in _cuts(density)])
    found = [
        _mode(unseen[regions == r] + observed, log_likelihood[regions == r], classes[regions == r], len(logs))
        for r in range(regions.max() + 1)
        if (regions == r).mean() >= _MIN_WEIGHT
    ]
    return tuple(sorted(found, key=lambda mode: -mode.weight))


def _mode(population: Floats, log_likelihood: Floats, classes: Floats, total: int) -> Mode:
    return Mode(
        population=float(np.median(population)),
        low=float(population.min()),
        high=float(population.max()),
        weight=len(population) / total,
        log_likelihood=round(float(log_likelihood.mean()), 3),
        classes=float(np.median(classes)),
    )
