"""Texts and pictures that are nearly the same: by shingles and MinHash, by marks of light and dark.

Two texts are compared by the share of runs of letters they have in common (Jaccard). MinHash keeps 128 numbers of a
text, of which that share is equal in two texts on average; texts whose numbers agree in a whole band are looked at.

Source: Broder 1997 (shingles, resemblance); Leskovec, Rajaraman and Ullman 2014, ch. 3 (bands).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SHINGLE: Final = 8
"""Letters of a shingle. Letters and not words: Korean and Chinese are not divided into words by spaces."""
BANDS: Final = 32
ROWS: Final = 4
"""Numbers in a band. Texts that share half of their shingles meet with probability 0.87, a fifth 0.05."""
NEARLY: Final = 0.5
"""Share of shingles from which two texts count as nearly the same."""
PICTURES_ALIKE: Final = 24
"""Of 128: pictures fewer marks apart are shown as alike (see `benchmarks/documents`)."""
_PRIME: Final = (1 << 31) - 1
_BASE: Final = 1_000_003
_NEIGHBOURS: Final = 5
"""Of a thousand texts that are all alike each is compared with some, not with all."""
_LETTERS: Final = re.compile(r"\w+")
_MOST: Final = 400_000


def shingles(text: str) -> npt.NDArray[np.uint32]:
    """Every run of letters of a text, folded and without spaces and signs, as sorted 31-bit digests, shape (n,).

    Source: Karp and Rabin 1987 (a run as a number, modulo a prime).
    """
    import numpy as np  # loaded only here: a cell of the jail compares nothing, and forking copies what is loaded

    folded = "".join(_LETTERS.findall(unicodedata.normalize("NFKC", text[:_MOST]).casefold()))
    if not folded:
        return np.empty(0, dtype=np.uint32)
    letters = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    runs = np.zeros(max(letters.size - SHINGLE + 1, 1), dtype=np.uint64)
    for at in range(min(SHINGLE, letters.size)):
        runs = (runs * np.uint64(_BASE) + letters[at : at + runs.size]) % np.uint64(_PRIME)
    return np.unique(runs.astype(np.uint32))


def resemblance(first: str, second: str) -> float:
    """Share of shingles that two texts have in common, 0 to 1; 0 where one has no letters."""
    return _shared(shingles(first), shingles(second))


def _shared(a: npt.NDArray[np.uint32], b: npt.NDArray[np.uint32]) -> float:
    import numpy as np

    together = np.intersect1d(a, b, assume_unique=True).size
    return together / (a.size + b.size - together) if together else 0.0


def bands(text: str) -> tuple[str, ...]:
    """`BANDS` short digests; texts that are nearly the same have at least one in common. Empty without letters."""
    import numpy as np

    found = shingles(text).astype(np.uint64)
    if not found.size:
        return ()
    factors, added = _permutations()
    least = np.full(BANDS * ROWS, _PRIME, dtype=np.uint64)
    for chunk in np.array_split(found, max(1, found.size // 4096)):
        least = np.minimum(least, ((chunk[None, :] * factors + added) % np.uint64(_PRIME)).min(axis=1))
    rows = least.astype("<u4").reshape(BANDS, ROWS)
    return tuple(
        f"{at:02}{hashlib.blake2b(row.tobytes(), digest_size=8).hexdigest()}" for at, row in enumerate(rows)
    )


@cache
def _permutations() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    import numpy as np

    # Always the same ones: bands that were kept must meet those made next year.
    rng = np.random.default_rng(1997)
    factors = rng.integers(1, _PRIME, size=(BANDS * ROWS, 1), dtype=np.uint64)
    return factors, rng.integers(0, _PRIME, size=(BANDS * ROWS, 1), dtype=np.uint64)


def nearly_same(texts: Mapping[str, str], *, least: float = NEARLY) -> list[tuple[str, str, float]]:
    """Pairs of texts that are nearly the same, most alike first, with their resemblance.

    Of many that meet in one band, each is compared with the few after it: whoever is alike stands in some pair.
    Cost: in line with the texts, not with their pairs.

    Args:
        texts: by name.
        least: resemblance from which a pair is given.
    """
    met: dict[str, list[str]] = {}
    for name, text in texts.items():
        for band in bands(text):
            met.setdefault(band, []).append(name)
    pairs = {
        (name, other)
        for names in met.values()
        for at, name in enumerate(names)
        for other in names[at + 1 : at + 1 + _NEIGHBOURS]
    }
    known = {name: shingles(texts[name]) for name in {name for pair in pairs for name in pair}}
    compared = [(a, b, _shared(known[a], known[b])) for a, b in pairs]
    return sorted((p for p in compared if p[2] >= least), key=lambda p: (-p[2], p[0], p[1]))


def pictures_apart(first: str, second: str) -> int:
    """In how many of 128 marks two pictures differ (`Picture.likeness`); 128 where one has none."""
    if not first or not second:
        return 128
    return (int(first, 16) ^ int(second, 16)).bit_count()
