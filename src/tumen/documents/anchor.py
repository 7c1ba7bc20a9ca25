"""Finds a passage again in another version of its text: moved, rewrapped, or changed a little."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from tumen.documents.document import CONTEXT_CHARACTERS, Document, Passage

LEAST_LIKENESS = 0.8
"""Below this share of equal letters a passage counts as lost: better lost than in the wrong place."""

_LONGEST_SEARCHED = 4_000
"""Longer passages are searched by their first letters; comparing all of them takes time without end."""

How = Literal["same place", "moved", "rewrapped", "changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAgain:
    """Where a passage stands now.

    Attributes:
        passage: the anchor in the new text.
        how: `same place`, `moved` (same words elsewhere), `rewrapped` (other white space only), `changed`.
        likeness: 0 to 1, share of equal letters; 1 unless `changed`.
        rivals: how many other places fit as well; a person should choose if there are any.
    """

    passage: Passage
    how: How
    likeness: float
    rivals: int = 0


def find_again(passage: Passage, new_text: str | Document) -> FoundAgain | None:
    """Find a passage in a new version of its text, or None if it is gone.

    Where the same words stand in several places, the place whose neighbouring words fit best wins,
    then the nearest to the old one; `rivals` says how many fitted equally.
    """
    text = new_text.text if isinstance(new_text, Document) else new_text
    if not passage.text.strip():
        return None
    if text[passage.start : passage.end] == passage.text and _context_fits(passage, text, passage.start):
        return _found(passage.start, passage.end, new_text, "same place")
    exact = [(m.start(), m.end()) for m in re.finditer(re.escape(passage.text), text)]
    if exact:
        return _best(passage, exact, new_text, "moved")
    loose = r"\s+".join(map(re.escape, passage.text.split()))
    rewrapped = [(m.start(), m.end()) for m in re.finditer(loose, text)]
    if rewrapped:
        return _best(passage, rewrapped, new_text, "rewrapped")
    return _changed(passage, new_text)


def _context_fits(passage: Passage, text: str, start: int) -> bool:
    return _likeness_of_context(passage, text, start, start + len(passage.text)) > 0.99


def _likeness_of_context(passage: Passage, text: str, start: int, end: int) -> float:
    """0 to 1: how much the words on both sides agree with what stood there."""
    before = text[max(start - CONTEXT_CHARACTERS, 0) : start]
    after = text[end : end + CONTEXT_CHARACTERS]
    return fuzz.ratio(_folded(before + "|" + after), _folded(passage.before + "|" + passage.after)) / 100


def _folded(text: str) -> str:
    return " ".join(text.split())


def _best(passage: Passage, places: list[tuple[int, int]], new_text: str | Document, how: How) -> FoundAgain:
    text = new_text.text if isinstance(new_text, Document) else new_text
    scored = sorted(
        (-round(_likeness_of_context(passage, text, start, end), 3), abs(start - passage.start), start, end)
        for start, end in places
    )
    best = scored[0]
    rivals = sum(1 for other in scored[1:] if other[0] <= best[0] + 0.02)
    if (best[2], best[3]) == (passage.start, passage.end):
        how = "same place"
    return _found(best[2], best[3], new_text, how, rivals=rivals)


def _changed(passage: Passage, new_text: str | Document) -> FoundAgain | None:
    """The most alike stretch of the new text, its edges moved out to whole words."""
    text = new_text.text if isinstance(new_text, Document) else new_text
    wanted = passage.text[:_LONGEST_SEARCHED]
    if not text:
        return None
    aligned = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=100 * LEAST_LIKENESS)
    # The aligner slides the shorter over the longer; a passage longer than the text is compared whole.
    if aligned is None or len(wanted) > len(text):
        whole = fuzz.ratio(wanted, text) / 100
        return _found(0, len(text), new_text, "changed", likeness=whole) if whole >= LEAST_LIKENESS else None
    start, end = _to_words(text, aligned.dest_start, aligned.dest_end)
    if len(passage.text) > len(wanted):
        end = min(end + len(passage.text) - len(wanted), len(text))
    likeness = fuzz.ratio(passage.text, text[start:end]) / 100
    return _found(start, end, new_text, "changed", likeness=likeness) if likeness >= LEAST_LIKENESS else None


def _to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch to the words it cuts, and drop white space at its edges."""
    while (
        0 < start < len(text)
        and text[start - 1].isalnum()
        and text[start].isalnum()
        and text[start].isascii()
    ):
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum() and text[end].isascii():
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _found(
    start: int, end: int, new_text: str | Document, how: How, *, likeness: float = 1.0, rivals: int = 0
) -> FoundAgain:
    anchored = (
        new_text.passage(start, end) if isinstance(new_text, Document) else passage_in(new_text, start, end)
    )
    return FoundAgain(passage=anchored, how=how, likeness=round(likeness, 4), rivals=rivals)


def passage_in(text: str, start: int, end: int) -> Passage:
    """Anchor a stretch of bare text, which has no pages or paragraphs to name."""
    bare = Document(text=text, media_type="text/plain", sha256="", text_sha256="")
    anchored = bare.passage(start, end)
    return Passage(
        start=start,
        end=end,
        text=anchored.text,
        sha256=anchored.sha256,
        before=anchored.before,
        after=anchored.after,
    )
