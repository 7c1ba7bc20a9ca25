"""Writes what was drawn again into the draws that were there.

A label is the position of one mention of the person, and is kept by whoever had it. Faint ties of earlier draws may
have joined a mention outside the groups that are drawn again: it stays with the mention that its label names or, where
that is outside too, with the first that bore the label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tumen.linkage.added.index import Index

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Draws:
    """The draws of the mentions that are drawn again, and of those that were of one person with them.

    Args:
        index: the linkage.
        position: the mentions that are drawn again, ascending; new ones last.
        drawn: draw by draw the place of the first mention of each one's person, shape (draws, positions).
    """

    def __init__(self, index: Index, position: Ints, drawn: Ints) -> None:
        self._index = index
        self.position = position
        there = int(np.searchsorted(position, len(index)))
        self._before = index.labels(position[:there].tolist())
        self._company_of: dict[int, list[int]] = {}
        self.beside = self._mates(np.unique(self._before))
        self.beside_labels = index.labels(self.beside.tolist())
        self.labels = np.empty_like(drawn)
        self.alone = np.ones(drawn.shape, dtype=np.bool_)
        for row in range(len(drawn)):
            self._name(row, drawn[row])

    def _mates(self, labels: Ints) -> Ints:
        """Mentions that are not drawn again and may bear one of the labels in some draw."""
        found: set[int] = set()
        for label in labels.tolist():
            found.update((label, *self._index.group(label)[0], *self._index.company(label)))
        return np.setdiff1d(np.array(sorted(found), dtype=np.int64), self.position)

    def _name(self, row: int, drawn: Ints) -> None:
        """Give each drawn person a label: one that its mentions bore, or the position of its first mention."""
        before, position = self._before[row], self.position
        owner: dict[int, int] = {}
        for at, label in enumerate(before.tolist()):
            if label not in owner or position[at] == label:
                owner[label] = int(drawn[at])
        name: dict[int, int] = {}
        for label, person in sorted(owner.items()):
            outside = np.flatnonzero(self.beside_labels[row] == label)
            name.setdefault(person, label)
            self.beside_labels[row, outside] = name[person]
            if len(outside):
                self.alone[row, drawn == person] = False
        for at in range(len(position)):
            person = int(drawn[at])
            self.labels[row, at] = name.setdefault(person, int(position[at]))

    def join(self, row: int, at: int, other: int, source: dict[int, str]) -> bool:
        """Join the person of the mention at place `at` with that of `other`, which is not drawn again; whether it was.

        Not where a source speaks of both.

        Args:
            row: the draw.
            at: the place of the mention.
            other: the position of the other.
            source: sources by position; those that are missing are filled in.
        """
        mine, theirs = int(self.labels[row, at]), int(self._index.labels([other])[row, 0])
        if mine == theirs or len(np.intersect1d(self._bearing(row, mine), [other])):
            return False
        there = self._index
        fellows = {theirs, other, *there.group(theirs)[0], *there.company(theirs)} - set(
            self.position.tolist()
        )
        known = sorted(fellows)
        they = [
            p for p, label in zip(known, there.labels(known)[row].tolist(), strict=True) if label == theirs
        ]
        for position in [*they, *self._bearing(row, mine).tolist()]:
            if position not in source:
                source[position] = there.source(position)
        if {source[p] for p in they} & {source[p] for p in self._bearing(row, mine).tolist()}:
            return False
        self.labels[row, self.labels[row] == mine] = theirs
        self.beside_labels[row, self.beside_labels[row] == mine] = theirs
        self.alone[row, self.labels[row] == theirs] = False
        return True

    def _bearing(self, row: int, label: int) -> Ints:
        here = self.position[self.labels[row] == label]
        return np.concatenate([here, self.beside[self.beside_labels[row] == label]])

    @property
    def changed(self) -> tuple[Ints, Ints]:
        """Every mention whose label changed in some draw, with those drawn again; and their labels."""
        moved = (self.beside_labels != self._index.labels(self.beside.tolist())).any(axis=0)
        position = np.concatenate([self.position, self.beside[moved]])
        labels = np.concatenate([self.labels, self.beside_labels[:, moved]], axis=1)
        order = np.argsort(position)
        return position[order], labels[:, order]
