"""What a partner who cheats could find out: the bound by which kinds of keys are let into an exchange.

Masked keys cannot be tried offline by anybody, not even with the secret: each guess has to be sent in, as a record
of the cheater's own list, and the size of that list is agreed beforehand. So the number of guesses is known, and
with it the share of records that the best guesses would hit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.private.keys import Keys

_MOST: Final = 4_000_000

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """Which kinds of keys take part, and what they expose.

    Attributes:
        guesses: records that the partner may send in.
        share: for each kind, the expected share (0–1) of the own persons that the best guesses would hit.
        kept: numbers of the kinds whose shares together stay within the limit.
        bound: the sum of the kept shares: the expected share of persons a cheat could find, at most.
    """

    guesses: int
    share: tuple[float, ...]
    kept: tuple[int, ...]
    bound: float


def exposure(keys: Keys, *, guesses: int, limit: float) -> Exposure:
    """The kinds that may take part so that a cheat finds at most `limit` of the persons, sharpest first.

    The cheat is taken to know how common each name, date and place is *in this very list*, which is more than any
    census tells, and to combine them as if they were independent; and to send in nothing but guesses.

    Args:
        keys: the own list.
        guesses: records that the partner may send in; each brings as many keys of a kind as it has slots.
        limit: expected share of persons hit, 0–1.
    """
    shares = tuple(_best(keys.shares, kind.parts, guesses * kind.slots) for kind in keys.recipe.kinds)
    kept: list[int] = []
    total = 0.0
    for number in sorted(range(len(shares)), key=lambda each: shares[each]):
        if total + shares[number] <= limit:
            kept.append(number)
            total += shares[number]
    return Exposure(guesses=guesses, share=shares, kept=tuple(sorted(kept)), bound=total)


def best_guesses(
    shares: Mapping[str, Mapping[str, float]], parts: tuple[str, ...], most: int
) -> list[tuple[str, ...]]:
    """The likeliest keys of a kind, likeliest first: what a dictionary attacker would try.

    Args:
        shares: part → value → how common; from any population.
        parts: the parts of the kind.
        most: how many guesses.
    """
    found: list[tuple[float, tuple[str, ...]]] = [(1.0, ())]
    for part in parts:
        ordered = sorted(shares[part].items(), key=lambda item: (-item[1], item[0]))
        found = [
            (weight * share, (*key, value))
            for rank, (weight, key) in enumerate(found)
            for value, share in ordered[: max(1, most // (rank + 1))]
        ]
        found.sort(key=lambda item: (-item[0], item[1]))
        del found[most:]
    return [key for _, key in found]


def _best(shares: Mapping[str, Mapping[str, float]], parts: tuple[str, ...], most: int) -> float:
    """Sum of the `most` largest products of shares, one value of each part."""
    found = np.ones(1)
    for part in parts:
        found = _largest(found, np.sort(np.array(list(shares[part].values()), dtype=np.float64))[::-1], most)
    return float(min(1.0, found[:most].sum()))


def _largest(a: Floats, b: Floats, most: int) -> Floats:
    """The `most` largest products of two falling sequences.

    A product of rank (i, j) has (i + 1)(j + 1) - 1 others at least as large, so only i·j ≤ most can matter.
    """
    most = min(most, _MOST)
    rows = [weight * b[: max(1, most // (rank + 1))] for rank, weight in enumerate(a[:most])]
    if not rows or not len(b):
        return np.zeros(0)
    products = np.sort(np.concatenate(rows))[::-1]
    return np.asarray(products[:most], dtype=np.float64)
