"""How much two units tell: likelihood ratios between what is written at the same place of two names.

P(both | one person) / (P(one) P(other)), summed over the Hangul that both may stand for, mixed with the direct ways
from one spelling to the other: copied letters, the same hanja, the pinyin of the hanja.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar, get_args

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.names import hangul
from tumen.names.tables import LATER, Position
from tumen.names.units import LATIN, OF_CHARACTERS, Kind, Unit, Units

__all__ = ["DEFAULT_RATES", "Rates", "Ratios"]

Floats = NDArray[np.float64]
_Number = TypeVar("_Number", bound=np.generic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How often one person's name differs between sources, and how.

    Set by hand while looking at the frozen pairs held out by person (`benchmarks/names`), all folds looked at.

    Attributes:
        neighbour: share of syllables heard or copied as a neighbouring syllable (영 for 용).
        unrelated: share of syllables that differ without any such reason.
        copied: share of Latin spellings that are copied letter by letter rather than made anew.
        copy_bonus: how much more the same letters may tell than the same syllable does.
        hanja_kept: share of hanja that are the person's own; the rest are guesses by sound.
        length: share of given names with a syllable lost or added.
        slip: share of Latin spellings with one wrong key.
        family: share of pairs of different people who bear one surname by descent.
        generation: share of pairs of different people who bear one surname and one given syllable by descent.
        most_by_neighbour: most that a neighbouring syllable may speak for one person, as a likelihood ratio.
        alike: share of syllables of different people that are neighbours of one another, because names that sound
            alike are those that are compared.
    """

    neighbour: float = 0.004
    unrelated: float = 0.001
    copied: float = 0.3
    copy_bonus: float = 4.0
    hanja_kept: float = 0.97
    length: float = 0.02
    slip: float = 0.02
    family: float = 1e-3
    generation: float = 5e-3
    most_by_neighbour: float = 0.03
    alike: float = 0.02


DEFAULT_RATES = Rates()

_SPELLED = (*LATIN, "cyrillic", "kana")


def _both(*pairs: tuple[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for a, b in pairs:
        found[a] += (b,)
        found[b] += (a,)
    return dict(found)


_NEAR_NUCLEI = _both(
    ("ㅓ", "ㅗ"), ("ㅡ", "ㅜ"), ("ㅕ", "ㅛ"), ("ㅐ", "ㅔ"), ("ㅢ", "ㅣ"), ("ㅢ", "ㅡ"), ("ㅚ", "ㅙ"), ("ㅚ", "ㅞ"),
    ("ㅖ", "ㅔ"), ("ㅝ", "ㅓ"), ("ㅕ", "ㅓ"), ("ㅓ", "ㅜ"), ("ㅕ", "ㅠ"), ("ㅓ", "ㅡ"),
)  # fmt: skip
_NEAR_ONSETS = _both(
    ("ㄱ", "ㅋ"), ("ㄱ", "ㄲ"), ("ㄷ", "ㅌ"), ("ㄷ", "ㄸ"), ("ㅂ", "ㅍ"), ("ㅂ", "ㅃ"), ("ㅈ", "ㅊ"), ("ㅈ", "ㅉ"),
    ("ㅅ", "ㅆ"),
)  # fmt: skip
_NEAR_CODAS = _both(("ㄴ", "ㅇ"), ("ㄴ", "ㅁ"), ("ㄱ", ""), ("ㄹ", ""))
# How close two neighbouring syllables are.
_HEARD_ALIKE = 1.0
_WRITTEN_EITHER_WAY = 5.0
_FRONT = frozenset("ㅑㅒㅕㅖㅛㅠㅣ")
_KINDS: tuple[Kind, ...] = get_args(Kind)
_ROWS_AT_ONCE = 256


class Ratios:
    """Likelihood ratios between all units met so far at one place; grows by the rows of new units.

    Row and column 0 are ones: what is missing on either side is neutral.
    """

    def __init__(self, units: Units, position: Position, rates: Rates = DEFAULT_RATES) -> None:
        self._units = units
        self._position = position
        self._rates = rates
        self.units: list[Unit] = []  # from row 1 on
        self._index: dict[Unit, int] = {}
        self._waiting: list[Unit] = []
        self._kind: NDArray[np.int8] = np.zeros(64, dtype=np.int8)
        self._direct_share = _direct_shares(rates)
        self._truths = _Truths(units, position, rates)
        # What each unit means, as entries of a matrix of units and syllables that is nearly empty.
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._meant: list[float] = []
        self._matrix: NDArray[np.float32] = np.ones((64, 64), dtype=np.float32)
        self._same: dict[tuple[Kind, str], list[tuple[int, float]]] = defaultdict(list)
        self._spelled: dict[str, list[tuple[int, float]]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._index)

    def index(self, unit: Unit) -> int:
        """The row of a unit, given when it is first asked for."""
        found = self._index.get(unit)
        if found is None:
            found = self._index[unit] = len(self._index) + 1
            self.units.append(unit)
            self._waiting.append(unit)
        return found

    def between(self, a: Unit, b: Unit) -> float:
        """The likelihood ratio of two units."""
        one, other = self.index(a), self.index(b)
        return float(self.matrix()[one, other])

    def matrix(self) -> NDArray[np.float32]:
        """All ratios, shape (capacity, capacity); rows beyond the units are ones."""
        if self._waiting:
            first, last = len(self._index) - len(self._waiting) + 1, len(self._index) + 1
            self._reserve(last)
            direct: dict[int, list[tuple[int, float]]] = defaultdict(list)
            for at, unit in enumerate(self._waiting, first):
                for row, column, value in self._enter(at, unit):
                    direct[row].append((column, value))
            meant = scipy.sparse.csr_array(
                (self._meant, (self._rows, self._columns)), shape=(last, len(self._truths))
            )
            for begin in range(first, last, _ROWS_AT_ONCE):
                end = min(begin + _ROWS_AT_ONCE, last)
                self._matrix[begin:end, 1:last] = self._block(begin, end, meant, direct)
            # mirrored, so that a pair scores the same either way round
            self._matrix[1:first, first:last] = self._matrix[first:last, 1:first].T
            own = self._matrix[first:last, first:last]
            self._matrix[first:last, first:last] = np.maximum(own, own.T)
            self._waiting = []
        return self._matrix

    def _reserve(self, last: int) -> None:
        """Room for units up to row `last` and for every syllable that the new ones may mean."""
        for unit in self._waiting:
            for node, _ in unit.nodes:
                self._truths.add(node)
        rows = _room(len(self._kind), last)
        self._kind = _enlarged(self._kind, (rows,), 0)
        self._matrix = _enlarged(self._matrix, (rows, rows), 1)

    def _enter(self, at: int, unit: Unit) -> Iterator[tuple[int, int, float]]:
        """Write down what a new unit is; yield the direct ways between it and those before it, both ways round."""
        self._kind[at] = _KINDS.index(unit.kind)
        for node, probability in unit.nodes:
            self._rows.append(at)
            self._columns.append(self._truths.at(node))
            self._meant.append(probability)
        same = self._identity(unit)
        # letters are the same letters in whatever system they are read
        written = self._same["latin" if unit.kind in LATIN else unit.kind, same]
        written.append((at, unit.total))
        for other, total in written:
            yield from _both_ways(at, other, 1 / max(total, unit.total))
        if unit.kind in OF_CHARACTERS:
            meant = self._units.characters_spelled(unit.kind, unit.text, self._position)
            for character, chance in meant.items():
                self._spelled[character].append((at, chance / unit.total))
                for other, _ in self._same.get(("han", character), ()):
                    yield from _both_ways(at, other, chance / unit.total)
        elif unit.kind == "han":
            for other, value in self._spelled.get(same, ()):
                yield from _both_ways(at, other, value)

    def _identity(self, unit: Unit) -> str:
        if unit.kind == "han":
            return "".join(self._units.same_character(c) for c in unit.text)
        return unit.text

    def _block(
        self,
        first: int,
        last: int,
        meant: scipy.sparse.csr_array,
        direct: Mapping[int, list[tuple[int, float]]],
    ) -> Floats:
        """Rows of new units against all units."""
        some, everyone = meant[first:last], meant[1:]
        unrelated = np.outer(some.sum(axis=1), everyone.sum(axis=1)) * self._rates.unrelated
        ratio = (some @ self._truths.kernel() @ everyone.T).toarray() + unrelated
        near = (some @ self._truths.near() @ everyone.T).toarray()
        told = np.zeros_like(ratio)
        for i in range(first, last):
            # letters shared by two users of one romanisation tell of the system, not of the person
            copied = _KINDS[self._kind[i]] in _SPELLED
            for k, value in direct.get(i, ()):
                most = self._rates.copy_bonus * float(ratio[i - first, k - 1]) if copied else value
                told[i - first, k - 1] = min(value, most)
        share = self._direct_share[np.ix_(self._kind[first:last], self._kind[1 : meant.shape[0]])]
        strangers = 1 - self._rates.alike + self._rates.alike * near
        return np.asarray(((1 - share) * ratio + share * told) / strangers, dtype=np.float64)


def _direct_shares(rates: Rates) -> Floats:
    """How much the direct way counts, by the kinds of the two units."""
    table = np.zeros((len(_KINDS), len(_KINDS)))
    for a, b, share in (
        *((kind, other, rates.copied) for kind in LATIN for other in LATIN),
        ("cyrillic", "cyrillic", rates.copied),
        ("kana", "kana", rates.copied),
        ("han", "han", rates.hanja_kept),
        *((kind, kind, rates.hanja_kept) for kind in OF_CHARACTERS),
        *(("han", kind, rates.hanja_kept) for kind in OF_CHARACTERS),
        *((kind, "han", rates.hanja_kept) for kind in OF_CHARACTERS),
    ):
        table[_KINDS.index(a), _KINDS.index(b)] = share
    return table


def _both_ways(i: int, k: int, value: float) -> Iterator[tuple[int, int, float]]:
    yield i, k, value
    yield k, i, value


def _room(have: int, need: int) -> int:
    # memory is the square of it
    return have if need <= have else max(need + need // 8, 64)


def _enlarged(old: NDArray[_Number], shape: tuple[int, ...], filling: int) -> NDArray[_Number]:
    if old.shape == shape:
        return old
    larger = np.full(shape, filling, dtype=old.dtype)
    larger[tuple(slice(0, size) for size in old.shape)] = old
    return larger


class _Truths:
    """The Hangul syllables that can truly stand at one place, and what two of them tell."""

    def __init__(self, units: Units, position: Position, rates: Rates) -> None:
        self._units = units
        self._position = position
        self._rates = rates
        self._index: dict[str, int] = {}
        self._kernel, self._near = _Entries(), _Entries()
        self._related = 0
        share = units.tables.share[position]
        for node in sorted(share):
            self.add(node)
        # how often two strangers have neighbouring syllables; of the tables' syllables only, whatever is read later
        self._meeting = sum(
            share[node] * share.get(other, 0.0)
            for node in sorted(share)
            for other, _ in _neighbours(node, position)
        )

    def __len__(self) -> int:
        return len(self._index)

    def add(self, node: str) -> None:
        """Give a place to a syllable, also to one that no table holds."""
        self._index.setdefault(node, len(self._index))

    def at(self, node: str) -> int:
        """The place of a syllable."""
        return self._index[node]

    def kernel(self) -> scipy.sparse.csr_array:
        """J(h, h') / (P(h) P(h')) above what unrelated syllables tell, spelling being out of the way."""
        self._relate_new()
        return self._kernel.matrix(len(self))

    def near(self) -> scipy.sparse.csr_array:
        """The same of two different people whose syllables are neighbours: 1 / P(neighbours), or 0."""
        self._relate_new()
        return self._near.matrix(len(self))

    def _relate_new(self) -> None:
        for node in list(self._index)[self._related :]:
            self._relate(node)
        self._related = len(self._index)

    def _relate(self, node: str) -> None:
        """Enter a new syllable; pairs among the new ones are met from both sides and entered once each."""
        rates, i = self._rates, self._index[node]
        share = self._units.share(node, self._position)
        self._kernel[i, i] = (1 - rates.neighbour - rates.unrelated) / share - rates.unrelated
        for other, closeness in _neighbours(node, self._position):
            k = self._index.get(other)
            if k is not None:
                usual = max(share, self._units.share(other, self._position))
                told = rates.neighbour * closeness / usual
                if closeness <= _HEARD_ALIKE:
                    # rare syllables are no likelier to be the same for being rare and alike: 대 and 태
                    told = min(told, rates.most_by_neighbour)
                self._kernel[i, k] = self._kernel[k, i] = told
                self._near[i, k] = self._near[k, i] = 1 / self._meeting


class _Entries(dict[tuple[int, int], float]):
    """The entries of a matrix that is nearly empty."""

    def __init__(self) -> None:
        super().__init__()
        self._built: scipy.sparse.csr_array = scipy.sparse.csr_array((0, 0))

    def matrix(self, size: int) -> scipy.sparse.csr_array:
        """The matrix, shape (size, size)."""
        if self._built.shape[0] < size:
            at = np.array(list(self), dtype=np.int64).reshape(-1, 2)
            self._built = scipy.sparse.csr_array(
                (list(self.values()), (at[:, 0], at[:, 1])), shape=(size, size)
            )
        return self._built


def _neighbours(node: str, position: Position) -> Iterator[tuple[str, float]]:
    """Syllables that are taken for this one, with how close they are."""
    if len(node) != 1:
        return
    onset, nucleus, coda = hangul.split(node)
    for other in _NEAR_ONSETS.get(onset, ()):
        yield hangul.join(other, nucleus, coda), _HEARD_ALIKE
    for other in _NEAR_NUCLEI.get(nucleus, ()):
        yield hangul.join(onset, other, coda), _HEARD_ALIKE
    for other in _NEAR_CODAS.get(coda, ()):
        yield hangul.join(onset, nucleus, other), _HEARD_ALIKE
    # inside a name the initial-sound rule is only sometimes applied: 병렬 and 병열, 광률 and 광율
    if position == LATER and nucleus in _FRONT and onset in "ㄹㅇ":
        yield hangul.join("ㅇ" if onset == "ㄹ" else "ㄹ", nucleus, coda), _WRITTEN_EITHER_WAY
