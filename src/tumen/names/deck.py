"""What has been read, as arrays: forms with their readings, units with their likelihood ratios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.names.evidence import Evidence
from tumen.names.lattice import MOST_READINGS, Reading
from tumen.names.tables import FIRST, LATER, POSITIONS, SURNAME, Position
from tumen.names.units import Unit
from tumen.names.writing import Written

__all__ = ["INITIAL", "PLACES", "Deck", "Form", "Ratios", "length_code"]

Floats = NDArray[np.float64]

# The unit columns of a reading: surname, three given syllables.
PLACES = (SURNAME, FIRST, LATER, LATER)
# Length codes: 0 no given name, 1 to 3 syllables, 4 a lone initial (of any length).
INITIAL = 4
_SCRIPTS = {"latin": 1, "cyrillic": 2}


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


def length_code(reading: Reading) -> int:
    """Syllables of the given name; 0 without one; 4 for a lone initial, which may stand for any number."""
    if len(reading.given) == 1 and reading.given[0].kind == "initial":
        return INITIAL
    return len(reading.given)


class Ratios:
    """Likelihood ratios between all units met so far at one place; grows by the rows of new units.

    Row and column 0 are ones: what is missing on either side is neutral.
    """

    def __init__(self, evidence: Evidence, position: Position) -> None:
        self._evidence = evidence
        self._position = position
        self._index: dict[Unit, int] = {}
        self._units: list[Unit] = []
        self._done = 0
        self._matrix: NDArray[np.float32] = np.ones((64, 64), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._units)

    def index(self, unit: Unit) -> int:
        """The row of a unit, given when it is first asked for."""
        found = self._index.get(unit)
        if found is None:
            self._units.append(unit)
            found = self._index[unit] = len(self._units)
        return found

    def matrix(self) -> NDArray[np.float32]:
        """All ratios, shape (capacity, capacity); rows beyond the units are ones."""
        if self._done < len(self._units):
            self._grow()
            new = self._units[self._done :]
            block = self._evidence.block(new, self._units, self._position).astype(np.float32)
            first, last = self._done + 1, len(self._units) + 1
            self._matrix[first:last, 1:last] = block
            # mirrored, so that a pair scores the same either way round
            self._matrix[1:first, first:last] = block[:, : first - 1].T
            own = block[:, first - 1 :]
            self._matrix[first:last, first:last] = np.maximum(own, own.T)
            self._done = len(self._units)
        return self._matrix

    def _grow(self) -> None:
        need = len(self._units) + 1
        if need > len(self._matrix):
            larger = np.ones((2 * need, 2 * need), dtype=np.float32)
            larger[: len(self._matrix), : len(self._matrix)] = self._matrix
            self._matrix = larger


class Deck:
    """Forms as rows: weights of readings, unit indexes, length codes, script, log probability."""

    def __init__(self, evidence: Evidence) -> None:
        self.forms: list[Form] = []
        self.letters: list[str] = []
        self.ratios = [Ratios(evidence, p) for p in POSITIONS]
        self._capacity = 0
        self._reserve(256)

    def _reserve(self, capacity: int) -> None:
        old = self.__dict__.copy() if self._capacity else {}
        self.weight: Floats = np.zeros((capacity, MOST_READINGS))
        self.length: NDArray[np.int8] = np.zeros((capacity, MOST_READINGS), dtype=np.int8)
        self.unit: NDArray[np.int32] = np.zeros((capacity, MOST_READINGS, len(PLACES)), dtype=np.int32)
        self.readings: NDArray[np.int8] = np.zeros(capacity, dtype=np.int8)
        self.script: NDArray[np.int8] = np.zeros(capacity, dtype=np.int8)
        self.letter_count: NDArray[np.int32] = np.zeros(capacity, dtype=np.int32)
        self.log_total: Floats = np.zeros(capacity)
        for name in ("weight", "length", "unit", "readings", "script", "letter_count", "log_total"):
            if name in old:
                getattr(self, name)[: self._capacity] = old[name]
        self._capacity = capacity

    def add(self, form: Form) -> int:
        """The row of a new form."""
        row = len(self.forms)
        if row >= self._capacity:
            self._reserve(2 * self._capacity)
        self.forms.append(form)
        self.letters.append(form.letters)
        self.script[row] = _SCRIPTS.get(form.written.script, 0)
        self.letter_count[row] = len(self.letters[-1])
        self.readings[row] = len(form.readings)
        self.log_total[row] = form.log_total if form.readings else 0.0
        for k, reading in enumerate(form.readings):
            self._add_reading(row, k, reading)
        return row

    def _add_reading(self, row: int, k: int, reading: Reading) -> None:
        self.weight[row, k] = reading.weight
        self.length[row, k] = length_code(reading)
        for place, unit in enumerate((reading.surname, *reading.given)):
            if unit is not None:
                self.unit[row, k, place] = self.ratios[unit.position].index(unit)

    def matrices(self) -> Sequence[NDArray[np.float32]]:
        """Likelihood ratios for each place of `PLACES`."""
        return [self.ratios[position].matrix() for position in PLACES]
