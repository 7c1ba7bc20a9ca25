"""Compare a batch of candidate pairs and keep those that may matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.columns import Columns
from tumen.linkage.comparison import Comparisons, chosen
from tumen.linkage.engine.abandoning import Most, Tables, hopeful, most_of, tables_of
from tumen.linkage.engine.meetings import Batch, Meetings
from tumen.linkage.keeping import Keep
from tumen.linkage.model import Model


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is left of a batch, without the table that it belongs to, so that it can be sent.

    Attributes:
        tried: how many pairs were compared.
        a, b: positions of the mentions of the pairs that were kept, shape (pairs,).
        name, levels: how they compare, see `Comparisons`.
        rules: which rules found each of them, a bit each.
    """

    tried: int
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    name: NDArray[np.float64]
    levels: NDArray[np.int8]
    rules: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.a)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """All that comparing a batch takes; it can be sent to another process.

    Attributes:
        columns: the mentions.
        meetings: who meets whom.
        model: by what pairs are weighed.
        keep: which compared pairs are kept.
        most: the most that fields could say.
        tables: how the values of fields of few values agree.
    """

    columns: Columns
    meetings: Meetings
    model: Model
    keep: Keep
    most: Most = field(init=False, repr=False)
    tables: Tables = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "most", most_of(self.columns, self.model))
        object.__setattr__(self, "tables", tables_of(self.columns, int(self.meetings.most.sum())))

    def sift(self, batch: Batch) -> Kept:
        """Compare the pairs of a batch; those that cannot be kept, whatever is still to be compared, no further."""
        tried = self.meetings.candidates(batch)
        at, pairs = hopeful(self.columns, self.model, self.most, self.tables, self.keep, tried.a, tried.b)
        which = np.flatnonzero(self.keep(self.model, pairs))
        left = chosen(pairs, which)
        return Kept(
            tried=len(tried), a=left.a.astype(np.int32), b=left.b.astype(np.int32), name=left.name,
            levels=left.levels, rules=tried.rules[at[which]].astype(np.int32),
        )  # fmt: skip


def gathered(kept: Iterable[Kept], columns: Columns) -> tuple[Comparisons, NDArray[np.int32]]:
    """What is left of all batches in the order of mentions, whatever order they came in; and the rules.

    Column by column, so that hardly more than what is kept is held at a time.
    """
    parts: list[list[NDArray[Any]]] = [[] for _ in range(5)]
    for each in kept:
        told: tuple[NDArray[Any], ...] = (each.a, each.b, each.name, each.levels, each.rules)
        for column, part in zip(parts, told, strict=True):
            column.append(part)
    a, b = (_joined(column) for column in parts[:2])
    code = a.astype(np.int64) * len(columns) + b
    order = np.argsort(code, kind="stable")
    a, b = (np.asarray(each[order], dtype=np.int64) for each in (a, b))
    name, levels, rules = (_joined(column)[..., order] for column in parts[2:])
    found = Comparisons(fields=columns.fields, a=a, b=b, name=name, levels=levels, rarities=columns.rarities)
    return found, rules


def _joined(parts: list[NDArray[Any]]) -> NDArray[Any]:
    """Parts one after the other; they are let go."""
    whole = np.concatenate(parts, axis=-1)
    parts.clear()
    return whole
