"""Precision and recall from a judged sample, beside what the linkage expects of itself.

The judged pairs say how things are; the draws of the linkage say what it believes. Where the two disagree, the
probabilities of the linkage are not to be trusted for these mentions, and so neither are intervals made of its draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.errors import EvaluationError
from tumen.linkage.evaluation.agreement import agreement
from tumen.linkage.evaluation.calibration import Calibration, calibrated
from tumen.linkage.evaluation.design import (
    PairSample,
    SampledPair,
    f1_of,
    precision_of,
    recall_of,
    shares_of,
)
from tumen.linkage.evaluation.intervals import Ratio, Shares, clopper_pearson
from tumen.linkage.evaluation.looking import Source, look
from tumen.linkage.evaluation.partitions import labels_of
from tumen.linkage.judgements import Judgement
from tumen.model import Interval

Floats = NDArray[np.float64]
_REPLICATES: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share with its interval."""

    point: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Precision, recall and F1 over pairs of mentions."""

    precision: Rate
    recall: Rate
    f1: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedStratum:
    """What was judged in one stratum: `same` of `judged` were one person, `unsure` were left open."""

    linked: bool
    low: float
    high: float
    pairs: float
    judged: int
    same: int
    unsure: int
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRates:
    """What a judged sample says.

    Attributes:
        rates: over all pairs within reach of the sample; nothing but the judgements is believed.
        with_beyond: recall and F1 also count the pairs of one person that the linkage expects out of reach.
        bootstrap: the same as `rates` by drawing the judged pairs anew within strata; too narrow where all pairs of a
            stratum were judged alike, so it is a check only.
        expected: what the draws of the linkage say; None where they were not given.
        calibration: whether the probabilities of the judged pairs hold.
        beyond: how many pairs of one person the linkage expects out of reach.
        unsure_same, unsure_different: precision and recall if all pairs left open were one, or were two persons.
        strata: what was judged where.
        warnings: what a careful reader must know.
    """

    rates: Rates
    with_beyond: Rates
    bootstrap: Rates
    expected: Rates | None
    calibration: Calibration
    beyond: float
    unsure_same: tuple[float, float]
    unsure_different: tuple[float, float]
    strata: tuple[JudgedStratum, ...]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """As plain data."""
        return asdict(self)


def rates_from_judged(
    sample: PairSample, verdicts: Iterable[Judgement], *, linkage: Source | None = None,
    level: float | None = None, rng: np.random.Generator,
) -> JudgedRates:  # fmt: skip
    """Estimate precision, recall and F1.

    Args:
        sample: what was drawn; see `plan_pairs`.
        verdicts: of people on the drawn pairs; others are ignored. A pair without one counts as not drawn.
        linkage: the linkage that the sample was drawn from; with it its own expectation stands beside.
        level: of the intervals; None for that of the sample.
        rng: the only randomness: the bootstrap.

    Raises:
        EvaluationError: no linked pair was judged, two verdicts on one pair, or a sample of another linkage.
    """
    level = level or sample.level
    said = verdicts_by_pair(verdicts)
    counted = _count(sample, said)
    if not (counted.size * np.array([one.linked for one in sample.strata])).any():
        raise EvaluationError("None of the linked pairs of the sample was judged yet.")
    shares = _shares(sample, counted, level)
    rates = _rates(sample, shares, 0.0, level)
    expected = None if linkage is None else _own(sample, linkage, level)
    calibration = _calibration(sample, said)
    return JudgedRates(
        rates=rates, with_beyond=_rates(sample, shares, sample.beyond, level),
        bootstrap=_bootstrap(sample, counted, shares, level, rng), expected=expected,
        calibration=calibration, beyond=sample.beyond,
        unsure_same=_if_unsure(sample, counted, 1.0), unsure_different=_if_unsure(sample, counted, 0.0),
        strata=_told(sample, counted), warnings=tuple(_warnings(sample, counted, rates, expected, calibration)),
    )  # fmt: skip


def expected_rates(linkage: Source, *, level: float = 0.95) -> Rates:
    """What the draws of a linkage expect of its reported partition: precision, recall and F1 over pairs."""
    found = look(linkage)
    each = [agreement(found.label, labels_of(row)) for row in found.draws.labels]
    return Rates(
        precision=_over([one.precision for one in each], level),
        recall=_over([one.recall for one in each], level),
        f1=_over([one.f1 for one in each], level),
    )


def _over(values: list[float], level: float) -> Rate:
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Rate(
        point=float(np.mean(values)), interval=Interval(level=level, low=float(low), high=float(high))
    )


def verdicts_by_pair(verdicts: Iterable[Judgement]) -> dict[tuple[str, str], str]:
    """The verdict on each pair, its mentions in order.

    Raises:
        EvaluationError: two verdicts on one pair disagree.
    """
    said: dict[tuple[str, str], str] = {}
    for one in verdicts:
        pair = (min(one.mention_a, one.mention_b), max(one.mention_a, one.mention_b))
        if said.setdefault(pair, one.verdict) != one.verdict:
            raise EvaluationError("Two verdicts on one pair disagree; settle them first.", pair=list(pair))
    return said


def verdict_of(said: Mapping[tuple[str, str], str], pair: SampledPair) -> str | None:
    """The verdict on a drawn pair, None where there is none."""
    return said.get((min(pair.mention_a, pair.mention_b), max(pair.mention_a, pair.mention_b)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """By stratum: effective number decided, share of them the same, and plain numbers."""

    size: Floats
    share: Floats
    judged: NDArray[np.int64]
    same: NDArray[np.int64]
    unsure: NDArray[np.int64]


def _count(sample: PairSample, said: Mapping[tuple[str, str], str]) -> _Counted:
    n = len(sample.strata)
    times, squares, right = np.zeros(n), np.zeros(n), np.zeros(n)
    judged, same, unsure = (np.zeros(n, dtype=np.int64) for _ in range(3))
    for pair in sample.pairs:
        verdict = verdict_of(said, pair)
        if verdict == "unsure":
            unsure[pair.stratum] += 1
        elif verdict is not None:
            times[pair.stratum] += pair.times
            squares[pair.stratum] += pair.times**2
            right[pair.stratum] += pair.times * (verdict == "same")
            judged[pair.stratum] += 1
            same[pair.stratum] += verdict == "same"
    expected = np.array([one.expected for one in sample.strata])
    return _Counted(
        # Kish's effective size: a pair that was drawn twice does not tell twice.
        size=times**2 / np.maximum(squares, 1),
        share=np.where(times > 0, right / np.maximum(times, 1), expected),
        judged=judged, same=same, unsure=unsure,
    )  # fmt: skip


def _shares(sample: PairSample, counted: _Counted, level: float) -> Shares:
    """Wilson within strata; where all were judged alike, Clopper and Pearson."""
    wilson = shares_of(sample.strata, counted.share, counted.size, level)
    pairs = np.array([one.pairs for one in sample.strata])
    known = np.array([one.known for one in sample.strata])
    low, high = clopper_pearson(counted.share * counted.size, counted.size, level)
    alike = (counted.size > 0) & np.isin(counted.share, (0.0, 1.0)) & ~(known & (counted.size >= pairs))
    bare = counted.size == 0
    return Shares(
        point=counted.share,
        low=np.where(bare, 0.0, np.where(alike, np.minimum(low, wilson.low), wilson.low)),
        high=np.where(bare, 1.0, np.where(alike, np.maximum(high, wilson.high), wilson.high)),
    )


def _rates(sample: PairSample, shares: Shares, beyond: float, level: float) -> Rates:
    return Rates(
        precision=_rate(precision_of(sample.strata), shares, level),
        recall=_rate(recall_of(sample.strata, beyond), shares, level),
        f1=_rate(f1_of(sample.strata, beyond), shares, level),
    )


def _rate(ratio: Ratio, shares: Shares, level: float) -> Rate:
    low, high = ratio.limits(shares)
    return Rate(point=ratio.point(shares.point), interval=Interval(level=level, low=low, high=high))


def _bootstrap(
    sample: PairSample, counted: _Counted, shares: Shares, level: float, rng: np.random.Generator
) -> Rates:
    size = np.maximum(np.rint(counted.size), 1).astype(np.int64)
    drawn = rng.binomial(size, shares.point, size=(_REPLICATES, len(size))) / size
    tried = (precision_of(sample.strata), recall_of(sample.strata, 0.0), f1_of(sample.strata, 0.0))
    found = []
    for ratio in tried:
        point = ratio.point(shares.point)
        low, high = np.quantile(ratio.points(drawn), [(1 - level) / 2, (1 + level) / 2])
        interval = Interval(level=level, low=float(low), high=float(high))
        found.append(Rate(point=point, interval=interval))
    return Rates(precision=found[0], recall=found[1], f1=found[2])


def _own(sample: PairSample, linkage: Source, level: float) -> Rates:
    if look(linkage).run.id != sample.links:
        raise EvaluationError("The sample was drawn from another linkage.", sample=sample.links)
    return expected_rates(linkage, level=level)


def _calibration(sample: PairSample, said: Mapping[tuple[str, str], str]) -> Calibration:
    known = [pair for pair in sample.pairs if sample.strata[pair.stratum].known]
    decided = [(pair.probability, verdict_of(said, pair)) for pair in known]
    told = [(share, verdict == "same") for share, verdict in decided if verdict in ("same", "different")]
    return calibrated(
        np.array([share for share, _ in told], dtype=np.float64), np.array([same for _, same in told], dtype=bool),
        draws=sample.draws,
    )  # fmt: skip


def _if_unsure(sample: PairSample, counted: _Counted, share: float) -> tuple[float, float]:
    decided = counted.judged + counted.unsure
    mixed = (counted.share * counted.judged + share * counted.unsure) / np.maximum(decided, 1)
    shares = np.where(decided > 0, mixed, counted.share)
    return precision_of(sample.strata).point(shares), recall_of(sample.strata, 0.0).point(shares)


def _told(sample: PairSample, counted: _Counted) -> tuple[JudgedStratum, ...]:
    return tuple(
        JudgedStratum(
            linked=one.linked, low=one.low, high=one.high, pairs=one.pairs, expected=one.expected,
            judged=int(counted.judged[row]), same=int(counted.same[row]), unsure=int(counted.unsure[row]),
        )
        for row, one in enumerate(sample.strata)
    )  # fmt: skip


def _warnings(
    sample: PairSample, counted: _Counted, rates: Rates, expected: Rates | None, calibration: Calibration
) -> Iterable[str]:
    bare = int((counted.size == 0).sum())
    if bare:
        yield (
            f"In {bare} of {len(sample.strata)} strata nothing was judged yet: their share is the linkage's own, and "
            "may be anything."
        )
    if not any(not one.known for one in sample.strata):
        yield "Only linked and listed pairs were drawn: recall says nothing of pairs that the list never showed."
    if not calibration.holds:
        way = "too sure of itself" if calibration.z > 0 else "less sure of itself than it may be"
        yield f"The probabilities of the linkage do not agree with the judgements: it is {way} (z {calibration.z:.1f})."
    for name in ("precision", "recall") if expected is not None else ():
        one, other = getattr(rates, name).interval, getattr(expected, name).interval
        if one.low > other.high or other.low > one.high:
            yield (
                f"The {name} that the linkage expects ({other.low:.3f} to {other.high:.3f}) is not that of the "
                f"judgements ({one.low:.3f} to {one.high:.3f}); do not rest intervals on its draws."
            )
