"""Compare names: the lattice of one against the lattice of the other, many pairs at once."""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from tumen.names.compiled import for_many
from tumen.names.deck import Arrays, Deck, Form
from tumen.names.evidence import DEFAULT_RATES, Rates
from tumen.names.keys import keys_of
from tumen.names.lattice import LENGTHS
from tumen.names.pair_loop import pair_scores
from tumen.names.repairing import readings_or_repaired
from tumen.names.roll import Roll
from tumen.names.tables import Position, Tables
from tumen.names.units import Unit, Units
from tumen.names.writing import forms, read

__all__ = ["Matcher", "probability_of"]

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

# Kept between calls; beyond this the memory is emptied and filled anew, unless all names asked for are in it. A name
# takes half a kilobyte; units cost the square of their number (420,000 names of a made-up world have about 10,000).
_MOST_NAMES = 1_000_000
_MOST_UNITS = 16_000
# Names taken apart take far more: these are read again when they are asked for again.
_MOST_FORMS = 20_000
# Tuples of names whose rows are remembered: those of a table, and of the relatives in it.
_ASKED = 2
_FEW_STRINGS = 1_000
# Names that no lattice holds are compared as strings: similarity (0 to 100) against log-likelihood ratio. Set by
# hand: names of strangers seldom share four letters in five.
_STRING_SIMILARITY = (0.0, 50.0, 75.0, 85.0, 92.0, 100.0)
_STRING_SCORE = (-6.0, -6.0, -2.0, 1.5, 4.0, 8.0)
# Finer than this the sums depend on which pairs were scored together.
_DECIMALS = 4


class _Known(NamedTuple):
    """What is known of names at one moment. Later names are written behind it, so that it never changes."""

    arrays: Arrays
    surnames: NDArray[np.float32]
    firsts: NDArray[np.float32]
    laters: NDArray[np.float32]
    words: Sequence[str]


class Matcher:
    """Reads and compares names with one set of tables; keeps what it has read."""

    def __init__(self, tables: Tables, rates: Rates = DEFAULT_RATES) -> None:
        self.rates = rates
        self.units = Units(tables)
        self._lengths = _length_ratios(rates)
        # one matcher serves all threads of a desk, and reading a name makes its tables grow
        self._lock = threading.RLock()
        self._forget()

    def _forget(self) -> None:
        self.units.forget()
        self._deck = Deck(self.units, self.rates)
        self._rows: dict[str, int] = {}
        self._forms: dict[str, tuple[Form, ...]] = {}
        self._parts: dict[str, Form] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._key_texts: dict[str, str] = {}
        self._asked: deque[tuple[tuple[str, ...], Rows]] = deque(maxlen=_ASKED)

    def _tidy(self, *wanted: Sequence[str]) -> None:
        """Begin anew when the memory is full and new names come; only between calls, so that none reads one twice."""
        if len(self._forms) > _MOST_FORMS:
            self._forms.clear()
            self._parts.clear()
        full = len(self._rows) > _MOST_NAMES or self._deck.most_units > _MOST_UNITS
        if full and any(text not in self._rows for names in wanted for text in names):
            self._forget()

    def forms(self, text: str) -> tuple[Form, ...]:
        """The forms that a name string holds, each read."""
        with self._lock:
            self._tidy([text])
            return self._forms_of(text)

    def keys(self, text: str) -> tuple[str, ...]:
        """The blocking keys of a name."""
        with self._lock:
            known = self._keys.get(text)
            if known is None:
                self._tidy([text])
                self._read(text)
                known = self._keys[text]
            return known

    def _read(self, text: str) -> None:
        """Read a name once for all: its row and its keys."""
        found = self._forms_of(text)
        if text not in self._rows:
            self._rows[text] = self._deck.add(found)
        # names share keys: each is held once
        self._keys[text] = tuple(self._key_texts.setdefault(key, key) for key in keys_of(found))

    def _forms_of(self, text: str) -> tuple[Form, ...]:
        known = self._forms.get(text)
        if known is None:
            known = self._forms[text] = tuple(self._form(part) for part in forms(text))
        return known

    def _form(self, text: str) -> Form:
        known = self._parts.get(text)
        if known is None:
            written = read(text)
            log_total, found = readings_or_repaired(written, self.units)
            known = self._parts[text] = Form(written=written, readings=found, log_total=log_total)
        return known

    def scores(self, a: Sequence[str], b: Sequence[str]) -> Floats:
        """Log-likelihood ratios (natural log) of each pair; the best pair of forms counts; 0 when nothing is known."""
        with self._lock:
            self._tidy(a, b)
            left, right, known = self._rows_of(a), self._rows_of(b), self._known()
        return self._score(left, right, known)

    def scores_at(self, names: Sequence[str], left: Rows, right: Rows) -> Floats:
        """As `scores`, of names given once and pairs by their places."""
        with self._lock:
            rows, known = self._rows_asked(names), self._known()
        return self._score(rows[left], rows[right], known)

    def _rows_asked(self, names: Sequence[str]) -> Rows:
        """As `_rows_of`; names asked for again and again in one tuple, which cannot change, are looked up once."""
        for known, rows in self._asked:
            if known is names:
                return rows
        self._tidy(names)
        rows = self._rows_of(names)
        if isinstance(names, tuple):
            self._asked.append((names, rows))
        return rows

    def _rows_of(self, names: Sequence[str]) -> Rows:
        try:
            return np.fromiter(map(self._rows.__getitem__, names), dtype=np.int64, count=len(names))
        except KeyError:
            for text in names:
                if text not in self._rows:
                    self._read(text)
            return self._rows_of(names)

    def roll(self, names: Sequence[str]) -> Roll:
        """What was read of some names, to be kept."""
        with self._lock:
            self._tidy(names)
            rows = self._rows_of(names)
            return self._deck.roll(rows, [self.keys(text) for text in names])

    def remember(self, names: Sequence[str], roll: Roll) -> None:
        """Know names that were read before, as `roll` says; those known already are passed over."""
        with self._lock:
            self._tidy(names)
            new = [at for at, text in enumerate(names) if text not in self._rows]
            if not new:
                return
            taken = roll.take(np.array(new, dtype=np.int64))
            first = self._deck.add_roll(taken)
            for row, (at, keys) in enumerate(zip(new, taken.keys, strict=True), start=first):
                self._rows[names[at]] = row
                self._keys[names[at]] = keys

    def _known(self) -> _Known:
        surnames, firsts, laters = (ratios.matrix() for ratios in self._deck.ratios)
        return _Known(replace(self._deck.arrays()), surnames, firsts, laters, self._deck.words)

    def _score(self, left: Rows, right: Rows, known: _Known) -> Floats:
        """Scores of rows; without the lock, so that threads score side by side."""
        score = np.empty(len(left))
        strings = np.empty((_FEW_STRINGS, 3), dtype=np.int64)
        wanted = self._run(left, right, known, strings, score)
        if wanted > len(strings):
            strings = np.empty((wanted, 3), dtype=np.int64)
            self._run(left, right, known, strings, score)
        _compare_strings(strings[:wanted], known.words, score)
        score[~np.isfinite(score)] = 0.0
        return np.asarray(np.round(score, _DECIMALS), dtype=np.float64)

    def _run(self, left: Rows, right: Rows, known: _Known, strings: Rows, score: Floats) -> int:
        have = known.arrays
        return for_many(pair_scores, len(left))(
            left, right, have.first_form, have.form_count,
            have.weight, have.length, have.unit, have.readings, have.script,
            have.letters, have.letter_start, have.log_total,
            known.surnames, known.firsts, known.laters, self._lengths,
            self.rates.slip, self.rates.family, self.rates.generation, strings, score,
        )  # fmt: skip

    def best_forms(self, a: str, b: str) -> tuple[Form, Form, float] | None:
        """The pair of forms that decides the score of two names."""
        with self._lock:
            pairs = [(x, y) for x in self._forms_of(a) for y in self._forms_of(b)]
            if not pairs:
                return None
            scores = self.scores([x.written.text for x, _ in pairs], [y.written.text for _, y in pairs])
            best = int(scores.argmax())
            return *pairs[best], float(scores[best])

    def between(self, a: Unit, b: Unit) -> float:
        """The likelihood ratio of two units of one place."""
        with self._lock:
            return self._deck.ratios[a.position].between(a, b)

    def placed(self, unit: Unit, position: Position) -> Unit | None:
        """What is written in a unit at another place of a name; None when nothing is written so there."""
        with self._lock:
            return self.units.pieces(unit.kind, position)[unit.text]


def _length_ratios(rates: Rates) -> Floats:
    """What the numbers of syllables tell: one-syllable names are rare, so two of them agree by more than chance."""
    table = np.ones((5, 5))
    for i, share in LENGTHS.items():
        for k in LENGTHS:
            table[i, k] = (1 - rates.length) / share if i == k else rates.length
    return table


def _compare_strings(strings: Rows, words: Sequence[str], score: Floats) -> None:
    """Forms that no lattice holds, in one script: compared as strings."""
    if not len(strings):
        return
    distinct, back = np.unique(strings[:, 1:], axis=0, return_inverse=True)
    told = np.array([_string_score(words[x], words[y]) for x, y in distinct.tolist()])
    np.maximum.at(score, strings[:, 0], told[back.reshape(-1)])


def _string_score(a: str, b: str) -> float:
    """Names of one script outside Korean and Chinese, as strings; 0 where one has no letters."""
    if not (a and b):
        return 0.0
    similarity = fuzz.token_sort_ratio(a, b)
    return float(np.interp(similarity, _STRING_SIMILARITY, _STRING_SCORE))


def probability_of(score: float, prior_log_odds: float) -> float:
    """Posterior probability from a log-likelihood ratio and prior log odds."""
    return 1 / (1 + math.exp(-max(min(score + prior_log_odds, 700.0), -700.0)))
