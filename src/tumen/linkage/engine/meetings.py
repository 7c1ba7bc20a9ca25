"""Who meets whom in the blocks, batch by batch: each candidate pair once, never all of them at a time.

Mentions are ranked by their names, so that those of one name come in one batch. A pair belongs to its mention of lower
rank; so the pairs of every tenth rank are a tenth of all pairs, and stand for them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled
from tumen.linkage.blocking import Blocks, Candidates
from tumen.linkage.columns import Columns

Ints = NDArray[np.int64]
Short = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Candidate pairs of some mentions.

    Attributes:
        first, last, step: ranks of the mentions: the first, one past the last, and how far apart.
        most: how many pairs they have at most.
    """

    first: int
    last: int
    step: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings:
    """Blocks laid out by mention; n = mentions, r = memberships in blocks.

    Attributes:
        order: the mention at each rank, shape (n,).
        rank: the rank of each mention, shape (n,).
        source: number of the source of the mention at each rank, shape (n,).
        begin: where the memberships of each rank begin, and the end, shape (n + 1,).
        block: the block of each membership, rank by rank, ascending in each, shape (r,).
        row: where among `member` each membership stands, shape (r,).
        member: ranks, block by block, ascending in each, shape (r,).
        start: where the members of each block begin, and the end.
        rule: number of the rule behind each block.
        notes: what blocking refined or left out, in plain words.
    """

    order: Short
    rank: Short
    source: Short
    begin: Ints
    block: Short
    row: Short
    member: Short
    start: Ints
    rule: NDArray[np.int8]
    notes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.order)

    @property
    def most(self) -> Ints:
        """How many pairs the mention at each rank has at most: one that shares several blocks counts several times."""
        later = self.start[self.block + 1] - self.row - 1
        total = np.concatenate([[0], np.cumsum(later)])
        return np.asarray(np.diff(total[self.begin]), dtype=np.int64)

    def batches(self, *, step: int = 1, pairs: int) -> list[Batch]:
        """The pairs of every `step`-th mention, in batches of about so many pairs."""
        ranks = np.arange(0, len(self), step)
        upto = np.cumsum(self.most[ranks])
        number = np.maximum(upto - 1, 0) // pairs
        cuts = np.append(np.flatnonzero(np.diff(number, prepend=-1)), len(ranks))
        most = np.diff(np.concatenate([[0], upto[cuts[1:] - 1]]))
        ends = [*ranks[cuts[1:-1]].tolist(), len(self)]
        return [
            Batch(first=first, last=last, step=step, most=most)
            for first, last, most in zip(ranks[cuts[:-1]].tolist(), ends, most.tolist(), strict=True)
        ]

    def candidates(self, batch: Batch) -> Candidates:
        """The pairs of a batch, each once, with the rules that found it."""
        low, high = (np.empty(batch.most, dtype=np.int32) for _ in range(2))
        rules = np.empty(batch.most, dtype=np.int64)
        count = _meet(
            batch.first, batch.last, batch.step, self.source, self.begin, self.block, self.row, self.member,
            self.start, self.rule, np.full(len(self), -1, dtype=np.int32), low, high, rules,
        )  # fmt: skip
        one, other = (self.order[each[:count]].astype(np.int64) for each in (low, high))
        return Candidates(a=np.minimum(one, other), b=np.maximum(one, other), rules=rules[:count])

    def shared(self, a: Ints, b: Ints) -> NDArray[np.bool_]:
        """Whether two mentions each share a block, and so are compared; shape (pairs,)."""
        return _shared(self.rank[a], self.rank[b], self.begin, self.block)


def meetings(blocks: Blocks, columns: Columns) -> Meetings:
    """Lay out blocks by mention."""
    order = np.lexsort((np.arange(len(columns)), columns.name_number)).astype(np.int32)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order), dtype=np.int32)
    several = np.bincount(rank[blocks.mention], minlength=len(order))
    begin = np.concatenate([[0], np.cumsum(several)]).astype(np.int64)
    block, row, member = (np.empty(len(blocks.mention), dtype=np.int32) for _ in range(3))
    _lay_out(blocks.mention, blocks.start, rank, begin, block, row, member)
    return Meetings(
        order=order, rank=rank, source=columns.source[order].astype(np.int32), begin=begin, block=block, row=row,
        member=member, start=blocks.start, rule=blocks.rule.astype(np.int8), notes=blocks.notes,
    )  # fmt: skip


@compiled
def _lay_out(
    mention: Short, start: Ints, rank: Short, begin: Ints, block: Short, row: Short, member: Short
) -> None:
    """Fill `block`, `row` and `member`; see `Meetings`. Twice counted out rather than sorted."""
    free = begin[:-1].copy()
    for number in range(len(start) - 1):
        for at in range(start[number], start[number + 1]):
            one = rank[mention[at]]
            block[free[one]] = number
            free[one] += 1
    free = start[:-1].copy()
    for one in range(len(begin) - 1):
        for place in range(begin[one], begin[one + 1]):
            at = free[block[place]]
            row[place], member[at] = at, one
            free[block[place]] += 1


@compiled
def _meet(
    first: int, last: int, step: int, source: Short, begin: Ints, block: Short, row: Short, member: Short,
    start: Ints, rule: NDArray[np.int8], seen: Short, low: Short, high: Short, rules: Ints,
) -> int:  # fmt: skip
    """List whom the mentions of these ranks meet among those of higher rank; how many."""
    count = 0
    for one in range(first, last, step):
        floor = count
        for place in range(begin[one], begin[one + 1]):
            bit = np.int64(1) << np.int64(rule[block[place]])
            for at in range(row[place] + 1, start[block[place] + 1]):
                other = member[at]
                if source[other] != source[one]:
                    # `seen` holds where the pair stands, if it was met for this mention already.
                    if seen[other] < floor:
                        seen[other] = count
                        low[count], high[count], rules[count] = one, other, 0
                        count += 1
                    rules[seen[other]] |= bit
    return count


@compiled
def _shared(a: Short, b: Short, begin: Ints, block: Short) -> NDArray[np.bool_]:
    found = np.zeros(len(a), dtype=np.bool_)
    for pair in range(len(a)):
        x, y = begin[a[pair]], begin[b[pair]]
        while x < begin[a[pair] + 1] and y < begin[b[pair] + 1] and not found[pair]:
            found[pair] = block[x] == block[y]
            if block[x] < block[y]:
                x += 1
            else:
                y += 1
    return found
