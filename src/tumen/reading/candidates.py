"""What reading hands out: lists of candidates of one text, and a claim with all that stands around its figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tumen.reading.attribution import NOWHERE, Setting
from tumen.reading.bases import Base
from tumen.reading.citation import Citation
from tumen.reading.claim import Quantity
from tumen.reading.footnotes import Footnote
from tumen.reading.found_date import FoundDate
from tumen.reading.incidents import Happening
from tumen.reading.legal import LegalReference
from tumen.reading.local_model import Asked
from tumen.reading.naming import Named
from tumen.reading.recommendation import Recommendation


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A figure that the text states. A candidate: a person decides what it is a figure of.

    Attributes:
        id: `c01`, `c02`… in the order of the text.
        quantity: the number with its bounds, unit, kind, qualifier and reason.
        text: `text[start:end]`.
        setting: who states it, for when and where, in which footnote, as far as the text says.
        duplicate_of: id of the claim in an earlier sentence with the very same words, if any.
        base: the whole of which it is a part (`12 of 150`), if the text says so.
    """

    id: str
    quantity: Quantity
    text: str
    setting: Setting = NOWHERE
    duplicate_of: str | None = None
    base: Base | None = None

    def as_dict(self) -> dict[str, object]:
        """Plain data in the exchange schema: `value_span` holds the number alone."""
        q, s = self.quantity, self.setting
        return {
            "id": self.id, "start": q.start, "end": q.end, "text": self.text, "value_span": [q.value_start,
                                                                                             q.value_end],
            "value_low": q.low, "value_high": q.high, "unit": q.unit, "kind": q.kind, "qualifier": q.qualifier,
            "vague": q.vague,
            "as_of": s.as_of, "place": s.place, "attributed_to": s.attributed_to, "attribution_reach": s.reach,
            "footnote": s.footnote,
            "duplicate_of": self.duplicate_of, "base": self.base and self.base.as_dict(), "confidence": q.confidence,
            "reason": q.reason,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Candidates in one text. A list that cannot be produced in a language is None, and absent from `as_dict`.

    Attributes:
        language: in which the text was read.
        pack: name and version of the situation pack.
        claims: figures.
        dates: dates.
        incidents: happenings with an occasion of their own.
        patterns: practices told in general terms.
        recommendations: what is asked of whom.
        legal: instruments, their articles, bodies of law, offences.
        citations: sources that the text names.
        footnotes: notes, tied to their marks.
        people_orgs: people and bodies, forms of one name under one canonical name.
        places: places.
        model: what a local language model added, marked and apart from the lists; None where none was asked.
    """

    language: str
    pack: str
    claims: tuple[Claim, ...] | None
    dates: tuple[FoundDate, ...]
    incidents: tuple[Happening, ...] | None = None
    patterns: tuple[Happening, ...] | None = None
    recommendations: tuple[Recommendation, ...] | None = None
    legal: tuple[LegalReference, ...] | None = None
    citations: tuple[Citation, ...] | None = None
    footnotes: tuple[Footnote, ...] | None = None
    people_orgs: tuple[Named, ...] | None = None
    places: tuple[Named, ...] | None = None
    model: Asked | None = None

    def as_dict(self) -> dict[str, object]:
        """Plain data: only the lists that were really produced."""
        plain: dict[str, object] = {"language": self.language, "pack": self.pack}
        for name in _LISTS:
            rows = getattr(self, name)
            if rows is not None:
                plain[name] = [row.as_dict() if hasattr(row, "as_dict") else asdict(row) for row in rows]
        if self.model is not None:
            plain["model"] = asdict(self.model)
        return plain

    def spans(self) -> dict[str, list[tuple[int, int]]]:
        """For each list that was produced, where its candidates stand."""
        return {name: _spans(getattr(self, name)) for name in _LISTS if getattr(self, name) is not None}


_LISTS = (
    "claims", "incidents", "patterns", "recommendations", "legal", "citations", "footnotes", "people_orgs", "places",
    "dates",
)  # fmt: skip


def _spans(rows: Sequence[Any]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for row in rows:
        if isinstance(row, Claim):
            found.append((row.quantity.start, row.quantity.end))
        elif isinstance(row, Footnote):
            found.append(row.body)
        else:
            found += row.spans if hasattr(row, "spans") else [(row.start, row.end)]
    return found
