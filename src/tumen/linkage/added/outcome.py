"""What linking new mentions into a linkage hands back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.judgements import Judgement
from tumen.linkage.mentions import Mentions
from tumen.linkage.result import Membership, Pairs

Ints = NDArray[np.int64]


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
