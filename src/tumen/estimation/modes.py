"""Which regions of populations the data support: peaks of the density of log unseen people, and where chains settle."""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.estimation.contract import Mode

__all__ = ["find_modes", "lie_apart", "settled_elsewhere"]

Floats = NDArray[np.float64]
_BINS = 256
_VALLEY = 0.6  # a valley must fall to this share of the lower peak to part two modes
_MIN_WEIGHT = 0.05
_APART = 1.25  # regions further apart than this are different answers
_FITS_ALIKE = 5.0  # log units of fit
_MIDDLE = (0.1, 0.9)


def _density(values: Floats, effective: float) -> tuple[Floats, Floats]:
    """Smoothed histogram with Silverman's width for so many independent values."""
    counts, edges = np.histogram(values, bins=_BINS)
    spread = min(values.std(), float(np.subtract(*np.quantile(values, [0.75, 0.25]))) / 1.34) or values.std()
    width = 0.9 * spread * max(effective, 10.0) ** -0.2 / (edges[1] - edges[0])
    return scipy.ndimage.gaussian_filter1d(counts.astype(float), max(width, 1.0)), edges


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


def find_modes(
    population: Floats, log_likelihood: Floats, classes: Floats, *, observed: int, effective: float
) -> tuple[Mode, ...]:
    """Regions with at least 5% of the draws, heaviest first.

    Args:
        population, log_likelihood, classes: one value a draw.
        observed: people on at least one list.
        effective: independent draws that these are worth.
    """
    logs = np.log1p(population - observed)
    if np.ptp(logs) < 1e-9:
        regions = np.zeros(len(logs), dtype=int)
    else:
        density, edges = _density(logs, effective)
        regions = np.digitize(logs, [edges[cut] for cut in _cuts(density)])
    found = [
        _mode(population[regions == r], log_likelihood[regions == r], classes[regions == r], len(logs))
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


def lie_apart(modes: tuple[Mode, ...]) -> bool:
    """Whether regions that the data support are different answers."""
    typical = [mode.population for mode in modes]
    return len(modes) > 1 and max(typical) > _APART * min(typical)


def settled_elsewhere(
    chains: Floats, modes: tuple[Mode, ...], population: Floats, fits: Floats
) -> tuple[float, tuple[Mode, ...]]:
    """Regions in which plain chains stay, that fit as well as the posterior does and are not among its modes.

    A chain counts if its middle 80% lies apart from that of every mode, its typical population differs by more
    than a quarter, and it fits as well as the posterior does, up to 5 log units. The data then do not tell it
    from the modes; only the prior of the classes does.

    Args:
        chains: (chains, draws, 3): population, log likelihood, occupied classes of chains without a ladder.
        modes: of the posterior.
        population, fits: draws from the posterior, and their log likelihood.

    Returns:
        The share of the chains that stay elsewhere, 0-1, and where: one region for chains that meet.
    """
    found: list[Mode] = []
    outside = 0
    for draws in chains:
        low, typical, high = np.quantile(draws[:, 0], [_MIDDLE[0], 0.5, _MIDDLE[1]])
        if draws[:, 1].mean() < fits.mean() - _FITS_ALIKE:
            continue
        if any(_meets(low, typical, high, *_middle(mode, population)) for mode in modes):
            continue
        outside += 1
        if any(_meets(low, typical, high, mode.low, mode.population, mode.high) for mode in found):
            continue
        weight = float(((population >= low) & (population <= high)).mean())
        found.append(
            Mode(
                population=float(typical), low=float(low), high=float(high), weight=round(weight, 4),
                log_likelihood=round(float(draws[:, 1].mean()), 3), classes=float(np.median(draws[:, 2])),
            )
        )  # fmt: skip
    return outside / max(len(chains), 1), tuple(sorted(found, key=lambda mode: -mode.weight))


def _middle(mode: Mode, population: Floats) -> tuple[float, float, float]:
    inside = population[(population >= mode.low) & (population <= mode.high)]
    low, typical, high = np.quantile(inside, [_MIDDLE[0], 0.5, _MIDDLE[1]])
    return float(low), float(typical), float(high)


def _meets(low: float, typical: float, high: float, low2: float, typical2: float, high2: float) -> bool:
    close = max(typical, typical2) <= _APART * min(typical, typical2)
    return close or (low <= high2 and low2 <= high)
