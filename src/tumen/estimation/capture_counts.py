"""Log-linear models with one effect per list and effects of the number of lists: fit, and profile interval.

A person on the lists w has log mean `gamma + sum of beta over w + effect[number of lists in w]`. The
sufficient statistics are list totals and the number of people on exactly h lists, and the expected values
are elementary symmetric polynomials in exp(beta), so the cost grows as lists cubed, not as 2 to the lists.

Source: Rasch-type log-linear models, Cormack (1989), Biometrics 45, 395; profile interval, Cormack (1992),
Biometrics 48, 567; the polynomial form is the standard one of conditional likelihood in Rasch models.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.estimation.profile import limits, multinomial
from tumen.estimation.table import OverlapTable

__all__ = ["Fit", "fit", "profile_interval", "unseen"]

Floats = NDArray[np.float64]
_STEPS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A fitted model.

    Attributes:
        intercept: gamma, the log mean of the unseen cell.
        effects: one per column of the design.
        parameters: intercept, effects, then one per list; where a further fit may begin.
        log_likelihood: Poisson log likelihood, without the factorials.
        converged: whether the score is zero to working precision.
    """

    intercept: float
    effects: Floats
    parameters: Floats
    log_likelihood: float
    converged: bool


def _polynomials(b: Floats) -> tuple[Floats, Floats, Floats]:
    """Elementary symmetric polynomials of degree 0..t: of all lists, leaving one out, leaving two out."""
    t = len(b)
    every, one, two = np.zeros(t + 1), np.zeros((t, t + 1)), np.zeros((t, t, t + 1))
    every[0], one[:, 0], two[:, :, 0] = 1.0, 1.0, 1.0
    for j in range(t):
        kept = (np.arange(t) != j).astype(float)
        # after j lists no product has more than j factors
        done, next_ = slice(0, j + 1), slice(1, j + 2)
        every[next_] += every[done] * b[j]
        one[:, next_] += one[:, done] * (b[j] * kept)[:, None]
        two[:, :, next_] += two[:, :, done] * (b[j] * np.outer(kept, kept))[:, :, None]
    return every, one, two


def _expected(beta: Floats, level: Floats) -> tuple[Floats, Floats, Floats]:
    """Expected people by number of lists (t+1), that by list (t+1, t), and by pair of lists (t, t)."""
    b = np.exp(beta)
    t = len(b)
    every, one, two = _polynomials(b)
    scale = np.exp(level)
    by_count = scale * every
    by_list = np.zeros((t + 1, t))
    by_list[1:] = scale[1:, None] * b[None, :] * one[:, :t].T
    by_pair = np.einsum("h,ijh->ij", scale[2:], two[:, :, : t - 1]) * np.outer(b, b)
    np.fill_diagonal(by_pair, by_list.sum(0))
    return by_count, by_list, by_pair


def _by_count(table: OverlapTable) -> Floats:
    """People on exactly 0, 1, … t lists."""
    return np.bincount(table.patterns.sum(1), table.counts, len(table.lists) + 1).astype(float)


def _first_guess(table: OverlapTable, design: Floats) -> Floats:
    rates = np.clip(table.counts @ table.patterns / (2.0 * table.observed), 1e-4, 0.9)
    return np.concatenate([[np.log(table.observed)], np.zeros(design.shape[1]), np.log(rates / (1 - rates))])


def fit(
    table: OverlapTable, design: Floats, *, unseen_people: float | None = None, start: Floats | None = None
) -> Fit:
    """Fit by Newton's method with halved steps; the likelihood is concave.

    Args:
        table: the overlaps.
        design: (t + 1, q) covariates of the number of lists 0..t.
        unseen_people: None leaves the unseen cell out; a number counts it as observed.
        start: parameters to begin with.
    """
    t = len(table.lists)
    by_count = _by_count(table)
    include = np.ones(t + 1)
    include[0] = 0.0 if unseen_people is None else 1.0
    by_count[0] = unseen_people or 0.0
    columns = np.hstack([np.ones((t + 1, 1)), design])
    totals = np.concatenate([columns.T @ by_count, table.counts @ table.patterns])
    theta = _first_guess(table, design) if start is None else start
    q = columns.shape[1]

    def value(at: Floats) -> tuple[float, Floats, Floats]:
        counts, lists, pairs = _expected(at[q:], columns @ at[:q])
        counts, lists = counts * include, lists * include[:, None]
        mean = np.concatenate([columns.T @ counts, lists.sum(0)])
        cross = columns.T @ lists
        information = np.block([[columns.T @ (counts[:, None] * columns), cross], [cross.T, pairs]])
        return float(totals @ at - counts.sum()), totals - mean, information

    current, score, information = value(theta)
    for _ in range(_STEPS):
        if np.abs(score).max() < 1e-9 * max(1.0, table.observed):
            break
        step = np.linalg.lstsq(information, score, rcond=None)[0]
        step *= min(1.0, 5.0 / max(np.abs(step).max(), 1e-12))
        while np.abs(step).max() > 1e-14:
            with np.errstate(over="ignore", invalid="ignore"):
                ahead = value(theta + step)
            if np.isfinite(ahead[0]) and ahead[0] >= current - 1e-10 * abs(current):
                break
            step /= 2
        else:
            break
        theta = theta + step
        current, score, information = ahead
    good = bool(np.abs(score).max() < 1e-6 * max(1.0, table.observed))
    return Fit(
        intercept=float(theta[0]),
        effects=theta[1:q],
        parameters=theta,
        log_likelihood=current,
        converged=good,
    )


def unseen(fitted: Fit) -> float:
    """Expected number on no list."""
    return float(np.exp(fitted.intercept))


def _poisson_profile(table: OverlapTable, design: Floats, missing: float, start: Floats) -> float:
    """Poisson log likelihood with `missing` people on no list, maximised over everything else."""
    if design.shape[1]:
        return fit(table, design, unseen_people=missing, start=start).log_likelihood
    people = table.observed + missing
    listed = (table.counts @ table.patterns).astype(float)
    fitted = scipy.special.xlogy(listed, listed / people) + scipy.special.xlogy(
        people - listed, 1.0 - listed / people
    )
    return float(people * np.log(people) - people + fitted.sum())


def _profile(table: OverlapTable, design: Floats, missing: float, start: Floats) -> float:
    """Multinomial log likelihood of N = observed + missing, maximised over everything else."""
    return multinomial(_poisson_profile(table, design, missing, start), table.observed, missing)


def profile_interval(
    table: OverlapTable, design: Floats, *, level: float, start: float, largest: float
) -> tuple[float, float, float | None]:
    """Most likely N and its profile-likelihood interval.

    Args:
        table: the overlaps.
        design: as in `fit`.
        level: 0-1.
        start: unseen people at which to begin, normally the estimate.
        largest: unseen people beyond which no upper limit is sought.

    Returns:
        (N, low, high); high is None where the likelihood never falls far enough.
    """
    begin = fit(table, design, unseen_people=start).parameters
    found = limits(
        lambda missing: _profile(table, design, missing, begin), level=level, start=start, largest=largest
    )
    seen = table.observed
    return seen + found.peak, seen + found.low, None if found.high is None else seen + found.high
