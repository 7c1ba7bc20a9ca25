"""How much two units tell: likelihood ratios between what is written at the same place of two names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.names import hangul
from tumen.names.tables import LATER, POSITIONS, Position
from tumen.names.units import Unit, Units

__all__ = ["DEFAULT_RATES", "Evidence", "Rates"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How often one person's name differs between sources, and how.

    Set by hand while looking at the frozen pairs, both halves: not held out.

    Attributes:
        neighbour: share of syllables heard or copied as a neighbouring syllable (영 for 용).
        unrelated: share of syllables that differ without any such reason.
        copied: share of Latin spellings that are copied letter by letter rather than made anew.
        copy_bonus: how much more the same letters may tell than the same syllable does.
        hanja_kept: share of hanja that are the person's own; the rest are guesses by sound.
        length: share of given names with a syllable lost or added.
        slip: share of Latin spellings with one wrong key.
    """

    neighbour: float = 0.004
    unrelated: float = 0.002
    copied: float = 0.3
    copy_bonus: float = 4.0
    hanja_kept: float = 0.88
    length: float = 0.02
    slip: float = 0.02


DEFAULT_RATES = Rates()

_SPELLED = ("latin", "cyrillic")

_NEAR_NUCLEI = {
    frozenset(pair)
    for pair in (
        "ㅓㅗ",
        "ㅡㅜ",
        "ㅕㅛ",
        "ㅐㅔ",
        "ㅢㅣ",
        "ㅢㅡ",
        "ㅚㅙ",
        "ㅚㅞ",
        "ㅖㅔ",
        "ㅝㅓ",
        "ㅕㅓ",
        "ㅓㅜ",
        "ㅕㅠ",
        "ㅓㅡ",
    )
}
_NEAR_ONSETS = {
    frozenset(pair) for pair in ("ㄱㅋ", "ㄱㄲ", "ㄷㅌ", "ㄷㄸ", "ㅂㅍ", "ㅂㅃ", "ㅈㅊ", "ㅈㅉ", "ㅅㅆ")
}
_NEAR_CODAS = {frozenset(("ㄴ", "ㅇ")), frozenset(("ㄴ", "ㅁ")), frozenset(("ㄱ", "")), frozenset(("ㄹ", ""))}
_FRONT = frozenset("ㅑㅒㅕㅖㅛㅠㅣ")


class Evidence:
    """Likelihood ratios between units of one place, computed in blocks."""

    def __init__(self, units: Units, rates: Rates = DEFAULT_RATES) -> None:
        self.units = units
        self.rates = rates
        self._nodes: dict[Position, dict[str, int]] = {p: {} for p in POSITIONS}
        self._kernels: dict[Position, Floats] = {}
        for position in POSITIONS:
            for node in sorted(units.tables.share[position]):
                self._nodes[position][node] = len(self._nodes[position])

    def block(self, left: Sequence[Unit], right: Sequence[Unit], position: Position) -> Floats:
        """Likelihood ratios, one row a unit of `left`, one column a unit of `right`.

        P(both | same person) / (P(one) P(other)), summed over the Hangul that both may stand for, mixed with the
        direct ways from one spelling to the other: copied letters, the same hanja, the pinyin of the hanja.
        """
        self._learn(left, position)
        self._learn(right, position)
        kernel = self._kernel(position)
        ratio = self._meant(left, position) @ kernel @ self._meant(right, position).T
        direct, weight = np.zeros_like(ratio), np.zeros_like(ratio)
        self._weigh_direct(left, right, weight)
        for i, k, value in self._direct(left, right, position):
            # letters shared by two users of one romanisation tell of the system, not of the person
            most = self.rates.copy_bonus * ratio[i, k] if left[i].kind in _SPELLED else value
            direct[i, k] = min(value, most)
        return np.asarray((1 - weight) * ratio + weight * direct, dtype=np.float64)

    def _learn(self, units: Sequence[Unit], position: Position) -> None:
        """Give a place to syllables that no table holds."""
        known = self._nodes[position]
        for unit in units:
            for node, _ in unit.nodes:
                if node not in known:
                    known[node] = len(known)

    def _meant(self, units: Sequence[Unit], position: Position) -> Floats:
        matrix = np.zeros((len(units), len(self._nodes[position])))
        for row, unit in enumerate(units):
            for node, probability in unit.nodes:
                matrix[row, self._nodes[position][node]] = probability
        return matrix

    def _kernel(self, position: Position) -> Floats:
        """J(h, h') / (P(h) P(h')): what two true syllables tell when spelling is out of the way."""
        known = self._nodes[position]
        built = self._kernels.get(position)
        if built is not None and len(built) == len(known):
            return built
        nodes = list(known)
        share = np.array([self.units.share(node, position) for node in nodes])
        kernel = np.full((len(nodes), len(nodes)), self.rates.unrelated)
        for i, k, closeness in _neighbours(nodes, position):
            kernel[i, k] += self.rates.neighbour * closeness / max(share[i], share[k])
        kernel[np.diag_indices(len(nodes))] = (1 - self.rates.neighbour - self.rates.unrelated) / share
        self._kernels[position] = kernel
        return kernel

    def _weigh_direct(self, left: Sequence[Unit], right: Sequence[Unit], weight: Floats) -> None:
        """How much the direct way counts, by the kinds of the two units."""
        rates = self.rates
        direct = {
            ("latin", "latin"): rates.copied,
            ("cyrillic", "cyrillic"): rates.copied,
            ("han", "han"): rates.hanja_kept,
            ("han", "pinyin"): rates.hanja_kept,
            ("pinyin", "han"): rates.hanja_kept,
            ("pinyin", "pinyin"): rates.hanja_kept,
        }
        kinds = sorted({unit.kind for unit in (*left, *right)})
        row_kind = np.array([kinds.index(u.kind) for u in left], dtype=np.intp)
        column_kind = np.array([kinds.index(u.kind) for u in right], dtype=np.intp)
        table = np.array([[direct.get((a, b), 0.0) for b in kinds] for a in kinds])
        weight[...] = table[np.ix_(row_kind, column_kind)]

    def _direct(
        self, left: Sequence[Unit], right: Sequence[Unit], position: Position
    ) -> Iterator[tuple[int, int, float]]:
        """Likelihood ratios of the direct ways, only where they lead from one unit to the other."""
        yield from self._same(left, right)
        yield from self._pinyin_to_han(left, right, position)
        for k, i, value in self._pinyin_to_han(right, left, position):
            yield i, k, value

    def _same(self, left: Sequence[Unit], right: Sequence[Unit]) -> Iterator[tuple[int, int, float]]:
        columns: dict[tuple[str, str], list[int]] = defaultdict(list)
        for k, unit in enumerate(right):
            columns[unit.kind, self._identity(unit)].append(k)
        for i, unit in enumerate(left):
            for k in columns.get((unit.kind, self._identity(unit)), ()):
                yield i, k, 1 / unit.total

    def _identity(self, unit: Unit) -> str:
        if unit.kind == "han":
            return "".join(self.units.same_character(c) for c in unit.text)
        return unit.text

    def _pinyin_to_han(
        self, pinyin: Sequence[Unit], han: Sequence[Unit], position: Position
    ) -> Iterator[tuple[int, int, float]]:
        columns: dict[str, list[int]] = defaultdict(list)
        for k, unit in enumerate(han):
            if unit.kind == "han":
                columns[self._identity(unit)].append(k)
        if not columns:
            return
        for i, unit in enumerate(pinyin):
            if unit.kind != "pinyin":
                continue
            spelled = self.units.characters_spelled(unit.text, position)
            for character in spelled.keys() & columns.keys():
                for k in columns[character]:
                    yield i, k, spelled[character] / unit.total


def _neighbours(nodes: Sequence[str], position: Position) -> Iterator[tuple[int, int, float]]:
    """Pairs of syllables that are taken for one another, both ways round, with how close they are."""
    parts = [hangul.split(node) if len(node) == 1 else None for node in nodes]
    by_part: dict[tuple[int, tuple[str, ...]], list[int]] = defaultdict(list)
    for i, part in enumerate(parts):
        if part is not None:
            for which in range(3):
                by_part[which, part[:which] + part[which + 1 :]].append(i)
    for (which, _), members in by_part.items():
        for i in members:
            for k in members:
                a, b = parts[i], parts[k]
                if i == k or a is None or b is None:
                    continue
                closeness = _closeness(which, a, b, position)
                if closeness:
                    yield i, k, closeness


def _closeness(which: int, a: tuple[str, str, str], b: tuple[str, str, str], position: Position) -> float:
    near = (_NEAR_ONSETS, _NEAR_NUCLEI, _NEAR_CODAS)[which]
    if frozenset((a[which], b[which])) in near:
        return 1.0
    # inside a name the initial-sound rule is only sometimes applied: 병렬 and 병열, 광률 and 광율
    if which == 0 and position == LATER and a[1] in _FRONT and {a[0], b[0]} == {"ㄹ", "ㅇ"}:
        return 5.0
    return 0.0
