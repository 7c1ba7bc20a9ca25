"""What was drawn before: whom each mention was resolved with, by what ties, and draw by draw whom it was one with.

Additions come after: of a mention that one of them changed, the last that did so says it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tumen import names
from tumen.linkage.added.additions import Addition
from tumen.linkage.added.shelf import Shelf

Ints = NDArray[np.int64]


class Past:
    """The draws of a linkage with what was added to it since; everything is asked for by position.

    Args:
        array: gives an array of the index by its name.
        shelf: the shelf of the index.
        count: mentions of the linkage, without those that were added.
    """

    def __init__(self, array: Callable[[str], NDArray[Any]], shelf: Shelf, count: int) -> None:
        self._array, self._shelf, self._count = array, shelf, count
        self._changed: dict[int, Addition] = {}

    def enter(self, addition: Addition) -> None:
        """Take note of what one more addition changed."""
        self._changed |= dict.fromkeys(addition.position.tolist(), addition)

    def ties(self, positions: Ints) -> Ints:
        """The ties of the groups of some mentions, shape (ties, 2), each once."""
        number = self._group_numbers(positions)
        _, at = self._shelf.places("tie", np.unique(number[number >= 0]))
        late = [addition.ties_of(positions[mine]) for addition, mine in self._by_addition(positions)]
        return np.unique(np.concatenate([self._array("tie")[at].astype(np.int64), *late]), axis=0)

    def mates(self, positions: Ints) -> Ints:
        """These with all they are resolved with, and with whom they were of one person in a draw, or judged so."""
        return np.unique(self._near(positions)[1])

    def _near(self, positions: Ints) -> tuple[Ints, Ints]:
        """The same for each: where it stands among the positions, and one of its mates; itself among them."""
        old = np.flatnonzero(positions < self._count)
        base, number = positions[old], self._group_numbers(positions[old])
        several, company = self._shelf.along("company", base)
        grouped = old[number >= 0]
        members, at = self._shelf.places("group", number[number >= 0])
        here, there = [np.arange(len(positions)), np.repeat(old, several), np.repeat(grouped, np.diff(members))], [
            positions, company, self._array("group_member")[at].astype(np.int64)
        ]  # fmt: skip
        for addition, mine in self._by_addition(positions):
            for each in mine.tolist():
                late = [addition.members_of(positions[[each]]), addition.company(positions[[each]])]
                here += [np.full(len(some), each) for some in late]
                there += late
        return np.concatenate(here), np.concatenate(there)

    def bearers(self, rows: Ints, labels: Ints, *, but: Ints) -> tuple[Ints, Ints]:
        """Whose person was named by a label in a draw.

        Args:
            rows: draws.
            labels: in each of these a label, a position.
            but: positions that are left out.

        Returns:
            which of the rows, and the position of one that bore its label in it; in any order.
        """
        distinct, back = np.unique(labels, return_inverse=True)
        of, near = self._near(distinct)
        wanted = ~np.isin(near, but)
        order = np.argsort(of[wanted], kind="stable")
        of, near = of[wanted][order], near[wanted][order]
        start = np.searchsorted(of, np.arange(len(distinct) + 1))
        several = np.diff(start)[back]
        which = np.repeat(np.arange(len(rows)), several)
        _, places = names.along(several, start[:-1][back])
        bearer = near[places]
        bore = self.label_at(rows[which], bearer) == labels[which]
        # One that is both resolved with it and of its company comes twice.
        size = int(bearer.max(initial=0)) + 1
        found = np.unique(which[bore] * size + bearer[bore])
        return found // size, found % size

    def label_at(self, rows: Ints, positions: Ints) -> Ints:
        """The position that the person of each mention is named by in one draw, shape (positions,)."""
        found = np.empty(len(positions), dtype=np.int64)
        old = positions < self._count
        found[old] = self._array("draws")[positions[old], rows[old]]
        for addition, mine in self._by_addition(positions):
            found[mine] = addition.labels[rows[mine], addition.at(positions[mine])]
        return found

    def labels(self, positions: Ints) -> Ints:
        """Draw by draw the position that the person of each mention is named by, shape (draws, positions)."""
        draws = self._array("draws")
        found = np.empty((draws.shape[1], len(positions)), dtype=np.int64)
        old = positions < self._count
        found[:, old] = np.ascontiguousarray(draws[positions[old]].T)
        for addition, mine in self._by_addition(positions):
            found[:, mine] = addition.labels[:, addition.at(positions[mine])]
        return found

    def person(self, position: int) -> int:
        """The position of the mention that the person of a mention is named by."""
        if position in self._changed:
            return self._changed[position].person(position)
        return int(self._array("person")[position])

    def _by_addition(self, positions: Ints) -> list[tuple[Addition, Ints]]:
        """The additions that changed some of these last, and which of these each did."""
        found: dict[int, tuple[Addition, list[int]]] = {}
        if self._changed:
            for at, position in enumerate(positions.tolist()):
                if position in self._changed:
                    addition = self._changed[position]
                    found.setdefault(id(addition), (addition, []))[1].append(at)
        return [(addition, np.array(mine, dtype=np.int64)) for addition, mine in found.values()]

    def _group_numbers(self, positions: Ints) -> Ints:
        """The number of the group of each mention; -1 for none, and where an addition says it."""
        found = np.full(len(positions), -1, dtype=np.int64)
        old = positions < self._count
        found[old] = self._array("group")[positions[old]]
        for _, mine in self._by_addition(positions):
            found[mine] = -1
        return found

    def members(self, positions: Ints) -> Ints:
        """All that some mentions are resolved with."""
        number = self._group_numbers(positions)
        _, at = self._shelf.places("group", np.unique(number[number >= 0]))
        late = [addition.members_of(positions[mine]) for addition, mine in self._by_addition(positions)]
        return np.concatenate([self._array("group_member")[at].astype(np.int64), *late])
