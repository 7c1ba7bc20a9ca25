"""How likely a sentence asks for something, by what its words weigh.

Rules know a demand by its wording, and miss the wordings that nobody thought of. Here each word, each two that
follow one another, what kind of line it is and which rules found a demand in it have a weight. The weights are
those of a logistic regression on practice texts (`benchmarks/reading/practice`, `benchmarks/reading/learn_asking.py`);
they lie in a table that can be read, and a candidate names the words that spoke for it most.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise, repeat
from typing import Final

from tumen.patterns import later
from tumen.reading.asking import VERBS
from tumen.reading.sentences import Sentences

TABLE: Final = "asking_words.tsv"
_WORDS = later(r"[A-Za-z]+(?:['’][a-z]+)?|\d+|[^\w\s]")
_BULLET = later(r"\s*(?:[-•–—*▪◦]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]+)[.)])\s")
_FULL_STOP = later(r"[.!?;,][”\"’')\]]*$")
_ASKING_HEADING = later(
    r"recommend|demand|request|ask|urge|call|propos|priorit|action|next|want|step|(?:should|must|can)\b", re.I
)
_YEAR = later(r"(?<!\d)\d{4}(?!\d)")
_PAST = later(r"was|were|had|did|said|told|[a-z]+ed")
_HEADING: Final = 90
"""Characters. A shorter line without a full stop is a heading, or leads to a list."""
_MARK: Final = 6
"""Characters in which the mark of an item stands."""


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DUTY: Final = _each("should must ought shall cannot needs need")
_ASKS: Final = frozenset(
    stem + ending
    for stem in _each(
        "urg ask request call appeal demand recommend propos press invit encourag exhort implor insist plead beg"
        " petition advis suggest want wish hope expect welcome seek"
    )
    for ending in ("", "e", "es", "ed", "s", "ing")
)
_BODIES: Final = _each(
    "government governments authority authorities state states parliament congress ministry ministries minister"
    " ministers council committee commission donor donors agency agencies police embassy embassies consulate"
    " consulates court courts prosecutor prosecutors assembly secretary secretariat union nation nations capitals bank"
    " banks company companies employer employers university universities church churches member members delegation"
    " delegations president prime office board bureau legislature legislators senate senator senators"
)
_SOON: Final = _each(
    "if unless until before without yet still time now instead rather last once immediately urgently forthwith delay"
    " longer"
)
_MAY_COME: Final = _each("will would could may might can")
_WE: Final = _each("i my we our us")
_LEADS: Final = _each(
    "and or but please also then finally first second third lastly instead never do not don't don’t let meanwhile"
    ' immediately urgently fully publicly above all in particular , “ " ‘'
)
_TELLS: Final = _each("was were is are has had have by of")
_DEEDS: Final = frozenset(VERBS.split("|"))
_A_NAME: Final = "Aa"
_KEPT: Final = 1 << 15
"""Words of which it is remembered what they are taken for."""
_MOST: Final = 3
_TELLING: Final = 4
"""Letters. Shorter words tell a reader nothing."""
_NEAR: Final = 6
"""Words between a body and a word of duty that binds it."""
_WHOLE: Final = 6.0
"""A long sentence has more words that speak a little for asking, and does not ask more often for that."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What is weighed of one sentence: its words, each two in a row, and the kinds of line that it is."""

    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    kinds: frozenset[str]

    @property
    def share(self) -> float:
        """How much a word counts: all together as much in a long sentence as in one of 36 words and pairs."""
        return _WHOLE / math.sqrt(max(len(self.words) + len(self.pairs), 1))

    def named(self) -> dict[str, float]:
        """Each sign by the name it has in the table, with how much it counts."""
        said = (f"w:{words}" for words in (*self.words, *map(" ".join, self.pairs)))
        return {**dict.fromkeys(said, self.share), **dict.fromkeys(self.kinds, 1.0)}


def signs(text: str, sentences: Sentences, found: Mapping[int, Sequence[str]]) -> Iterator[Signs]:
    """What is weighed of each sentence, in order; one at a time, so that a long text holds no more than a short one.

    Args:
        text: the text.
        sentences: its sentences.
        found: reasons of the demands that rules found, by where their sentence begins.
    """
    heading, before = "", ""
    for one in sentences.all:
        words, line = text[one.start : one.end], text.rfind("\n", 0, one.start) + 1
        mark = _BULLET.match(text, line, one.end)
        if mark and one.start == line:
            words = words[mark.end() - line :]
        bullet = mark is not None and one.start - line <= _MARK
        yield _signs(words, heading, before, found.get(one.start, ()), bullet=bullet)
        before = words[-1:]
        if len(words) < _HEADING and not _FULL_STOP.search(words.rstrip()):
            heading = words


def chances(rows: Iterable[Signs]) -> list[float]:
    """How likely each sentence asks for something, by what is weighed of it (`signs`)."""
    return [chance(row) for row in rows]


def chance(row: Signs) -> float:
    """How likely one sentence asks for something."""
    return 1 / (1 + math.exp(-_weights().sum_of(row)))


def heaviest(row: Signs) -> list[str]:
    """The words of a sentence that speak most for its asking, at most three, none within another."""
    weights, kept = _weights(), list[str]()
    said = {word: weights.words.get(word, 0.0) for word in row.words}
    said |= {
        " ".join(pair): weights.pairs.get(pair, 0.0) for pair in row.pairs if all(map(str.isalpha, pair))
    }
    for words in sorted(said, key=lambda words: (-said[words], words)):
        if said[words] <= 0 or len(kept) == _MOST:
            break
        within = any(f" {words} " in f" {other} " or f" {other} " in f" {words} " for other in kept)
        if not within and sum(letter.isalpha() for letter in words.replace(_A_NAME, "")) >= _TELLING:
            kept.append(words)
    return kept


@dataclass(frozen=True, slots=True)
class _Weights:
    """The table, parted by how a sign is looked up."""

    base: float
    words: dict[str, float]
    pairs: dict[tuple[str, ...], float]
    kinds: dict[str, float]

    def sum_of(self, row: Signs) -> float:
        said = sum(map(self.words.get, row.words, repeat(0.0))) + sum(
            map(self.pairs.get, row.pairs, repeat(0.0))
        )
        return self.base + row.share * said + sum(map(self.kinds.get, row.kinds, repeat(0.0)))


@cache
def _weights() -> _Weights:
    table = resources.files("tumen.data").joinpath(TABLE).read_text(encoding="utf-8")
    found = _Weights(0.0, {}, {}, {})
    base = 0.0
    for sign, weight in (line.split("\t") for line in table.splitlines()):
        kind, _, words = sign.partition(":")
        if not sign:
            base = float(weight)
        elif kind != "w":
            found.kinds[sign] = float(weight)
        elif " " in words:
            found.pairs[tuple(words.split(" "))] = float(weight)
        else:
            found.words[words] = float(weight)
    return _Weights(base, found.words, found.pairs, found.kinds)


def _signs(words: str, heading: str, before: str, reasons: Sequence[str], *, bullet: bool) -> Signs:
    told = _WORDS.findall(words)
    small = list(map(str.lower, told))
    known = [*map(_known_as, small[:1]), *map(_known_as, told[1:])]
    kinds = {"item" if bullet else "no item", f"past:{min(3, sum(map(_is_past, small)))}"}
    if before:
        kinds.add(f"before:{before}")
    kinds.update(f"is:{kind}" for kind in _holds(words, small, heading, bullet=bullet))
    if known:
        kinds |= {
            f"first:{known[0]}",
            f"first:{' '.join(known[:2])}",
            f"last:{known[-1]}",
            f"long:{min(6, len(told) // 8)}",
        }
        if bullet:
            kinds.add(f"item:{known[0]}")
    if words[:1].isupper():
        kinds.add("capital")
    if reasons:
        kinds.add("rule")
        kinds.update(f"rule:{part}" for reason in reasons for part in reason.split("; "))
    return Signs(frozenset(known), frozenset(pairwise(known)), frozenset(kinds))


@lru_cache(_KEPT)
def _known_as(word: str) -> str:
    """Names and numbers are one word each: what asks shall not be learnt from whom the practice texts speak of."""
    if word.isdigit():
        return "#"
    return _A_NAME if word[0].isupper() and word != "I" else word.lower()


@lru_cache(_KEPT)
def _is_past(word: str) -> bool:
    return _PAST.fullmatch(word) is not None


def _holds(words: str, small: Sequence[str], heading: str, *, bullet: bool) -> Iterator[str]:
    """What a sentence holds: a word of duty, of asking, a body, a deed at its head."""
    said = set(small)
    duty, body = not _DUTY.isdisjoint(said), not _BODIES.isdisjoint(said)
    for kind, some in (("duty", _DUTY), ("asks", _ASKS), ("body", _BODIES), ("may come", _MAY_COME), ("soon", _SOON),
                       ("we", _WE)):  # fmt: skip
        if not some.isdisjoint(said):
            yield kind
    if body and duty:
        yield "body and duty"
        bound = [n for n, word in enumerate(small) if word in _DUTY]
        bodies = [n for n, word in enumerate(small) if word in _BODIES]
        if any(0 < b - a <= _NEAR for a in bodies for b in bound):
            yield "body bound"
    if body and not _ASKS.isdisjoint(said):
        yield "body and asks"
    first = next((n for n, word in enumerate(small[:_NEAR]) if word not in _LEADS), None)
    if first is not None:
        after = small[first + 1 : first + 2]
        if small[first] in _DEEDS and not _TELLS.intersection(after):
            yield "deed"
            if bullet:
                yield "item of deeds"
        if small[first] == "to" and not _DEEDS.isdisjoint(after):
            yield "to do"
    if words.rstrip().endswith("?"):
        yield "question"
    if "“" in said or '"' in said:
        yield "quoted"
    if _YEAR.search(words):
        yield "year"
    if _ASKING_HEADING.search(heading):
        yield "under asking"
