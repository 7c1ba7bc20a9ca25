"""Words that reports quote: articles of instruments and passages of United Nations reports, each with its place.

A quotation is held against them word for word: what was left out must be marked, what was put in must stand in
brackets. Spelling of one word in two ways, capitals and marks are no difference. The English text alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, Final

from tumen import vocab

FEWEST: Final = 6
"""Words below which a quotation is anybody's."""
NEAR: Final = 0.5
"""Share of its pairs of words from which on a quotation may be meant to be one of these."""
_GAP: Final = re.compile(r"\[[^\]]*\]|…|\.(?:\s?\.){2,}")
_FIRST_LETTER: Final = re.compile(r"\[(\w)\](?=\w)")  # “[n]o one”: only the capital was changed
_WORD: Final = re.compile(r"\w+(?:[’'-]\w+)*")
_BRITISH: Final = re.compile(r"is(e|ed|es|ing|ation)$")
FACTS: Final = "quotations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotable:
    """One text that may be quoted.

    Attributes:
        id: such as `REFCONV.33(1)`.
        work: which instrument or report, as a person calls it.
        where: article or paragraph.
        words: what stands there.
        instrument: its code in the register of law; empty for a report.
        symbol: of the United Nations document; empty for an instrument.
        part: only the beginning of the paragraph is kept.
        verified: the words were held against a second copy.
        sources: ids of the sources of the file.
    """

    id: str
    work: str
    where: str
    words: str
    instrument: str = ""
    symbol: str = ""
    part: bool = False
    verified: bool = False
    sources: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where it stands, in short."""
        return f"{self.work}, {self.where}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A quotation beside the nearest text.

    Attributes:
        quotable: the nearest text.
        exact: every word stands there in this order, gaps that are marked aside.
        share: of the pairs of words of the quotation that stand there, from 0 to 1.
        differences: (what the quotation has, what stands there), either may be empty.
    """

    quotable: Quotable
    exact: bool
    share: float
    differences: tuple[tuple[str, str], ...] = ()


def quotations(pack: vocab.Pack) -> tuple[Quotable, ...]:
    """Every text of the pack that may be quoted; none if it keeps none."""
    return tuple(q for q, _ in _read(pack))


def quotations_with(pack: vocab.Pack, text: str) -> tuple[Quotable, ...]:
    """Those that have all of these words, in the text or in the name of its place."""
    wanted = text.casefold().split()
    return tuple(
        q for q in quotations(pack) if all(w in f"{q.id} {q.place} {q.words}".casefold() for w in wanted)
    )


def compare_quotation(text: str, pack: vocab.Pack) -> Compared | None:
    """Hold what stands between quotation marks against the texts of the pack; None if it is none of them.

    Example:
        >>> from tumen import law, vocab
        >>> found = law.compare_quotation("No one shall be held in slavery or servitude", vocab.load_pack())
        >>> found.quotable.id, found.exact, found.differences
        ('ICCPR.8(1)', False, (('or servitude', 'slavery and'),))
    """
    plain = _FIRST_LETTER.sub(r"\1", text)
    pieces = [words for part in _GAP.split(plain) if (words := _words(part))]
    said = [word for piece in pieces for word in piece]
    if len(said) < FEWEST:
        return None
    pairs = {pair for piece in pieces for pair in _pairs(piece)}
    best: Compared | None = None
    for quotable, stands in _read(pack):
        share = len(pairs & _pairs(stands)) / max(len(pairs), 1)
        if share < NEAR or (best is not None and share <= best.share and not best.exact):
            continue
        if _stands(pieces, stands):
            return Compared(quotable=quotable, exact=True, share=1.0)
        differences = tuple(_differences(pieces, said, stands))
        best = Compared(quotable=quotable, exact=False, share=share, differences=differences)
    return best


def _words(text: str) -> list[str]:
    plain = text.casefold().replace("’", "'").replace("judgement", "judgment")
    return [_BRITISH.sub(r"iz\1", word.replace("-", "")) for word in _WORD.findall(plain)]


def _pairs(words: list[str]) -> set[tuple[str, str]]:
    return set(itertools.pairwise(words))


@lru_cache(maxsize=4)
def _read(pack: vocab.Pack) -> tuple[tuple[Quotable, list[str]], ...]:
    if FACTS not in pack.facts_files:
        return ()
    made = (_quotable(row) for row in pack.facts(FACTS)["tables"].get(FACTS, ()))
    return tuple((quotable, _words(quotable.words)) for quotable in made)


def _quotable(row: Any) -> Quotable:
    plain = {
        name: str(row.get(name, "")) for name in ("id", "work", "where", "words", "instrument", "symbol")
    }
    return Quotable(
        **plain,
        part=bool(row.get("part")),
        verified=bool(row.get("verified")),
        sources=tuple(map(str, row["sources"])),
    )


def _stands(pieces: list[list[str]], stands: list[str]) -> bool:
    """Whether every piece stands there, one behind the other."""
    at = 0
    for piece in pieces:
        length = len(piece)
        found = next(
            (n for n in range(at, len(stands) - length + 1) if stands[n : n + length] == piece), None
        )
        if found is None:
            return False
        at = found + length
    return True


def _differences(pieces: list[list[str]], said: list[str], stands: list[str]) -> Iterator[tuple[str, str]]:
    gaps, at = {0, len(said)}, 0
    for piece in pieces:
        at += len(piece)
        gaps.add(at)
    steps = SequenceMatcher(a=said, b=stands, autojunk=False).get_opcodes()
    for kind, a, b, c, d in steps:
        # What was left out at a mark is no difference, nor what stands before and behind a quotation.
        if kind == "equal" or (kind == "insert" and a in gaps):
            continue
        there = stands[c:d]
        if kind == "replace" and b == len(said):  # the rest of the text was not quoted
            there = there[: b - a]
        elif kind == "replace" and a == 0:
            there = there[a - b :]
        yield " ".join(said[a:b]), " ".join(there)
