"""Records as numbers: what comparison and blocking read, worked out once per distinct value."""

from __future__ import annotations

from dataclasses import dataclass, field

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

    def __post_init__(self) -> None:
        stated = np.flatnonzero(self.name_number >= 0)
        record = np.zeros(int(self.name_number.max(initial=-1)) + 1, dtype=np.int64)
        record[self.name_number[stated]] = stated
        object.__setattr__(self, "spelt", tuple(self.names[at] for at in record.tolist()))

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
