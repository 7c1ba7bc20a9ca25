"""Writes one drawn partition down; and a number that compiled code does not take for a constant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled
from tumen.linkage.evidence import Board

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Labels = NDArray[np.int32]


@compiled
def plain(value: int) -> int:
    """The same number. A literal given to a compiled function would compile it anew for that literal."""
    return value + 0


@compiled
def add_together(label: Ints, share: float, units: int, together: Floats, at: int) -> None:
    """Add `share` to each two units with one label, from place `at` on in the order of `numpy.triu_indices`."""
    for x in range(units):
        for y in range(x + 1, units):
            if label[x] == label[y]:
                together[at] += share
            at += 1


@compiled
def write_row(on: Board, members: Ints, begin: int, label: Ints, units: int, row: Labels) -> None:
    """The first unit of each unit's cluster → for each mention the first mention of its person."""
    for unit in range(units):
        for place in range(on.start[unit], on.start[unit + 1]):
            row[members[begin + place]] = members[begin + on.start[label[unit]]]
