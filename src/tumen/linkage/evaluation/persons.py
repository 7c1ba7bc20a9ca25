"""A sample of persons: draw mentions, find everything of the person each speaks of, and reckon from whole persons.

Judging whole persons costs more than judging pairs, but gives B-cubed rates and the share of persons that are exactly
right, and needs no list of pairs to trust. A mention drawn with equal chances brings up its person with a chance in
proportion to how many mentions it has; each person therefore weighs the inverse of that number.

Source: O. Binette, S. A. York, E. Hickerson, Y. Baek, S. Madhavan and C. Jones, "Estimating the performance of entity
resolution algorithms: lessons learned through PatentsView.org", The American Statistician 77 (2023), 370;
O. Binette and others, "How to evaluate entity resolution systems: an entity-centric framework" (2024). Ratio
estimates and their variance: W. G. Cochran, "Sampling Techniques" (1977), drawn with replacement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.errors import EvaluationError
from tumen.linkage.evaluation.intervals import clopper_pearson
from tumen.linkage.evaluation.judged import Rate, verdicts_by_pair
from tumen.linkage.evaluation.looking import Found, Source, look
from tumen.linkage.judgements import Judgement
from tumen.model import Interval

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSample:
    """Mentions whose persons are to be found, and with which mentions to begin.

    Attributes:
        drawn: mention ids, with repetitions: who is drawn twice counts twice.
        candidates: for each, the mentions that may be of the same person: its reported company and whatever is listed
            with one of those. A reviewer may add others.
        links: id of the run that is evaluated.
    """

    drawn: tuple[str, ...]
    candidates: tuple[tuple[str, ...], ...]
    links: str

    def to_judge(self) -> list[tuple[str, str]]:
        """Each drawn mention with each of its candidates, in the order of drawing, without repetitions."""
        both = zip(self.drawn, self.candidates, strict=True)
        return list(dict.fromkeys((drawn, other) for drawn, others in both for other in others))


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRates:
    """What whole persons say, each with its interval.

    Attributes:
        precision, recall: over pairs of mentions.
        b3_precision, b3_recall: B-cubed, averaged over mentions.
        exact: share of true persons that have exactly the right mentions.
        split: share of true persons that stand in several reported ones.
        persons: how many were judged.
    """

    precision: Rate
    recall: Rate
    b3_precision: Rate
    b3_recall: Rate
    exact: Rate
    split: Rate
    persons: int

    def as_dict(self) -> dict[str, object]:
        """As plain data."""
        return asdict(self)


def plan_persons(linkage: Source, *, persons: int, rng: np.random.Generator) -> PersonSample:
    """Draw mentions with equal chances, with replacement.

    Args:
        linkage: what is evaluated, or the folder it was written to.
        persons: how many to draw; thirty give a rough answer, two hundred a good one.
        rng: the only randomness.

    Raises:
        EvaluationError: fewer than 2 asked for.
    """
    if persons < 2:
        raise EvaluationError("At least 2 persons must be drawn; 30 and more are of use.")
    found = look(linkage)
    near = _near(found)
    drawn = rng.integers(len(found.mention_ids), size=persons).tolist()
    return PersonSample(
        drawn=tuple(found.mention_ids[at] for at in drawn),
        candidates=tuple(_candidates(found, near, at) for at in drawn),
        links=found.run.id,
    )


def _near(found: Found) -> dict[int, set[int]]:
    near: dict[int, set[int]] = {}
    for a, b in zip(found.ties.a.tolist(), found.ties.b.tolist(), strict=True):
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    return near


def _candidates(found: Found, near: dict[int, set[int]], at: int) -> tuple[str, ...]:
    company = set(np.flatnonzero(found.label == found.label[at]).tolist())
    around = company.union(*(near.get(each, set()) for each in company)) - {at}
    return tuple(found.mention_ids[each] for each in sorted(around))


def rates_from_persons(
    sample: PersonSample, verdicts: Iterable[Judgement], linkage: Source, *, level: float = 0.95
) -> PersonRates:
    """Estimate from the persons found.

    Args:
        sample: what was drawn.
        verdicts: on a drawn mention and another: `same` puts the other into the person. What has no verdict is not
            in it, so every mention of the person must be named; mentions that were not candidates may be.
        linkage: what the sample was drawn from.
        level: of the intervals.

    Raises:
        EvaluationError: a verdict left open, two verdicts that disagree, or a mention that is not there.
    """
    found = look(linkage)
    if found.run.id != sample.links:
        raise EvaluationError("The sample was drawn from another linkage.", sample=sample.links)
    position = {mention: at for at, mention in enumerate(found.mention_ids)}
    said = verdicts_by_pair(verdicts)
    named = {mention for pair in said for mention in pair} | set(sample.drawn)
    if not named <= position.keys():
        raise EvaluationError("Verdicts name mentions that the linkage does not have.")
    open_ = [pair for pair, verdict in said.items() if verdict == "unsure" and set(pair) & set(sample.drawn)]
    if open_:
        raise EvaluationError(
            f"{len(open_)} verdicts on drawn persons are left open.",
            hint="A person must be known as a whole: decide these, or judge pairs instead.",
        )
    size = np.bincount(found.label)
    terms = np.array([_terms(found.label[_whole(drawn, said, position)], size) for drawn in sample.drawn])
    return _rates(terms, level)


def _whole(drawn: str, said: dict[tuple[str, str], str], position: dict[str, int]) -> list[int]:
    """Positions of all mentions that verdicts put with a drawn one, directly or through another."""
    same = [pair for pair, verdict in said.items() if verdict == "same"]
    person = {drawn}
    while True:
        more = {mention for pair in same if person & set(pair) for mention in pair} - person
        if not more:
            return [position[mention] for mention in sorted(person)]
        person |= more


def _terms(label: NDArray[np.int64], size: NDArray[np.integer]) -> Sequence[float]:
    """What one person adds above and below the line of each rate, divided by its chance to be drawn."""
    reported, both = np.unique(label, return_counts=True)
    mentions, whole = len(label), size[reported]
    right = float((both * (both - 1) / 2).sum())
    # A wrong link belongs half to each of its two mentions.
    said = right + float((both * (whole - both)).sum()) / 2
    terms = [
        right, said, mentions * (mentions - 1) / 2, float((both**2 / whole).sum()), float((both**2).sum() / mentions),
        float(mentions), float(len(reported) == 1 and whole[0] == mentions), float(len(reported) > 1), 1.0,
    ]  # fmt: skip
    return [each / mentions for each in terms]


def _rates(terms: Floats, level: float) -> PersonRates:
    right, said, there, b3_right, b3_found, mentions, exact, split, one = terms.T
    return PersonRates(
        precision=_ratio(right, said, level), recall=_ratio(right, there, level),
        b3_precision=_ratio(b3_right, mentions, level), b3_recall=_ratio(b3_found, mentions, level),
        exact=_ratio(exact, one, level), split=_ratio(split, one, level), persons=len(terms),
    )  # fmt: skip


def _ratio(above: Floats, below: Floats, level: float) -> Rate:
    """A ratio with an interval that is symmetric in its log odds; with all alike that of Clopper and Pearson."""
    n, total = len(above), float(below.sum())
    point = float(above.sum()) / total if total > 0 else 1.0
    residual = above - point * below
    deviation = float(np.sqrt((residual**2).sum() * n / (n - 1))) / max(total, 1e-300)
    carried = float((below > 0).sum())
    if deviation < 1e-9 or not 0 < point < 1:
        low, high = clopper_pearson(np.array([point * carried]), np.array([carried]), level)
        return Rate(point=point, interval=Interval(level=level, low=float(low[0]), high=float(high[0])))
    odds = point / (1 - point)
    step = float(np.exp(scipy.special.stdtrit(n - 1, (1 + level) / 2) * deviation / (point * (1 - point))))
    low_odds, high_odds = odds / step, odds * step
    interval = Interval(level=level, low=low_odds / (1 + low_odds), high=high_odds / (1 + high_odds))
    return Rate(point=point, interval=interval)
