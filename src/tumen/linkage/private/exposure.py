"""What a partner who cheats could find out: the bound by which kinds of keys are let into an exchange.

Masked keys cannot be tried offline by anybody, not even with the secret: each guess has to be sent in, as a record
of the cheater's own list, and the size of that list is agreed beforehand. So the number of guesses is known, and
with it the share of records that the best guesses would hit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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

    The cheat is taken to know exactly how common every name, date and place is in the population that this list comes
    from, to combine them as if they were independent, and to send in nothing but the best guesses. What the population
    is like is estimated from the list: the share of values never seen in it after Good (1953), their number after Chao
    (1984).

    Args:
        keys: the own list.
        guesses: records that the partner may send in; each brings as many keys of a kind as it has slots.
        limit: expected share of persons hit, 0–1.
    """
    population = {part: _population(found.values(), len(keys)) for part, found in keys.shares.items()}
    shares = tuple(_best(population, kind.parts, guesses * kind.slots) for kind in keys.recipe.kinds)
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


def _population(shares: Iterable[float], persons: int) -> Floats:
    """How common values are in the population, falling, from how common they are in a list of so many persons.

    Values seen once stand for the many that were not seen: their mass is spread over as many values as Chao's lower
    bound says there are, n1 (n1 - 1) / (2 (n2 + 1)), which is the worst case: fewer values are guessed more easily.
    """
    seen = np.rint(np.array(list(shares), dtype=np.float64) * persons)
    once, twice, total = float((seen == 1).sum()), float((seen == 2).sum()), float(seen.sum())
    if not total:
        return np.zeros(0)
    unseen = int(once * (once - 1) / (2 * (twice + 1)))
    if not unseen:
        return np.sort(seen)[::-1] / persons
    known = seen * (1 - once / total)
    rest = np.full(min(unseen, _MOST), once / unseen)
    return np.asarray(np.sort(np.concatenate([known, rest]))[::-1] / persons, dtype=np.float64)


def _best(population: Mapping[str, Floats], parts: tuple[str, ...], most: int) -> float:
    """Sum of the `most` largest products of shares, one value of each part."""
    found = np.ones(1)
    for part in parts:
        found = _largest(found, population[part], most)
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
