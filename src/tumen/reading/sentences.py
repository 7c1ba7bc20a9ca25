"""Where sentences and paragraphs of a text begin and end, whether its lines were broken by hand or not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tumen.patterns import later

_WRAPPED = 0.2
"""Share of line breaks with a small letter behind them, above which lines were broken to a width."""

LONGEST = 2_000
"""Characters. What goes on longer is no sentence."""

_SHORT = later(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|Gen|Col|Lt|Capt|Sgt|Sen|Rep|Gov|St|No|Nos|Art|Arts|Sec|para|paras|pp|p|vol|ed|eds"
    r"|al|vs?|etc"
    r"|e\.g|i\.e|cf|ca|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|U\.S|U\.N|U\.K|D\.C|P\.R|N|S)"
    r"|\b[A-Z])\.$"
)
_BEFORE_A_NUMBER = later(
    r"\b(?:arts?|ss?|secs?|nos?|ch|chs|cl|cls|rr?|nn?|fn|cols?|fig|figs|tab|regs?|vol|vols|Vols?|Reg|Fig|Ch|Cl|Sch)\.$"
)
"""Short for what is numbered: `art. 9`, `s. 23`; before anything else the same letters may end a sentence."""
_A_NUMBER = later(r"\s*\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})")
"""`2. Fees`: the number of an item is no sentence of its own."""
_END = later(
    r"[.!?…][”\"’')\]]{0,3}(?:\[?\d{1,3}\]?|[¹²³⁴-⁹⁰]{1,3})?(?=\s+[“\"‘'(\[•*–—-]*[A-Z0-9]|\s*$)|[。！？](?=.)|[다요까라것]"
    r"\.(?:\d{1,3}\)|\[\d{1,3}\]|[¹²³⁴-⁹⁰]{1,3})?(?=\s)"
)
_SINGLE_BREAK = later(r"[^\n]\n[ \t\xa0]*([^\s])")
_BREAK = later(r"\n[ \t\xa0]*\n\s*|\n")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]`, and the number of the paragraph it stands in."""

    start: int
    end: int
    paragraph: int


class Sentences:
    """The sentences of one text, in order. A heading or a list item is one too."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all: list[Sentence] = []
        for number, (start, end) in enumerate(_paragraphs(text)):
            self.all += [Sentence(a, b, number) for a, b in _split(text, start, end)]
        self._starts = [s.start for s in self.all]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self.all)

    def at(self, place: int) -> Sentence:
        """The sentence that holds a place, or the one before it."""
        return self.all[self.index(place)] if self.all else Sentence(0, len(self.text), 0)

    def index(self, place: int) -> int:
        """Number of the sentence that holds a place, or of the one before it."""
        return max(bisect_right(self._starts, place) - 1, 0)

    def holding(self, places: Iterable[int]) -> list[Sentence]:
        """The sentences that hold some places; in order, each once."""
        return [self.all[n] for n in sorted({self.index(place) for place in places})] if self.all else []

    def paragraph(self, sentence: Sentence) -> Sequence[Sentence]:
        """All sentences of the paragraph that a sentence stands in."""
        first = last = self.index(sentence.start)
        while first > 0 and self.all[first - 1].paragraph == sentence.paragraph:
            first -= 1
        while last + 1 < len(self.all) and self.all[last + 1].paragraph == sentence.paragraph:
            last += 1
        return self.all[first : last + 1]


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans between empty lines; every line is a paragraph where lines were not broken to a width."""
    lengths = sorted(len(line) for line in text.split("\n") if line.strip())
    width = lengths[int(0.9 * len(lengths))] if lengths else 0
    breaks = [m.group(1) for m in _SINGLE_BREAK.finditer(text)]
    wrapped = sum(c.islower() for c in breaks) > _WRAPPED * sum(c.isalpha() for c in breaks)
    spans, start, line = [], 0, 0
    for match in _BREAK.finditer(text):
        short = match.start() - line < 0.7 * width
        listed = re.match(r"\s*(?:[•*▪‣◦–-]|\(?[0-9a-z]{1,3}[.)])\s", text[match.end() : match.end() + 8])
        if not wrapped or "\n" in match.group()[1:] or short or listed:
            spans.append((start, match.start()))
            start = match.end()
        line = match.end()
    spans.append((start, len(text)))
    return [(a, b) for a, b in spans if text[a:b].strip()]


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans, first = [], start
    for match in _END.finditer(text, start, end):
        if match.group()[0] == "." and _is_short(text, max(first, match.start() - 8), match.start() + 1):
            continue
        if _A_NUMBER.fullmatch(text, first, match.start()):
            continue
        spans.append((first, match.end()))
        first = match.end()
    spans.append((first, end))
    spans = [part for span in spans for part in _cut(text, *span)]
    return [trimmed for a, b in spans if (trimmed := _trim(text, a, b))[0] < trimmed[1]]


def _is_short(text: str, start: int, end: int) -> bool:
    if _SHORT.search(text, start, end):
        return True
    return text[end : end + 2].strip()[:1].isdigit() and _BEFORE_A_NUMBER.search(text, start, end) is not None


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A run without any end of a sentence (a table, a list) in pieces: no reader has to take it all at once."""
    parts = []
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        middle = space if space > 0 else start + LONGEST
        parts.append((start, middle))
        start = middle
    return [*parts, (start, end)]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
