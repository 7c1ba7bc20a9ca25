"""What was found, marked in its words."""

from __future__ import annotations

from dataclasses import dataclass

from tumen.search.analyser import LEAST_CHANCE, Analyser, analyser, composed, hangul_of, like_names
from tumen.search.query import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a snippet; `hit` where it is what was looked for."""

    text: str
    hit: bool


def snippet(text: str, query: Query, *, width: int = 240, by: Analyser | None = None) -> list[Part]:
    """The stretch of a passage that holds most of what was looked for, cut into parts.

    Args:
        text: of the passage.
        query: what was looked for.
        width: characters at most, but for the dots where something was cut off.
        by: as in `parse`.
    """
    text = composed(text)
    spans = _spans(text, query, by or analyser())
    start, end = _window(text, spans, width)
    parts: list[Part] = [Part(text="… ", hit=False)] if start else []
    at = start
    for low, high in spans:
        if low < start or high > end:
            continue
        if low > at:
            parts.append(Part(text=text[at:low], hit=False))
        parts.append(Part(text=text[low:high], hit=True))
        at = high
    if at < end:
        parts.append(Part(text=text[at:end], hit=False))
    return [*parts, *([Part(text=" …", hit=False)] if end < len(text) else [])]


def _spans(text: str, query: Query, by: Analyser) -> list[tuple[int, int]]:
    """Where something that was looked for stands, in order, none overlapping."""
    found = [(w.start, w.end) for w in by.words(text) if w.term in query.terms]
    found += _named(text, query)
    merged: list[tuple[int, int]] = []
    for low, high in sorted(found):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _named(text: str, query: Query) -> list[tuple[int, int]]:
    if not query.names:
        return []
    wanted = set(query.names)
    return [
        (low, high)
        for low, high in like_names(text)
        if wanted & set(hangul_of(text[low:high], least=LEAST_CHANCE))
    ]


def _window(text: str, spans: list[tuple[int, int]], width: int) -> tuple[int, int]:
    """The stretch with the most hits, widened to the words at its edges."""
    if len(text) <= width:
        return 0, len(text)
    best, most = 0, 0
    for low, _ in spans:
        begin = max(low - width // 4, 0)
        hits = sum(1 for a, b in spans if a >= begin and b <= begin + width)
        if hits > most:
            best, most = begin, hits
    best = min(best, len(text) - width)
    if best and (space := text.find(" ", best, best + 30)) >= 0:
        best = space + 1
    end = best + width
    if end < len(text) and (space := text.rfind(" ", end - 30, end)) >= 0:
        end = space
    return best, min(end, len(text))
