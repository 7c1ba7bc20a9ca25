"""One date that a text states."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date that the text states: `text[start:end]` and its EDTF form.

    Attributes:
        edtf: None where the words hang on something that the text does not date, or name a day that no calendar has.
        basis: `explicit`; `relative` (reckoned from the date of publication that was given, or from another
            date of the text);
            `inferred` (reckoned from the newest year in the text because no date of publication was given, or
            a year was added to a day without one); `event-relative`; `vague`.
    """

    id: str
    start: int
    end: int
    text: str
    edtf: str | None
    basis: str
    confidence: float
    reason: str
