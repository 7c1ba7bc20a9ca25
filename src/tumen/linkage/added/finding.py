"""Whom new mentions join: finds whom they meet, and draws what they touch again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from tumen.errors import JudgementsError
from tumen.linkage.added.relabelling import Draws
from tumen.linkage.blocking import cap_of, keyed
from tumen.linkage.columns import Columns
from tumen.linkage.comparison import Comparisons, chosen, compare
from tumen.linkage.components import Groups, cut
from tumen.linkage.consensus import consensus
from tumen.linkage.faint import Faint
from tumen.linkage.judgements import Constraints, Judgement, constraints
from tumen.linkage.linking import settled
from tumen.linkage.mentions import FIELDS, Mentions, parts
from tumen.linkage.resolution import Resolution, draw_as_before
from tumen.linkage.result import Membership, Pairs
from tumen.linkage.state import rarity_in
from tumen.linkage.told import mention_columns
from tumen.linkage.weights import field_weights, logistic, pair_weight
from tumen.progress import Progress, check

if TYPE_CHECKING:
    from tumen.linkage.added.index import Index

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_NO_MATTER: Final = 1e-5
_OLD_TIE: Final = 2.0
"""Ties that held before come first when groups are cut anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A person of the linkage that a new mention may join.

    Attributes:
        person_id: as in `clusters` of the linkage.
        probability: share of draws in which the mention is of one person with a mention of this one.
    """

    person_id: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Added:
    """What new mentions change.

    Attributes:
        clusters: the new mentions, and those whose person or probability may have changed.
        pairs: the new mentions with whom they may be of one person, most probable first.
        joins: for each new mention the persons it may join, most probable first; what is missing to 1 is none.
        new: the new mentions.
        judgements: those given with them.
        position: positions of all that are changed; the new ones stand behind all that were there.
        labels: draw by draw the position of the first mention of each one's person, shape (draws, positions).
        person: the position of the mention that each one's person is named by.
        agreed: see `Membership.probability`; NaN for those of which only a label changed.
        group: a number for each that is resolved with others; -1 for none.
        tie: pairs of positions that ties connect, shape (ties, 2).
        company: pairs of positions of different groups that are one person in a draw, or judged so, shape (pairs, 2).
        key, key_mention: keys by which the new mentions are found, and their positions.
        notes: what a careful reader must know.
    """

    clusters: tuple[Membership, ...]
    pairs: Pairs
    joins: dict[str, tuple[Joined, ...]]
    new: Mentions
    judgements: tuple[Judgement, ...]
    position: Ints
    labels: Ints
    person: Ints
    group: Ints
    agreed: NDArray[np.float64]
    tie: Ints
    company: Ints
    key: Ints
    key_mention: Ints
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Added({len(self.new)} mentions, {len(self.position) - len(self.new)} others touched)"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Local:
    """Some mentions of the index with the new ones behind them, as a table of their own.

    Attributes:
        position: where they stand in the index, ascending; the new ones last.
        first_new: how many are there already.
        mentions: what was told.
        columns: the same as numbers.
        held: what every partition must respect.
    """

    position: Ints
    first_new: int
    mentions: Mentions
    columns: Columns
    held: Constraints


def find(
    index: Index,
    new: Mentions,
    *,
    judgements: Sequence[Judgement],
    rng: np.random.Generator,
    progress: Progress,
) -> Added:
    """See `Index.link`."""
    _check_judgements(index, new, judgements)
    progress.start(None, "Finding whom the new mentions meet")
    alone = mention_columns(new, pack=index.settings.pack, rarity=rarity_in(index.rarity, new))
    met, rows = _meet(index, alone)
    check(progress)
    near = _near(index, new, judgements)
    wide = _local(index, {at for _, at in met} | near, new, judgements)
    pairs, probability, weight = _weighed(index, wide, met)
    check(progress)
    tied = (weight > 0) & (probability >= index.settings.edge_probability) & (pairs.a < wide.first_new)
    touched = _closed(index, set(wide.position[pairs.a[tied]].tolist()) | near)
    local = _local(index, touched, new, judgements)
    groups, tie, resolution, left_out = _resolved(index, local, met, rng, progress)
    group = _number_of(groups, len(local.position))
    # What stands in no group that is drawn again was needed only to compare.
    again = np.flatnonzero((group >= 0) | (np.arange(len(group)) >= local.first_new))
    place = np.full(len(group), -1, dtype=np.int64)
    place[again] = np.arange(len(again))
    draws = Draws(index, local.position[again], place[resolution.labels[:, again]])
    _join_faint(index, wide, pairs, probability, draws, rng)
    return _told(
        index,
        local,
        wide,
        again,
        groups,
        tie,
        resolution,
        draws,
        pairs,
        probability,
        rows,
        judgements,
        left_out,
    )


def _join_faint(
    index: Index, wide: _Local, pairs: Comparisons, probability: NDArray[np.float64], draws: Draws,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """Join ties too faint for a group, each draw with their probability."""
    other = wide.position[pairs.a]
    faint = np.flatnonzero((probability > _NO_MATTER) & ~np.isin(other, draws.position))
    source = dict(zip(wide.position.tolist(), wide.mentions.source_id, strict=True))
    for each in index.drawn:
        odds = pair_weight(each.model, chosen(pairs, faint)) + each.model.prior_log_odds
        chance = logistic(odds)
        for row in range(each.first, each.last):
            for at in faint[rng.random(len(faint)) < chance].tolist():
                mine = len(draws.position) - (len(wide.position) - int(pairs.b[at]))
                draws.join(row, mine, int(other[at]), source)


def _check_judgements(index: Index, new: Mentions, judgements: Sequence[Judgement]) -> None:
    fresh = set(new.mention_id)
    old = [j for j in judgements if not {j.mention_a, j.mention_b} & fresh]
    unknown = sorted(
        {
            m
            for j in judgements
            for m in (j.mention_a, j.mention_b)
            if m not in fresh and index.position(m) is None
        }
    )
    if old or unknown:
        raise JudgementsError(
            "Judgements of an addition name a new mention and one that is there.",
            hint="What was decided of mentions that were linked before counts when everything is linked anew.",
            unknown=unknown,
        )


def _meet(index: Index, alone: Columns) -> tuple[list[tuple[int, int]], tuple[Ints, Ints]]:
    """Whom each new mention meets (its number, the other's position), and the keys by which it is found in turn."""
    everyone = np.arange(len(alone))
    crowded: list[tuple[Ints, Ints]] = []
    met: set[tuple[int, int]] = set()
    kept: list[tuple[int, int]] = []
    for number, rule in enumerate(alone.rules):
        before = (everyone, np.zeros_like(everyone)) if rule.of is None else crowded[rule.of]
        record, key = keyed(alone, number, *before)
        full = np.zeros(len(record), dtype=np.bool_)
        for row, (mention, each) in enumerate(zip(record.tolist(), key.tolist(), strict=True)):
            others = index.meeting(each, cap_of(rule, index.settings))
            full[row] = others is None
            if others is not None:
                met.update((mention, other) for other in others)
                kept.append((each, len(index) + mention))
        crowded.append((record[full], key[full]))
    flat = np.array(kept, dtype=np.int64).reshape(-1, 2)
    return sorted(met), (np.ascontiguousarray(flat[:, 0]), np.ascontiguousarray(flat[:, 1]))


def _near(index: Index, new: Mentions, judgements: Sequence[Judgement]) -> set[int]:
    """Mentions that belong to the new ones whatever is compared: judged, kept under one number, or related."""
    named = {m for j in judgements for m in (j.mention_a, j.mention_b)}
    named |= {m for cell in new.related_to for m in parts(cell)}
    found = {at for at in (index.position(mention) for mention in named) if at is not None}
    return found | set(index.kept_as(new))


def _closed(index: Index, positions: set[int]) -> set[int]:
    """These with all that they are resolved with, or were judged the same as."""
    found: set[int] = set()
    waiting = list(positions)
    while waiting:
        here = waiting.pop()
        if here in found:
            continue
        found.add(here)
        same = (index.position(m) for m in index.judged_same.get(index.mention_id(here), ()))
        waiting += index.group(here)[0] + [at for at in same if at is not None]
    return found


def _local(index: Index, positions: set[int], new: Mentions, judgements: Sequence[Judgement]) -> _Local:
    there = sorted(positions)
    old = index.mentions(there)
    mentions = Mentions(**{field: (*getattr(old, field), *getattr(new, field)) for field in FIELDS})
    ids = set(mentions.mention_id)
    said = [*index.judgements_among(ids), *(j for j in judgements if {j.mention_a, j.mention_b} <= ids)]
    return _Local(
        position=np.array([*there, *range(len(index), len(index) + len(new))], dtype=np.int64),
        first_new=len(there),
        mentions=mentions,
        columns=mention_columns(mentions, pack=index.settings.pack, rarity=rarity_in(index.rarity, mentions)),
        held=constraints(mentions, said, pack=index.settings.pack),
    )


def _weighed(
    index: Index, local: _Local, met: Sequence[tuple[int, int]]
) -> tuple[Comparisons, NDArray[np.float64], NDArray[np.float64]]:
    """The pairs that have a new mention and were met, with probability and weight; the new among themselves too."""
    count, total = local.first_new, len(local.position)
    wanted = np.array(met, dtype=np.int64).reshape(-1, 2)
    at = np.searchsorted(local.position[:count], wanted[:, 1])
    here = (at < count) & (local.position[np.minimum(at, total - 1)] == wanted[:, 1])
    x, y = np.triu_indices(total - count, k=1)
    a = np.concatenate([at[here], count + x])
    b = np.concatenate([count + wanted[here, 0], count + y])
    usable = local.columns.source[a] != local.columns.source[b]
    usable &= local.held.possible(a, b)
    found = compare(local.columns, a[usable], b[usable])
    weight = pair_weight(index.model, found)
    return found, logistic(weight + index.model.prior_log_odds), weight


def _resolved(
    index: Index, local: _Local, met: Sequence[tuple[int, int]], rng: np.random.Generator, progress: Progress
) -> tuple[Groups, Ints, Resolution, int]:
    """The groups that hold a new mention, their ties (local), their draws, and how many ties were left out."""
    pairs, probability, weight = _weighed(index, local, met)
    groups, tie, left_out = _groups(index, local, pairs, probability, weight)
    none = chosen(pairs, np.zeros(len(pairs), dtype=np.bool_))
    faint = Faint(pairs=none, weight=np.zeros(0))
    found = draw_as_before(groups, faint, local.columns, local.held, index.drawn, rng, progress)
    return groups, tie, found, left_out


def _groups(
    index: Index,
    local: _Local,
    pairs: Comparisons,
    probability: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> tuple[Groups, Ints, int]:
    """The groups that hold a new mention, their ties (local), and how many ties were left out."""
    unit = np.array(local.held.unit, dtype=np.int64)
    tied = (weight > 0) & (probability >= index.settings.edge_probability) & (unit[pairs.a] != unit[pairs.b])
    tied &= local.held.allowed(pairs.a, pairs.b)
    old = {tie for at in local.position[: local.first_new].tolist() for tie in index.group(at)[1]}
    before = np.searchsorted(local.position, np.array(sorted(old), dtype=np.int64).reshape(-1, 2))
    before = before[unit[before[:, 0]] != unit[before[:, 1]]]
    a = np.concatenate([before[:, 0], pairs.a[tied]])
    b = np.concatenate([before[:, 1], pairs.b[tied]])
    chance = np.concatenate([np.full(len(before), _OLD_TIE), probability[tied]])
    parted = cut(a, b, chance, local.held, index.settings.group_cap)
    group = _number_of(parted.groups, len(local.position))
    touched = np.unique(group[local.first_new :])
    # What was judged the same as a new mention moves with it, tied or not.
    inside = (group[a] >= 0) & (group[a] == group[b]) & np.isin(group[a], touched[touched >= 0])
    groups = cut(a[inside], b[inside], chance[inside], local.held, index.settings.group_cap).groups
    return groups, np.stack([a[inside], b[inside]], axis=1), parted.left_out


def _number_of(groups: Groups, count: int) -> Ints:
    """The number of the group of each mention; -1 for none."""
    found = np.full(count, -1, dtype=np.int64)
    found[groups.members] = np.repeat(np.arange(len(groups.group_start) - 1), np.diff(groups.member_start))
    return found


def _by_first(row: Ints) -> Ints:
    """Labels renamed to the position of the first mention of each."""
    first = np.full(int(row.max(initial=0)) + 1, len(row), dtype=np.int64)
    np.minimum.at(first, row, np.arange(len(row)))
    return first[row]


def _told(
    index: Index, local: _Local, wide: _Local, again: Ints, groups: Groups, tie: Ints, resolution: Resolution,
    draws: Draws, pairs: Comparisons, probability: NDArray[np.float64], rows: tuple[Ints, Ints],
    judgements: Sequence[Judgement], left_out: int,
) -> Added:  # fmt: skip
    count, ids = local.first_new, local.mentions.mention_id
    unit = np.array(local.held.unit, dtype=np.int64)
    label = unit.copy()
    label[groups.members] = consensus(groups, resolution.together)
    label = _by_first(label)
    share = _agreeing(label, resolution.labels, again, draws.alone)
    position, labels = draws.changed
    where = np.searchsorted(position, local.position[again])
    group, person = np.full(len(position), -1, dtype=np.int64), np.empty(len(position), dtype=np.int64)
    group[where] = _number_of(groups, len(ids))[again]
    person[:] = [index.person(at) if at < len(index) else at for at in position.tolist()]
    person[where] = local.position[label[again]]
    agreed = np.full(len(position), np.nan)
    agreed[where] = share
    return Added(
        clusters=tuple(
            Membership(mention_id=ids[at], person_id=f"p-{ids[label[at]]}", probability=one)
            for at, one in zip(again.tolist(), share.tolist(), strict=True)
        ),
        pairs=_pairs(index, local, wide, groups, resolution, pairs, probability),
        joins={ids[at]: _joins(index, draws, int(np.searchsorted(again, at))) for at in range(count, len(ids))},
        new=Mentions(**{field: getattr(local.mentions, field)[count:] for field in FIELDS}),
        judgements=tuple(judgements), position=position, labels=labels, person=person, group=group,
        agreed=agreed, tie=local.position[tie], company=_company(position, group, labels),
        key=rows[0], key_mention=rows[1], notes=_notes(left_out),
    )  # fmt: skip


def _agreeing(label: Ints, drawn: Ints, again: Ints, alone: Bools) -> NDArray[np.float64]:
    """Share of draws in which each mention has exactly the company it is reported with."""
    same = np.array([_company_sums(row)[again] == _company_sums(label)[again] for row in drawn])
    return np.asarray((same & alone).mean(axis=0), dtype=np.float64)


def _company_sums(row: Ints) -> NDArray[np.uint64]:
    marks = np.random.default_rng(0).integers(1 << 52, size=len(row)).astype(np.uint64)
    total = np.zeros(len(row), dtype=np.uint64)
    np.add.at(total, row, marks)
    return total[row]


def _pairs(
    index: Index, local: _Local, wide: _Local, groups: Groups, resolution: Resolution, pairs: Comparisons,
    probability: NDArray[np.float64],
) -> Pairs:  # fmt: skip
    """The new mentions with whom they may be of one person; inside a group with everything considered."""
    at = np.searchsorted(local.position, wide.position)
    here = local.position[np.minimum(at, len(local.position) - 1)] == wide.position
    known = np.flatnonzero(here[pairs.a] & here[pairs.b])
    inside = replace(chosen(pairs, known), a=at[pairs.a[known]], b=at[pairs.b[known]])
    chance = probability.copy()
    chance[known] = settled(groups, resolution, local.held, inside, probability[known])
    listed = np.flatnonzero(chance >= index.settings.listed_probability)
    listed = listed[np.lexsort((pairs.b[listed], pairs.a[listed], -chance[listed]))]
    shown = chosen(pairs, listed)
    return Pairs(
        mention_ids=wide.mentions.mention_id, compared=shown, weights=field_weights(index.model, shown),
        probability=chance[listed],
    )  # fmt: skip


def _joins(index: Index, draws: Draws, at: int) -> tuple[Joined, ...]:
    """The persons that a new mention may join."""
    there = [*draws.position[draws.position < len(index)].tolist(), *draws.beside.tolist()]
    count = int((draws.position < len(index)).sum())
    labels = np.concatenate([draws.labels[:, :count], draws.beside_labels], axis=1)
    with_it = labels == draws.labels[:, at][:, None]
    met = np.flatnonzero(with_it.any(axis=0))
    person = np.array([index.person(there[each]) for each in met.tolist()], dtype=np.int64)
    found = [
        Joined(
            person_id=f"p-{index.mention_id(each)}",
            probability=float(with_it[:, met[person == each]].any(axis=1).mean()),
        )
        for each in np.unique(person).tolist()
    ]
    return tuple(sorted(found, key=lambda one: (-one.probability, one.person_id)))


def _company(position: Ints, group: Ints, labels: Ints) -> Ints:
    """Mentions with the label that they bear, where that is one of another group."""
    a, b = np.tile(position, len(labels)), labels.ravel()
    codes = np.unique(np.stack([a[a != b], b[a != b]], axis=1), axis=0)
    whole = dict(zip(position.tolist(), group.tolist(), strict=True))
    apart = [whole.get(x, -1) < 0 or whole.get(x, -1) != whole.get(y, -2) for x, y in codes.tolist()]
    return codes[np.array(apart, dtype=np.bool_)]


def _notes(left_out: int) -> tuple[str, ...]:
    notes = [
        "Rates, sizes and rarities are those of the linkage; pairs that were never compared are not joined."
    ]
    if left_out:
        notes.append(f"{left_out} ties between large groups were left out.")
    return tuple(notes)
