"""Compare names: the lattice of one against the lattice of the other, many pairs at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from tumen.names.evidence import DEFAULT_RATES, Evidence, Rates
from tumen.names.lattice import LENGTHS, Reading, readings
from tumen.names.tables import FIRST, LATER, POSITIONS, SURNAME, Tables
from tumen.names.units import Unit, Units
from tumen.names.writing import Written, forms, read

__all__ = ["Form", "Matcher"]

Floats = NDArray[np.float64]
Indexes = NDArray[np.int64]

_CHUNK = 100_000
_CACHED = 200_000
_ALPHABETIC = ("latin", "cyrillic")
# Positions of the unit columns: surname, three given syllables.
_PLACES = (SURNAME, FIRST, LATER, LATER)
# Length codes: 0 no given name, 1 to 3 syllables, 4 a lone initial (of any length).
_INITIAL = 4
# Names that no lattice holds are compared as strings: similarity (0 to 100) against log-likelihood ratio. Set by
# hand: names of strangers seldom share four letters in five.
_STRING_SIMILARITY = (0.0, 50.0, 75.0, 85.0, 92.0, 100.0)
_STRING_SCORE = (-6.0, -6.0, -2.0, 1.5, 4.0, 8.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One written form with its readings; `log_total` is the log probability that a random name looks so."""

    written: Written
    readings: tuple[Reading, ...]
    log_total: float

    @property
    def letters(self) -> str:
        """All letters, the surname first where the likeliest reading says which it is."""
        words = ["".join(word.pieces) for word in self.written.words]
        if self.readings and self.readings[0].order == "surname last":
            words = [words[-1], *words[:-1]]
        return "".join(words)


class Matcher:
    """Reads and compares names with one set of tables; keeps what it has read."""

    def __init__(self, tables: Tables, rates: Rates = DEFAULT_RATES) -> None:
        self.rates = rates
        self.units = Units(tables)
        self.evidence = Evidence(self.units, rates)
        self._forms: dict[str, tuple[Form, ...]] = {}
        self._lengths = _length_ratios(rates)

    def forms(self, text: str) -> tuple[Form, ...]:
        """The forms that a name string holds, each read."""
        known = self._forms.get(text)
        if known is None:
            if len(self._forms) >= _CACHED:
                self._forms.clear()
            known = self._forms[text] = tuple(self._form(part) for part in forms(text))
        return known

    def _form(self, text: str) -> Form:
        written = read(text)
        log_total, found = readings(written, self.units)
        return Form(written=written, readings=found, log_total=log_total)

    def scores(self, a: Sequence[str], b: Sequence[str]) -> Floats:
        """Log-likelihood ratios (natural log) of each pair; the best pair of forms counts; 0 when nothing is known."""
        ordered = [(x, y) if x <= y else (y, x) for x, y in zip(a, b, strict=True)]
        place: dict[tuple[str, str], int] = {}
        inverse = np.array([place.setdefault(pair, len(place)) for pair in ordered], dtype=np.int64)
        distinct = list(place)
        scored = [self._score_chunk(distinct[i : i + _CHUNK]) for i in range(0, len(distinct), _CHUNK)]
        return np.concatenate(scored)[inverse] if scored else np.zeros(0)

    def _score_chunk(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        left: list[Form] = []
        right: list[Form] = []
        owner: list[int] = []
        for i, (x, y) in enumerate(pairs):
            for form in self.forms(x):
                for other in self.forms(y):
                    left.append(form)
                    right.append(other)
                    owner.append(i)
        best = np.full(len(pairs), -np.inf)
        if owner:
            np.maximum.at(best, np.array(owner), self.score_forms(left, right))
        return np.asarray(np.round(np.where(np.isfinite(best), best, 0.0), 6), dtype=np.float64)

    def score_forms(self, left: Sequence[Form], right: Sequence[Form]) -> Floats:
        """Log-likelihood ratios of pairs of forms."""
        readable = np.array(
            [bool(x.readings and y.readings) for x, y in zip(left, right, strict=True)], dtype=bool
        )
        score = np.zeros(len(left))
        if readable.any():
            at = np.flatnonzero(readable).tolist()
            score[at] = self._by_lattice([left[i] for i in at], [right[i] for i in at])
        for i in np.flatnonzero(~readable).tolist():
            score[i] = string_score(left[i], right[i])
        return score

    def _by_lattice(self, left: Sequence[Form], right: Sequence[Form]) -> Floats:
        rows, columns = _Deck(left), _Deck(right)
        blocks = [self._block(rows.units[p], columns.units[p], p) for p in POSITIONS]
        ratio = np.zeros(len(left))
        x, y = rows.of, columns.of
        for i in range(rows.weight.shape[1]):
            for k in range(columns.weight.shape[1]):
                weight = rows.weight[x, i] * columns.weight[y, k]
                at = np.flatnonzero(weight > 0)
                if at.size:
                    ratio[at] += weight[at] * self._pair_ratio(rows, columns, x[at], y[at], i, k, blocks)
        return np.log(np.maximum(self._with_slips(left, right, ratio), 1e-300))

    def _block(self, left: Sequence[Unit], right: Sequence[Unit], position: int) -> Floats:
        """Ratios with a first row and column of ones: what is missing on either side is neutral."""
        block = np.ones((len(left) + 1, len(right) + 1))
        if left and right:
            block[1:, 1:] = self.evidence.block(left, right, position)
        return block

    def _pair_ratio(
        self, rows: _Deck, columns: _Deck, x: Indexes, y: Indexes, i: int, k: int, blocks: Sequence[Floats]
    ) -> Floats:
        ratio: Floats = self._lengths[rows.length[x, i], columns.length[y, k]]
        for place, position in enumerate(_PLACES):
            ratio *= blocks[position][rows.unit[x, i, place], columns.unit[y, k, place]]
        return ratio

    def _with_slips(self, left: Sequence[Form], right: Sequence[Form], ratio: Floats) -> Floats:
        """One wrong key explains nearly equal letters better than two unlike syllables do."""
        same_script = [x.written.script == y.written.script and x.written.script in _ALPHABETIC
                       for x, y in zip(left, right, strict=True)]  # fmt: skip
        at = np.flatnonzero(same_script).tolist()
        if not at:
            return ratio
        first, second = [left[i].letters for i in at], [right[i].letters for i in at]
        distance = process.cpdist(first, second, scorer=OSA.distance, score_cutoff=1, dtype=np.int32)
        one = [i for i, d in zip(at, distance.tolist(), strict=True) if d == 1]
        if one:
            length = np.array([max(len(left[i].letters), 1) for i in one])
            log_total = np.array([(left[i].log_total + right[i].log_total) / 2 for i in one])
            # about 50 slips are possible at each letter, and the misspelled name is as rare as the two spellings are
            slipped = np.exp(np.minimum(-np.log(50.0 * length) - log_total, 50.0))
            ratio[one] = (1 - self.rates.slip) * ratio[one] + self.rates.slip * slipped
        return ratio


class _Deck:
    """Readings of many forms as arrays: weights, unit indexes (0 = missing), length codes."""

    def __init__(self, found: Sequence[Form]) -> None:
        distinct: dict[int, int] = {}
        kept: list[Form] = []
        of = []
        for form in found:
            if id(form) not in distinct:
                distinct[id(form)] = len(kept)
                kept.append(form)
            of.append(distinct[id(form)])
        self.of: Indexes = np.array(of, dtype=np.int64)
        most = max(len(form.readings) for form in kept)
        self.weight: Floats = np.zeros((len(kept), most))
        self.length: Indexes = np.zeros((len(kept), most), dtype=np.int64)
        self.unit: Indexes = np.zeros((len(kept), most, len(_PLACES)), dtype=np.int64)
        self.units: list[list[Unit]] = [[] for _ in POSITIONS]
        index: dict[Unit, int] = {}
        for row, form in enumerate(kept):
            for k, reading in enumerate(form.readings):
                self.weight[row, k] = reading.weight
                self.length[row, k] = length_code(reading)
                for place, unit in enumerate((reading.surname, *reading.given)):
                    if unit is not None:
                        self.unit[row, k, place] = self._index(unit, index)

    def _index(self, unit: Unit, index: dict[Unit, int]) -> int:
        if unit not in index:
            self.units[unit.position].append(unit)
            index[unit] = len(self.units[unit.position])
        return index[unit]


def length_code(reading: Reading) -> int:
    """Syllables of the given name; 0 without one; 4 for a lone initial, which may stand for any number."""
    if len(reading.given) == 1 and reading.given[0].kind == "initial":
        return _INITIAL
    return len(reading.given)


def _length_ratios(rates: Rates) -> Floats:
    """What the numbers of syllables tell: one-syllable names are rare, so two of them agree by more than chance."""
    table = np.ones((5, 5))
    for i, share in LENGTHS.items():
        for k in LENGTHS:
            table[i, k] = (1 - rates.length) / share if i == k else rates.length
    return table


def string_score(a: Form, b: Form) -> float:
    """Names outside Korean and Chinese, as strings. 0 when the scripts differ: nothing can be said."""
    if a.written.script != b.written.script or not (a.written.joined and b.written.joined):
        return 0.0
    words = [" ".join("".join(w.pieces) for w in form.written.words) for form in (a, b)]
    similarity = fuzz.token_sort_ratio(*words)
    return float(np.interp(similarity, _STRING_SIMILARITY, _STRING_SCORE))


def probability_of(score: float, prior_log_odds: float) -> float:
    """Posterior probability from a log-likelihood ratio and prior log odds."""
    return 1 / (1 + math.exp(-max(min(score + prior_log_odds, 700.0), -700.0)))
