"""How each of two mentions came into the record, and whether a leaving and a death are told of it.

That a cell is empty says little by itself. But whoever was heard abroad has left, and of somebody who left a leaving is
mostly told; so a mention without one is more often of somebody who stayed. Whom kin speak of is seldom the one whom a
stranger met on the road. How much such things say is learnt from the table like everything else; before any pair was
seen they say nothing, and where all mentions are alike they never do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.fields import Field, Level, field
from tumen.linkage.kinds import Ints, Levels

HEARD, BY_KIN, BY_OTHERS = 0, 1, 3
"""States of `STANDING`; the last two are followed by the same without a leaving."""
_STANDINGS: Final = (
    "in an interview of their own",
    "by kin, with a leaving",
    "by kin, without one",
    "by others, with a leaving",
    "by others, without one",
)
_LEAST: Final = 0.001
"""What a state that no mention of the table is in counts for, in mentions."""


def _pairs_of(states: int) -> NDArray[np.int8]:
    """A level for every two states, whichever comes first, shape (states, states)."""
    low, high = np.triu_indices(states)
    table = np.zeros((states, states), dtype=np.int8)
    table[low, high] = table[high, low] = np.arange(1, len(low) + 1)
    return table


def _field(name: str, what: str, states: Sequence[str]) -> Field:
    low, high = np.triu_indices(len(states))
    words = [
        f"both {states[x]}" if x == y else f"one {states[x]}; one {states[y]}"
        for x, y in zip(low.tolist(), high.tolist(), strict=True)
    ]
    alike = 1 / len(words)
    levels = (Level(words=each, group=0, prior=alike, chance=alike) for each in words)
    return replace(field(name, what, *levels), last=True)


STANDING: Final = _field("standing", "told of", _STANDINGS)
DEATH: Final = _field("death", "a death", ("told", "not told"))
STATUSES: Final = frozenset({STANDING.name, DEATH.name})


class StatusColumn:
    """Mentions compared by the state that each is in.

    Args:
        field: with a level for every two states, see `STANDING` and `DEATH`.
        state: of each mention, shape (n,).
        told_apart: whether the table has several states. Where all are alike nothing is compared: else a hair of
            evidence would tie mentions of which nothing at all is told.
    """

    def __init__(self, field: Field, state: Ints, *, told_apart: bool = True) -> None:
        self.field, self.number, self._told_apart = field, state, told_apart
        self._level = _pairs_of(int(np.sqrt(2 * len(field.levels))))

    def levels(self, a: Ints, b: Ints) -> Levels:
        found = self._level[self.number[a], self.number[b]]
        return np.asarray(found if self._told_apart else np.zeros_like(found))


def standing(heard: NDArray[np.bool_], kin: NDArray[np.bool_], left: NDArray[np.bool_]) -> StatusColumn:
    """How mentions came into the record.

    Args:
        heard: whether the person was interviewed, shape (n,).
        kin: whether somebody speaks of them as kin.
        left: whether a leaving is told.
    """
    spoken = np.where(kin, BY_KIN, BY_OTHERS) + ~left
    return _untaught(STANDING, np.where(heard, HEARD, spoken).astype(np.int64))


def deaths(told: NDArray[np.bool_]) -> StatusColumn:
    """Of which mentions a death is told, shape (n,)."""
    return _untaught(DEATH, np.where(told, 0, 1).astype(np.int64))


def _untaught(of: Field, state: Ints) -> StatusColumn:
    """A column whose rates before any pair are those of two mentions taken at random, so that they say nothing."""
    states = len(_pairs_of(int(np.sqrt(2 * len(of.levels)))))
    share = np.bincount(state, minlength=states) + _LEAST
    share = share / share.sum()
    low, high = np.triu_indices(states)
    chance = share[low] * share[high] * np.where(low == high, 1, 2)
    levels = (
        replace(level, prior=rate, chance=rate)
        for level, rate in zip(of.levels[1:], chance.tolist(), strict=True)
    )
    told_apart = len(np.unique(state)) > 1
    return StatusColumn(replace(of, levels=(of.levels[0], *levels)), state, told_apart=told_apart)
