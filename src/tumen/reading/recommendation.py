"""One thing that a text asks of somebody, and how it is made of the words that ask it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tumen.reading.asking import MODAL

Status = Literal["formal", "argued", "implicit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One thing asked of one addressee. A candidate.

    Attributes:
        addressee: As written, pronouns resolved where the sentence before allows; None where nobody is named.
        via: Who is asked to press the addressee; None in most cases.
        action: The words of what is asked.
        status: `formal` (in a list of recommendations), `argued` (in running text) or `implicit` (a wish).
        group: Number of the list item it stands in; items that hold several demands are divided.
    """

    id: str
    start: int
    end: int
    text: str
    addressee: str | None
    via: str | None
    action: str
    status: Status
    group: str | None
    confidence: float
    reason: str

    def as_dict(self) -> dict[str, object]:
        """Plain data: head and tail instead of the whole wording."""
        words = self.text
        return {
            "id": self.id, "start": self.start, "end": self.end, "head": words[:50], "tail": words[-25:],
            "addressee": self.addressee,
            "via": self.via, "summary": " ".join(words.split())[:120], "action": self.action, "status": self.status,
            "group": self.group,
            "restates": None, "confidence": self.confidence, "reason": self.reason,
        }  # fmt: skip


def without_tail(text: str, start: int, end: int) -> int:
    """The end without a joining word or a mark that leads on."""
    words = text[start:end]
    tail = re.search(r"(?:[\s\xa0,;.:]|\b(?:and|as well as|or|but|also|to|should|must)\b)+$", words)
    return start + tail.start() if tail else end


def made(
    text: str, start: int, end: int, *, addressee: str | None, via: str | None, status: Status, group: str | None,
    confidence: float, reason: str
) -> Recommendation:  # fmt: skip
    """A demand of these words, without a number: that is given when all are known."""
    end = without_tail(text, start, end)
    words = text[start:end]
    verb = MODAL.search(words)
    action = " ".join(words[verb.start("verb") if verb else 0 :].split())[:80]
    return Recommendation(
        id="", start=start, end=end, text=words, addressee=addressee, via=via, action=action, status=status,
        group=group,
        confidence=confidence, reason=reason,
    )  # fmt: skip
