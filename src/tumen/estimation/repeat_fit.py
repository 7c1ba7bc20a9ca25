"""Maximum likelihood of a count model, and the population with its standard error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.estimation.repeat_counts import RepeatCounts
from tumen.estimation.repeat_models import CountModel

__all__ = ["RepeatFit", "fit"]

Floats = NDArray[np.float64]
_STEP = 1e-200  # a complex step has no rounding error however small it is
_DIFFERENCE = 1e-5
_NEWTON_STEPS = 30
_SPREAD_STARTS = (
    0.0,
    -3.0,
    2.0,
)  # shapes are logs and logits; likelihoods with shapes may have several peaks


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatFit:
    """A fitted model.

    Attributes:
        parameters: one per column of the design, on the log scale of the rate, then the shapes.
        errors: their standard errors.
        unseen: estimated people never recorded.
        error: standard error of `unseen`, and so of the population.
        log_likelihood: of the fitted people.
        settled: whether the peak is one: no slope left, curved downwards in every direction.
    """

    parameters: Floats
    errors: Floats
    unseen: float
    error: float
    log_likelihood: float
    settled: bool


def _slope(function: Callable[[NDArray[Any]], Any], at: Floats) -> Floats:
    """Gradient by complex steps."""
    steps = np.eye(len(at)) * (1j * _STEP)
    return np.array([float(np.imag(function(at + step))) / _STEP for step in steps])


def _curvature(function: Callable[[NDArray[Any]], Any], at: Floats) -> Floats:
    """Hessian by central differences of the exact gradient."""
    steps = np.eye(len(at)) * _DIFFERENCE
    rows = [(_slope(function, at + s) - _slope(function, at - s)) / (2 * _DIFFERENCE) for s in steps]
    found = np.array(rows)
    return (found + found.T) / 2


def _functions(
    sample: RepeatCounts, model: CountModel
) -> tuple[Callable[[NDArray[Any]], Any], Callable[[NDArray[Any]], Any]]:
    """Log likelihood, and people never recorded, of parameters."""
    p = sample.design.shape[1]
    used, stand = model.fitted(sample.counts), model.expanded(sample.counts)

    def log_likelihood(at: NDArray[Any]) -> Any:
        rate = np.exp(sample.design[used] @ at[:p])
        return sample.people[used] @ model.log_density(sample.counts[used], rate, at[p:])

    def unseen(at: NDArray[Any]) -> Any:
        rate = np.exp(sample.design[stand] @ at[:p])
        return sample.people[stand] @ model.ratio(rate, at[p:])

    return log_likelihood, unseen


def _climb(function: Callable[[NDArray[Any]], Any], start: Floats) -> Floats:
    """The top reached from `start`: quasi-Newton, then Newton while that improves."""

    def downhill(at: Floats) -> float:
        value = float(np.real(function(at)))
        return -value if np.isfinite(value) else 1e300

    def fall(at: Floats) -> Floats:
        return np.nan_to_num(-_slope(function, at))

    at: Floats = scipy.optimize.minimize(downhill, start, jac=fall, method="BFGS").x
    for _ in range(_NEWTON_STEPS):
        bend, slope = _curvature(function, at), _slope(function, at)
        if not (np.isfinite(bend).all() and np.isfinite(slope).all()):
            break  # far out, where the likelihood is flat or ends
        step = np.linalg.lstsq(-bend, slope, rcond=None)[0]
        if not np.isfinite(step).all() or downhill(at + step) > downhill(at) + 1e-9:
            break
        at = at + step
        if np.abs(step).max() < 1e-10:
            break
    return at


def _starts(sample: RepeatCounts, model: CountModel) -> list[Floats]:
    used = model.fitted(sample.counts)
    mean = float(np.average(sample.counts[used], weights=sample.people[used]))
    rate = np.zeros(sample.design.shape[1])
    rate[0] = np.log(max(mean - sample.counts[used].min(), 1e-3) * 2.0)
    if not model.shapes:
        return [rate]
    return [np.concatenate([rate, np.full(len(model.shapes), s)]) for s in _SPREAD_STARTS]


def fit(sample: RepeatCounts, model: CountModel) -> RepeatFit:
    """Fit a model and extrapolate to those never recorded.

    The variance of the population is that of the parameters carried over, plus that of being recorded or not
    given the parameters: for each person who stands for r unseen ones, r + r². For Chao's bound without covariates
    this is Chao's own variance.

    Source: van der Heijden and others (2003), Statistical Modelling 3, 305.
    """
    log_likelihood, _ = _functions(sample, model)
    with np.errstate(all="ignore"):
        tops = [_climb(log_likelihood, start) for start in _starts(sample, model)]
        best = max(tops, key=lambda at: np.nan_to_num(float(np.real(log_likelihood(at))), nan=-np.inf))
        return _finish(sample, model, best)


def _finish(sample: RepeatCounts, model: CountModel, at: Floats) -> RepeatFit:
    log_likelihood, unseen = _functions(sample, model)
    slope, information = _slope(log_likelihood, at), -_curvature(log_likelihood, at)
    settled = bool(np.isfinite(information).all() and np.isfinite(slope).all())
    if settled:
        scale = np.sqrt(np.clip(np.diag(information), 1e-300, None))
        sharp = float(np.linalg.eigvalsh(information / np.outer(scale, scale)).min())
        settled = bool(sharp > 1e-9 and np.abs(slope).max() < 1e-5 * max(1.0, sample.observed))
    covariance = np.linalg.pinv(information) if settled else np.full(information.shape, np.nan)
    stand = model.expanded(sample.counts)
    rate = np.exp(sample.design[stand] @ at[: sample.design.shape[1]])
    ratio = np.real(model.ratio(rate, at[sample.design.shape[1] :]))
    change = _slope(unseen, at)
    variance = change @ covariance @ change + sample.people[stand] @ (ratio + ratio**2)
    return RepeatFit(
        parameters=at,
        errors=np.sqrt(np.clip(np.diag(covariance), 0.0, None)),
        unseen=float(np.real(unseen(at))),
        error=float(np.sqrt(variance)),
        log_likelihood=float(np.real(log_likelihood(at))),
        settled=settled,
    )
