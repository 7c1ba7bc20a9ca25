"""Claims with their numbers: repeated ones tied to the first, and marks of notes taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tumen.patterns import later
from tumen.reading.candidates import Claim
from tumen.reading.claim import Quantity
from tumen.reading.footnotes import Footnote
from tumen.reading.spans import Spans

_PAGE = later(r"[\d쪽면]\s?(?:쪽|면|p\b)|쪽")


def without_marks(text: str, claims: Sequence[Claim], footnotes: Sequence[Footnote]) -> tuple[Claim, ...]:
    """Claims but for those that are the mark or the number of a note, or a page that it cites: `Three died.(2)`."""
    marks = Spans((*span, None) for note in footnotes for span in (note.mark, note.label) if span is not None)
    bodies = Spans((*note.body, None) for note in footnotes)
    left = [
        c
        for c in claims
        if not marks.touch(c.quantity.value_start, c.quantity.value_end)
        and not (
            _PAGE.match(text, c.quantity.value_end - 1) and bodies.touch(c.quantity.start, c.quantity.end)
        )
    ]
    if len(left) == len(claims):
        return tuple(claims)
    named = {c.id: f"c{n:02}" for n, c in enumerate(left, start=1)}
    return tuple(replace(c, id=named[c.id], duplicate_of=named.get(c.duplicate_of or "")) for c in left)


def numbered(text: str, quantities: Sequence[Quantity]) -> tuple[Claim, ...]:
    """Number the claims and mark those in a sentence that stood before: captions and pull quotes repeat."""
    seen: dict[tuple[str, int, float | None, float | None], str] = {}
    claims: list[Claim] = []
    for number, quantity in enumerate(quantities, start=1):
        identity = f"c{number:02}"
        first, last = _sentence(text, quantity.value_start)
        sentence = " ".join(text[first:last].split())
        key = (
            sentence,
            len("".join(text[first : quantity.value_start].split())),
            quantity.low,
            quantity.high,
        )
        known = seen.setdefault(key, identity)
        claims.append(
            Claim(
                id=identity,
                quantity=quantity,
                text=text[quantity.start : quantity.end],
                duplicate_of=known if known != identity and len(sentence) > 20 else None,
            )
        )
    return tuple(claims)


_SENTENCE_END = later(r"[.!?][”\"’)]?\s|\n\s*\n|[。！？]")
_NEAR = 150
"""Characters in which most sentences before a figure begin; only where none does is more looked through."""


def _sentence(text: str, place: int) -> tuple[int, int]:
    """The sentence around a place, roughly; looked for within a thousand characters on each side."""
    floor, ceiling = max(place - 1000, 0), min(place + 1000, len(text))
    near = max(place - _NEAR, floor)
    ends = [m.end() for m in _SENTENCE_END.finditer(text, near, place)]
    ends = ends or [m.end() for m in _SENTENCE_END.finditer(text, floor, place)]
    after = _SENTENCE_END.search(text, place, ceiling)
    return (ends[-1] if ends else floor), (after.end() if after else ceiling)
