"""What a check says of a place in a draft."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from tumen import vocab
from tumen.figures import Ledger
from tumen.reading import Reading, Sentences


class Outcome(StrEnum):
    """What came of a check. A stable word for filters and translation."""

    AGREES = "agreement"
    CONFLICTS = "conflict"
    NO_SOURCE = "no source"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One remark on `text[start:end]`; a person decides what follows from it.

    Attributes:
        rule: Stable name of the rule, such as `figure.other-year`; all are listed in the methods page.
        outcome: Agreement, conflict, no source, or a question.
        says: One or two English sentences.
        known: What the ledger or register holds, one line each with its source ids.
    """

    start: int
    end: int
    text: str
    rule: str
    outcome: Outcome
    says: str
    known: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {**asdict(self), "outcome": self.outcome.value, "known": list(self.known)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What every check looks at: the text, its candidates, the pack, and another ledger than the pack's if given."""

    text: str
    reading: Reading
    pack: vocab.Pack
    sentences: Sentences
    ledger: Ledger | None = None
