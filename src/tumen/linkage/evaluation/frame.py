"""All pairs of mentions from which a sample is drawn: the linked, the listed, and the rest through a weighed sample.

Whoever judges listed pairs only learns nothing of the persons that the list never showed, and would think recall
better than it is. The rest is far too many to write out: a few hundred thousand of them are drawn so that each stands
for a known number (see `tumen.linkage.sample`), and are sorted by how probable they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.comparison import compare
from tumen.linkage.evaluation.looking import Found
from tumen.linkage.evaluation.partitions import Ints
from tumen.linkage.fitting import first_model
from tumen.linkage.mentions import Mentions
from tumen.linkage.model import logistic, pair_weight
from tumen.linkage.resolution import allowed_pairs
from tumen.linkage.sample import sample
from tumen.linkage.settings import LinkSettings
from tumen.linkage.told import mention_columns
from tumen.progress import SILENT, Progress

Floats = NDArray[np.float64]
_DRAWN: Final = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Pairs that stand for all pairs.

    Attributes:
        a, b: positions of the mentions, shape (pairs,).
        probability: that they are one person, shape (pairs,).
        weight: how many pairs each stands for, shape (pairs,); 1 where only for itself.
        linked: reported as one person, shape (pairs,).
        known: linked or listed, so that all such pairs are here, shape (pairs,).
        expected_rest: pairs of one person that the draws expect among those neither linked nor listed.
    """

    a: Ints
    b: Ints
    probability: Floats
    weight: Floats
    linked: NDArray[np.bool_]
    known: NDArray[np.bool_]
    expected_rest: float


def frame(
    found: Found, mentions: Mentions | None, rng: np.random.Generator, *, progress: Progress = SILENT
) -> Frame:
    """Put the frame together.

    Args:
        found: the linkage.
        mentions: what was linked; None where it is not at hand: then the rest stays out.
        rng: the only randomness.
        progress: told of each step.
    """
    a, b = _union(found)
    probability, linked = found.probability(a, b), found.label[a] == found.label[b]
    expected = float(np.mean([_pairs(row) for row in found.draws.labels]))
    rest = max(expected - float(probability.sum()), 0.0)
    known = Frame(
        a=a, b=b, probability=probability, weight=np.ones(len(a)), linked=linked,
        known=np.ones(len(a), dtype=bool), expected_rest=rest,
    )  # fmt: skip
    if mentions is None:
        return known
    return _with_rest(known, found, mentions, rng, progress)


def _union(found: Found) -> tuple[Ints, Ints]:
    n = len(found.mention_ids)
    first, second = found.linked()
    code = np.union1d(first * n + second, found.ties.a * n + found.ties.b)
    return code // n, code % n


def _pairs(row: Ints) -> int:
    size = np.bincount(row)
    return int((size * (size - 1) // 2).sum())


def _with_rest(
    known: Frame, found: Found, mentions: Mentions, rng: np.random.Generator, progress: Progress
) -> Frame:
    """Add drawn pairs of the rest, sorted by a model that knows how often strangers agree but was taught by no pair.

    It only has to tell the more probable from the less: the sum is set to what the draws of the linkage expect.
    """
    settings = _settings(found)
    columns = mention_columns(mentions, pack=settings.pack)
    # Of a small table a few times all its pairs are enough.
    drawn = sample(columns, rng, count=min(_DRAWN, 1000 + 2 * len(columns) ** 2))
    compared = compare(columns, drawn.a, drawn.b, progress)
    model = first_model(compared, drawn.weight, allowed_pairs(columns.source), settings)
    n = len(columns)
    # In a small table a pair is drawn several times; it is one pair, and stands for what its draws stand for.
    code, first, at = np.unique(drawn.a * n + drawn.b, return_index=True, return_inverse=True)
    fresh = ~np.isin(code, known.a * n + known.b)
    weight: Floats = np.bincount(at, weights=drawn.weight).astype(np.float64)[fresh]
    odds = (pair_weight(model, compared) + model.prior_log_odds)[first[fresh]]
    return Frame(
        a=np.concatenate([known.a, code[fresh] // n]), b=np.concatenate([known.b, code[fresh] % n]),
        probability=np.concatenate([known.probability, _set_to(odds, weight, known.expected_rest)]),
        weight=np.concatenate([known.weight, weight]),
        linked=np.concatenate([known.linked, np.zeros(len(weight), dtype=bool)]),
        known=np.concatenate([known.known, np.zeros(len(weight), dtype=bool)]),
        expected_rest=known.expected_rest,
    )  # fmt: skip


def _settings(found: Found) -> LinkSettings:
    given = {name: found.run.recipe[name] for name in LinkSettings.__slots__ if name in found.run.recipe}
    return LinkSettings(**given)  # type: ignore[arg-type]  # as the linkage wrote them


def _set_to(odds: Floats, weight: Floats, expected: float) -> Floats:
    """Probabilities whose weighed sum is `expected`: all log odds are moved by one number, found by halving."""
    low, high = -40.0, 40.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if float(weight @ logistic(odds + middle)) < expected else (low, middle)
    return logistic(odds + low)
