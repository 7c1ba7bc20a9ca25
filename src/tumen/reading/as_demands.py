"""Requests as demands: divided where they ask for several things, and none where another demand stands already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tumen.reading.asking import MARK
from tumen.reading.dividing import divided
from tumen.reading.recommendation import Recommendation, Status, made
from tumen.reading.requests import Request
from tumen.reading.sections import Section
from tumen.reading.sentences import Sentence


def as_demands(text: str, requests: Iterable[Request], section: Section | None) -> Iterator[Recommendation]:
    """Requests as demands, divided where they ask for several things."""
    status: Status = "formal" if section else "argued"
    for r in requests:
        if r.addressee is None and section is not None and section.listed:
            r = replace(r, addressee=section.addressee)
        parts = divided(
            text, r.start, r.end, addressee=r.addressee, via=None, status=status, group=None, confidence=0.6,
            reason=r.reason,
        )  # fmt: skip
        whole = made(text, r.start, r.end, addressee=r.addressee, via=None, status=status, group=None, confidence=0.6,
                     reason=r.reason)  # fmt: skip
        yield from list(parts) or [whole]


def apart_from(requests: Iterable[Request], asked: Sequence[Recommendation]) -> Iterator[Request]:
    """Requests that begin where nothing else asks, each up to the next demand."""
    for one in requests:
        if not any(a.start <= one.start < a.end for a in asked):
            stop = min((a.start for a in asked if a.start > one.start), default=one.end)
            if stop == one.end or stop > one.verb + SHORTEST:
                yield replace(one, end=min(one.end, stop))


SHORTEST = 20
"""Characters behind a verb of asking: with fewer before the next demand nothing is asked in between."""
_ENDS = (".", "!", "?", "”", '"', "’", ")", ";", ":", "]", ",")
_LONGEST_HEADING = 80


def is_heading(text: str, sentence: Sentence) -> bool:
    """A short line without a stop at its end, which no mark of a list begins."""
    words = text[sentence.start : sentence.end]
    short = len(words) < _LONGEST_HEADING and not words[-1].isdigit() and not words.endswith(_ENDS)
    return short and MARK.match(words) is None
