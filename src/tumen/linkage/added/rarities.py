"""How rare values are, looked up one by one in a file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.names import Texts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rarities(Mapping[str, NDArray[np.float32]]):
    """Value as written → how much more often than others it meets each level by chance (natural log).

    Attributes:
        texts: the values, ascending.
        factor: for each of them, shape (values, levels).
    """

    texts: Texts
    factor: NDArray[np.float32]

    def __getitem__(self, text: str) -> NDArray[np.float32]:
        at = bisect_left(self.texts, text)
        if at == len(self.texts) or self.texts[at] != text:
            raise KeyError(text)
        return np.asarray(self.factor[at], dtype=np.float32)

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)
