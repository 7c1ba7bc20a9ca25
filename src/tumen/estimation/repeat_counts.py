"""One list on which people can stand more than once: how often each was recorded, and what is known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.estimation.sheet import Sheet, raise_faults

__all__ = ["RepeatCounts"]

_MOST_LEVELS = 50


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RepeatCounts:
    """How often people were recorded; made by `from_csv`, `from_sheet` or `from_frequencies`.

    Attributes:
        counts: float array (k,), times recorded, at least 1.
        people: float array (k,), people of this row: same count, same covariates.
        design: float array (k, p): a column of ones, then the covariates. Text becomes one 0/1 column for each
            value but the first.
        terms: names of the p columns.
        sha256: hash of the canonical table.
    """

    counts: NDArray[np.float64]
    people: NDArray[np.float64]
    design: NDArray[np.float64]
    terms: tuple[str, ...]
    sha256: str

    @property
    def observed(self) -> int:
        """People recorded at least once."""
        return int(self.people.sum())

    @property
    def frequencies(self) -> dict[int, int]:
        """Times recorded → people."""
        return {int(times): int(self.people[self.counts == times].sum()) for times in np.unique(self.counts)}

    @classmethod
    def from_frequencies(cls, frequencies: Mapping[int, int]) -> RepeatCounts:
        """Make from `{1: 1645, 2: 183, …}`.

        Raises:
            SampleError: every fault at once.
        """
        columns = {"count": list(frequencies), "people": list(frequencies.values())}
        return cls.from_sheet(Sheet.from_columns(columns), people="people")

    @classmethod
    def from_csv(
        cls, text: str, *, count: str = "count", people: str | None = None, covariates: Sequence[str] = ()
    ) -> RepeatCounts:
        """Read one row a person, or one row a group of alike people with a column that says how many.

        Args:
            text: CSV with a header row.
            count: column of times recorded.
            people: column of how many people a row stands for; None: one.
            covariates: columns that may explain how often somebody is recorded.

        Raises:
            SampleError: every fault at once.
        """
        return cls.from_sheet(Sheet.from_csv(text), count=count, people=people, covariates=covariates)

    @classmethod
    def from_sheet(
        cls, sheet: Sheet, *, count: str = "count", people: str | None = None, covariates: Sequence[str] = ()
    ) -> RepeatCounts:
        """As `from_csv`, from a `Sheet`."""
        roles = {"count": count} | ({"people": people} if people else {})
        roles |= {f"by {name}": name for name in covariates}
        sheet = sheet.take(roles)
        faults: list[str] = []
        counts = sheet.numbers("count", faults, low=1, whole="records")
        weight = np.ones(len(counts))
        if people:
            weight = sheet.numbers("people", faults, low=0, whole="people")
        design, terms = _design(sheet, sorted(covariates), faults)
        raise_faults(faults)
        return cls._grouped(counts, weight, design, terms)

    @classmethod
    def _grouped(
        cls,
        counts: NDArray[np.float64],
        people: NDArray[np.float64],
        design: NDArray[np.float64],
        terms: tuple[str, ...],
    ) -> RepeatCounts:
        """Add up alike people, so that one row a person and one row a group are the same sample."""
        alike = np.column_stack([counts, design])[people > 0]
        kept, place = np.unique(alike, axis=0, return_inverse=True)
        added = np.bincount(place.reshape(-1), people[people > 0], len(kept)).astype(float)
        columns = {"count": kept[:, 0].tolist(), "people": added.tolist()}
        columns |= {f"by {term}": kept[:, 2 + j].tolist() for j, term in enumerate(terms[1:])}
        sha256 = Sheet.from_columns(columns).sha256 if len(kept) else Sheet.from_columns({"none": [0]}).sha256
        return cls(counts=kept[:, 0], people=added, design=kept[:, 1:], terms=terms, sha256=sha256)


def _design(
    sheet: Sheet, covariates: Sequence[str], faults: list[str]
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    columns, terms = [np.ones(len(sheet.rows))], ["(all)"]
    for name in covariates:
        unreadable: list[str] = []
        numbers = sheet.numbers(f"by {name}", unreadable)
        if not unreadable:
            columns.append(numbers)
            terms.append(name)
            continue
        cells = np.array(sheet.known(f"by {name}", faults))
        levels = np.unique(cells)
        if len(levels) > _MOST_LEVELS:
            faults.append(f"Column {name} has {len(levels)} different texts; group them first.")
            continue
        columns += [(cells == one).astype(float) for one in levels[1:]]
        terms += [f"{name}={one}" for one in levels[1:]]
    return np.column_stack(columns), tuple(terms)
