"""Whom new mentions meet, and how probable it is of each of these pairs that the two are one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tumen.errors import JudgementsError
from tumen.linkage.added.gathering import Reader, Table, behind, table
from tumen.linkage.blocking import cap_of, keyed
from tumen.linkage.comparison import Comparisons, compare
from tumen.linkage.judgements import Judgement, said_of
from tumen.linkage.mentions import Mentions, parts
from tumen.linkage.model import logistic, pair_weight

if TYPE_CHECKING:
    from tumen.linkage.added.index import Index

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of an index.

    Attributes:
        index: the linkage.
        new: the new mentions.
        judgements: those given with them.
        near: positions of those that belong to the new ones whatever is compared.
        read: reads the new mentions, and what must be read with some that are there.
    """

    index: Index
    new: Mentions
    judgements: tuple[Judgement, ...]
    near: Ints
    read: Reader

    @property
    def first(self) -> int:
        """The position of the first new mention."""
        return len(self.index)

    @property
    def positions(self) -> Ints:
        """Where the new mentions will stand."""
        return self.first + np.arange(len(self.new))

    @property
    def together(self) -> list[tuple[int, int]]:
        """Pairs of positions with a new mention that somebody said are one."""
        return self._said[0]

    @property
    def apart(self) -> list[tuple[int, int]]:
        """Pairs of positions with a new mention that were judged different."""
        return self._said[1]

    @property
    def _said(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        rows = self.rows(self.near)
        position = np.concatenate([self.near, self.positions]).tolist()
        same, different = said_of(rows, self.said(rows))
        return [(position[a], position[b]) for a, b in same], [
            (position[a], position[b]) for a, b in different
        ]

    def rows(self, positions: Ints) -> Mentions:
        """What was told by some that are there, the new ones behind them."""
        return behind(self.index.mentions(positions.tolist()), self.new)

    def said(self, rows: Mentions) -> list[Judgement]:
        """What was decided of pairs of some mentions."""
        ids = set(rows.mention_id)
        given = (j for j in self.judgements if {j.mention_a, j.mention_b} <= ids)
        return [*self.index.judgements_among(ids), *given]


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """The pairs that have a new mention and share a key, and the new ones among themselves.

    Attributes:
        table: all of them.
        pairs: compared, `a` before `b`; `b` is new.
        weight: natural-log weight of each pair, shape (pairs,).
        probability: that the two are one person, from these two alone.
    """

    table: Table
    pairs: Comparisons
    weight: Floats
    probability: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Keys of the new mentions.

    Attributes:
        key, position: each key under which a new mention is found, and where that one stands.
        number, other: each new mention, counted from 0, and the position of one that shares a key with it.
    """

    key: Ints
    position: Ints
    number: Ints
    other: Ints


def question(index: Index, new: Mentions, judgements: Sequence[Judgement]) -> Question:
    """Check what is asked.

    Raises:
        JudgementsError: a judgement names no new mention, or one that is not there.
    """
    fresh = set(new.mention_id)
    named = {m for j in judgements for m in (j.mention_a, j.mention_b)} - fresh
    place = {mention: index.position(mention) for mention in named | _related(new) - fresh}
    unknown = sorted(mention for mention in named if place[mention] is None)
    if unknown or any(not {j.mention_a, j.mention_b} & fresh for j in judgements):
        raise JudgementsError(
            "Judgements of an addition name a new mention and one that is there.",
            hint="What was decided of mentions that were linked before counts when everything is linked anew.",
            unknown=unknown,
        )
    near = {at for at in place.values() if at is not None} | set(index.kept_as(new))
    return Question(
        index=index, new=new, judgements=tuple(judgements), near=np.array(sorted(near), dtype=np.int64),
        read=Reader(index, new),
    )  # fmt: skip


def _related(new: Mentions) -> set[str]:
    return {mention for cell in new.related_to for mention in parts(cell)}


def keys_of(asked: Question) -> Keys:
    """By which keys the new mentions are found, and whom they meet by them."""
    read = asked.read(asked.near)
    index, everyone = asked.index, np.flatnonzero(read.position >= asked.first)
    crowded: list[tuple[Ints, Ints]] = []
    met: list[tuple[Ints, Ints]] = []
    kept: list[tuple[int, int]] = []
    for number, rule in enumerate(read.columns.rules):
        before = (everyone, np.zeros_like(everyone)) if rule.of is None else crowded[rule.of]
        record, key = keyed(read.columns, number, *before)
        full = np.zeros(len(record), dtype=np.bool_)
        cap = cap_of(rule, index.settings)
        for row, (mention, each) in enumerate(zip(record.tolist(), key.tolist(), strict=True)):
            others = index.meeting(each, cap)
            full[row] = others is None
            if others is not None:
                met.append((np.full(len(others), mention - everyone[0]), others))
                kept.append((each, int(read.position[mention])))
        crowded.append((record[full], key[full]))
    flat = np.array(kept, dtype=np.int64).reshape(-1, 2)
    pairs = np.concatenate([np.zeros((2, 0), dtype=np.int64), *(np.stack(pair) for pair in met)], axis=1)
    codes = np.unique(pairs[0] * asked.first + pairs[1])
    return Keys(
        key=np.ascontiguousarray(flat[:, 0]), position=np.ascontiguousarray(flat[:, 1]),
        number=codes // max(asked.first, 1), other=codes % max(asked.first, 1),
    )  # fmt: skip


def compared(asked: Question, keys: Keys) -> Met:
    """Compare the new mentions with those that they meet, and among themselves."""
    index = asked.index
    old = np.union1d(keys.other, asked.near).astype(np.int64)
    wanted = np.concatenate([old, asked.positions])
    found = table(index, wanted, asked.read(wanted), together=asked.together)
    x, y = np.triu_indices(len(asked.new), k=1)
    a = np.concatenate([found.at(keys.other), len(old) + x])
    b = np.concatenate([len(old) + keys.number, len(old) + y])
    usable = found.columns.source[a] != found.columns.source[b]
    usable &= found.bounds.rules(a, b) == 0
    pairs = compare(found.columns, a[usable], b[usable])
    weight = pair_weight(index.model, pairs)
    return Met(
        table=found, pairs=pairs, weight=weight, probability=logistic(weight + index.model.prior_log_odds)
    )
