"""Compare names: the lattice of one against the lattice of the other, many pairs at once."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from tumen.names.deck import PLACES, Deck, Form
from tumen.names.evidence import DEFAULT_RATES, Evidence, Rates
from tumen.names.lattice import LENGTHS, readings
from tumen.names.tables import Tables
from tumen.names.units import Units
from tumen.names.writing import forms, read

__all__ = ["Matcher", "probability_of"]

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

_CHUNK = 50_000
# Kept between calls; beyond this the memory is emptied and filled anew.
_MOST_FORMS = 200_000
_MOST_UNITS = 3_000
# Names that no lattice holds are compared as strings: similarity (0 to 100) against log-likelihood ratio. Set by
# hand: names of strangers seldom share four letters in five.
_STRING_SIMILARITY = (0.0, 50.0, 75.0, 85.0, 92.0, 100.0)
_STRING_SCORE = (-6.0, -6.0, -2.0, 1.5, 4.0, 8.0)
# Finer than this the sums depend on which pairs were scored together.
_DECIMALS = 4


class Matcher:
    """Reads and compares names with one set of tables; keeps what it has read."""

    def __init__(self, tables: Tables, rates: Rates = DEFAULT_RATES) -> None:
        self.rates = rates
        self.units = Units(tables)
        self.evidence = Evidence(self.units, rates)
        self._lengths = _length_ratios(rates)
        # one matcher serves all threads of a desk, and reading a name makes its tables grow
        self._lock = threading.RLock()
        self._forget()

    def _forget(self) -> None:
        self._deck = Deck(self.evidence)
        self._rows: dict[str, tuple[int, ...]] = {}

    def forms(self, text: str) -> tuple[Form, ...]:
        """The forms that a name string holds, each read."""
        with self._lock:
            return tuple(self._deck.forms[row] for row in self._rows_of(text))

    def _rows_of(self, text: str) -> tuple[int, ...]:
        known = self._rows.get(text)
        if known is None:
            known = self._rows[text] = tuple(self._deck.add(self._form(part)) for part in forms(text))
        return known

    def _form(self, text: str) -> Form:
        written = read(text)
        log_total, found = readings(written, self.units)
        return Form(written=written, readings=found, log_total=log_total)

    def scores(self, a: Sequence[str], b: Sequence[str]) -> Floats:
        """Log-likelihood ratios (natural log) of each pair; the best pair of forms counts; 0 when nothing is known."""
        with self._lock:
            found = [
                self._score_chunk(a[i : i + _CHUNK], b[i : i + _CHUNK]) for i in range(0, len(a), _CHUNK)
            ]
        return np.concatenate(found) if found else np.zeros(0)

    def _score_chunk(self, a: Sequence[str], b: Sequence[str]) -> Floats:
        if len(self._deck.forms) > _MOST_FORMS or max(len(r) for r in self._deck.ratios) > _MOST_UNITS:
            self._forget()
        left = [self._rows_of(text) for text in a]
        right = [self._rows_of(text) for text in b]
        single = all(len(rows) == 1 for rows in left) and all(len(rows) == 1 for rows in right)
        if single:
            x = np.array([rows[0] for rows in left], dtype=np.int64)
            y = np.array([rows[0] for rows in right], dtype=np.int64)
            return self._score_distinct(x, y)
        return self._score_several(left, right)

    def _score_several(self, left: Sequence[tuple[int, ...]], right: Sequence[tuple[int, ...]]) -> Floats:
        """Pairs of names with several forms, or none: the best pair of forms counts."""
        expanded = [
            (i, x, y) for i, (xs, ys) in enumerate(zip(left, right, strict=True)) for x in xs for y in ys
        ]
        best = np.full(len(left), -np.inf)
        if expanded:
            owner, x, y = np.array(expanded, dtype=np.int64).T
            np.maximum.at(best, owner, self._score_distinct(x, y))
        return np.where(np.isfinite(best), best, 0.0)

    def _score_distinct(self, x: Rows, y: Rows) -> Floats:
        """Scores of pairs of rows; each unordered pair is worked out once."""
        low, high = np.minimum(x, y), np.maximum(x, y)
        size = len(self._deck.forms)
        distinct, inverse = np.unique(low * size + high, return_inverse=True)
        return self._score_rows(distinct // size, distinct % size)[inverse]

    def best_forms(self, a: str, b: str) -> tuple[Form, Form, float] | None:
        """The pair of forms that decides the score of two names."""
        with self._lock:
            pairs = [(x, y) for x in self._rows_of(a) for y in self._rows_of(b)]
            if not pairs:
                return None
            x, y = np.array(pairs, dtype=np.int64).T
            scores = self._score_rows(x, y)
            best = int(scores.argmax())
            return self._deck.forms[x[best]], self._deck.forms[y[best]], float(scores[best])

    def _score_rows(self, x: Rows, y: Rows) -> Floats:
        """Log-likelihood ratios of pairs of forms, given by their rows."""
        deck = self._deck
        score = np.zeros(len(x))
        readable = (deck.readings[x] > 0) & (deck.readings[y] > 0)
        score[readable] = self._by_lattice(x[readable], y[readable])
        for i in np.flatnonzero(~readable).tolist():
            score[i] = _string_score(deck.forms[x[i]], deck.forms[y[i]])
        return np.asarray(np.round(score, _DECIMALS), dtype=np.float64)

    def _by_lattice(self, x: Rows, y: Rows) -> Floats:
        deck = self._deck
        matrices = deck.matrices()
        ratio = np.zeros(len(x))
        most_x, most_y = deck.readings[x], deck.readings[y]
        for i in range(int(most_x.max(initial=0))):
            for k in range(int(most_y.max(initial=0))):
                at = np.flatnonzero((most_x > i) & (most_y > k))
                left, right = x[at], y[at]
                term = self._lengths[deck.length[left, i], deck.length[right, k]]
                for place in range(len(PLACES)):
                    term = term * matrices[place][deck.unit[left, i, place], deck.unit[right, k, place]]
                ratio[at] += deck.weight[left, i] * deck.weight[right, k] * term
        return np.asarray(np.log(np.maximum(self._with_slips(x, y, ratio), 1e-300)), dtype=np.float64)

    def _with_slips(self, x: Rows, y: Rows, ratio: Floats) -> Floats:
        """One wrong key explains nearly equal letters better than two unlike syllables do."""
        deck = self._deck
        alike = (deck.script[x] > 0) & (deck.script[x] == deck.script[y])
        at = np.flatnonzero(alike & (np.abs(deck.letter_count[x] - deck.letter_count[y]) <= 1))
        if not at.size:
            return ratio
        left, right = [deck.letters[i] for i in x[at].tolist()], [deck.letters[i] for i in y[at].tolist()]
        distance = process.cpdist(left, right, scorer=OSA.distance, score_cutoff=1, dtype=np.int32)
        one = at[distance == 1]
        length = np.maximum(deck.letter_count[x[one]], deck.letter_count[y[one]])
        log_total = (deck.log_total[x[one]] + deck.log_total[y[one]]) / 2
        # about 50 slips are possible at each letter, and the misspelled name is as rare as the two spellings are
        slipped = np.exp(np.minimum(-np.log(50.0 * length) - log_total, 50.0))
        ratio[one] = (1 - self.rates.slip) * ratio[one] + self.rates.slip * slipped
        return ratio


def _length_ratios(rates: Rates) -> Floats:
    """What the numbers of syllables tell: one-syllable names are rare, so two of them agree by more than chance."""
    table = np.ones((5, 5))
    for i, share in LENGTHS.items():
        for k in LENGTHS:
            table[i, k] = (1 - rates.length) / share if i == k else rates.length
    return table


def _string_score(a: Form, b: Form) -> float:
    """Names outside Korean and Chinese, as strings. 0 when the scripts differ: nothing can be said."""
    if a.written.script != b.written.script or not (a.written.joined and b.written.joined):
        return 0.0
    words = [" ".join("".join(w.pieces) for w in form.written.words) for form in (a, b)]
    similarity = fuzz.token_sort_ratio(*words)
    return float(np.interp(similarity, _STRING_SIMILARITY, _STRING_SCORE))


def probability_of(score: float, prior_log_odds: float) -> float:
    """Posterior probability from a log-likelihood ratio and prior log odds."""
    return 1 / (1 + math.exp(-max(min(score + prior_log_odds, 700.0), -700.0)))
