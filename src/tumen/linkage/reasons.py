"""Why two mentions look like one person, in plain words and bits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.comparison import Comparisons, chosen
from tumen.linkage.fields import NEUTRAL
from tumen.linkage.standing import STATUSES

BITS: Final = float(1 / np.log(2))
_CLEAR: Final = 3.0
_FAINT: Final = 0.005
_TOLD: Final = 0.7
_AT_A_TIME: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One step of the waterfall.

    Attributes:
        field: `prior`, `name`, a compared field, or `rule` for what parts two mentions whatever else is said.
        words: what was found, in plain words, without the values themselves.
        weight_log2: bits for one person (above 0) or for two (below 0).
    """

    field: str
    words: str
    weight_log2: float

    def __str__(self) -> str:
        if np.isinf(self.weight_log2):
            return f"two people: {self.words}"
        return f"{self.words}: {self.weight_log2:+.1f} bits"


def waterfall(pairs: Comparisons, weights: NDArray[np.float64], row: int) -> tuple[Reason, ...]:
    """The reasons of one compared pair, what was not stated left out.

    Args:
        weights: natural-log weights, see `field_weights`.
    """
    return _waterfall(pairs, weights, row, chosen(pairs, slice(row, row + 1)).density[:, 0].tolist())


def waterfalls(pairs: Comparisons, weights: NDArray[np.float64]) -> Iterator[tuple[Reason, ...]]:
    """The same for one pair after the other; how rare values are is looked up for many at a time."""
    for first in range(0, len(pairs), _AT_A_TIME):
        part = chosen(pairs, slice(first, first + _AT_A_TIME))
        for row, density in enumerate(part.density.T.tolist(), first):
            yield _waterfall(pairs, weights, row, density)


def _waterfall(
    pairs: Comparisons, weights: NDArray[np.float64], row: int, density: Sequence[float]
) -> tuple[Reason, ...]:
    found = []
    if not np.isnan(pairs.name[row]):
        bits = float(weights[0, row]) * BITS
        found.append(Reason(field="name", words=_name_words(bits), weight_log2=bits))
    for place, field in enumerate(pairs.fields):
        level = field.levels[int(pairs.levels[place, row])]
        bits = float(weights[place + 1, row]) * BITS
        # Every mention has a status; where it says nothing, nobody needs to read of it.
        if level.group != NEUTRAL and (field.name not in STATUSES or abs(bits) >= _FAINT):
            words = level.words + _rarity_words(density[place])
            found.append(Reason(field=field.name, words=words, weight_log2=bits))
    together = float(weights[-1, row]) * BITS
    if abs(together) >= _FAINT:
        often = "more" if together < 0 else "less"
        words = f"these agree and differ together {often} often than each alone would"
        found.append(Reason(field="together", words=words, weight_log2=together))
    return tuple(found)


def prior_reason(log_odds: float) -> Reason:
    """Where the waterfall starts: how rare it is that two mentions taken at random are one person."""
    one_in = 1 + np.exp(-log_odds)
    return Reason(
        field="prior",
        words=f"before looking, 1 in {one_in:,.0f} pairs of mentions is one person",
        weight_log2=log_odds * BITS,
    )


def _name_words(bits: float) -> str:
    if bits >= _CLEAR:
        return "names fit"
    if bits <= -_CLEAR:
        return "names hardly fit"
    return "names say little"


def _rarity_words(density: float) -> str:
    """How common such an outcome is for these values, where that is far from the average."""
    if abs(density) < _TOLD:
        return ""
    times = np.exp(abs(density))
    return f" ({times:.0f} times as {'common' if density > 0 else 'rare'} as for other values)"
