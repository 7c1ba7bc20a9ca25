"""Which pairs a person should judge, and how many, so that precision and recall are known to ± a stated width.

All pairs are parted into strata by whether they are linked and how probable they are. A stratum where the answer is
hardly in doubt needs few judgements, one that holds many doubtful pairs needs many: the allocation of Neyman, once for
precision and once for recall, and of both the larger. Then the plan is tried: the interval that would follow if the
judgements came out as expected must be as narrow as asked, or more are drawn.

Pairs less probable than `reach` are not drawn: hundreds would have to be judged to meet one of one person. What they
hold is left to the linkage's own expectation, and said apart.

Source: J. Neyman, JRSS 97 (1934), 558, in the form of W. G. Cochran, "Sampling Techniques" (1977), with the
finite population correction; effective sizes after L. Kish (1965).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.errors import EvaluationError
from tumen.linkage.evaluation.frame import Frame, frame
from tumen.linkage.evaluation.intervals import Ratio, Shares, wilson
from tumen.linkage.evaluation.looking import Found, Source, look
from tumen.linkage.evaluation.partitions import Ints
from tumen.linkage.mentions import Mentions
from tumen.progress import SILENT, Progress, check

Floats = NDArray[np.float64]
_LINKED: Final = (0.5, 0.8, 0.95, 0.99)
_UNLINKED: Final = (0.05, 0.2, 0.5)
_REST: Final = (0.02, 0.1)
_FEWEST: Final = 10
_DOUBT: Final = 0.8
_TRIES: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Pairs that are judged by a sample of their own.

    Attributes:
        linked: reported as one person.
        known: every pair of it was listed; otherwise pairs that were drawn stand for all.
        low, high: least and greatest probability in it.
        pairs: how many pairs it holds.
        expected: share of one person that the linkage expects.
        spread: relative variance of `pairs` where that is estimated; 0 where counted.
        judge: how many to judge.
    """

    linked: bool
    known: bool
    low: float
    high: float
    pairs: float
    expected: float
    spread: float
    judge: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledPair:
    """A pair to judge; `times` it was drawn, `stratum` is the place of its stratum."""

    mention_a: str
    mention_b: str
    stratum: int
    probability: float
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSample:
    """What to judge, and all that is needed to reckon with the verdicts.

    Attributes:
        strata: see `Stratum`.
        pairs: in an order that gives nothing away.
        beyond: pairs of one person that the linkage expects out of reach of any judging; they are not in the strata.
        level, width: the interval that was asked for, and half its width.
        precision_width, recall_width: half widths that the plan gives if all comes as expected.
        reach: pairs less probable are not drawn.
        draws: how many draws the probabilities are shares of.
        links: id of the run that is evaluated.
        seed: of the sample, if there was one.
    """

    strata: tuple[Stratum, ...]
    pairs: tuple[SampledPair, ...]
    beyond: float
    level: float
    width: float
    precision_width: float
    recall_width: float
    reach: float
    draws: int
    links: str
    seed: int | None

    def as_dict(self) -> dict[str, object]:
        """As plain data."""
        return asdict(self)


def plan_pairs(
    linkage: Source, *, width: float = 0.05, level: float = 0.95, mentions: Mentions | None = None,
    reach: float = 0.005, most: int | None = None, rng: np.random.Generator, progress: Progress = SILENT,
) -> PairSample:  # fmt: skip
    """Draw the pairs that a person should judge.

    Args:
        linkage: what is evaluated, or the folder it was written to.
        width: half the width of the intervals of precision and recall that is wanted, 0.005 to 0.5.
        level: of these intervals.
        mentions: what was linked; with them pairs that were never listed are drawn too. Without them recall is that
            of the listed pairs, and the rest is left to the linkage's own expectation.
        reach: pairs less probable than this are not drawn, 0 to 1.
        most: judge no more than so many pairs; the intervals are then wider where need be.
        rng: the only randomness.
        progress: told of each step.

    Raises:
        EvaluationError: settings out of their range, mentions of another linkage, or no pair to judge.
    """
    _check(width, level, reach, most)
    found = look(linkage)
    if mentions is not None and mentions.mention_id != found.mention_ids:
        raise EvaluationError("The table of mentions is not the one that was linked.")
    check(progress)
    everything = frame(found, mentions, rng, progress=progress)
    within = everything.known | (everything.probability >= reach)
    strata, stratum = _strata(everything, within)
    if not strata:
        raise EvaluationError("No pair is linked or listed, so there is nothing to judge.")
    plan = _plan(strata, width, level, most)
    seed = getattr(getattr(rng.bit_generator, "seed_seq", None), "entropy", None)
    precision, recall = _widths(plan, level)
    rest = float((everything.weight * everything.probability)[~everything.known & within].sum())
    return PairSample(
        strata=plan, pairs=_drawn(found, everything, stratum, plan, rng),
        beyond=max(everything.expected_rest - rest, 0.0), level=level, width=width,
        precision_width=precision, recall_width=recall, reach=reach, draws=len(found.draws.labels),
        links=found.run.id, seed=seed if isinstance(seed, int) else None,
    )  # fmt: skip


def _check(width: float, level: float, reach: float, most: int | None) -> None:
    faults = [
        words
        for words, wrong in (
            ("width must be from 0.005 to 0.5", not 0.005 <= width <= 0.5),
            ("level must be between 0 and 1", not 0 < level < 1),
            ("reach must be above 0 and at most 1", not 0 < reach <= 1),
            ("most must be at least 1", most is not None and most < 1),
        )
        if wrong
    ]
    if faults:
        raise EvaluationError(f"The sample cannot be planned: {'; '.join(faults)}.", faults=faults)


def _strata(all_pairs: Frame, within: NDArray[np.bool_]) -> tuple[tuple[Stratum, ...], Ints]:
    """The strata, and the place of each pair's stratum, -1 out of reach."""
    kind = np.where(all_pairs.linked, 0, np.where(all_pairs.known, 1, 2))
    at = np.zeros(len(kind), dtype=np.int64)
    for number, bounds in enumerate((_LINKED, _UNLINKED, _REST)):
        rows = kind == number
        at[rows] = np.searchsorted(bounds, all_pairs.probability[rows], side="right")
    code = np.where(within, kind * 10 + at, -1)
    used = [each for each in np.unique(code).tolist() if each >= 0]
    place = np.full(len(kind), -1, dtype=np.int64)
    for number, each in enumerate(used):
        place[code == each] = number
    return tuple(_stratum(all_pairs, place == number) for number in range(len(used))), place


def _stratum(all_pairs: Frame, rows: NDArray[np.bool_]) -> Stratum:
    weight, probability = all_pairs.weight[rows], all_pairs.probability[rows]
    known = bool(all_pairs.known[rows].all())
    return Stratum(
        linked=bool(all_pairs.linked[rows].all()), known=known,
        low=float(probability.min()), high=float(probability.max()),
        pairs=float(weight.sum()), expected=float(weight @ probability / weight.sum()),
        spread=0.0 if known else float((weight**2).sum() / weight.sum() ** 2), judge=0,
    )  # fmt: skip


def _plan(strata: tuple[Stratum, ...], width: float, level: float, most: int | None) -> tuple[Stratum, ...]:
    """Allocate; aim lower until the plan gives what is asked, then, if that is too much, higher until it fits."""
    aim = width
    for _ in range(_TRIES):
        plan = _allocated(strata, aim, level)
        if max(_widths(plan, level)) <= width or all(one.judge >= _size(one) for one in plan):
            break
        aim *= 0.9
    while most is not None and sum(one.judge for one in plan) > most and aim < 4:
        aim *= 1.05
        plan = _allocated(strata, aim, level, fewest=min(_FEWEST, most // len(strata)))
    return plan


def _size(stratum: Stratum) -> int:
    """The most that judging can use: all pairs, or, of pairs that stand for others, twice what they stand for."""
    if stratum.known:
        return round(stratum.pairs)
    return max(1, int(min(stratum.pairs, 2 / stratum.spread)))


def _allocated(
    strata: tuple[Stratum, ...], aim: float, level: float, fewest: int = _FEWEST
) -> tuple[Stratum, ...]:
    size = np.array([_size(one) for one in strata], dtype=np.float64)
    doubt = np.array([np.sqrt(_doubted(one.expected) * (1 - _doubted(one.expected))) for one in strata])
    variance = (aim / float(scipy.special.ndtri((1 + level) / 2))) ** 2
    number = np.maximum.reduce([_neyman(np.abs(lean) * doubt, size, variance) for lean in _leanings(strata)])
    number = np.minimum(np.maximum(np.ceil(number), fewest), size)
    return tuple(_with(one, int(judge)) for one, judge in zip(strata, number.tolist(), strict=True))


def _doubted(expected: float) -> float:
    """The expected share, drawn towards a half: a plan must not believe a linkage that is too sure of itself."""
    return float(scipy.special.expit(_DOUBT * scipy.special.logit(np.clip(expected, 1e-6, 1 - 1e-6))))


def _leanings(strata: tuple[Stratum, ...]) -> tuple[Floats, Floats]:
    """By how much precision and recall move if the share of one stratum does (the first terms of a Taylor series)."""
    pairs = np.array([one.pairs for one in strata])
    linked = np.array([one.linked for one in strata])
    expected = pairs * np.array([one.expected for one in strata])
    right, there, said = expected[linked].sum(), max(expected.sum(), 1e-9), max(pairs[linked].sum(), 1.0)
    recall = right / there
    return np.where(linked, pairs / said, 0.0), pairs * np.where(linked, 1 - recall, -recall) / there


def _neyman(spread: Floats, size: Floats, variance: float) -> Floats:
    """Numbers for a variance of Σ spread²/n at most; strata that would need more than they hold are taken whole."""
    whole = np.zeros(len(spread), dtype=bool)
    number = np.zeros(len(spread))
    for _ in range(len(spread)):
        open_, kept = ~whole, spread[~whole]
        total = kept.sum() ** 2 / (variance + (kept**2 / size[open_]).sum())
        number = np.where(whole, size, spread / max(kept.sum(), 1e-300) * total)
        over = open_ & (number > size)
        if not over.any():
            break
        whole |= over
    return np.minimum(number, size)


def _with(stratum: Stratum, judge: int) -> Stratum:
    plain = asdict(stratum)
    return Stratum(**{**plain, "judge": judge})


def _widths(strata: tuple[Stratum, ...], level: float) -> tuple[float, float]:
    """Half widths of precision and recall if the verdicts come as expected."""
    share = np.array([one.expected for one in strata])
    shares = shares_of(strata, share, np.array([float(one.judge) for one in strata]), level)
    halves = []
    for ratio in (precision_of(strata), recall_of(strata, 0.0)):
        low, high = ratio.limits(shares)
        halves.append((high - low) / 2)
    return halves[0], halves[1]


def shares_of(strata: tuple[Stratum, ...], share: Floats, judged: Floats, level: float) -> Shares:
    """Limits of the share of each stratum, after so many judged of so many.

    A stratum judged whole is known; in one that stands for more, that its size is estimated comes on top.
    """
    pairs = np.array([one.pairs for one in strata])
    known = np.array([one.known for one in strata])
    spread = np.array([one.spread for one in strata])
    left = np.where(known, np.maximum(1 - judged / pairs, 0.0), 1.0)
    size = judged / np.maximum(left, 1e-12)
    low, high = wilson(share, size, level)
    more = float(scipy.special.ndtri((1 + level) / 2)) * share * np.sqrt(spread)
    return Shares(
        point=share,
        low=np.maximum(share - np.hypot(share - low, more), 0.0),
        high=share + np.hypot(high - share, more),
    )


def precision_of(strata: tuple[Stratum, ...]) -> Ratio:
    """Pairs of one person among the linked."""
    linked = np.array([one.pairs * one.linked for one in strata])
    return Ratio(above=linked, below=np.zeros(len(strata)), below_constant=float(linked.sum()))


def recall_of(strata: tuple[Stratum, ...], beyond: float) -> Ratio:
    """Linked pairs among those of one person, `beyond` of which are out of reach."""
    pairs = np.array([one.pairs for one in strata])
    linked = np.array([one.linked for one in strata])
    return Ratio(above=pairs * linked, below=pairs, below_constant=beyond)


def f1_of(strata: tuple[Stratum, ...], beyond: float) -> Ratio:
    """Twice the linked pairs of one person among linked pairs and pairs of one person together."""
    pairs = np.array([one.pairs for one in strata])
    linked = pairs * np.array([one.linked for one in strata])
    return Ratio(above=2 * linked, below=pairs, below_constant=beyond + float(linked.sum()))


def _drawn(
    found: Found, all_pairs: Frame, place: Ints, strata: tuple[Stratum, ...], rng: np.random.Generator
) -> tuple[SampledPair, ...]:
    """Listed pairs are drawn once each; pairs that stand for others as often as their weight brings them up."""
    chosen: list[SampledPair] = []
    for number, stratum in enumerate(strata):
        rows = np.flatnonzero(place == number)
        weight = None if stratum.known else all_pairs.weight[rows] / all_pairs.weight[rows].sum()
        picked = rng.choice(rows, size=stratum.judge, replace=not stratum.known, p=weight)
        drawn, times = np.unique(picked, return_counts=True)
        for row, often in zip(drawn.tolist(), times.tolist(), strict=True):
            chosen.append(
                SampledPair(
                    mention_a=found.mention_ids[all_pairs.a[row]], mention_b=found.mention_ids[all_pairs.b[row]],
                    stratum=number, probability=float(all_pairs.probability[row]), times=int(often),
                )
            )  # fmt: skip
    return tuple(chosen[at] for at in rng.permutation(len(chosen)).tolist())
