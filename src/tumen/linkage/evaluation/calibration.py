"""Whether probabilities mean what they say: of the pairs at 0.8, are eight in ten one person?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.linkage.evaluation.agreement import true_labels
from tumen.linkage.evaluation.intervals import clopper_pearson
from tumen.linkage.evaluation.looking import Source, look
from tumen.linkage.evaluation.partitions import pairs_within
from tumen.model import Interval

Floats = NDArray[np.float64]
BANDS: Final = (0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.99, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Pairs of about one probability.

    Attributes:
        low, high: the band; `high` belongs to it in the last band only.
        pairs: how many.
        expected: mean probability.
        seen: share that is one person.
        interval: of that share (Clopper and Pearson), pair by pair; None without pairs.
    """

    low: float
    high: float
    pairs: int
    expected: float | None
    seen: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How well probabilities were kept.

    Attributes:
        bands: the reliability table, from the least probable to the most.
        error: mean distance of the expected to the seen share over the pairs of all bands (expected calibration
            error), 0 to 1.
        brier: mean squared distance of probability and outcome.
        z: Spiegelhalter's statistic; beyond ±1.96 the probabilities are off by more than chance.
        p_value: of `z`, two-sided. It takes pairs for independent, so in large persons it speaks up too early.
        pairs: how many pairs were looked at.
        unforeseen: pairs of one person that had no probability at all; not in the bands.

    Source: D. J. Spiegelhalter, Statistics in Medicine 5 (1986), 421, for z; the error after M. P. Naeini, G. F. Cooper
        and M. Hauskrecht, AAAI (2015), 2901.
    """

    bands: tuple[Band, ...]
    error: float
    brier: float
    z: float
    p_value: float
    pairs: int
    unforeseen: int

    @property
    def holds(self) -> bool:
        """Whether the probabilities agree with what was seen, at the usual 5 %."""
        return self.p_value >= 0.05

    def as_dict(self) -> dict[str, object]:
        """As plain data."""
        return asdict(self)


def calibration(linkage: Source, truth: Mapping[str, str], *, level: float = 0.95) -> Calibration:
    """Hold the probability of every listed pair against the truth.

    Args:
        linkage: what was found, or the folder it was written to.
        truth: mention id → true person.
        level: of the intervals in the table.

    Raises:
        EvaluationError: the truth does not know some mention.
    """
    found = look(linkage)
    true = true_labels(found.mention_ids, truth)
    tied = found.ties
    same = true[tied.a] == true[tied.b]
    unforeseen = len(pairs_within(true)[0]) - int(same.sum())
    return calibrated(tied.share, same, draws=len(found.draws.labels), unforeseen=unforeseen, level=level)


def calibrated(
    probability: Floats, same: NDArray[np.bool_], *, draws: int, unforeseen: int = 0, level: float = 0.95
) -> Calibration:
    """The table and the test for given pairs.

    Args:
        probability: of each pair, shape (pairs,).
        same: whether it is one person, shape (pairs,).
        draws: how many draws the probabilities are shares of: 1 of 100 draws and 0 of 100 are hardly different.
        unforeseen: pairs of one person without a probability.
        level: of the intervals in the table.
    """
    z = _spiegelhalter(np.clip(probability, 0.5 / draws, 1 - 0.5 / draws), same)
    bands = _bands(probability, same, level)
    told = [band for band in bands if band.expected is not None and band.seen is not None]
    gap = sum(band.pairs * abs((band.expected or 0.0) - (band.seen or 0.0)) for band in told)
    return Calibration(
        bands=bands, error=gap / max(len(same), 1), z=z, p_value=2 * float(scipy.special.ndtr(-abs(z))),
        brier=float(((probability - same) ** 2).mean()) if len(same) else 0.0, pairs=len(same),
        unforeseen=unforeseen,
    )  # fmt: skip


def _spiegelhalter(probability: Floats, same: NDArray[np.bool_]) -> float:
    lean = 1 - 2 * probability
    spread = float(np.sqrt((lean**2 * probability * (1 - probability)).sum()))
    return float(((same - probability) * lean).sum()) / spread if spread > 0 else 0.0


def _bands(probability: Floats, same: NDArray[np.bool_], level: float) -> tuple[Band, ...]:
    at = np.clip(np.searchsorted(BANDS, probability, side="right") - 1, 0, len(BANDS) - 2)
    size: Floats = np.bincount(at, minlength=len(BANDS) - 1).astype(np.float64)
    right: Floats = np.bincount(at, weights=same, minlength=len(BANDS) - 1).astype(np.float64)
    mean = np.bincount(at, weights=probability, minlength=len(BANDS) - 1) / np.maximum(size, 1)
    low, high = clopper_pearson(right, size, level)
    return tuple(
        Band(
            low=BANDS[row], high=BANDS[row + 1], pairs=int(size[row]),
            expected=float(mean[row]) if size[row] else None,
            seen=float(right[row] / size[row]) if size[row] else None,
            interval=Interval(level=level, low=float(low[row]), high=float(high[row])) if size[row] else None,
        )
        for row in range(len(BANDS) - 1)
    )  # fmt: skip
