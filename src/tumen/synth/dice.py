"""Draws from a passed generator, buffered so that millions of small decisions stay cheap."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")

_BUFFER = 8192


class Weighted(Generic[T]):
    """Things that can be drawn, each with a weight above zero."""

    __slots__ = ("cumulative", "items", "total")

    def __init__(self, pairs: Iterable[tuple[T, float]]) -> None:
        kept = [(item, weight) for item, weight in pairs if weight > 0]
        self.items: tuple[T, ...] = tuple(item for item, _ in kept)
        self.cumulative = list(accumulate(weight for _, weight in kept))
        self.total = self.cumulative[-1] if kept else 0.0
        # A draw just below 1 times the total may round up to the total; it still belongs to the last item.
        self.cumulative[-1:] = [math.inf]


class Dice:
    """Uniform draws on [0, 1) from one generator, and the few shapes made of them.

    Attributes:
        unit: a number of [0, 1). It is the built-in next of an iterator and no method: at two hundred draws a
            person the call itself is what costs, so inner loops call it and compare for themselves.
    """

    __slots__ = ("unit",)

    def __init__(self, generator: np.random.Generator) -> None:
        self.unit: Callable[[], float] = chain.from_iterable(_drawn(generator)).__next__

    def chance(self, share: float) -> bool:
        """True in `share` of the draws. Always uses exactly one draw."""
        return self.unit() < share

    def below(self, n: int) -> int:
        """An integer of 0 … n-1."""
        return int(self.unit() * n)

    def between(self, low: int, high: int) -> int:
        """An integer of low … high, both included."""
        return low + int(self.unit() * (high - low + 1))

    def one_of(self, items: Sequence[T]) -> T:
        """One of `items`, all equally likely."""
        return items[int(self.unit() * len(items))]

    def pick(self, choice: Weighted[T]) -> T:
        """One item of a weighted choice."""
        return choice.items[bisect_right(choice.cumulative, self.unit() * choice.total)]


def _drawn(generator: np.random.Generator) -> Iterator[list[float]]:
    """Batches of draws without end; each is used from its last number to its first."""
    while True:
        yield generator.random(_BUFFER)[::-1].tolist()


def block_dice(seed: int, block: int, purpose: int) -> Dice:
    """Dice of one block and purpose: the same whatever was drawn elsewhere, before or at the same time."""
    return Dice(np.random.default_rng(np.random.SeedSequence(entropy=seed, spawn_key=(block, purpose))))
