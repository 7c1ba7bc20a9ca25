"""The overlap table: who stands on which lists together, as counts of inclusion patterns.

A table is always held in one canonical order (lists by name, patterns from few to many), so that neither
the order of columns nor of rows can change an estimate, and so that equal tables have equal hashes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tumen.errors import OverlapTableError
from tumen.estimation.table_reading import read_cells, split_rows
from tumen.model import input_sha256

__all__ = ["OverlapTable"]

_LARGEST_COUNT = 10**12
_FAULTS_SHOWN = 20


def _cells(values: ArrayLike, name: str, faults: list[str]) -> NDArray[np.float64] | None:
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        faults.append(f"The {name} are not numbers.")
        return None


def _list_faults(lists: Sequence[str]) -> list[str]:
    faults = [f"List {i + 1} has no name." for i, name in enumerate(lists) if not str(name).strip()]
    repeated = sorted({name for name in lists if name.strip() and list(lists).count(name) > 1})
    return faults + [f"Two lists are called {name!r}." for name in repeated]


def _pattern_faults(patterns: NDArray[np.float64], counts: NDArray[np.float64]) -> list[str]:
    faults = []
    for row, (pattern, count) in enumerate(zip(patterns, counts, strict=True), start=1):
        if not np.isin(pattern, (0.0, 1.0)).all():
            faults.append(f"Row {row}: a list column holds something other than 0 or 1.")
        if not np.isfinite(count) or count != np.floor(count):
            faults.append(f"Row {row}: the count is not a whole number.")
        elif count < 0:
            faults.append(f"Row {row}: the count is negative.")
        elif count > _LARGEST_COUNT:
            faults.append(f"Row {row}: the count is larger than {_LARGEST_COUNT:,}.")
        elif count > 0 and not pattern.any():
            faults.append(f"Row {row}: {count:.0f} people on no list; nobody can have counted them.")
    return faults


def _raise(faults: Sequence[str]) -> None:
    shown = " ".join(faults[:_FAULTS_SHOWN])
    more = f" And {len(faults) - _FAULTS_SHOWN} more." if len(faults) > _FAULTS_SHOWN else ""
    raise OverlapTableError(f"The overlap table cannot be used. {shown}{more}", faults=tuple(faults))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OverlapTable:
    """Counts of people by inclusion pattern.

    Attributes:
        lists: names of the lists, sorted; length L.
        patterns: int array (k, L) of 0/1, one row a pattern seen at least once, sorted.
        counts: int array (k,), people seen in exactly that pattern.

    Whatever is passed is checked as a whole and brought into canonical order: lists sorted by name, equal
    patterns added up, patterns with count 0 left out (an absent pattern is an observed zero).

    Raises:
        OverlapTableError: every fault at once, in `fields["faults"]`.
    """

    lists: tuple[str, ...]
    patterns: NDArray[np.int64]
    counts: NDArray[np.int64]

    def __post_init__(self) -> None:
        faults = _list_faults(self.lists)
        patterns = _cells(self.patterns, "list columns", faults)
        counts = _cells(self.counts, "counts", faults)
        if patterns is None or counts is None:
            _raise(faults)
            return
        patterns = patterns.reshape(0, len(self.lists)) if patterns.size == 0 else patterns
        if counts.ndim != 1 or patterns.shape != (len(counts), len(self.lists)):
            faults.append(
                f"Patterns have shape {patterns.shape}; {(len(counts), len(self.lists))} was expected."
            )
        else:
            faults += _pattern_faults(patterns, counts)
        if faults:
            _raise(faults)
        self._hold(patterns.astype(np.int64), counts.astype(np.int64))

    def _hold(self, patterns: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
        order = sorted(range(len(self.lists)), key=lambda j: self.lists[j])
        seen = counts > 0
        kept, place = np.unique(patterns[seen][:, order], axis=0, return_inverse=True)
        added = np.zeros(len(kept), dtype=np.int64)
        np.add.at(added, place.reshape(-1), counts[seen])
        object.__setattr__(self, "lists", tuple(self.lists[j] for j in order))
        object.__setattr__(self, "patterns", np.ascontiguousarray(kept))
        object.__setattr__(self, "counts", added)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OverlapTable) and self.to_csv() == other.to_csv()

    def __hash__(self) -> int:
        return hash(self.to_csv())

    @property
    def observed(self) -> int:
        """People on at least one list."""
        return int(self.counts.sum())

    @property
    def sizes(self) -> dict[str, int]:
        """People on each list."""
        return dict(zip(self.lists, (int(n) for n in self.counts @ self.patterns), strict=True))

    def without_empty(self) -> tuple[OverlapTable, tuple[str, ...]]:
        """The table without the lists that nobody stands on, and their names."""
        empty = tuple(name for name, size in self.sizes.items() if size == 0)
        if not empty:
            return self, ()
        kept = [j for j, name in enumerate(self.lists) if name not in empty]
        names = tuple(self.lists[j] for j in kept)
        return OverlapTable(lists=names, patterns=self.patterns[:, kept], counts=self.counts), empty

    @property
    def sha256(self) -> str:
        """SHA-256 of the canonical CSV: equal for tables that differ only in the order of columns or rows."""
        return input_sha256(self.to_csv().encode())

    def to_csv(self) -> str:
        """The canonical `overlap.csv`: one 0/1 column a list, then `count`."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([*self.lists, "count"])
        writer.writerows(
            [*map(int, pattern), int(count)]
            for pattern, count in zip(self.patterns, self.counts, strict=True)
        )
        return text.getvalue()

    @classmethod
    def from_csv(cls, text: str) -> OverlapTable:
        """Read `overlap.csv`: a header row, one 0/1 column a list and the column `count`.

        Also read: semicolons or tabs for commas; `n`, `freq`, `frequency` and the like for `count`; yes and no, or x
        and nothing, for 1 and 0; without counts a row a person; a row of people on no list whose count is left open; a
        first column that numbers the rows or the people; patterns such as 011 in one column called `pattern`; lines
        that begin with # above the header.

        Raises:
            OverlapTableError: every fault at once.
        """
        lists, patterns, counts, faults = read_cells(split_rows(text))
        if faults:
            _raise(faults)
        return cls(lists=lists, patterns=patterns, counts=counts)  # type: ignore[arg-type]  # checked and made whole numbers there

    @classmethod
    def from_patterns(cls, lists: Sequence[str], patterns: Mapping[str, int]) -> OverlapTable:
        """Build from `{"011": 12, …}`, one character a list in the order of `lists`."""
        cells = np.array([[int(c) for c in pattern] for pattern in patterns], dtype=np.int64)
        return cls(lists=tuple(lists), patterns=cells, counts=np.array(list(patterns.values())))

    @classmethod
    def from_memberships(
        cls, memberships: Mapping[str, frozenset[str] | set[str]], *, lists: Sequence[str]
    ) -> OverlapTable:
        """Build from who stands where: person → names of lists. People on none of `lists` are left out.

        Raises:
            OverlapTableError: a list is named twice or has no name.
        """
        cells = np.array([[name in on for name in lists] for on in memberships.values()], dtype=np.int64)
        return cls.from_people(lists, cells.reshape(len(memberships), len(lists)))

    @classmethod
    def from_people(cls, lists: Sequence[str], people: NDArray[np.int64]) -> OverlapTable:
        """Build from one 0/1 row a person, shape (people, lists). People on no list are left out.

        Raises:
            OverlapTableError: a list is named twice or has no name.
        """
        patterns, counts = np.unique(people[people.any(axis=1)], axis=0, return_counts=True)
        return cls(lists=tuple(lists), patterns=patterns, counts=counts.astype(np.int64))
