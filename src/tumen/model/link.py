"""What linkage hands on: who is on which list, and draws from the posterior over partitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tumen.errors import LinkageError


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMembership:
    """One mention stands on one list (organisation or collection).

    Attributes:
        mention_id, list_id: which mention, which list.
        episode: what tells this person's episodes apart (the year of an escape, …) where episodes are counted and not
            persons; empty counts the person once.
    """

    mention_id: str
    list_id: str
    episode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDraws:
    """Draws from the posterior over partitions of mentions into persons.

    Attributes:
        mention_ids: the mentions, in column order; length n.
        labels: int array of shape (draws, n); two mentions with equal labels in a row are one person
            in that draw. Labels mean nothing across rows.
    """

    mention_ids: tuple[str, ...]
    labels: NDArray[np.signedinteger[Any]]

    def __post_init__(self) -> None:
        if self.labels.ndim != 2 or self.labels.shape[1] != len(self.mention_ids):
            raise LinkageError(
                f"Link draws have shape {self.labels.shape}, expected (draws, {len(self.mention_ids)})."
            )
