"""What being recorded often adds to the log mean, by the shape in which people differ in how findable they are.

Source: Darroch and others (1993), Journal of the American Statistical Association 88, 1137; Rivest and Baillargeon
(2007), Biometrics 63, 999.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def shape_column(shape: str, times: int) -> Floats:
    """The column of being recorded 0, 1, … times, shape (times + 1, 1), scaled to at most 1.

    Raises:
        KeyError: a shape other than `poisson`, `darroch` and `gamma`.
    """
    number = np.arange(times + 1, dtype=float)
    found = {
        "poisson": 2.0**number - 1.0,
        "darroch": number**2 / 2.0,
        "gamma": np.log(3.5) - np.log(3.5 + number),
    }[shape]
    return np.asarray(found / np.abs(found).max())[:, None]
