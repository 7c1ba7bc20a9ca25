"""Names of a text as a list: one row a surface form, its first places, how often it comes, whom it may mean."""

from __future__ import annotations

from dataclasses import dataclass

from tumen.reading.mention import Mention, Mentions

FIRST_SPANS = 3
"""How many places of a form are listed; the count says how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One surface form of a name. Forms with the same `canonical` may mean the same; a person decides.

    Attributes:
        spans: The first places of the form.
        mentions: How often it stands in the text.
        country: Two-letter code for places and bodies of states; None where it is not known.
    """

    id: str
    name: str
    spans: tuple[tuple[int, int], ...]
    mentions: int
    kind: str
    canonical: str
    country: str | None
    confidence: float
    reason: str


def named(mentions: Mentions) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """People and bodies, and places: each surface form once."""
    forms: dict[tuple[bool, str], list[Mention]] = {}
    for mention in mentions:
        forms.setdefault((mention.is_place, " ".join(mention.text.split())), []).append(mention)
    people = [ms for (place, _), ms in forms.items() if not place]
    places = [ms for (place, _), ms in forms.items() if place]
    return _rows(people, "e"), _rows(places, "g")


def _rows(groups: list[list[Mention]], letter: str) -> tuple[Named, ...]:
    return tuple(
        Named(
            id=f"{letter}{number:02}", name=" ".join(first.text.split()), mentions=len(ms),
            spans=tuple((m.start, m.end) for m in ms[:FIRST_SPANS]),
            kind=first.kind, canonical=first.canonical, country=first.country, confidence=first.confidence,
            reason=first.reason,
        )
        for number, ms in enumerate(groups, start=1)
        for first in (ms[0],)
    )  # fmt: skip
