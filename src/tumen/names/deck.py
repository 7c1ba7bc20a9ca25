"""What has been read, as arrays: names with their forms, forms with their readings, readings with their units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from tumen.errors import NamesError
from tumen.names.evidence import Rates, Ratios
from tumen.names.lattice import MOST_READINGS, Reading
from tumen.names.roll import Roll, Texts, along, joined_keys
from tumen.names.tables import FIRST, LATER, POSITIONS, SURNAME, Position
from tumen.names.units import Kind, Unit, Units
from tumen.names.writing import Script, Written

__all__ = ["INITIAL", "PLACES", "Arrays", "Deck", "Form", "length_code"]

# The unit columns of a reading: surname, three given syllables.
PLACES = (SURNAME, FIRST, LATER, LATER)
# Length codes: 0 no given name, 1 to 3 syllables, 4 a lone initial (of any length).
INITIAL = 4
# The first two have letters, in which one wrong key can be told.
_SCRIPTS: dict[Script, int] = {"latin": 1, "cyrillic": 2, "hangul": 3, "han": 4, "kana": 5, "other": 6}
_NO_UNITS = (0, 0, 0, 0)
_NO_UNIT = ("", "")
_Number = TypeVar("_Number", bound=np.generic)


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


@dataclass(slots=True, kw_only=True)
class Arrays:
    """Rows of names and forms, as `pair_scores` takes them."""

    first_form: NDArray[np.int32]
    form_count: NDArray[np.int32]
    weight: NDArray[np.float64]
    length: NDArray[np.int8]
    unit: NDArray[np.int32]
    readings: NDArray[np.int8]
    script: NDArray[np.int8]
    letters: NDArray[np.int32]
    letter_start: NDArray[np.int64]
    log_total: NDArray[np.float64]


class Deck:
    """Names as rows. New ones wait in lists until the arrays are asked for."""

    def __init__(self, units: Units, rates: Rates) -> None:
        self.words: list[str] = []  # of each form, to be compared as a string
        self.ratios = [Ratios(units, position, rates) for position in POSITIONS]
        self._units = units
        self._names = 0
        self._first_form: list[int] = []
        self._form_count: list[int] = []
        self._weight: list[tuple[float, ...]] = []
        self._length: list[tuple[int, ...]] = []
        self._unit: list[tuple[tuple[int, ...], ...]] = []
        self._readings: list[int] = []
        self._script: list[int] = []
        self._letters: list[str] = []
        self._log_total: list[float] = []
        self._arrays = _no_rows()

    @property
    def most_units(self) -> int:
        """Units at the place that has most."""
        return max(map(len, self.ratios))

    def add(self, forms: Sequence[Form]) -> int:
        """The row of a new name."""
        self._first_form.append(len(self.words))
        self._form_count.append(len(forms))
        for form in forms:
            self._add_form(form)
        self._names += 1
        return self._names - 1

    def _add_form(self, form: Form) -> None:
        self.words.append(" ".join("".join(word.pieces) for word in form.written.words))
        missing = MOST_READINGS - len(form.readings)
        self._weight.append((*(r.weight for r in form.readings), *(0.0,) * missing))
        self._length.append((*map(length_code, form.readings), *(0,) * missing))
        self._unit.append((*map(self._units_of, form.readings), *(_NO_UNITS,) * missing))
        self._readings.append(len(form.readings))
        self._script.append(_SCRIPTS[form.written.script])
        self._letters.append(form.letters)
        self._log_total.append(form.log_total if form.readings else 0.0)

    def _units_of(self, reading: Reading) -> tuple[int, ...]:
        units: tuple[Unit | None, ...] = (reading.surname, *reading.given)
        rows = (0 if u is None else self.ratios[u.position].index(u) for u in units)
        return (*rows, *_NO_UNITS[len(units) :])

    def arrays(self) -> Arrays:
        """All rows; the arrays may be longer than there are names."""
        if self._first_form:
            self._enter_waiting()
        return self._arrays

    def roll(self, rows: NDArray[np.int64], keys: Sequence[tuple[str, ...]]) -> Roll:
        """A copy of some rows, with the units that they speak of."""
        have = self.arrays()
        start, forms = along(have.form_count[rows].astype(np.int64), have.first_form[rows].astype(np.int64))
        length = np.diff(have.letter_start)[forms]
        letter_start, letters = along(length, have.letter_start[forms])
        unit = have.unit[forms]
        units = []
        for column, position in enumerate(PLACES):
            known = self.ratios[position].units
            used, back = np.unique(unit[:, :, column], return_inverse=True)
            unit[:, :, column] = back.reshape(unit.shape[:2])
            units.append(
                tuple(_NO_UNIT if at == 0 else (known[at - 1].kind, known[at - 1].text) for at in used)
            )
        return Roll(
            start=start, weight=have.weight[forms], length=have.length[forms], unit=unit, units=tuple(units),
            readings=have.readings[forms], script=have.script[forms], log_total=have.log_total[forms],
            letter_start=letter_start, letters=have.letters[letters],
            words=Texts.of([self.words[at] for at in forms.tolist()]),
            key_texts=joined_keys(keys),
        )  # fmt: skip

    def add_roll(self, roll: Roll) -> int:
        """Enter rows that were read before; the row of the first."""
        have, forms, names = self.arrays(), len(self.words), self._names
        unit = roll.unit.copy()
        for column, position in enumerate(PLACES):
            used, back = np.unique(unit[:, :, column], return_inverse=True)
            rows = [self._unit_row(roll.units[column][at], position) for at in used.tolist()]
            unit[:, :, column] = np.array(rows, dtype=np.int32)[back].reshape(unit.shape[:2])
        letters = int(have.letter_start[forms])
        have.letters = _put(have.letters, letters, roll.letters)
        have.letter_start = _put(have.letter_start, forms + 1, letters + roll.letter_start[1:])
        have.first_form = _put(have.first_form, names, forms + roll.start[:-1])
        have.form_count = _put(have.form_count, names, np.diff(roll.start))
        have.unit = _put(have.unit, forms, unit)
        for name in ("weight", "length", "readings", "script", "log_total"):
            setattr(have, name, _put(getattr(have, name), forms, getattr(roll, name)))
        self.words.extend(roll.words)
        self._names += len(roll)
        return names

    def _unit_row(self, written: tuple[str, str], position: Position) -> int:
        if written == _NO_UNIT:
            return 0
        kind, text = written
        unit = self._units.pieces(cast(Kind, kind), position)[text]
        if unit is None:
            raise NamesError(
                "These names were read with other tables than there are now.", hint="Read them again."
            )
        return self.ratios[position].index(unit)

    def _enter_waiting(self) -> None:
        have, forms = self._arrays, len(self.words) - len(self._readings)
        names = self._names - len(self._first_form)
        text = "".join(self._letters)
        ends = have.letter_start[forms] + np.cumsum(
            [len(letters) for letters in self._letters], dtype=np.int64
        )
        have.letters = _put(have.letters, int(have.letter_start[forms]), [ord(c) for c in text])
        have.letter_start = _put(have.letter_start, forms + 1, ends)
        have.first_form = _put(have.first_form, names, self._first_form)
        have.form_count = _put(have.form_count, names, self._form_count)
        have.weight = _put(have.weight, forms, self._weight)
        have.length = _put(have.length, forms, self._length)
        have.unit = _put(have.unit, forms, self._unit)
        have.readings = _put(have.readings, forms, self._readings)
        have.script = _put(have.script, forms, self._script)
        have.log_total = _put(have.log_total, forms, self._log_total)
        waiting: tuple[list[Any], ...] = (
            self._letters, self._first_form, self._form_count, self._weight, self._length, self._unit,
            self._readings, self._script, self._log_total,
        )  # fmt: skip
        for rows in waiting:
            rows.clear()


def _no_rows() -> Arrays:
    return Arrays(
        first_form=np.zeros(0, dtype=np.int32),
        form_count=np.zeros(0, dtype=np.int32),
        weight=np.zeros((0, MOST_READINGS)),
        length=np.zeros((0, MOST_READINGS), dtype=np.int8),
        unit=np.zeros((0, MOST_READINGS, len(PLACES)), dtype=np.int32),
        readings=np.zeros(0, dtype=np.int8),
        script=np.zeros(0, dtype=np.int8),
        letters=np.zeros(0, dtype=np.int32),
        letter_start=np.zeros(1, dtype=np.int64),
        log_total=np.zeros(0),
    )


def _put(array: NDArray[_Number], at: int, rows: Any) -> NDArray[_Number]:
    """The array with these rows from `at` on; a longer copy when they do not fit."""
    need = at + len(rows)
    if need > len(array):
        longer = np.zeros((need + need // 2, *array.shape[1:]), dtype=array.dtype)
        longer[:at] = array[:at]
        array = longer
    if len(rows):
        array[at:need] = rows
    return array
