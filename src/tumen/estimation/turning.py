"""Did a share change from one year on, and from which?

The likelihood of one share for all years is held against that of two, for each year in which the second can begin. How
large the greatest difference gets by chance is found by dealing the same answers out to the years anew.

Source: K. J. Worsley (1983), Biometrika 70, 455.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.errors import EstimationError

_LEAST: Final = 4
_WITHIN: Final = 1.92  # half of the 95% point of a chi-square with one degree of freedom
Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPoint:
    """The year from which the two shares lie furthest apart, and how easily chance gives as much.

    Attributes:
        year: first year of the second share.
        earliest, latest: years that fit nearly as well.
        before, after: shares, 0–1.
        people: how many before, and from then on.
        p: how often answers dealt out anew lie as far apart somewhere.
    """

    year: int
    earliest: int
    latest: int
    before: float
    after: float
    people: tuple[int, int]
    p: float


def turning_point(
    years: Sequence[int], answers: Sequence[bool], *, rng: np.random.Generator, draws: int = 999
) -> TurningPoint | None:
    """Where one share becomes another; None where there are fewer than two years or four answers.

    A turning point is where the numbers change, which is not yet why. A small `p`: chance alone rarely does it.

    Args:
        years: of each answer.
        answers: yes or no.
        rng: deals out anew.
        draws: how often.

    Raises:
        EstimationError: not one answer for each year told.

    Example:
        >>> years = [2004] * 6 + [2005] * 6 + [2010] * 6 + [2011] * 6
        >>> found = turning_point(years, [False] * 12 + [True] * 12, rng=np.random.default_rng(1))
        >>> found.year, found.before, found.after, found.p < 0.01
        (2010, 0.0, 1.0, True)
    """
    if len(years) != len(answers):
        raise EstimationError("There must be one answer for each year.")
    seen = np.unique(np.asarray(years, dtype=int))
    if len(seen) < 2 or len(answers) < _LEAST:
        return None
    at, yes = np.searchsorted(seen, np.asarray(years)), np.asarray(answers, dtype=float)
    gained = _gains(at, yes, len(seen))
    best = int(np.argmax(gained))
    beyond = sum(
        _gains(at, rng.permutation(yes), len(seen)).max() >= gained[best] - 1e-9 for _ in range(draws)
    )
    near = np.flatnonzero(gained >= gained[best] - _WITHIN)
    first = at <= best
    return TurningPoint(
        year=int(seen[best + 1]),
        earliest=int(seen[near[0] + 1]),
        latest=int(seen[near[-1] + 1]),
        before=float(yes[first].mean()),
        after=float(yes[~first].mean()),
        people=(int(first.sum()), int((~first).sum())),
        p=float((beyond + 1) / (draws + 1)),
    )


def _gains(at: NDArray[np.int64], yes: Counts, years: int) -> Counts:
    """How much likelier two shares make the answers than one, for each year after which the second begins."""
    told = np.cumsum(np.bincount(at, minlength=years)).astype(np.float64)
    said = np.cumsum(np.bincount(at, weights=yes, minlength=years)).astype(np.float64)
    before = _log_likelihood(said[:-1], told[:-1])
    after = _log_likelihood(said[-1] - said[:-1], told[-1] - told[:-1])
    return before + after - _log_likelihood(said[-1:], told[-1:])


def _log_likelihood(said: Counts, told: Counts) -> Counts:
    share = said / told
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = said * np.log(share), (told - said) * np.log1p(-share)
    return np.asarray(np.nan_to_num(parts[0]) + np.nan_to_num(parts[1]))
