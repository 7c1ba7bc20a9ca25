"""The one partition to report: the one the draws agree with most.

It keeps the expected number of wrongly joined and wrongly parted pairs small (Binder's loss: D. A. Binder,
"Bayesian cluster analysis", Biometrika 65 (1978)), starting from the best of joining step by step the
two clusters that belong together most, then moving single units while that helps. Units that must
stay apart are never joined.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.components import Group
from tumen.linkage.evidence import bits


def consensus(group: Group, together: NDArray[np.float64]) -> list[int]:
    """The label of each unit: the smallest unit of its cluster.

    Args:
        together: probability that two units are one person, shape (units, units).
    """
    size = np.array([len(places) for places in group.units], dtype=np.float64)
    gain = (together - 0.5) * size[:, None] * size[None, :]
    for unit, barred in enumerate(group.barred):
        gain[unit, bits(barred)] = -np.inf
    np.fill_diagonal(gain, 0.0)
    cluster = _move(gain, _join(gain))
    return [min(other for other in range(len(cluster)) if cluster[other] == label) for label in cluster]


def _join(gain: NDArray[np.float64]) -> list[int]:
    """Join the two clusters with the greatest gain until none helps."""
    between = gain.copy()
    np.fill_diagonal(between, -np.inf)
    label = list(range(len(gain)))
    while len(gain) > 1:
        low, high = sorted(np.unravel_index(int(np.argmax(between)), between.shape))
        if between[low, high] <= 0:
            break
        between[low] += between[high]
        between[:, low] = between[low]
        between[low, low] = -np.inf
        between[high] = between[:, high] = -np.inf
        label = [int(low) if each == high else each for each in label]
    return label


def _move(gain: NDArray[np.float64], label: list[int]) -> list[int]:
    """Move single units to where they fit best until no move helps."""
    moved = True
    while moved:
        moved = False
        for unit in range(len(label)):
            here = np.array(label)
            here[unit] = -1
            free = next(each for each in range(len(label)) if each not in here)
            best, chosen = 0.0, free
            for each in sorted(set(here.tolist()) - {-1}):
                fit = float(gain[unit, here == each].sum())
                if fit > best + 1e-12:
                    best, chosen = fit, each
            stays = float(gain[unit, here == label[unit]].sum())
            if best > stays + 1e-12:
                label[unit], moved = chosen, True
    return label
