"""Rates of all periods on one standard, with what each cluster of people does to each of them.

A rate is Σ W_g D_tg / T_tg over groups g, with W the share of the group in the standard, D the weighted events and T
the weighted person-time of period t. Its variance is that of the sums over clusters of w W_g (d − r τ) / T_g, or the
Poisson variance Σ (w W_g / T_g)² d if that is larger.

Source: Holt and Smith (1979), Journal of the Royal Statistical Society A 142, 33 (post-stratification); Binder (1983),
International Statistical Review 51, 279 (linearisation with clusters); Fay and Feuer (1997), Statistics in Medicine 16,
791 (gamma interval).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.estimation.lexis import Cells

__all__ = ["Ints", "Rates", "added", "gamma_interval", "of_stays", "spread", "standard_rates"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Rates of the periods.

    Attributes:
        value: float array (periods,), events per person-year on the standard.
        covered: float array (periods,), share of the standard that was seen.
        influence: float array (clusters, periods), what a cluster adds to or takes from each rate.
        poisson: float array (periods,), the variance if all events were independent.
        largest: float array (periods,), the largest weight that one event can have.
        freedom: degrees of freedom of the variances, clusters less one.
    """

    value: Floats
    covered: Floats
    influence: Floats
    poisson: Floats
    largest: Floats
    freedom: float


def standard_rates(parts: Cells, *, weight: Floats, group: Ints, cluster: Ints, least_time: float) -> Rates:
    """Rates on the standard of all periods together: each group weighs as its person-time in all of them.

    Args:
        parts: what each stay contributes.
        weight: float array (stays,).
        group: int array (stays,).
        cluster: int array (stays,).
        least_time: person-years, not weighted, that a group needs in a period to be seen.
    """
    times = weight[:, None, None]
    raw, time = added(parts.time, group), added(parts.time * times, group)
    events = added(parts.events * times, group)
    seen = (raw >= least_time) & (time > 0)
    standard = np.where(seen.any(0), time.sum(0), 0.0)
    standard /= max(standard.sum(), 1e-12)
    covered = np.where(seen, standard, 0.0).sum(1)
    share = np.where(seen, standard, 0.0) / np.maximum(covered, 1e-12)[:, None]
    each = np.divide(share, time, out=np.zeros_like(share), where=seen)  # weight of one weighted event
    rate = np.divide(events, time, out=np.zeros_like(share), where=seen)
    one = of_stays(each, group, parts.time.shape) * times
    away = (one * (parts.events - of_stays(rate, group, parts.time.shape) * parts.time)).sum(2)
    influence = np.zeros((int(cluster.max()) + 1, parts.time.shape[1]))
    np.add.at(influence, cluster, away)
    return Rates(
        value=(each * events).sum(1),
        covered=covered,
        influence=influence,
        poisson=np.asarray((one**2 * parts.events).sum((0, 2))),
        largest=np.where(parts.time > 0, one, 0.0).max((0, 2)),
        freedom=float(len(np.unique(cluster)) - 1),
    )


def added(values: Floats, group: Ints) -> Floats:
    """Sums of (stays, periods, bands) over the stays of each group: (periods, groups × bands)."""
    _, periods, bands = values.shape
    found = np.zeros((int(group.max()) + 1, periods, bands))
    np.add.at(found, group, values)
    return np.asarray(found.transpose(1, 0, 2).reshape(periods, -1))


def of_stays(values: Floats, group: Ints, shape: tuple[int, ...]) -> Floats:
    """Each stay's own cells out of (periods, groups × bands): (stays, periods, bands)."""
    _, periods, bands = shape
    return np.asarray(values.reshape(periods, -1, bands).transpose(1, 0, 2)[group])


def spread(influence: Floats, *, clusters: float) -> Floats:
    """Variance of a sum over clusters, for each column. Args: influence (clusters, …), already about a mean of 0."""
    return np.asarray((influence**2).sum(0) * clusters / max(clusters - 1.0, 1.0))


def gamma_interval(
    rate: float, variance: float, largest: float, *, level: float, freedom: float = np.inf
) -> tuple[float, float]:
    """Limits of a weighted sum of counts.

    Args:
        rate: the weighted sum.
        variance: its variance, estimated; 0 where nothing happened.
        largest: the largest weight that one event can have.
        level: 0-1.
        freedom: degrees of freedom of the variance; few make the interval wider, as with t.

    Source: Fay and Feuer (1997), Statistics in Medicine 16, 791.

    Example:
        >>> low, high = gamma_interval(10.0, 10.0, 1.0, level=0.95)
        >>> round(low, 2), round(high, 2)
        (4.8, 18.39)
    """
    tail = (1 - level) / 2
    variance *= float(scipy.special.stdtrit(max(freedom, 1.0), 1 - tail) / scipy.special.ndtri(1 - tail)) ** 2
    low = 0.0
    if rate > 0 and variance > 0:
        low = variance / rate * float(scipy.special.gammaincinv(rate**2 / variance, tail))
    top, reach = rate + largest, variance + largest**2
    return low, reach / top * float(scipy.special.gammaincinv(top**2 / reach, 1 - tail))
