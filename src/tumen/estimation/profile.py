"""The limits at which a profile likelihood of the population has fallen too far."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import scipy

__all__ = ["Limits", "limits", "multinomial"]


class Limits(NamedTuple):
    """Unseen people: most likely, and where the likelihood has fallen; `high` is None where it never does."""

    peak: float
    low: float
    high: float | None


def multinomial(poisson: float, observed: float, unseen: float) -> float:
    """Log likelihood of a fixed number of people, from the Poisson one with the unseen cell counted.

    Source: Cormack (1992), Biometrics 48, 567.
    """
    people = observed + unseen
    ways = scipy.special.gammaln(people + 1) - scipy.special.gammaln(unseen + 1)
    return float(poisson + people - people * np.log(people) + ways)


def limits(curve: Callable[[float], float], *, level: float, start: float, largest: float) -> Limits:
    """Peak and interval of a likelihood with one peak.

    Args:
        curve: log likelihood of the unseen people.
        level: 0-1.
        start: unseen people at which to begin, normally the estimate.
        largest: unseen people beyond which no upper limit is sought.
    """
    end = float(np.log1p(largest))
    where = float(np.log1p(max(start, 0.5)))
    best = scipy.optimize.minimize_scalar(
        lambda x: -curve(float(np.expm1(x))),
        bounds=(0.0, min(where + 3.0, end)),
        method="bounded",
        options={"xatol": 1e-7},
    )
    peak = float(best.x)
    cut = -float(best.fun) - float(scipy.special.gammaincinv(0.5, level))

    def above(x: float) -> float:
        return curve(float(np.expm1(x))) - cut

    low = 0.0 if above(0.0) >= 0 else scipy.optimize.brentq(above, 0.0, peak, xtol=1e-9)
    far = peak + 0.5
    while far < end and above(far) > 0:
        far += 0.5
    high = scipy.optimize.brentq(above, peak, far, xtol=1e-9) if above(far) < 0 else None
    return Limits(
        float(np.expm1(peak)), float(np.expm1(low)), None if high is None else float(np.expm1(high))
    )
