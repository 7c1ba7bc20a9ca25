"""What a linkage was computed from and by, so that new mentions can be linked into it without learning anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.columns import Columns
from tumen.linkage.components import Groups
from tumen.linkage.judgements import Judgement
from tumen.linkage.kinds import Column
from tumen.linkage.mentions import Mentions
from tumen.linkage.records import Records
from tumen.linkage.resolution import Drawn
from tumen.linkage.settings import LinkSettings

Factors = NDArray[np.float32]
Rarity = Mapping[str, Mapping[str, Factors]]
"""Field → value as written → how much more often than others it meets each level by chance (natural log)."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class State:
    """What a linkage was computed from, and what its draws were drawn by.

    Attributes:
        mentions: what was linked.
        judgements: what people decided.
        settings: the settings.
        groups: the mentions that were resolved together.
        drawn: rates and sizes behind the draws.
    """

    mentions: Mentions | Records
    judgements: Sequence[Judgement]
    settings: LinkSettings
    groups: Groups
    drawn: tuple[Drawn, ...]


def rarity_of(columns: Columns, mentions: Mentions) -> Rarity:
    """How rare values are, by what was written."""
    found: dict[str, dict[str, Factors]] = {}
    for column, factor in zip(columns.told, columns.density, strict=True):
        texts = getattr(mentions, column.field.name, None)
        if texts is not None:
            number = dict(zip(texts, column.number.tolist(), strict=True))
            found[column.field.name] = {text: factor[at] for text, at in number.items() if at >= 0}
    return found


def rarity_in(known: Rarity, mentions: Mentions) -> Callable[[Column], Factors]:
    """Known rarities of the values of `mentions`, by column; a value never met is neither rare nor common."""

    def of(column: Column) -> Factors:
        values = int(column.number.max(initial=-1)) + 1
        factor = np.zeros((values + 1, len(column.field.levels)), dtype=np.float32)
        told = known.get(column.field.name)
        if told is not None:
            texts = getattr(mentions, column.field.name)
            for text, at in dict(zip(texts, column.number.tolist(), strict=True)).items():
                if at >= 0 and text in told:
                    factor[at] = told[text]
        return factor

    return of
