"""For whom links go wrong: by script of the names, by organisation, by how much both mentions tell.

A linkage that is right on the whole may fail those whose names were written in Latin letters only, or whom one
organisation met. Pairs of one person are no independent evidence, so with a known truth the intervals count persons.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from tumen.errors import EvaluationError
from tumen.linkage.evaluation.agreement import true_labels
from tumen.linkage.evaluation.design import PairSample
from tumen.linkage.evaluation.intervals import wilson
from tumen.linkage.evaluation.judged import Rate, verdict_of, verdicts_by_pair
from tumen.linkage.evaluation.looking import Source, look
from tumen.linkage.evaluation.partitions import Ints, pairs_within
from tumen.linkage.judgements import Judgement
from tumen.linkage.mentions import Mentions
from tumen.model import Interval

Floats = NDArray[np.float64]
By = Literal["script", "organisation", "told by both"]
_SCRIPTS: Final = {"HANGUL": "hangul", "CJK": "han", "LATIN": "latin"}
_TOLD: Final = ("sex", "birth", "birthplace", "left", "died")
_FEWEST: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupErrors:
    """Precision and recall among pairs of one kind.

    Attributes:
        by: what the kind is told by.
        group: the kind: `hangul + latin`, `o1 + o2`, `2 of 5`.
        linked, same: pairs it rests on, for precision and for recall.
        precision, recall: None where fewer than ten pairs, or pairs of fewer than ten persons, carry it.
        worse_precision, worse_recall: the interval, made wider for the number of groups looked at, lies below the rate
            of all pairs (Bonferroni).
    """

    by: By
    group: str
    linked: int
    same: int
    precision: Rate | None
    recall: Rate | None
    worse_precision: bool
    worse_recall: bool

    def as_dict(self) -> dict[str, object]:
        """As plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Pairs with an answer: whether linked and same, what each weighs, its stratum, and the unit it was drawn with."""

    a: Ints
    b: Ints
    linked: NDArray[np.bool_]
    same: NDArray[np.bool_]
    weight: Floats
    stratum: Ints
    unit: Ints


def errors_by_group(
    linkage: Source, truth: Mapping[str, str], mentions: Mentions, *, level: float = 0.95
) -> tuple[GroupErrors, ...]:
    """Errors by group where the truth is known; intervals are those of persons drawn from a larger population.

    Args:
        linkage: what was found, or the folder it was written to.
        truth: mention id → true person.
        mentions: what was linked.
        level: of the intervals.

    Raises:
        EvaluationError: the truth does not know some mention, or the mentions are not those that were linked.
    """
    found = look(linkage)
    _same_mentions(found.mention_ids, mentions)
    true = true_labels(found.mention_ids, truth)
    n = len(true)
    first, second = pairs_within(true)
    one, two = found.linked()
    code = np.union1d(first * n + second, one * n + two)
    a, b = code // n, code % n
    # A wrong link stands with the person of its first mention.
    told = _Told(
        a=a, b=b, linked=found.label[a] == found.label[b], same=true[a] == true[b], weight=np.ones(len(a)),
        stratum=np.zeros(len(a), dtype=np.int64), unit=true[a],
    )  # fmt: skip
    return _by_group(told, mentions, level)


def judged_errors_by_group(
    sample: PairSample, verdicts: Iterable[Judgement], mentions: Mentions, *, level: float = 0.95
) -> tuple[GroupErrors, ...]:
    """Errors by group from a judged sample; each judged pair weighs what it stands for.

    Raises:
        EvaluationError: a drawn mention is not there, two verdicts on one pair disagree, or nothing was judged.
    """
    said = verdicts_by_pair(verdicts)
    position = {mention: at for at, mention in enumerate(mentions.mention_id)}
    judged = [(pair, verdict_of(said, pair)) for pair in sample.pairs]
    kept = [(pair, verdict == "same") for pair, verdict in judged if verdict in ("same", "different")]
    if not kept or any(
        mention not in position for pair, _ in kept for mention in (pair.mention_a, pair.mention_b)
    ):
        raise EvaluationError(
            "Nothing was judged yet, or the table of mentions is not the one that was linked."
        )
    stratum = np.array([pair.stratum for pair, _ in kept], dtype=np.int64)
    times = np.array([pair.times for pair, _ in kept], dtype=np.float64)
    drawn = np.bincount(stratum, weights=times, minlength=len(sample.strata))
    pairs = np.array([one.pairs for one in sample.strata])
    told = _Told(
        a=np.array([position[pair.mention_a] for pair, _ in kept], dtype=np.int64),
        b=np.array([position[pair.mention_b] for pair, _ in kept], dtype=np.int64),
        linked=np.array([sample.strata[pair.stratum].linked for pair, _ in kept], dtype=bool),
        same=np.array([same for _, same in kept], dtype=bool), weight=times * pairs[stratum] / drawn[stratum],
        stratum=stratum, unit=np.arange(len(kept)),
    )  # fmt: skip
    return _by_group(told, mentions, level)


def _same_mentions(ids: tuple[str, ...], mentions: Mentions) -> None:
    if ids != mentions.mention_id:
        raise EvaluationError("The table of mentions is not the one that was linked.")


def _by_group(told: _Told, mentions: Mentions, level: float) -> tuple[GroupErrors, ...]:
    kinds: list[tuple[By, Callable[[int, int], str]]] = [
        ("script", _scripts(mentions)),
        ("organisation", _both(mentions.organisation)),
        ("told by both", _fields(mentions)),
    ]
    found: list[GroupErrors] = []
    for by, kind in kinds:
        group = np.array(
            [kind(a, b) for a, b in zip(told.a.tolist(), told.b.tolist(), strict=True)], dtype=object
        )
        names = sorted(set(group.tolist()))
        found += [_errors(told, by, name, group == name, level, len(names)) for name in names]
    return tuple(found)


def _errors(
    told: _Told, by: By, name: str, here: NDArray[np.bool_], level: float, groups: int
) -> GroupErrors:
    right = told.linked & told.same
    precision, bad_links = _rate(told, right & here, told.linked & here, right, told.linked, level, groups)
    recall, missed = _rate(told, right & here, told.same & here, right, told.same, level, groups)
    return GroupErrors(
        by=by, group=name, linked=int((told.linked & here).sum()), same=int((told.same & here).sum()),
        precision=precision, recall=recall, worse_precision=bad_links, worse_recall=missed,
    )  # fmt: skip


def _rate(
    told: _Told, above: NDArray[np.bool_], below: NDArray[np.bool_], all_above: NDArray[np.bool_],
    all_below: NDArray[np.bool_], level: float, groups: int,
) -> tuple[Rate | None, bool]:  # fmt: skip
    """The rate with its interval, and whether it is below that of all."""
    units = len(np.unique(told.unit[below]))
    if units < _FEWEST:
        return None, False
    total = float(told.weight[below].sum())
    point = float(told.weight[above].sum()) / total
    size = np.array([_effective(told, above, below, point, total, units)])
    low, high = wilson(np.array([point]), size, level)
    _, wide = wilson(np.array([point]), size, 1 - (1 - level) / groups)
    overall = float(told.weight[all_above].sum() / told.weight[all_below].sum())
    rate = Rate(point=point, interval=Interval(level=level, low=float(low[0]), high=float(high[0])))
    return rate, bool(wide[0] < overall)


def _effective(
    told: _Told, above: NDArray[np.bool_], below: NDArray[np.bool_], point: float, total: float, units: int
) -> float:
    """Of how many independent pairs the rate would be as uncertain: its variance is that of sums over units.

    Source: W. G. Cochran, "Sampling Techniques" (1977): ratio estimates, with strata combined.
    """
    gap = told.weight * (above.astype(np.float64) - point * below)
    key, at = np.unique(told.stratum * (int(told.unit.max()) + 1) + told.unit, return_inverse=True)
    sums, stratum = np.bincount(at, weights=gap), key // (int(told.unit.max()) + 1)
    count = np.bincount(stratum)
    centred = sums - (np.bincount(stratum, weights=sums) / np.maximum(count, 1))[stratum]
    variance = float((centred**2 * (count / np.maximum(count - 1, 1))[stratum]).sum()) / total**2
    return (
        float(min(units, point * (1 - point) / variance)) if variance > 0 and 0 < point < 1 else float(units)
    )


def _scripts(mentions: Mentions) -> Callable[[int, int], str]:
    told = [
        _script("".join((one, other))) for one, other in zip(mentions.name, mentions.name_other, strict=True)
    ]
    return _both(told)


def _script(name: str) -> str:
    kinds = {unicodedata.name(letter, "OTHER").split()[0] for letter in name if letter.isalpha()}
    found = sorted({_SCRIPTS.get(kind, "other") for kind in kinds})
    return "/".join(found) or "no name"


def _both(values: Iterable[str]) -> Callable[[int, int], str]:
    told = [value or "not stated" for value in values]
    return lambda a, b: " + ".join(sorted((told[a], told[b])))


def _fields(mentions: Mentions) -> Callable[[int, int], str]:
    stated = np.array([[bool(value) for value in getattr(mentions, field)] for field in _TOLD])
    return lambda a, b: f"{int((stated[:, a] & stated[:, b]).sum())} of {len(_TOLD)}"
