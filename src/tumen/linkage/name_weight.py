"""How much two names weigh, by their score.

`tumen.names` scores two names as if both were told with care: its rates of variants come from names that people wrote
as well as they could. In a table some were not. So one person's names are of three kinds: told well, which weigh
their score s; told loosely (mistyped, misheard, half forgotten), where a fit says half as much and a good one hardly
more; and unrelated (an unmarked pseudonym, a name taken on the road), which say nothing, so that no name can exclude a
person. With p(s) among strangers, one person's scores have the density

    p(s) (w e^s + l e^h(s) / Z + v),   w + l + v = 1,   Z the mean of e^h(s) among strangers,

where h(s) is s / 2 from -4 to 3, constant above and as steep as s below. That h stops at 3 keeps it apart from names
told well: how many are told loosely is read from the scores that hardly any well told name has. The shares are learnt
from pairs that something as good as a name vouches for. What the table itself says of names that fit comes last
(`curve`).

Source: expectation–maximisation of a mixture: A. P. Dempster, N. M. Laird and D. B. Rubin, "Maximum likelihood from
incomplete data via the EM algorithm", JRSS B 39 (1977). The three kinds and h are our own, set on made-up lists and on
worlds of `tumen.synth` (`benchmarks/end_to_end`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.curve import NameCurve, given_curve

Floats = NDArray[np.float64]

_LEAST_SHARE: Final = 1e-4
_PRIOR_STRENGTH: Final = 20.0
TEMPER: Final = 0.5
SLIPS: Final = (-4.0, 3.0)
"""From where to where a score counts by `TEMPER` where a name is told loosely: h above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWeight:
    """What is known of names in a table.

    Attributes:
        counts: Dirichlet counts of one person's pairs of names told well, told loosely, and unrelated, shape (3,).
        shares: the shares used, shape (3,); sums to 1.
        loose_chance: natural log of Z, see above.
        curve: weight of names that fit, by what the shares say of them.
    """

    counts: Floats
    shares: Floats
    loose_chance: float
    curve: NameCurve

    def told(self, score: NDArray[np.floating]) -> Floats:
        """Natural-log weight before the curve, shape (pairs,); 0 where a name is not stated."""
        return np.asarray(np.where(np.isnan(score), 0.0, np.logaddexp.reduce(self._kinds(score))))

    def __call__(self, score: NDArray[np.floating]) -> Floats:
        """Natural-log weight, shape (pairs,); 0 where a name is not stated."""
        weight = self.told(score)
        fitting = weight > 0
        weight[fitting] = self.curve(weight[fitting])
        return weight

    def taught(self, score: NDArray[np.floating], one_person: Floats, prior: NameWeight) -> NameWeight:
        """The same with shares from pairs that were found without their names.

        Args:
            score: of names stated by both, shape (pairs,).
            one_person: probability of each pair, shape (pairs,).
            prior: what was known before any pair.
        """
        kinds = self._kinds(score)
        parts = np.exp(kinds - np.logaddexp.reduce(kinds))
        counts = prior.counts + parts @ one_person
        return replace(self, counts=counts, shares=counts / counts.sum())

    def among(self, score: NDArray[np.floating], strangers: Floats) -> NameWeight:
        """The same with `loose_chance` from a sample of pairs.

        Args:
            score: shape (pairs,); NaN where a name is not stated.
            strangers: how many pairs of two persons each stands for, shape (pairs,).
        """
        stated = ~np.isnan(score)
        total = float(strangers[stated].sum())
        if total <= 0:
            return self
        mean = float(strangers[stated] @ np.exp(_loosely(score[stated]))) / total
        return replace(self, loose_chance=float(np.log(max(mean, 1e-12))))

    def redraw(self, rng: np.random.Generator) -> NameWeight:
        """Shares and curve drawn from what is known of them."""
        shares = np.maximum(rng.dirichlet(self.counts), _LEAST_SHARE)
        return replace(self, shares=shares / shares.sum(), curve=self.curve.redraw(rng))

    def _kinds(self, score: NDArray[np.floating]) -> Floats:
        known = np.nan_to_num(np.asarray(score, dtype=np.float64))
        well, loose, unrelated = np.log(self.shares)
        return np.array([
            well + known, loose + _loosely(known) - self.loose_chance, np.full(len(known), unrelated),
        ])  # fmt: skip


def _loosely(score: NDArray[np.floating]) -> Floats:
    """Natural-log weight of a loosely told name, before it is normed: half of the score as far as slips reach."""
    worst, best = SLIPS
    return np.asarray(TEMPER * np.clip(score, worst, best) + np.minimum(score - worst, 0.0))


def first_name_weight(loose: float, unrelated: float) -> NameWeight:
    """What is known before any pair, given the expected shares of names told loosely and unrelated."""
    shares = np.array([1 - loose - unrelated, loose, unrelated])
    return NameWeight(counts=_PRIOR_STRENGTH * shares, shares=shares, loose_chance=0.0, curve=given_curve())
