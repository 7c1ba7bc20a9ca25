"""Distributions of how often somebody is recorded, and what they say of those recorded never.

Each model says three things of a person with mean `rate`: the log probability of the count among the people it is
fitted to, who these are, and the ratio of people never recorded to people like this one that stand for them.
Functions take complex numbers too, so that derivatives come from a complex step and are exact.

Source: zero-truncated Poisson regression, van der Heijden and others (2003), Statistical Modelling 3, 305;
Chao and Zelterman as regressions on those recorded once or twice, Boehning and van der Heijden (2009),
Annals of Applied Statistics 3, 595, and Boehning and others (2013), Biometrics 69, 1033; one-inflation, Godwin and
Boehning (2017), Journal of the Royal Statistical Society C 66, 425; complex step, Squire and Trapp (1998), SIAM
Review 40, 110.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

__all__ = ["CHAO", "CHAO_ONE_INFLATED", "ZELTERMAN", "CountModel", "count_model"]

Array = NDArray[Any]  # float or complex
Law = Callable[[Array, Array, Array], Any]  # (counts, rate, shape) → log probability


@dataclass(frozen=True, slots=True, kw_only=True)
class CountModel:
    """One model.

    Attributes:
        fitted: counts → which people the parameters are learned from.
        expanded: counts → which people stand for some who were never recorded.
        log_density: (counts, rate, shape) → log probability of the count among the fitted.
        ratio: (rate, shape) → people never recorded for each of the expanded.
        shapes: names of the parameters besides the rate; all real numbers.
    """

    fitted: Callable[[Array], NDArray[np.bool_]]
    expanded: Callable[[Array], NDArray[np.bool_]]
    log_density: Law
    ratio: Callable[[Array, Array], Any]
    shapes: tuple[str, ...] = ()


def _poisson(counts: Array, rate: Array, shape: Array) -> Any:
    return counts * np.log(rate) - rate - scipy.special.gammaln(counts + 1.0)


def _geometric(counts: Array, rate: Array, shape: Array) -> Any:
    return counts * np.log(rate) - (counts + 1.0) * np.log1p(rate)


def _negative_binomial(counts: Array, rate: Array, shape: Array) -> Any:
    """Mean `rate`, variance `rate + exp(shape[0]) rate²`."""
    spread = np.exp(shape[0])
    size = 1.0 / spread
    special = scipy.special
    ways = special.loggamma(counts + size) - special.loggamma(size) - special.gammaln(counts + 1.0)
    return ways + counts * np.log(spread * rate) - (counts + size) * np.log1p(spread * rate)


_LAWS: dict[str, tuple[Law, tuple[str, ...]]] = {
    "poisson": (_poisson, ()),
    "geometric": (_geometric, ()),
    "negative-binomial": (_negative_binomial, ("log dispersion",)),
}


def _everybody(counts: Array) -> NDArray[np.bool_]:
    return np.ones(len(counts), dtype=bool)


def _repeated(counts: Array) -> NDArray[np.bool_]:
    return np.asarray(counts >= 2)


def _chances(law: Law, rate: Array, shape: Array) -> tuple[Array, Array]:
    """Probability of never and of once."""
    return np.exp(law(np.zeros(1), rate, shape)), np.exp(law(np.ones(1), rate, shape))


def _share(shape: Array) -> Any:
    """Of people who can only be recorded once: the last shape, on the logit scale."""
    return 1.0 / (1.0 + np.exp(-shape[-1]))


def count_model(family: str, one_inflation: str) -> CountModel:
    """A model by the names of its family and of its treatment of people recorded once."""
    law, shapes = _LAWS[family]
    return _INFLATIONS[one_inflation](law, shapes)


def _plain(law: Law, shapes: tuple[str, ...]) -> CountModel:
    def log_density(counts: Array, rate: Array, shape: Array) -> Any:
        return law(counts, rate, shape) - np.log1p(-_chances(law, rate, shape)[0])

    def ratio(rate: Array, shape: Array) -> Any:
        never = _chances(law, rate, shape)[0]
        return never / (1.0 - never)

    return CountModel(
        fitted=_everybody, expanded=_everybody, log_density=log_density, ratio=ratio, shapes=shapes
    )


def _left_out(law: Law, shapes: tuple[str, ...]) -> CountModel:
    """People recorded once are left out: they neither teach the rate nor stand for anybody unseen."""

    def log_density(counts: Array, rate: Array, shape: Array) -> Any:
        never, once = _chances(law, rate, shape)
        return law(counts, rate, shape) - np.log1p(-never - once)

    def ratio(rate: Array, shape: Array) -> Any:
        never, once = _chances(law, rate, shape)
        return never / (1.0 - never - once)

    return CountModel(
        fitted=_repeated, expanded=_repeated, log_density=log_density, ratio=ratio, shapes=shapes
    )


def _inflated(law: Law, shapes: tuple[str, ...], *, seen: bool) -> CountModel:
    """A share of people have the count one whatever their rate; `seen`: a share of those who were recorded."""
    plain = _plain(law, shapes)

    def unseen(rate: Array, shape: Array) -> Any:
        never = _chances(law, rate, shape)[0]
        return never if seen else (1.0 - _share(shape)) * never

    def log_density(counts: Array, rate: Array, shape: Array) -> Any:
        share, never = _share(shape), unseen(rate, shape)
        if seen:
            usual, forced = (1.0 - share) * np.exp(plain.log_density(counts, rate, shape)), share
        else:
            usual = (1.0 - share) * np.exp(law(counts, rate, shape)) / (1.0 - never)
            forced = share / (1.0 - never)
        return np.log(usual + forced * (counts == 1.0))

    def ratio(rate: Array, shape: Array) -> Any:
        never = unseen(rate, shape)
        return never / (1.0 - never)

    return CountModel(
        fitted=_everybody,
        expanded=_everybody,
        log_density=log_density,
        ratio=ratio,
        shapes=(*shapes, "logit share recorded only once"),
    )


_INFLATIONS: dict[str, Callable[[Law, tuple[str, ...]], CountModel]] = {
    "none": _plain,
    "left-out": _left_out,
    "never-again": lambda law, shapes: _inflated(law, shapes, seen=True),
    "always-once": lambda law, shapes: _inflated(law, shapes, seen=False),
}


def _neighbours(first: int) -> Callable[[Array], NDArray[np.bool_]]:
    return lambda counts: np.asarray((counts == first) | (counts == first + 1))


def _two_counts(first: int) -> Law:
    """Binomial: `first + 1` records rather than `first`, for a Poisson rate."""

    def log_density(counts: Array, rate: Array, shape: Array) -> Any:
        odds = rate / (first + 1.0)
        return np.log(odds) * (counts > first) - np.log1p(odds)

    return log_density


CHAO = CountModel(
    fitted=_neighbours(1),
    expanded=_neighbours(1),
    log_density=_two_counts(1),
    ratio=lambda rate, _: 1.0 / (rate + rate**2 / 2.0),
)
CHAO_ONE_INFLATED = CountModel(
    fitted=_neighbours(2),
    expanded=_neighbours(2),
    log_density=_two_counts(2),
    ratio=lambda rate, _: 1.0 / (rate**2 / 2.0 + rate**3 / 6.0),
)
ZELTERMAN = CountModel(
    fitted=_neighbours(1),
    expanded=_everybody,
    log_density=_two_counts(1),
    ratio=lambda rate, _: 1.0 / np.expm1(rate),
)
