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
        before = index.past.labels(position[: int(np.searchsorted(position, len(index)))])
        known, borne = np.unique(before, return_inverse=True)
        borne = borne.reshape(before.shape)
        self.beside = _beside(index, position, known, borne)
        self._beside_before = index.past.labels(self.beside)
        self.beside_labels = self._beside_before.copy()
        self.labels = np.empty_like(drawn)
        self.alone = np.ones(drawn.shape, dtype=np.bool_)
        _name(known, borne, position, drawn, self.beside_labels, self.labels, self.alone)

    def watch(self, positions: Ints) -> None:
        """Hold further mentions beside: they may come to bear a label."""
        more = np.setdiff1d(positions, np.concatenate([self.position, self.beside]))
        labels = self._index.past.labels(more)
        self.beside = np.concatenate([self.beside, more])
        self._beside_before = np.concatenate([self._beside_before, labels], axis=1)
        self.beside_labels = np.concatenate([self.beside_labels, labels], axis=1)

    def join(self, row: int, mine: int, theirs: int) -> None:
        """Join in one draw the person with one label, drawn again, with that of another, which is not."""
        self.labels[row, self.labels[row] == mine] = theirs
        self.beside_labels[row, self.beside_labels[row] == mine] = theirs
        self.alone[row, self.labels[row] == theirs] = False

    def bearing(self, row: int, label: int) -> Ints:
        """Those drawn again, and those beside them, that bear a label in one draw."""
        here = self.position[self.labels[row] == label]
        return np.concatenate([here, self.beside[self.beside_labels[row] == label]])

    def several(self, places: Ints) -> Ints:
        """How many mentions the person of each of some drawn again has in each draw, shape (draws, places)."""
        distinct, back = np.unique(places, return_inverse=True)
        every = np.concatenate([self.labels, self.beside_labels], axis=1)
        found = [(every == self.labels[:, [at]]).sum(axis=1) for at in distinct.tolist()]
        return np.stack(found, axis=1)[:, back] if found else np.zeros((len(every), 0), dtype=np.int64)

    def bearers_of(self, rows: Ints, labels: Ints) -> Ints:
        """How many of those drawn again bear a label in a draw, shape (rows,)."""
        return np.asarray((self.labels[rows] == labels[:, None]).sum(axis=1), dtype=np.int64)

    @property
    def changed(self) -> tuple[Ints, Ints]:
        """Every mention whose label changed in some draw, with those drawn again; and their labels."""
        moved = (self.beside_labels != self._beside_before).any(axis=0)
        position = np.concatenate([self.position, self.beside[moved]])
        labels = np.concatenate([self.labels, self.beside_labels[:, moved]], axis=1)
        order = np.argsort(position)
        return position[order], labels[:, order]


def _beside(index: Index, position: Ints, known: Ints, borne: Ints) -> Ints:
    """Those that are not drawn again and bore one of the labels in a draw in which somebody drawn again bore it.

    Args:
        index, position: see `Draws`.
        known: the labels that were borne by those drawn again, ascending.
        borne: which of these each of them bore, shape (draws, those that were there).
    """
    codes = np.unique(np.arange(len(borne))[:, None] * max(len(known), 1) + borne)
    row, label = np.divmod(codes, max(len(known), 1))
    _, found = index.past.bearers(row, known[label], but=position)
    return np.unique(found)


@compiled
def _name(
    known: Ints, borne: Ints, position: Ints, drawn: Ints, beside: Ints, labels: Ints, alone: Bools
) -> None:
    """Give each drawn person a label: one that its mentions bore, or the position of its first mention.

    Args:
        known, borne: see `_beside`.
        position: of those drawn again.
        drawn: see `Draws`.
        beside: labels of others; changed.
        labels, alone: filled, see `Draws`.
    """
    owner, label_of = np.empty(len(known), dtype=np.int64), np.empty(len(position), dtype=np.int64)
    shared = np.empty(len(position), dtype=np.bool_)
    for row in range(len(drawn)):
        owner[:], label_of[:], shared[:] = -1, -1, False
        for at in range(borne.shape[1]):
            label = borne[row, at]
            if owner[label] < 0 or position[at] == known[label]:
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
