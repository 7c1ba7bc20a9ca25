"""Shares with their base: `12 of 150 detainees` is one figure of another, and neither is read well alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tumen.patterns import later
from tumen.reading.claim import Quantity
from tumen.reading.sentences import Sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The whole of which a figure is a part.

    Attributes:
        id: Id of the claim that states the whole.
        low: Its lower bound; None where open.
        high: Its upper bound; None where open.
        text: Its words.
        sampled: People were asked or looked at: the share is one of a sample and has an interval.
    """

    id: str
    low: float | None
    high: float | None
    text: str
    sampled: bool

    def as_dict(self) -> dict[str, object]:
        """Plain data."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


_PART_OF = later(
    r"(?:[\s\xa0][\w’-]+){0,3}?[\s\xa0](?:out[\s\xa0])?of[\s\xa0](?:(?:the|these|those|all|its|their|our|some"
    r"|about|around|more|than|over|a"
    r"|total|of|approximately|roughly)[\s\xa0])*"
)
_OF_THE = later(
    r"(?:^|[.;:,(“\"—–\n](?:\[?\d{1,3}\]?|[¹²³⁴-⁹]{1,2})?[\s\xa0]*|\b(?:and|but|while)[\s\xa0])(?:[Oo]f|[Aa]mong)[\s\xa0]"
    r"(?:(?:the|these|those|all|its|their|our|some|about|around)[\s\xa0])*$"
)
"""`Of the 87 persons interviewed, 12 …`: at the head of a clause, and not in `a village of 300 people`."""
_SAMPLE = later(
    r"\b(?:interview\w*|respondents?|informants?|surveyed|surveys?|sampled?|asked|questioned|polled|visited|examined"
    r"|households?|cases)\b",
)


def bases(text: str, found: Sequence[tuple[str, Quantity]], sentences: Sentences) -> dict[str, Base]:
    """Id of each claim that is a part → its base; `found` are ids with quantities, in the order of the text."""
    tied: dict[str, Base] = {}
    for (name, part), (other, whole) in pairwise(found):
        between = _PART_OF.fullmatch(text, part.value_end, whole.value_start)
        if between and _fits(part, whole):
            tied[name] = _base(text, other, whole, sentences)
    for position, (other, whole) in enumerate(found):
        if whole.kind != "count" or not _OF_THE.search(text, max(whole.start - 40, 0), whole.start):
            continue
        sentence = sentences.at(whole.start)
        if any(base.id == other for base in tied.values()):
            continue
        inside = [row for row in found[position + 1 :] if row[1].start < sentence.end]
        for place, (name, part) in enumerate(inside):
            if name not in tied and _fits(part, whole) and (place == 0 or part.kind == "percent"):
                tied[name] = _base(text, other, whole, sentences)
    return tied


def _fits(part: Quantity, whole: Quantity) -> bool:
    """A count or a percentage of a larger count."""
    if whole.kind != "count" or whole.low is None:
        return False
    return part.kind == "percent" or (part.kind == "count" and 0 <= (part.low or part.high or 0) <= whole.low)


def _base(text: str, name: str, whole: Quantity, sentences: Sentences) -> Base:
    sentence = sentences.at(whole.start)
    near = text[max(whole.start - 60, sentence.start) : min(whole.end + 60, sentence.end)]
    return Base(
        id=name, low=whole.low, high=whole.high, text=" ".join(text[whole.start : whole.end].split()),
        sampled=_SAMPLE.search(near) is not None,
    )  # fmt: skip
