"""A sample of pairs that stands for all of them: what strangers agree in by chance, and what was never compared.

Of pairs taken at random hardly any agree in anything that is rare, and those are the ones that matter. So half of
the sample is drawn among pairs that agree in one or two coarse attributes, and each pair weighs the inverse of how
often it was to be drawn.

From it is learnt how often different people agree. And no blocking finds every pair of one person: taking the
others for certain to be two would overstate how many persons there are, so the sampled pairs that were not
compared stand for all of those, and the draws of the partition join as many as the model expects.

Source: E. Veach and L. J. Guibas, "Optimally combining sampling techniques for Monte Carlo rendering",
SIGGRAPH 1995, equation 10 (the balance heuristic) for drawing from several strata at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled
from tumen.linkage.attributes import Attribute, combined, spread
from tumen.linkage.columns import Columns

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Pairs that stand for all.

    Attributes:
        a, b: positions of the records, shape (pairs,).
        weight: how many pairs each stands for, shape (pairs,).
    """

    a: Ints
    b: Ints
    weight: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stratum:
    """Mentions that agree in some attributes, group by group.

    Attributes:
        parts: the attributes.
        mention: positions, group by group.
        start: where those of each group begin, and the end.
        passed: running number of pairs up to the end of each group.
    """

    parts: tuple[str, ...]
    mention: Ints
    start: Ints
    passed: Floats

    @property
    def pairs(self) -> float:
        """Number of pairs, each counted for every group that it is in."""
        return float(self.passed[-1]) if len(self.passed) else 0.0


def sample(columns: Columns, rng: np.random.Generator, *, count: int) -> Sample:
    """Draw about `count` pairs of records of different sources; see the module.

    Args:
        columns: the records; half of the pairs agree in one or two of its `strata`.
        rng: the only randomness.
        count: how many pairs to draw.
    """
    named = [*((part,) for part in columns.strata), *combinations(columns.strata, 2)]
    strata = [stratum for stratum in (_stratum(columns.coarse, parts) for parts in named) if stratum.pairs]
    each = count // 2 // max(len(strata), 1)
    n = len(columns)
    uniform = rng.integers(n, size=(2, count - each * len(strata)))
    uniform = uniform[:, uniform[0] != uniform[1]]
    drawn = np.concatenate([uniform, *(_drawn(stratum, each, rng) for stratum in strata)], axis=1)
    a, b = drawn.min(axis=0), drawn.max(axis=0)
    expected = uniform.shape[1] / (n * (n - 1) / 2) + _expected(a, b, columns, strata, each)
    usable = columns.source[a] != columns.source[b]
    return Sample(a=a[usable], b=b[usable], weight=1 / expected[usable])


def _stratum(coarse: dict[str, Attribute], parts: tuple[str, ...]) -> _Stratum:
    everyone = np.arange(len(coarse[parts[0]]))
    at, values = spread(everyone, [coarse[part] for part in parts])
    key = combined(*values)
    order = np.argsort(key, kind="stable")
    start = np.append(np.flatnonzero(np.diff(key[order], prepend=-1)), len(order))
    size = np.diff(start).astype(np.float64)
    return _Stratum(parts=parts, mention=at[order], start=start, passed=np.cumsum(size * (size - 1) / 2))


def _drawn(stratum: _Stratum, count: int, rng: np.random.Generator) -> Ints:
    """Pairs drawn with equal chances, with replacement, shape (2, count)."""
    group = np.searchsorted(stratum.passed, rng.random(count) * stratum.pairs, side="right")
    begin, size = stratum.start[group], np.diff(stratum.start)[group]
    one = (rng.random(count) * size).astype(np.int64)
    other = (rng.random(count) * (size - 1)).astype(np.int64)
    other += other >= one
    return np.stack([stratum.mention[begin + one], stratum.mention[begin + other]])


def _expected(a: Ints, b: Ints, columns: Columns, strata: list[_Stratum], each: int) -> Floats:
    """How often each pair was to be drawn, over all strata."""
    coarse = {part: columns.coarse[part] for part in columns.strata}
    common = {part: _common(a, b, one.start, one.value) for part, one in coarse.items()}
    total = np.zeros(len(a))
    for stratum in strata:
        shared = np.ones(len(a))
        for part in stratum.parts:
            shared *= common[part]
        total += each * shared / stratum.pairs
    return total


@compiled
def _common(a: Ints, b: Ints, start: Ints, value: Ints) -> Ints:
    """How many numbers two mentions have in common; both have them in order."""
    found = np.zeros(len(a), dtype=np.int64)
    for pair in range(len(a)):
        x, y = start[a[pair]], start[b[pair]]
        while x < start[a[pair] + 1] and y < start[b[pair] + 1]:
            if value[x] == value[y]:
                found[pair] += 1
                x += 1
                y += 1
            elif value[x] < value[y]:
                x += 1
            else:
                y += 1
    return found
