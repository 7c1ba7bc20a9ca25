"""Says what new mentions change: clusters, pairs, whom each may join, and what is kept for those who come later."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.added.meeting import Keys, Met, Question
from tumen.linkage.added.outcome import Added, Joined
from tumen.linkage.added.regrouping import Regrouped
from tumen.linkage.added.relabelling import Draws
from tumen.linkage.comparison import chosen
from tumen.linkage.consensus import consensus
from tumen.linkage.linking import settled
from tumen.linkage.model import field_weights
from tumen.linkage.result import Membership, Pairs

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def tell(asked: Question, keys: Keys, met: Met, found: Regrouped, again: Ints, draws: Draws) -> Added:
    """What was found, as it is handed back.

    Args:
        asked: what was asked.
        keys: keys of the new mentions.
        met: whom they meet.
        found: what they touch, drawn again.
        again: which of these were drawn again or are new.
        draws: what was drawn, in the draws that were there.
    """
    index, label = asked.index, _reported(found)
    share = _agreeing(label[again], found.resolution.labels[:, again].astype(np.int64), draws.alone)
    position, labels = draws.changed
    where = np.searchsorted(position, found.position[again])
    group, agreed = np.full(len(position), -1, dtype=np.int64), np.full(len(position), np.nan)
    group[where], agreed[where] = found.group[again], share
    person = np.array([index.person(at) if at < len(index) else at for at in position.tolist()])
    person[where] = found.position[label[again]]
    ids, fresh = found.mention_id, np.searchsorted(again, np.arange(found.first_new, len(found.position)))
    return Added(
        clusters=tuple(
            Membership(mention_id=ids[at], person_id=f"p-{ids[label[at]]}", probability=one)
            for at, one in zip(again.tolist(), share.tolist(), strict=True)
        ),
        pairs=_pairs(asked, met, found),
        joins=dict(zip(asked.new.mention_id, _joins(asked, draws, fresh), strict=True)),
        new=asked.new, judgements=asked.judgements, position=position, labels=labels, person=person, group=group,
        agreed=agreed, tie=found.position[found.tie], company=_company(position, group, labels),
        key=keys.key, key_mention=keys.position, notes=_notes(found.left_out),
    )  # fmt: skip


def _reported(found: Regrouped) -> Ints:
    """For each the first mention of its person in the one partition that is reported."""
    label = found.unit
    label[found.groups.members] = consensus(found.groups, found.resolution.together)
    return _by_first(label)


def _by_first(row: Ints) -> Ints:
    """Labels renamed to the position of the first mention of each."""
    first = np.full(int(row.max(initial=0)) + 1, len(row), dtype=np.int64)
    np.minimum.at(first, row, np.arange(len(row)))
    return first[row]


def _agreeing(label: Ints, drawn: Ints, alone: NDArray[np.bool_]) -> Floats:
    """Share of draws in which each mention has exactly the company it is reported with.

    Args:
        label: the reported partition, shape (mentions,).
        drawn: the drawn ones, shape (draws, mentions).
        alone: whether nobody who was not drawn again is of that person, shape (draws, mentions).
    """
    marks = np.random.default_rng(0).integers(1 << 52, size=len(label)).astype(np.uint64)
    reported = _sums(label, marks)
    same = np.array([_sums(row, marks) == reported for row in drawn])
    return np.asarray((same & alone).mean(axis=0), dtype=np.float64)


def _sums(row: Ints, marks: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """For each the sum of the marks of all that bear its label."""
    total = np.zeros(int(row.max(initial=-1)) + 1, dtype=np.uint64)
    np.add.at(total, row, marks)
    return total[row]


def _pairs(asked: Question, met: Met, found: Regrouped) -> Pairs:
    """The new mentions with whom they may be of one person; inside a group with everything considered."""
    index, chance = asked.index, met.probability.copy()
    chance[found.met] = settled(found.groups, found.resolution, found.held, found.pairs, chance[found.met])
    listed = np.flatnonzero(chance >= index.settings.listed_probability)
    listed = listed[np.lexsort((met.pairs.b[listed], met.pairs.a[listed], -chance[listed]))]
    shown = chosen(met.pairs, listed)
    rows, back = np.unique(np.stack([shown.a, shown.b]), return_inverse=True)
    a, b = back.reshape(2, -1)
    ids = [
        index.mention_id(at) if at < asked.first else asked.new.mention_id[at - asked.first]
        for at in met.table.position[rows].tolist()
    ]
    rarities = shown.rarities._replace(number=shown.rarities.number[rows])
    return Pairs(
        mention_ids=tuple(ids), compared=replace(shown, a=a, b=b, rarities=rarities),
        weights=field_weights(index.model, shown), probability=chance[listed],
    )  # fmt: skip


def _joins(asked: Question, draws: Draws, fresh: Ints) -> list[tuple[Joined, ...]]:
    """For each new mention the persons that it may join."""
    index, there = asked.index, draws.position < asked.first
    labels = np.concatenate([draws.labels[:, there], draws.beside_labels], axis=1)
    position = np.concatenate([draws.position[there], draws.beside]).tolist()
    found = []
    for at in fresh.tolist():
        with_it = labels == draws.labels[:, at][:, None]
        met = np.flatnonzero(with_it.any(axis=0))
        person = np.array([index.person(position[each]) for each in met.tolist()], dtype=np.int64)
        joined = [
            Joined(
                person_id=f"p-{index.mention_id(each)}",
                probability=float(with_it[:, met[person == each]].any(axis=1).mean()),
            )
            for each in np.unique(person).tolist()
        ]
        found.append(tuple(sorted(joined, key=lambda one: (-one.probability, one.person_id))))
    return found


def _company(position: Ints, group: Ints, labels: Ints) -> Ints:
    """Mentions with the label that they bear, where that is one of another group; shape (pairs, 2)."""
    bearer = np.broadcast_to(np.arange(len(position)), labels.shape)
    other = labels != position
    codes = np.unique(bearer[other] * (int(labels.max(initial=0)) + 1) + labels[other])
    one, label = np.divmod(codes, int(labels.max(initial=0)) + 1)
    at = np.minimum(np.searchsorted(position, label), len(position) - 1)
    theirs = np.where(position[at] == label, group[at], -1)
    apart = (group[one] < 0) | (group[one] != theirs)
    return np.stack([position[one[apart]], label[apart]], axis=1)


def _notes(left_out: int) -> tuple[str, ...]:
    notes = [
        "Rates, sizes and rarities are those of the linkage; pairs that were never compared are not joined."
    ]
    if left_out:
        notes.append(f"{left_out} ties between large groups were left out.")
    return tuple(notes)
