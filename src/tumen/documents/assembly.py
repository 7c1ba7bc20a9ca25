"""Puts paragraphs one after another into one text and keeps count of where each stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from tumen.documents.document import Candidate, Caution, Cue, Kind, LeftOut, Page, Paragraph, Picture
from tumen.documents.limits import Limits, refuse_above

BETWEEN_PARAGRAPHS = "\n\n"


@dataclass(slots=True, kw_only=True)
class Assembly:
    """A text under construction. Parsers add to it; `read` turns it into a Document."""

    limits: Limits
    paged: bool = False
    paragraphs: list[Paragraph] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    warnings: list[Caution] = field(default_factory=list)
    metadata: list[Candidate] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    picture: Picture | None = None
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _number: int = 0

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._length

    def text(self) -> str:
        """Everything added so far."""
        return "".join(self._pieces)

    def add(self, text: str, *, kind: Kind = "text") -> None:
        """Add one paragraph; blank ones are passed over, because nothing stands in them."""
        text = text.strip("\n\r\t ")
        if not text:
            return
        if self._length:
            self._append(BETWEEN_PARAGRAPHS)
        start = self._length
        self._append(text)
        self._number += 1
        page = len(self.pages) if self.paged else None
        self.paragraphs.append(
            Paragraph(number=self._number, start=start, end=self._length, page=page, kind=kind)
        )

    def begin_page(self) -> None:
        """Begin the next page; paragraphs count from 1 again."""
        self.pages.append(Page(number=len(self.pages) + 1, start=self._length, end=self._length))
        self._number = 0

    def end_page(self) -> None:
        """End the page at what was added last; a page begins at its first paragraph."""
        page = self.pages[-1]
        first = next((p.start for p in self.paragraphs[-self._number :] if self._number), page.start)
        self.pages[-1] = Page(number=page.number, start=first, end=max(first, self._length))

    def whole(self, text: str, paragraphs: list[Paragraph], pages: list[Page]) -> None:
        """Take a text that is already whole (plain text), with its spans."""
        self._append(text)
        self.paragraphs, self.pages = paragraphs, pages

    def warn(self, code: str, message: str, *, pages: tuple[int, ...] = ()) -> None:
        """Note something a careful reader must know, once."""
        caution = Caution(code=code, message=message, pages=pages)
        if caution not in self.warnings:
            self.warnings.append(caution)

    def state(self, field: str, value: str | None, source: str, *, confidence: float = 1.0) -> None:
        """Note what the file says of itself, unless it says nothing or has said the same there already."""
        value = " ".join((value or "").split())
        if not value:
            return
        candidate = Candidate(field=field, value=value, source=source, confidence=confidence)
        if candidate not in self.metadata:
            self.metadata.append(candidate)

    def leave_out(self, text: str, reason: str) -> None:
        """Keep words that do not belong to the running text."""
        text = text.strip()
        if text:
            self.left_out.append(LeftOut(text=text, reason=reason))

    def _append(self, piece: str) -> None:
        self._length += len(piece)
        refuse_above(self.limits.max_characters, self._length, "characters of text")
        self._pieces.append(piece)


_BROKEN = re.compile(
    r"\b(?:that|the|of|and|which|to|in|a|an|with|for|by|was|were|is|are|has|have|found|shows?)$"
)
_LEAST_BROKEN = 40  # characters of a paragraph that is no heading
_MOST_BROKEN = 3
"""Paragraphs of more than so many that end on such a word are lines of a page, not sentences that break off."""
_DOUBLED = (40, 400)
"""Characters of a paragraph that may be a doubled caption: shorter ones repeat by chance, longer ones are none."""
_NEAR = 3
"""So many paragraphs behind an equal one, on the same page, it is doubled; running heads stand once on a page."""
LONG_LINE = 100_000
"""A line of this many characters is no line that a person wrote."""


def warn_about_text(assembly: Assembly, text: str) -> None:
    """Note what makes a text awkward to search or quote, whatever file it came from."""
    if not unicodedata.is_normalized("NFC", text):
        assembly.warn(
            "not-nfc", "Some letters are stored in pieces (not Unicode form C); the text is kept as found."
        )
    ends = [text[p.start : p.end].rstrip() for p in assembly.paragraphs if p.kind == "text"]
    broken = [words for words in ends if len(words) > _LEAST_BROKEN and _BROKEN.search(words[-12:])]
    for words in broken if len(broken) <= _MOST_BROKEN else ():
        assembly.warn(
            "broken-off",
            f"A sentence breaks off: “… {words[-60:]}”. Nothing was filled in; look in the source for the rest.",
        )
    _warn_about_doubled(assembly, text)
    if any(len(line) > LONG_LINE for line in text.split("\n")):
        assembly.warn(
            "long-line", f"A line is longer than {LONG_LINE:,} characters; a person hardly wrote it."
        )
    unread = text.count("�")
    if unread:
        assembly.warn(
            "unreadable-characters", f"{unread} character(s) could not be read and stand as U+FFFD."
        )
    if any(mark in text for mark in _DIRECTION_MARKS):
        assembly.warn("direction-marks", "Invisible marks that reorder letters on screen are in the text.")


def _warn_about_doubled(assembly: Assembly, text: str) -> None:
    """Mark what stands twice close together, as captions do in print and in text boxes. Nothing is taken away."""
    before: list[tuple[int | None, str]] = []
    doubled: list[tuple[int | None, str]] = []
    for paragraph in assembly.paragraphs:
        words = " ".join(text[paragraph.start : paragraph.end].split()).strip(" .…")
        one = (paragraph.page, words)
        if paragraph.kind == "text" and _DOUBLED[0] <= len(words) <= _DOUBLED[1] and one in before[-_NEAR:]:
            doubled.append(one)
        before.append(one)
    if doubled:
        assembly.warn(
            "said-twice",
            f"Stands twice close together, as captions do: “{doubled[0][1][:80]}” ({len(doubled)} in all). "
            "Count what it says once.",
            pages=tuple(sorted({page for page, _ in doubled if page is not None})),
        )


# Bidirectional overrides and isolates: what is shown can differ from what is stored (CVE-2021-42574).
_DIRECTION_MARKS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
