"""What an organisation knows of its own interviewees: whom it heard twice, and under which number it keeps them.

An organisation seldom hears one person twice without saying so, but it happens, so that it is evidence and no rule.
How much it says is learnt from the table. Two mentions under one number of one organisation are one person already
(`judgements`); two numbers speak for two people, though a register may hold somebody twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from tumen.linkage.fields import MISSING, Level, field
from tumen.linkage.kinds import NOT_STATED, Ints, Levels, numbered

_NUMBERS, _HEARD = 0, 1
REGISTER: Final = field(
    "register",
    "interviews",
    Level(words="one number of one organisation", group=_NUMBERS, prior=0.97, chance=0.0001),
    Level(words="two numbers of one organisation", group=_NUMBERS, prior=0.03, chance=0.9999),
    Level(words="both heard by one organisation", group=_HEARD, prior=0.1, chance=0.35),
    Level(words="heard by two organisations", group=_HEARD, prior=0.9, chance=0.65),
)
_SAME_NUMBER, _TWO_NUMBERS, _ONE_ORGANISATION, _TWO_ORGANISATIONS = 1, 2, 3, 4


class RegisterColumn:
    """Mentions compared by who heard them.

    Args:
        organisation: of each mention, empty where not stated.
        deponent: the number under which the organisation keeps the person.
        heard: whether the person was interviewed.
    """

    field = REGISTER

    def __init__(self, organisation: Sequence[str], deponent: Sequence[str], heard: Sequence[bool]) -> None:
        _, self._organisation = numbered(organisation)
        _, self._deponent = numbered(deponent)
        self._heard = np.array(heard, dtype=np.bool_)
        told = (self._organisation >= 0) & (self._heard | (self._deponent >= 0))
        self.number: Ints = np.where(told, 0, NOT_STATED).astype(np.int64)

    def levels(self, a: Ints, b: Ints) -> Levels:
        known = (self.number[a] >= 0) & (self.number[b] >= 0)
        one = self._organisation[a] == self._organisation[b]
        kept = one & (self._deponent[a] >= 0) & (self._deponent[b] >= 0)
        numbers = np.where(self._deponent[a] == self._deponent[b], _SAME_NUMBER, _TWO_NUMBERS)
        heard = np.where(one, _ONE_ORGANISATION, _TWO_ORGANISATIONS)
        heard = np.where(self._heard[a] & self._heard[b], heard, MISSING)
        return np.where(known, np.where(kept, numbers, heard), MISSING).astype(np.int8)
