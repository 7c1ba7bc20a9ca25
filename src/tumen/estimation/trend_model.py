"""Rates of all periods where groups differ by the same factor in each: a group missing from a period is filled in.

Expected events are a_t b_g T_tg, with T the weighted person-time of group g in period t. The rate of a period on the
standard is a_t Σ W_g b_g, that is, its events over the time that its groups are worth. Each b_g has a gamma prior worth
one event at the common rate, so that a group of which nothing was told is not taken to be safe for ever.

Source: Breslow and Day (1987), Statistical Methods in Cancer Research II (multiplicative models of rates);
Binder (1983), International Statistical Review 51, 279 (linearisation with clusters).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tumen.estimation.lexis import Cells
from tumen.estimation.trend_rates import Ints, Rates, added, of_stays

__all__ = ["common_rates"]

Floats = NDArray[np.float64]
_PRIOR = 1.0  # events that the prior of a group is worth
_TURNS = 500
_CLOSE = 1e-10


def common_rates(parts: Cells, *, weight: Floats, group: Ints, cluster: Ints, least_time: float) -> Rates:
    """As `standard_rates`; a period is covered as far as its own time goes, group by group.

    Args:
        parts: what each stay contributes.
        weight: float array (stays,).
        group: int array (stays,).
        cluster: int array (stays,).
        least_time: person-years, not weighted, that a period needs in all.
    """
    times = weight[:, None, None]
    raw, time = added(parts.time, group), added(parts.time * times, group)
    events = added(parts.events * times, group)
    a, b = _fitted(time, events)
    standard = time.sum(0) / max(time.sum(), 1e-12)
    scale = float(standard @ b)
    worth = time @ b  # of each period, in time of a group with b = 1
    each = np.divide(scale, worth, out=np.zeros_like(worth), where=worth > 0)
    known = raw.sum(1) >= max(least_time, 1e-9)
    left = parts.events - of_stays(a[:, None] * b, group, parts.time.shape) * parts.time
    influence = _influence(left * times, group, cluster, time, a, b, standard) * (each * events.sum(1))
    there = (parts.time.sum(2) > 0) * weight[:, None]
    return Rates(
        value=each * events.sum(1),
        covered=np.where(known, 1.0, 0.0),
        influence=influence,
        poisson=np.asarray(each**2 * ((parts.events * times**2).sum((0, 2)))),
        largest=each * there.max(0),
        freedom=float(len(np.unique(cluster)) - 1),
    )


def _fitted(time: Floats, events: Floats) -> tuple[Floats, Floats]:
    """Factors of periods and groups, by turns until they stand still."""
    of_period, of_group = events.sum(1), events.sum(0)
    overall = max(events.sum(), 1e-12) / max(time.sum(), 1e-12)
    a = np.full(len(time), overall)
    b = np.ones(time.shape[1])
    for _ in range(_TURNS):
        worth = time @ b
        a = np.divide(of_period, worth, out=np.zeros_like(worth), where=worth > 0)
        fresh = (of_group + _PRIOR) / (a @ time + _PRIOR)
        if np.abs(np.log(fresh / b)).max() < _CLOSE:
            return a, fresh
        b = fresh
    return a, b


def _influence(
    left: Floats, group: Ints, cluster: Ints, time: Floats, a: Floats, b: Floats, standard: Floats
) -> Floats:
    """What each cluster adds to the logarithm of each period's rate: (clusters, periods).

    The scores of log a and log b, through the inverse of the penalised information; periods without events have none.
    """
    periods, groups = time.shape
    fitted = a[:, None] * b * time
    told = fitted.sum(1) > 0
    information = np.zeros((periods + groups, periods + groups))
    information[:periods, periods:] = fitted
    information += information.T
    np.fill_diagonal(information, np.append(np.where(told, fitted.sum(1), 1.0), fitted.sum(0) + _PRIOR * b))
    lever = np.zeros((periods, periods + groups))
    lever[:, :periods] = np.diag(told.astype(float))
    lever[:, periods:] = np.where(told[:, None], standard * b / (standard @ b), 0.0)
    gain = np.linalg.solve(information, lever.T)  # (periods + groups, periods)
    bands = left.shape[2]
    own = np.concatenate([left.sum(2), _by_group(left, group, groups // bands)], axis=1) @ gain
    found = np.zeros((int(cluster.max()) + 1, periods))
    np.add.at(found, cluster, own)
    return found


def _by_group(left: Floats, group: Ints, many: int) -> Floats:
    """What each stay leaves over in each group and band: (stays, groups × bands), zero but in its own."""
    found = np.zeros((len(left), many, left.shape[2]))
    found[np.arange(len(left)), group] = left.sum(1)
    return found.reshape(len(left), -1)
