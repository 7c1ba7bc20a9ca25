"""From a written form to its possible readings: which part is the surname, and which syllables are meant."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from operator import itemgetter
from typing import Literal, NamedTuple

from tumen.names.tables import FIRST, LATER, SURNAME
from tumen.names.units import Kind, Unit, Units
from tumen.names.writing import Word, Written

__all__ = [
    "KINDS",
    "LENGTHS",
    "LONG_ENOUGH_FOR_THREE",
    "MOST_READINGS",
    "Candidate",
    "Cut",
    "GivenCandidate",
    "Order",
    "Reading",
    "as_typed",
    "candidates",
    "cuts_of_words",
    "given_of",
    "read_cut",
    "surname_of",
    "weighed",
]

Order = Literal["surname first", "surname last", "surname only", "given name only"]

# How many syllables given names have. Source for the dominance of two: NICE credit file, 2012, 98.9 % of full
# names have three syllables; the North has more names of one syllable.
LENGTHS = {1: 0.05, 2: 0.94, 3: 0.01}
# What Latin letters may be, set by hand; names in the languages where j is y are few.
KINDS: tuple[tuple[Kind, float], ...] = (
    ("latin", 0.6), ("northern", 0.2), ("continental", 0.003), ("pinyin", 0.2),
)  # fmt: skip
MOST_READINGS = 6
LONG_ENOUGH_FOR_THREE = 6
_BESIDE_A_WORD = 0.02
# An initial may stand for hundreds of syllables: of each unit so many go into the combinations.
_MOST_SPELT = 12
_LEAST = 5e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to understand a written name, and the probability that it is meant so."""

    surname: Unit | None
    given: tuple[Unit, ...]
    order: Order
    weight: float

    @property
    def hangul(self) -> str:
        """The likeliest Hangul, as the South would begin each word."""
        return _hangul(self.surname, self.given)

    def spelt(self) -> Iterator[tuple[str, float]]:
        """The ways to write it in Hangul, each with its probability: the likeliest of every unit, combined."""
        units = (*((self.surname,) if self.surname else ()), *self.given)
        for nodes in product(*(unit.nodes[:_MOST_SPELT] for unit in units)):
            yield "".join(text for text, _ in nodes), self.weight * math.prod(p for _, p in nodes)


_Meaning = tuple[Unit | None, tuple[Unit, ...]]
# given syllables, and the probability that they are written so
GivenCandidate = tuple[tuple[Unit, ...], float]
# surname, given syllables, order, joint probability of this reading and the letters
Candidate = tuple[Unit | None, tuple[Unit, ...], Order, float]


class Cut(NamedTuple):
    """A cut of the words into surname and given pieces, before any spelling is looked at."""

    surname: str
    given: tuple[str, ...]
    order: Order
    prior: float
    initials: frozenset[int] = frozenset()


def weighed(found: Iterable[Candidate]) -> tuple[float, tuple[Reading, ...]]:
    """The likeliest readings among the candidates, and the log probability that a random name is written so.

    Returns:
        (log probability, readings likeliest first, with probabilities that sum to one); no readings when nothing fits.
    """
    best = _best_of_each(found)
    total = sum(weight for weight, _ in best.values())
    if total <= 0:
        return -math.inf, ()
    likely = [
        (-weight, _hangul(surname, given), order, surname, given)
        for (surname, given), (weight, order) in best.items()
        if weight >= _LEAST * total
    ]
    likely.sort(key=itemgetter(0, 1, 2))
    kept = likely[:MOST_READINGS]
    mass = -sum(row[0] for row in kept)
    return math.log(total), tuple(
        Reading(surname=surname, given=given, order=order, weight=-minus / mass)
        for minus, _, order, surname, given in kept
    )


def _hangul(surname: Unit | None, given: tuple[Unit, ...]) -> str:
    return (surname.best if surname else "") + "".join([unit.best for unit in given])


def _best_of_each(found: Iterable[Candidate]) -> dict[_Meaning, tuple[float, Order]]:
    """The likeliest way to each surname and given syllables."""
    best: dict[_Meaning, tuple[float, Order]] = {}
    for surname, given, order, weight in found:
        known = best.get((surname, given))
        if known is None or weight > known[0]:
            best[surname, given] = (weight, order)
    return best


def candidates(written: Written, units: Units) -> Iterator[Candidate]:
    """Every way to read a name as it stands."""
    if written.script in ("hangul", "han"):
        kind: Kind = "hangul" if written.script == "hangul" else "han"
        for cut in _cuts_of_syllables(written):
            yield from read_cut(cut, kind, 1.0, units)
    elif written.script in ("latin", "cyrillic", "kana"):
        for cut in cuts_of_words(written):
            for kind, prior in _kinds(written):
                yield from read_cut(cut, kind, prior, units)


def _kinds(written: Written) -> tuple[tuple[Kind, float], ...]:
    if written.script == "latin":
        return KINDS
    return (("kana" if written.script == "kana" else "cyrillic", 1.0),)


def read_cut(cut: Cut, kind: Kind, prior: float, units: Units) -> Iterator[Candidate]:
    """Every way to read one cut in one kind of letters."""
    weight = cut.prior * prior
    surname = None
    if cut.surname:
        surname = surname_of(cut, kind, units)
        if surname is None:
            return
        weight *= surname.total
    if not cut.given:
        yield surname, (), cut.order, weight
        return
    for given, share in given_of(cut, kind, units):
        yield surname, given, cut.order, weight * share


def surname_of(cut: Cut, kind: Kind, units: Units) -> Unit | None:
    """The surname of a cut, or None when the letters are none."""
    if -1 in cut.initials:
        return units.pieces("initial", SURNAME)[cut.surname]
    return units.pieces(kind, SURNAME)[as_typed(cut.surname, kind)]


def as_typed(text: str, kind: Kind) -> str:
    """Letters as the tables of a kind have them."""
    return text.replace("ü", "v") if kind == "pinyin" else text


def given_of(cut: Cut, kind: Kind, units: Units) -> Iterator[GivenCandidate]:
    """The given pieces as syllables, with their probability: as they stand, or cut further when letters allow."""
    texts = tuple(as_typed(piece, kind) for piece in cut.given) if kind == "pinyin" else cut.given
    if len(texts) <= 3:
        yield from _as_they_stand(texts, cut.initials, kind, units)
    if cut.initials or kind in ("hangul", "han"):
        return
    if len(texts) == 1:
        yield from _cut_in_two(texts[0], kind, units)
        if len(texts[0]) >= LONG_ENOUGH_FOR_THREE:
            yield from _cut_in_three(texts[0], kind, units)
    elif len(texts) == 2:
        yield from _one_cut_further(texts, kind, units)


def _as_they_stand(
    texts: tuple[str, ...], initials: frozenset[int], kind: Kind, units: Units
) -> Iterator[GivenCandidate]:
    found: tuple[Unit, ...] = ()
    share = 1.0
    for i, text in enumerate(texts):
        unit = units.pieces("initial" if i in initials else kind, FIRST if i == 0 else LATER)[text]
        if unit is None:
            return
        found += (unit,)
        share *= unit.total
    yield found, LENGTHS[len(found)] * share


def _cut_in_two(text: str, kind: Kind, units: Units) -> Iterator[GivenCandidate]:
    first, later = units.pieces(kind, FIRST), units.pieces(kind, LATER)
    for i in range(1, len(text)):
        one = first[text[:i]]
        other = later[text[i:]] if one is not None else None
        if one is not None and other is not None:
            yield (one, other), LENGTHS[2] * (one.total * other.total)


def _cut_in_three(text: str, kind: Kind, units: Units) -> Iterator[GivenCandidate]:
    first, later = units.pieces(kind, FIRST), units.pieces(kind, LATER)
    for i in range(1, len(text) - 1):
        one = first[text[:i]]
        if one is None:
            continue
        for k in range(i + 1, len(text)):
            two = later[text[i:k]]
            three = later[text[k:]] if two is not None else None
            if two is not None and three is not None:
                yield (one, two, three), LENGTHS[3] * (one.total * two.total * three.total)


def _one_cut_further(texts: tuple[str, ...], kind: Kind, units: Units) -> Iterator[GivenCandidate]:
    """Two pieces that hold three syllables (Bit-nara): rare."""
    first, later = units.pieces(kind, FIRST), units.pieces(kind, LATER)
    one, three = first[texts[0]], later[texts[1]]
    for head, known in ((first, three), (later, one)):
        if known is None:
            continue
        word = texts[0] if known is three else texts[1]
        for i in range(2, len(word) - 1):
            a = head[word[:i]]
            b = later[word[i:]] if a is not None else None
            if a is not None and b is not None:
                given = (a, b, known) if known is three else (known, a, b)
                yield given, 0.02 * LENGTHS[3] * math.prod(unit.total for unit in given)


def _cuts_of_syllables(written: Written) -> Iterator[Cut]:
    words = [word.pieces[0] for word in written.words]
    if len(words) == 1:
        yield from _cuts_of_one_word(words[0], titled=bool(written.titles) or written.masked)
    elif len(words) == 2:
        yield Cut(surname=words[0], given=tuple(words[1]), order="surname first", prior=0.9)
        yield Cut(surname=words[1], given=tuple(words[0]), order="surname last", prior=0.05)
        yield from _cuts_of_one_word("".join(words), titled=False)
        for word in words:
            if len(word) >= 3:
                # the other word says what somebody is: 김영희 작가
                for cut in _cuts_of_one_word(word, titled=False):
                    yield cut._replace(prior=_BESIDE_A_WORD * cut.prior)
    elif words:
        yield from _cuts_of_one_word("".join(words), titled=False)


def _cuts_of_one_word(word: str, *, titled: bool) -> Iterator[Cut]:
    if len(word) <= 2:
        yield Cut(surname=word, given=(), order="surname only", prior=0.5 if titled else 0.05)
    if len(word) <= 3:
        yield Cut(surname="", given=tuple(word), order="given name only", prior=0.1)
    for cut in (1, 2):
        if cut < len(word) <= cut + 3:
            yield Cut(surname=word[:cut], given=tuple(word[cut:]), order="surname first", prior=0.85)


def cuts_of_words(written: Written) -> Iterator[Cut]:
    """Cuts of a name in letters, with how usual each is."""
    words = written.words
    if len(words) == 1:
        yield from _cuts_of_lone_word(words[0], titled=bool(written.titles) or written.masked)
        return
    if not words or len(words) > 5:
        return
    if written.comma_after:
        yield _cut(words[: written.comma_after], words[written.comma_after :], "surname first", 0.97)
        yield _cut(words[1:], words[:1], "surname last", 0.03)
        return
    first, last = _capital_factors(words)
    yield _cut(words[:1], words[1:], "surname first", 0.8 * first)
    yield _cut(words[-1:], words[:-1], "surname last", 0.14 * last)
    yield _cut((), words, "given name only", 0.003)
    if len(words) > 2:
        yield _cut(words[:2], words[2:], "surname first", 0.02 * first)


def _capital_factors(words: Sequence[Word]) -> tuple[float, float]:
    """Capitals on one word only mark the surname (KIM Woo Nam, Yeonmi PARK)."""
    capitals = [word.capitals for word in words]
    if sum(capitals) != 1:
        return 1.0, 1.0
    return (1.0 if capitals[0] else 0.05), (1.0 if capitals[-1] else 0.05)


def _cut(surname: Sequence[Word], given: Sequence[Word], order: Order, prior: float) -> Cut:
    initials = {i for i, word in enumerate(given) if word.initial}
    if len(surname) == 1 and surname[0].initial:
        initials.add(-1)
    pieces = tuple(piece for word in given for piece in word.pieces)
    if any(len(word.pieces) > 1 for word in given):
        initials &= {-1}
    return Cut(
        surname="".join(piece for word in surname for piece in word.pieces),
        given=pieces,
        order=order,
        prior=prior,
        initials=frozenset(initials),
    )


def _cuts_of_lone_word(word: Word, *, titled: bool) -> Iterator[Cut]:
    if len(word.pieces) == 1:
        text = word.pieces[0]
        yield Cut(surname=text, given=(), order="surname only", prior=0.6 if titled else 0.15)
        for i in range(1, len(text)):
            yield Cut(surname=text[:i], given=(text[i:],), order="surname first", prior=0.1)
    else:
        yield Cut(surname=word.pieces[0], given=word.pieces[1:], order="surname first", prior=0.2)
    yield Cut(surname="", given=word.pieces, order="given name only", prior=0.3)
