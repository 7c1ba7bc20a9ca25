"""Dangerous acts: which there are, who may ask for each, who may agree. Rooms add theirs when the desk starts.

    deed(Deed(code="record.erase", label="Erase a person", asks=Door.RECORD_WRITE, warns="…"))

`approvals.spend` then stands before the act itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tumen_desk.accounts.access import Door

HOURS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One kind of act that takes two people.

    Attributes:
        code: `room.entity_verb`.
        label: what is done, as people say it.
        asks: the door behind which those stand who may ask.
        approves: the door behind which those stand who may agree.
        warns: what the second person must think of, in one sentence.
        hours: within how many hours it must be agreed to and done.
    """

    code: str
    label: str
    asks: Door
    approves: Door = Door.APPROVE
    warns: str = ""
    hours: int = HOURS


DEEDS: Final[dict[str, Deed]] = {}


def deed(new: Deed) -> Deed:
    """Add a kind of act.

    Raises:
        ValueError: another act has this code.
    """
    if DEEDS.setdefault(new.code, new) != new:
        raise ValueError(f"Two dangerous acts are called {new.code!r}.")
    return new
