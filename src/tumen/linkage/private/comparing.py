"""Fully masked lists are compared: who shares keys with whom, and how many of these agree by chance.

Whoever does this holds no key and sees no value: only which masked keys are equal, how many persons each list has,
and how often two different persons of one list agree in a part (a year, a surname), which each organisation states
of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.errors import ExchangeDamaged
from tumen.linkage.private.points import WIDTH
from tumen.linkage.private.recipe import Recipe
from tumen.progress import SILENT, Progress, check

_BELIEVED: Final = 0.5

Tokens = NDArray[np.uint64]
Pairs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedList:
    """A list under all masks.

    Attributes:
        tokens: shape (persons, slots): the first eight bytes of each masked key. Of ten million keys two
            different ones agree in them once in a hundred thousand exchanges.
        chance: part → probability that two different persons of the list agree in it.
    """

    tokens: Tokens
    chance: Mapping[str, float]

    def __len__(self) -> int:
        return len(self.tokens)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One person seen on two or more lists.

    Attributes:
        rows: for each list the row, -1 where the person is not on it.
        probability: that all of these are one person, as far as chance agreement tells; the least of its pairs.
    """

    rows: tuple[int, ...]
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Pairs that share the same kinds of keys, and how many different persons would do so by chance."""

    pairs: Pairs
    chance: float


def masked_list(points: bytes, chance: Mapping[str, float], *, slots: int) -> MaskedList:
    """A list from its fully masked points.

    Raises:
        ExchangeDamaged: the points do not fill whole records, or one occurs twice.
    """
    if len(points) % (WIDTH * slots):
        raise ExchangeDamaged("A list does not hold whole records.")
    words = np.frombuffer(points, dtype="<u8").reshape(-1, slots, WIDTH // 8)
    tokens = np.ascontiguousarray(words[:, :, 0]).astype(np.uint64)
    if len(np.unique(tokens)) != tokens.size:
        raise ExchangeDamaged("A list holds one masked key twice, which no honest program sends.")
    return MaskedList(tokens=tokens, chance=chance)


def matches(lists: Sequence[MaskedList], recipe: Recipe, *, progress: Progress = SILENT) -> tuple[Match, ...]:
    """Persons seen on two or more lists, the surest first; each row belongs to one person at most.

    Pairs are taken up by the kinds of keys they share, the rarest agreement first. A kind of agreement is believed as
    long as more pairs show it than twice what chance would give: m/u of Fellegi and Sunter (1969), with u from what
    the lists say of themselves and m from the pairs found.
    """
    progress.start(len(lists) * (len(lists) - 1) // 2, "Comparing masked lists")
    links: list[tuple[float, int, int, int, int]] = []
    for a, b in combinations(range(len(lists)), 2):
        check(progress)
        links += [(false, a, i, b, j) for i, j, false in _links(lists[a], lists[b], recipe)]
        progress.advance()
    return _joined(links, len(lists))


def _links(a: MaskedList, b: MaskedList, recipe: Recipe) -> Iterator[tuple[int, int, float]]:
    """(row, row, probability that it is chance), one-to-one."""
    used_a, used_b = np.zeros(len(a), dtype=bool), np.zeros(len(b), dtype=bool)
    for batch in _batches(a, b, recipe):
        free = batch.pairs[~(used_a[batch.pairs[:, 0]] | used_b[batch.pairs[:, 1]])]
        if not len(free):
            continue
        by_chance = batch.chance * float((~used_a).sum()) * float((~used_b).sum()) / len(free)
        if by_chance > _BELIEVED:
            continue
        for i, j in free.tolist():
            if not (used_a[i] or used_b[j]):
                used_a[i] = used_b[j] = True
                yield i, j, by_chance


def _batches(a: MaskedList, b: MaskedList, recipe: Recipe) -> list[_Batch]:
    """Pairs by the set of kinds they share, the rarest agreement first."""
    found = [
        _shared(a.tokens[:, recipe.places(n)], b.tokens[:, recipe.places(n)])
        for n in range(len(recipe.kinds))
    ]
    code = np.concatenate([pairs[:, 0] * len(b) + pairs[:, 1] for pairs in found])
    bit = np.concatenate([np.full(len(pairs), 1 << n, dtype=np.int64) for n, pairs in enumerate(found)])
    codes, place = np.unique(code, return_inverse=True)
    sets = np.zeros(len(codes), dtype=np.int64)
    np.bitwise_or.at(sets, place, bit)
    rows = np.stack([codes // max(1, len(b)), codes % max(1, len(b))], axis=1)
    batches = [
        _Batch(pairs=rows[sets == each], chance=_chance(int(each), recipe, a.chance, b.chance))
        for each in np.unique(sets)
    ]
    return sorted(batches, key=lambda batch: batch.chance)


def _shared(a: Tokens, b: Tokens) -> Pairs:
    """Pairs of rows with an equal token."""
    _, at_a, at_b = np.intersect1d(a.ravel(), b.ravel(), assume_unique=True, return_indices=True)
    pairs = np.stack([at_a // a.shape[1], at_b // b.shape[1]], axis=1)
    return np.unique(pairs, axis=0)


def _chance(kinds: int, recipe: Recipe, a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """How probable it is that two different persons agree so: of each column its sharpest part, columns
    independent."""
    of_column: dict[str, float] = {}
    for number, kind in enumerate(recipe.kinds):
        if kinds >> number & 1:
            for part in kind.parts:
                column = part.partition(".")[0]
                of_column[column] = min(of_column.get(column, 1.0), (a[part] + b[part]) / 2)
    return float(np.prod(list(of_column.values())))


def _joined(links: list[tuple[float, int, int, int, int]], lists: int) -> tuple[Match, ...]:
    """Pairs joined into persons, the surest first; a link that would put two rows of a list into one is left out."""
    person: dict[tuple[int, int], dict[int, int]] = {}
    worst: dict[int, float] = {}
    for false, a, i, b, j in sorted(links):
        one = person.setdefault((a, i), {a: i})
        other = person.setdefault((b, j), {b: j})
        if one is not other and not one.keys() & other.keys():
            one.update(other)
            person.update(dict.fromkeys(other.items(), one))
        if one is person[b, j]:
            worst[id(one)] = max(
                worst.get(id(one), 0.0), worst.pop(id(other), 0.0) if other is not one else 0.0, false
            )
    found = {id(rows): rows for rows in person.values() if len(rows) > 1}
    made = [
        Match(rows=tuple(rows.get(each, -1) for each in range(lists)), probability=1 - worst[key])
        for key, rows in found.items()
    ]
    return tuple(sorted(made, key=lambda match: (-match.probability, match.rows)))
