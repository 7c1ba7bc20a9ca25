"""What became of last month's persons: merged, split, regrouped; and why, as far as can be told.

Only mentions that stand in both linkages are compared. A change that the old draws already held for possible is doubt
that fell the other way; one that they excluded needs a reason: a verdict, a new mention that stands between, a mention
that was rewritten. Where none is found, the settings or what the model learnt from other mentions have changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tumen.errors import EvaluationError
from tumen.linkage.evaluation.agreement import Evaluation, agreement
from tumen.linkage.evaluation.looking import Found, Source, look
from tumen.linkage.evaluation.partitions import Ints, labels_of, pair_count
from tumen.linkage.judgements import Judgement
from tumen.linkage.mentions import FIELDS, Mentions
from tumen.model import Interval

Floats = NDArray[np.float64]
Kind = Literal["merged", "split", "regrouped"]
Reason = Literal["verdict", "rewritten", "new mention", "gone mention", "doubt", "settings", "learnt anew"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Mentions that are put together otherwise than before.

    Attributes:
        kind: `merged` (several persons became one), `split` (one became several), `regrouped` (both).
        before, after: the persons, each as its mentions that stand in both linkages.
        was, now: share of the old and of the new draws that group these mentions exactly as the new linkage does.
        reasons: why, the most telling first: `verdict` (a judgement on them is new or gone), `rewritten` (what one of
            them says has changed), `new mention` or `gone mention` (one stands, or stood, in a person with them),
            `doubt` (the old draws grouped them so in one of twenty or more), `settings`; else `learnt anew`.
    """

    kind: Kind
    before: tuple[tuple[str, ...], ...]
    after: tuple[tuple[str, ...], ...]
    was: float
    now: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A number before and after, over the common mentions.

    Attributes:
        before, after: means over the draws.
        difference: interval of after less before. The two sets of draws are taken for independent; they share most of
            what they rest on, so the interval is rather too wide.
        beyond_chance: 0 lies outside of it.
    """

    before: float
    after: float
    difference: Interval
    beyond_chance: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How one linkage differs from an earlier one.

    Attributes:
        common, new, gone: numbers of mentions.
        kept: share of old persons (of two and more common mentions) that have exactly the same common mentions.
        agreement: the new partition measured by the old one; `precision` is the share of new links that were there.
        changes: see `Change`, the largest first.
        persons, linked_share, pairs: number of persons; share of mentions that are not alone; pairs of one person.
        settings: settings that differ, with what they were and are.
        same_input: whether mentions and judgements are the same, so that nothing but settings and seed can differ.
    """

    common: int
    new: int
    gone: int
    kept: float
    agreement: Evaluation
    changes: tuple[Change, ...]
    persons: Move
    linked_share: Move
    pairs: Move
    settings: tuple[tuple[str, object, object], ...]
    same_input: bool

    def as_dict(self) -> dict[str, object]:
        """As plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the two linkages were made from, as far as it is at hand; reasons are told from it."""

    old_mentions: Mentions | None = None
    new_mentions: Mentions | None = None
    old_judgements: Sequence[Judgement] = ()
    new_judgements: Sequence[Judgement] = ()


def drift(old: Source, new: Source, *, given: Given | None = None, level: float = 0.95) -> Drift:
    """Compare two linkages.

    Args:
        old, new: linkages or the folders they were written to.
        given: mentions and judgements behind them; without them reasons are told from the linkages alone.
        level: of the intervals.

    Raises:
        EvaluationError: they have no mention in common.
    """
    before, after = look(old), look(new)
    ids = sorted(set(before.mention_ids) & set(after.mention_ids))
    if not ids:
        raise EvaluationError("The two linkages have no mention in common.")
    rows = _at(before, ids), _at(after, ids)
    one, two = labels_of(before.label[rows[0]]), labels_of(after.label[rows[1]])
    draws = before.draws.labels[:, rows[0]], after.draws.labels[:, rows[1]]
    settings = _settings(before, after)
    touched = _touched(before, after, ids, given or Given())
    changes = [_change(ids, place, one, two, draws, touched, bool(settings)) for place in _places(one, two)]
    return Drift(
        common=len(ids), new=len(after.mention_ids) - len(ids), gone=len(before.mention_ids) - len(ids),
        kept=_kept(one, two), agreement=agreement(two, one),
        changes=tuple(sorted(changes, key=lambda each: (-sum(map(len, each.after)), each.after))),
        persons=_move([_persons(row) for row in draws[0]], [_persons(row) for row in draws[1]], level),
        linked_share=_move([_linked(row) for row in draws[0]], [_linked(row) for row in draws[1]], level),
        pairs=_move([_pairs(row) for row in draws[0]], [_pairs(row) for row in draws[1]], level),
        settings=settings, same_input=before.run.inputs == after.run.inputs,
    )  # fmt: skip


def _at(found: Found, ids: Sequence[str]) -> Ints:
    position = {mention: place for place, mention in enumerate(found.mention_ids)}
    return np.array([position[mention] for mention in ids], dtype=np.int64)


def _settings(before: Found, after: Found) -> tuple[tuple[str, object, object], ...]:
    one, two = before.run.recipe, after.run.recipe
    return tuple(
        (key, one.get(key), two.get(key)) for key in sorted({*one, *two}) if one.get(key) != two.get(key)
    )


def _places(one: Ints, two: Ints) -> Iterable[Ints]:
    """Mentions of persons that hang together through changes: the blocks of the join of both partitions."""
    root = np.arange(int(one.max()) + 1)
    first = np.full(int(two.max()) + 1, -1)
    for old, new in zip(one.tolist(), two.tolist(), strict=True):
        if first[new] < 0:
            first[new] = old
        a, b = _find(root, int(first[new])), _find(root, old)
        root[max(a, b)] = min(a, b)
    block = np.array([_find(root, old) for old in one.tolist()])
    order = np.argsort(block, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(block[order])) + 1):
        if len(set(one[members].tolist())) > 1 or len(set(two[members].tolist())) > 1:
            yield members


def _find(root: NDArray[np.int64], at: int) -> int:
    while root[at] != at:
        root[at] = root[root[at]]
        at = int(root[at])
    return at


def _change(
    ids: Sequence[str], place: Ints, one: Ints, two: Ints, draws: tuple[Ints, Ints],
    touched: dict[Reason, frozenset[str]], other_settings: bool,  # noqa: FBT001  (a private step of one function)
) -> Change:  # fmt: skip
    before, after = _groups(ids, place, one), _groups(ids, place, two)
    kind: Kind = "merged" if len(after) == 1 else "split" if len(before) == 1 else "regrouped"
    was, now = (_as(two[place], rows[:, place]) for rows in draws)
    mine = {ids[at] for at in place.tolist()}
    reasons: list[Reason] = [reason for reason, mentions in touched.items() if mine & mentions]
    if was >= 0.05:
        reasons.append("doubt")
    if other_settings:
        reasons.append("settings")
    return Change(
        kind=kind, before=before, after=after, was=was, now=now, reasons=tuple(reasons or ["learnt anew"])
    )


def _groups(ids: Sequence[str], place: Ints, label: Ints) -> tuple[tuple[str, ...], ...]:
    found: dict[int, list[str]] = {}
    for at in place.tolist():
        found.setdefault(int(label[at]), []).append(ids[at])
    return tuple(sorted(tuple(each) for each in found.values()))


def _as(label: Ints, rows: Ints) -> float:
    """Share of draws that group some mentions exactly so."""
    same = label[:, None] == label
    return float(np.mean([np.array_equal(row[:, None] == row, same) for row in rows]))


def _touched(before: Found, after: Found, ids: Sequence[str], given: Given) -> dict[Reason, frozenset[str]]:
    """Reason → common mentions that it concerns, the most telling first."""
    return {
        "verdict": _judged(given),
        "rewritten": _rewritten(given, ids),
        "new mention": _beside(after, ids),
        "gone mention": _beside(before, ids),
    }


def _judged(given: Given) -> frozenset[str]:
    old, new = (
        {(*sorted((one.mention_a, one.mention_b)), one.verdict) for one in said if one.verdict != "unsure"}
        for said in (given.old_judgements, given.new_judgements)
    )
    return frozenset(mention for a, b, _ in old ^ new for mention in (a, b))


def _rewritten(given: Given, ids: Sequence[str]) -> frozenset[str]:
    if given.old_mentions is None or given.new_mentions is None:
        return frozenset()
    one, two = (
        dict(
            zip(table.mention_id, zip(*(getattr(table, field) for field in FIELDS), strict=True), strict=True)
        )
        for table in (given.old_mentions, given.new_mentions)
    )
    return frozenset(mention for mention in ids if one.get(mention) != two.get(mention))


def _beside(found: Found, ids: Sequence[str]) -> frozenset[str]:
    """Common mentions that stand in a person with one that is not common."""
    common = np.isin(np.array(found.mention_ids, dtype=object), np.array(ids, dtype=object))
    mixed = np.isin(found.label, found.label[~common]) & common
    return frozenset(found.mention_ids[at] for at in np.flatnonzero(mixed).tolist())


def _kept(one: Ints, two: Ints) -> float:
    size = np.bincount(one)
    whole = np.ones(len(size), dtype=bool)
    for number in np.unique(two).tolist():
        met = one[two == number]
        whole[met] &= bool((met == met[0]).all()) and len(met) == size[met[0]]
    several = size > 1
    return float(whole[several].mean()) if several.any() else 1.0


def _persons(row: Ints) -> float:
    return float(len(np.unique(row)))


def _linked(row: Ints) -> float:
    size = np.unique(row, return_counts=True)[1]
    return float(size[size > 1].sum() / size.sum())


def _pairs(row: Ints) -> float:
    return float(pair_count(np.unique(row, return_counts=True)[1]))


def _move(old: Sequence[float], new: Sequence[float], level: float) -> Move:
    gap = np.subtract.outer(np.array(new), np.array(old)).ravel()
    low, high = (float(each) for each in np.quantile(gap, [(1 - level) / 2, (1 + level) / 2]))
    return Move(
        before=float(np.mean(old)), after=float(np.mean(new)),
        difference=Interval(level=level, low=low, high=high), beyond_chance=not low <= 0 <= high,
    )  # fmt: skip
