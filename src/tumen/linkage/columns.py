"""Records as numbers: what comparison and blocking read, worked out once per distinct value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.attributes import Attribute
from tumen.linkage.fields import Field
from tumen.linkage.kinds import Column


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockingRule:
    """Records that agree in all `parts` are compared.

    Attributes:
        parts: names of attributes in `Columns.coarse`; for a refining rule those it adds.
        words: what it is, in plain words.
        teaches: names of the fields of which it says nothing, so that its pairs teach how often those agree.
        of: the number of the rule whose too full blocks it refines; None for a rule of its own.
        by_name: it is a key of a name, and may hold more.
    """

    parts: tuple[str, ...]
    words: str
    teaches: frozenset[str] = frozenset()
    of: int | None = None
    by_name: bool = False


class Rarities(NamedTuple):
    """How often values meet an outcome by chance, all fields in one run, so that a pair is looked up at once.

    Attributes:
        number: (n, fields) number of each record's value; where there is none, that of the row for none stated.
        factor: natural-log factor of each value and level, field by field, see `density`.
        start: where each field begins in it.
        width: how many levels each field has.
    """

    number: NDArray[np.int32]
    factor: NDArray[np.float32]
    start: NDArray[np.int64]
    width: NDArray[np.int64]

    def met(
        self, a: NDArray[np.int64], b: NDArray[np.int64], levels: NDArray[np.int8]
    ) -> NDArray[np.float32]:
        """How much more often than others the values of these pairs meet these levels, shape (fields, pairs)."""
        found = np.zeros(levels.shape, dtype=np.float32)
        for row, (start, width) in enumerate(zip(self.start.tolist(), self.width.tolist(), strict=True)):
            one, other = (start + self.number[each, row].astype(np.int64) * width for each in (a, b))
            found[row] = (self.factor[one + levels[row]] + self.factor[other + levels[row]]) / 2
        return found


def _rarities(told: Sequence[Column], factors: Sequence[NDArray[np.float32]], records: int) -> Rarities:
    number = np.empty((records, len(told)), dtype=np.int32)
    for row, (column, factor) in enumerate(zip(told, factors, strict=True)):
        number[:, row] = np.where(column.number < 0, len(factor) - 1, column.number)
    sizes = np.cumsum([0, *(factor.size for factor in factors)], dtype=np.int64)
    return Rarities(
        number=number,
        factor=np.concatenate([np.zeros(0, np.float32), *(f.reshape(-1) for f in factors)]).astype(
            np.float32
        ),
        start=sizes[:-1],
        width=np.array([factor.shape[1] for factor in factors], dtype=np.int64),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Records as numbers; n = number of records.

    Attributes:
        names: the name with its other forms (`a|b`); empty where the name says nothing.
        name_number: (n,) number of the name; equal names, equal numbers; -1 where it says nothing.
        told: what is compared besides the name, field by field.
        density: for each of these columns how often its values meet an outcome by chance, see `density`.
        source: (n,) number of the source.
        coarse: attributes by which blocks are formed.
        rules: which agreement in them makes a pair worth comparing.
        strata: attributes that pairs which were never compared are drawn by.
        unread_names: records whose name could not be read as one.
        spelt: the name behind each name number.
        rarities: `density`, laid out so that pairs are looked up.
    """

    names: tuple[str, ...]
    name_number: NDArray[np.int64]
    told: tuple[Column, ...]
    density: tuple[NDArray[np.float32], ...]
    source: NDArray[np.int64]
    coarse: dict[str, Attribute]
    rules: tuple[BlockingRule, ...]
    strata: tuple[str, ...]
    unread_names: int = 0
    spelt: tuple[str, ...] = field(init=False, repr=False)
    rarities: Rarities = field(init=False, repr=False)

    def __post_init__(self) -> None:
        stated = np.flatnonzero(self.name_number >= 0)
        record = np.zeros(int(self.name_number.max(initial=-1)) + 1, dtype=np.int64)
        record[self.name_number[stated]] = stated
        object.__setattr__(self, "spelt", tuple(self.names[at] for at in record.tolist()))
        object.__setattr__(self, "rarities", _rarities(self.told, self.density, len(self.source)))

    def __len__(self) -> int:
        return len(self.names)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The compared fields in the order of their columns."""
        return tuple(column.field for column in self.told)

    @property
    def named(self) -> bool:
        """Whether any record states a name."""
        return bool((self.name_number >= 0).any())
