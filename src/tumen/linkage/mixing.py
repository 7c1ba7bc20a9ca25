"""Numbers mixed into one, the same on every machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def mixed(key: NDArray[np.uint64], value: NDArray[np.uint64] | np.uint64) -> NDArray[np.uint64]:
    """Two numbers mixed into one; different ones hardly ever meet.

    Source: S. Vigna, SplitMix64 (2015): the finaliser of D. Stafford, variant 13.
    """
    with np.errstate(over="ignore"):
        both = key * np.uint64(0x9E3779B97F4A7C15) + value + np.uint64(1)
        both = (both ^ (both >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        both = (both ^ (both >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(both ^ (both >> np.uint64(31)), dtype=np.uint64)
