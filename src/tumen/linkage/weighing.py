"""The model laid out for compiled code, which weighs a pair in one pass; see `model` for what the numbers mean.

Arrays take a pass over all pairs for each field and each two fields, and room for each; here a pair is looked at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled
from tumen.linkage.columns import Rarities

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Levels = NDArray[np.int8]


class Scales(NamedTuple):
    """What a model weighs pairs by; f = fields, k = the most levels of a field.

    Attributes:
        fits: scores of names above which they fit, better and better, shape (c,).
        ratio: natural-log weight of each level, by how well names fit, shape (1 + c, f, k).
        excess: for each two fields, the first before the second, how much more often than alone their levels come out
            together by chance (natural log), shape (f, f, k, k).
        shares: natural-log shares of names told well, told loosely, and unrelated, shape (3,).
        loose: natural-log chance of loosely told names, see `name_weight`.
        half, worst, best: by how much of its score a loosely told name counts, and from where to where.
        score, weight: the curve of names that fit, see `curve`.
        trust: what all evidence is multiplied by.
    """

    fits: Floats
    ratio: Floats
    excess: Floats
    shares: Floats
    loose: float
    half: float
    worst: float
    best: float
    score: Floats
    weight: Floats
    trust: float


@compiled
def name_weight_of(on: Scales, score: float) -> float:
    """What `NameWeight` says of one score; 0 where a name is not stated."""
    if np.isnan(score):
        return 0.0
    well = on.shares[0] + score
    tempered = on.half * min(max(score, on.worst), on.best) + min(score - on.worst, 0.0)
    loosely, unrelated = on.shares[1] + tempered - on.loose, on.shares[2]
    top = max(well, loosely, unrelated)
    told: float = top + np.log(np.exp(well - top) + np.exp(loosely - top) + np.exp(unrelated - top))
    if told <= 0:
        return told
    last = len(on.score) - 1
    at = 0
    while at < last and on.score[at + 1] <= told:
        at += 1
    if at == last:
        return float(on.weight[last])
    share = (told - on.score[at]) / (on.score[at + 1] - on.score[at])
    return float(on.weight[at] + share * (on.weight[at + 1] - on.weight[at]))


@compiled
def fit_of(on: Scales, score: float) -> int:
    """How well names fit: 0 where they do not or are not stated."""
    fit = 0
    for edge in on.fits:
        fit += score > edge
    return fit


@compiled
def rarity_of(rare: Rarities, field: int, a: int, b: int, level: int) -> float:
    """How much more often than others the values of two mentions meet a level by chance, natural log."""
    start, width = rare.start[field], rare.width[field]
    one = rare.factor[start + rare.number[a, field] * width + level]
    other = rare.factor[start + rare.number[b, field] * width + level]
    return float((one + other) / np.float32(2))


@compiled
def weigh(on: Scales, rare: Rarities, a: Ints, b: Ints, name: Floats, levels: Levels, out: Floats) -> None:
    """Write the natural-log weight of each pair, all fields and the name together, to `out`, shape (pairs,)."""
    fields = len(levels)
    for pair in range(len(a)):
        total = name_weight_of(on, name[pair])
        ratio = on.ratio[fit_of(on, name[pair])]
        for x in range(fields):
            level = levels[x, pair]
            if level == 0:
                continue
            total += ratio[x, level] - rarity_of(rare, x, a[pair], b[pair], level)
            for y in range(x):
                total -= on.excess[y, x, levels[y, pair], level]
        out[pair] = on.trust * total


@compiled
def weigh_fields(
    on: Scales, rare: Rarities, a: Ints, b: Ints, name: Floats, levels: Levels, out: Floats
) -> None:
    """The same field by field: the name, the fields, and what they say together, shape (1 + fields + 1, pairs)."""
    fields = len(levels)
    for pair in range(len(a)):
        out[0, pair] = on.trust * name_weight_of(on, name[pair])
        together, ratio = 0.0, on.ratio[fit_of(on, name[pair])]
        for x in range(fields):
            level = levels[x, pair]
            out[x + 1, pair] = 0.0
            if level == 0:
                continue
            rarity = rarity_of(rare, x, a[pair], b[pair], level)
            out[x + 1, pair] = on.trust * (ratio[x, level] - rarity)
            for y in range(x):
                together -= on.excess[y, x, levels[y, pair], level]
        out[fields + 1, pair] = on.trust * together
