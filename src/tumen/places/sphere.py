"""Distances on the surface of the earth, taken as a sphere."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

# Mean radius of the earth R1 = (2a + b) / 3 of the GRS 80 ellipsoid, in metres. Source: Moritz (2000),
# Geodetic Reference System 1980, Journal of Geodesy 74, 128-133.
EARTH_RADIUS_M: Final = 6_371_008.8

Radians = NDArray[np.float64]


def metres_between(
    latitude_a: Radians, longitude_a: Radians, latitude_b: Radians, longitude_b: Radians
) -> NDArray[np.float64]:
    """Great-circle distances in metres (haversine formula); NaN where a coordinate is.

    Args:
        latitude_a, longitude_a, latitude_b, longitude_b: Radians, shape (pairs,).

    Source:
        Sinnott (1984), Virtues of the Haversine, Sky and Telescope 68(2), 159.
    """
    half = np.sin((latitude_b - latitude_a) / 2) ** 2
    half = half + np.cos(latitude_a) * np.cos(latitude_b) * np.sin((longitude_b - longitude_a) / 2) ** 2
    # rounding can lift the value for two opposite points of the earth just above one
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, half))), dtype=np.float64)
