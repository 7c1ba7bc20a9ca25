"""How somebody speaks: dates and places more or less exactly, and some values not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tumen.synth import vague
from tumen.synth.dice import Dice, Weighted
from tumen.synth.situation_file import PlacesFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """How well a teller knows, by own experience or by hearsay.

    Attributes:
        precisions: how exactly dates are told.
        wrong_year: share of accounts told a year too early or too late.
        places: bounds of one draw: below the first no place is told, below the second only the area around it,
            below the third another one, and from there on the place itself.
        no_detail: share of other values left out.
    """

    precisions: Weighted[str]
    wrong_year: float
    places: tuple[float, float, float]
    no_detail: float


OWN = Memory(precisions=vague.OWN, wrong_year=0.05, places=(0.03, 0.11, 0.14), no_detail=0.12)
HEARD = Memory(precisions=vague.HEARD, wrong_year=0.12, places=(0.12, 0.40, 0.46), no_detail=0.45)


@dataclass(slots=True, kw_only=True)
class Voice:
    """Somebody who tells from a memory."""

    memory: Memory
    dice: Dice
    known: PlacesFile
    _unit: Callable[[], float] = field(init=False)

    def __post_init__(self) -> None:
        self._unit = self.dice.unit

    def when(self, day: int) -> str:
        """A day as it is told, in EDTF."""
        return vague.at(day, self.dice.pick(self.memory.precisions))

    def where(self, place: str) -> str:
        """A place as it is told: exactly, only the area around it, another one, or not at all."""
        unit = self._unit()
        nothing, wider, other = self.memory.places
        if unit >= other:
            return place
        if unit < nothing:
            return ""
        return (self.known.wider if unit < wider else self.known.mixed_up).get(place, place)

    def detail(self, value: str) -> str:
        """The value, or nothing; a value that is not there costs no draw."""
        return value if value and self._unit() >= self.memory.no_detail else ""
