"""Writes what was drawn again into the draws that were there.

A label is the position of one mention of the person, and is kept by whoever had it. Faint ties of earlier draws may
have joined a mention outside the groups that are drawn again: it stays with the mention that its label names or, where
that is outside too, with the first that bore the label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled

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

    Attributes:
        labels: draw by draw the position that the person of each is named by, shape (draws, positions).
        alone: whether all mentions of that person are drawn again.
        beside: mentions that are not drawn again, and may bear one of the labels.
        beside_labels: theirs.
    """

    def __init__(self, index: Index, position: Ints, drawn: Ints) -> None:
        self._index = index
        self.position = position
        before = index.labels(position[: int(np.searchsorted(position, len(index)))])
        known = np.unique(before)
        self.beside = np.setdiff1d(index.mates(known), position)
        self._beside_before = index.labels(self.beside)
        self.beside_labels = self._beside_before.copy()
        self.labels = np.empty_like(drawn)
        self.alone = np.ones(drawn.shape, dtype=np.bool_)
        _name(known, before, position, drawn, self.beside_labels, self.labels, self.alone)

    def join(self, row: int, mine: int, theirs: int) -> None:
        """Join in one draw the person with one label, drawn again, with that of another, which is not."""
        self.labels[row, self.labels[row] == mine] = theirs
        self.beside_labels[row, self.beside_labels[row] == mine] = theirs
        self.alone[row, self.labels[row] == theirs] = False

    def bearing(self, row: int, label: int) -> Ints:
        """Those drawn again, and those beside them, that bear a label in one draw."""
        here = self.position[self.labels[row] == label]
        return np.concatenate([here, self.beside[self.beside_labels[row] == label]])

    @property
    def changed(self) -> tuple[Ints, Ints]:
        """Every mention whose label changed in some draw, with those drawn again; and their labels."""
        moved = (self.beside_labels != self._beside_before).any(axis=0)
        position = np.concatenate([self.position, self.beside[moved]])
        labels = np.concatenate([self.labels, self.beside_labels[:, moved]], axis=1)
        order = np.argsort(position)
        return position[order], labels[:, order]


@compiled
def _name(
    known: Ints, before: Ints, position: Ints, drawn: Ints, beside: Ints, labels: Ints, alone: Bools
) -> None:
    """Give each drawn person a label: one that its mentions bore, or the position of its first mention.

    Args:
        known: the labels that were borne by those drawn again, ascending.
        before: who bore which, shape (draws, those that were there).
        position: of those drawn again.
        drawn: see `Draws`.
        beside: labels of others; changed.
        labels, alone: filled, see `Draws`.
    """
    owner, label_of = np.empty(len(known), dtype=np.int64), np.empty(len(position), dtype=np.int64)
    shared = np.empty(len(position), dtype=np.bool_)
    for row in range(len(drawn)):
        owner[:], label_of[:], shared[:] = -1, -1, False
        for at in range(before.shape[1]):
            label = np.searchsorted(known, before[row, at])
            if owner[label] < 0 or position[at] == before[row, at]:
                owner[label] = drawn[row, at]
        for label in range(len(known)):
            if owner[label] >= 0 and label_of[owner[label]] < 0:
                label_of[owner[label]] = known[label]
        for at in range(beside.shape[1]):
            label = np.searchsorted(known, beside[row, at])
            if label < len(known) and known[label] == beside[row, at] and owner[label] >= 0:
                beside[row, at] = label_of[owner[label]]
                shared[owner[label]] = True
        for at in range(len(position)):
            person = drawn[row, at]
            if label_of[person] < 0:
                label_of[person] = position[at]
            labels[row, at] = label_of[person]
            alone[row, at] = not shared[person]
