"""From a written form to its possible readings: which part is the surname, and which syllables are meant."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from tumen.names.tables import FIRST, LATER, SURNAME
from tumen.names.units import Kind, Unit, Units
from tumen.names.writing import Word, Written

__all__ = ["LENGTHS", "MOST_READINGS", "Order", "Reading", "readings"]

Order = Literal["surname first", "surname last", "surname only", "given name only"]

# How many syllables given names have. Source for the dominance of two: NICE credit file, 2012, 98.9 % of full
# names have three syllables; the North has more names of one syllable.
LENGTHS = {1: 0.05, 2: 0.94, 3: 0.01}
_KINDS: tuple[tuple[Kind, float], ...] = (("latin", 0.8), ("pinyin", 0.2))
MOST_READINGS = 6
_LEAST = 1e-3
# A particular slip of the keys: one name in a hundred has one, and about a hundred are possible.
_SLIP = 1e-4
# Stands for a piece that is tried in several spellings.
_GAP = "\ue000"
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


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
        return (self.surname.best if self.surname else "") + "".join(unit.best for unit in self.given)

    def spelt(self) -> Iterator[tuple[str, float]]:
        """Each way to write it in Hangul and its probability, this reading's own included."""
        units = (*((self.surname,) if self.surname else ()), *self.given)
        for nodes in product(*(unit.nodes for unit in units)):
            yield "".join(text for text, _ in nodes), self.weight * math.prod(p for _, p in nodes)


_Meaning = tuple[Unit | None, tuple[Unit, ...]]
# surname, given syllables, order, joint probability of this reading and the letters
_Candidate = tuple[Unit | None, tuple[Unit, ...], Order, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """A cut of the words into surname and given pieces, before any spelling is looked at."""

    surname: str
    given: tuple[str, ...]
    order: Order
    prior: float
    initials: frozenset[int] = frozenset()


def readings(written: Written, units: Units) -> tuple[float, tuple[Reading, ...]]:
    """All plausible readings, likeliest first, and the log probability that a random name is written so.

    Returns:
        (log probability, readings with probabilities that sum to one); no readings when nothing fits.
    """
    found = _best_of_each(_candidates(written, units))
    if not found and written.script == "latin":
        found = _best_of_each(_repaired(written, units))
    total = sum(weight for weight, _ in found.values())
    if total <= 0:
        return -math.inf, ()
    likely = [
        Reading(surname=surname, given=given, order=order, weight=weight)
        for (surname, given), (weight, order) in found.items()
        if weight >= _LEAST * total
    ]
    kept = sorted(likely, key=lambda r: (-r.weight, r.hangul, r.order))[:MOST_READINGS]
    mass = sum(r.weight for r in kept)
    return math.log(total), tuple(
        Reading(surname=r.surname, given=r.given, order=r.order, weight=r.weight / mass) for r in kept
    )


def _best_of_each(candidates: Iterable[_Candidate]) -> dict[_Meaning, tuple[float, Order]]:
    """The likeliest way to each surname and given syllables."""
    best: dict[_Meaning, tuple[float, Order]] = {}
    for surname, given, order, weight in candidates:
        known = best.get((surname, given))
        if known is None or weight > known[0]:
            best[surname, given] = (weight, order)
    return best


def _candidates(written: Written, units: Units) -> Iterator[_Candidate]:
    if written.script in ("hangul", "han"):
        kind: Kind = "hangul" if written.script == "hangul" else "han"
        for cut in _cuts_of_syllables(written):
            yield from _read_cut(cut, kind, 1.0, units)
    elif written.script in ("latin", "cyrillic"):
        for cut in _cuts_of_words(written):
            for kind, prior in _kinds(written):
                yield from _read_cut(cut, kind, prior, units)


def _kinds(written: Written) -> tuple[tuple[Kind, float], ...]:
    return _KINDS if written.script == "latin" else (("cyrillic", 1.0),)


def _read_cut(
    cut: _Cut, kind: Kind, prior: float, units: Units, fillings: Sequence[str] = ()
) -> Iterator[_Candidate]:
    """Candidates of one cut; where it has a gap, of every filling in turn."""
    weight = cut.prior * prior
    surnames = _surnames(cut, kind, units, fillings)
    if not surnames or (fillings and not _rest_readable(cut, kind, units)):
        return
    for texts in _filled(cut.given, fillings):
        for given, share in _given(texts, cut.initials, kind, units) if texts else (((), 1.0),):
            for surname in surnames:
                total = 1.0 if surname is None else surname.total
                yield surname, given, cut.order, weight * total * share


def _surnames(cut: _Cut, kind: Kind, units: Units, fillings: Sequence[str]) -> list[Unit | None]:
    """The surname, or all that a gap allows; nothing when the letters are none; a lone None without a surname."""
    if not cut.surname:
        return [None]
    pieces = units.pieces("initial" if -1 in cut.initials else kind, SURNAME)
    found = (pieces[_as_typed(text, kind)] for (text,) in _filled((cut.surname,), fillings))
    return [unit for unit in found if unit is not None]


def _rest_readable(cut: _Cut, kind: Kind, units: Units) -> bool:
    """Whether the given pieces beside a gap can be read at all, so that filling it is worth while."""
    if not any(_GAP in piece for piece in cut.given):
        return True
    for i, piece in enumerate(cut.given):
        text = _as_typed(piece, kind)
        if _GAP in text or units.pieces(kind, FIRST if i == 0 else LATER)[text] is not None:
            continue
        if i in cut.initials or (len(cut.given) == 2 and any(_cut_in_two(text, kind, units))):
            continue
        return False
    return True


def _filled(texts: tuple[str, ...], fillings: Sequence[str]) -> Iterator[tuple[str, ...]]:
    at = next((i for i, text in enumerate(texts) if _GAP in text), None) if fillings else None
    if at is None:
        yield texts
        return
    before, after = texts[at].split(_GAP)
    for filling in fillings:
        yield (*texts[:at], before + filling + after, *texts[at + 1 :])


def _as_typed(text: str, kind: Kind) -> str:
    return text.replace("ü", "v") if kind == "pinyin" else text


def _given(
    pieces: tuple[str, ...], initials: frozenset[int], kind: Kind, units: Units
) -> Iterator[tuple[tuple[Unit, ...], float]]:
    """The given pieces as syllables, with their probability: as they stand, or cut further when letters allow."""
    texts = tuple(_as_typed(piece, kind) for piece in pieces)
    if len(texts) <= 3:
        yield from _as_they_stand(texts, initials, kind, units)
    if initials or kind in ("hangul", "han"):
        return
    if len(texts) == 1:
        yield from _cut_in_two(texts[0], kind, units)
        if len(pieces[0]) >= 6:
            yield from _cut_in_three(texts[0], kind, units)
    elif len(texts) == 2:
        yield from _one_cut_further(texts, kind, units)


def _as_they_stand(
    texts: tuple[str, ...], initials: frozenset[int], kind: Kind, units: Units
) -> Iterator[tuple[tuple[Unit, ...], float]]:
    found: tuple[Unit, ...] = ()
    share = 1.0
    for i, text in enumerate(texts):
        unit = units.pieces("initial" if i in initials else kind, FIRST if i == 0 else LATER)[text]
        if unit is None:
            return
        found += (unit,)
        share *= unit.total
    yield found, LENGTHS[len(found)] * share


def _cut_in_two(text: str, kind: Kind, units: Units) -> Iterator[tuple[tuple[Unit, ...], float]]:
    first, later = units.pieces(kind, FIRST), units.pieces(kind, LATER)
    for i in range(1, len(text)):
        one = first[text[:i]]
        other = later[text[i:]] if one is not None else None
        if one is not None and other is not None:
            yield (one, other), LENGTHS[2] * (one.total * other.total)


def _cut_in_three(text: str, kind: Kind, units: Units) -> Iterator[tuple[tuple[Unit, ...], float]]:
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


def _one_cut_further(
    texts: tuple[str, ...], kind: Kind, units: Units
) -> Iterator[tuple[tuple[Unit, ...], float]]:
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


def _cuts_of_syllables(written: Written) -> Iterator[_Cut]:
    words = [word.pieces[0] for word in written.words]
    if len(words) == 1:
        yield from _cuts_of_one_word(words[0], titled=bool(written.titles))
    elif len(words) == 2:
        yield _Cut(surname=words[0], given=tuple(words[1]), order="surname first", prior=0.9)
        yield _Cut(surname=words[1], given=tuple(words[0]), order="surname last", prior=0.05)
        yield from _cuts_of_one_word("".join(words), titled=False)
    elif words:
        yield from _cuts_of_one_word("".join(words), titled=False)


def _cuts_of_one_word(word: str, *, titled: bool) -> Iterator[_Cut]:
    if len(word) <= 2:
        yield _Cut(surname=word, given=(), order="surname only", prior=0.5 if titled else 0.05)
    if len(word) <= 3:
        yield _Cut(surname="", given=tuple(word), order="given name only", prior=0.1)
    for cut in (1, 2):
        if cut < len(word) <= cut + 3:
            yield _Cut(surname=word[:cut], given=tuple(word[cut:]), order="surname first", prior=0.85)


def _cuts_of_words(written: Written) -> Iterator[_Cut]:
    words = written.words
    if len(words) == 1:
        yield from _cuts_of_lone_word(words[0], titled=bool(written.titles))
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


def _cut(surname: Sequence[Word], given: Sequence[Word], order: Order, prior: float) -> _Cut:
    initials = {i for i, word in enumerate(given) if word.initial}
    if len(surname) == 1 and surname[0].initial:
        initials.add(-1)
    pieces = tuple(piece for word in given for piece in word.pieces)
    if any(len(word.pieces) > 1 for word in given):
        initials &= {-1}
    return _Cut(
        surname="".join(piece for word in surname for piece in word.pieces),
        given=pieces,
        order=order,
        prior=prior,
        initials=frozenset(initials),
    )


def _cuts_of_lone_word(word: Word, *, titled: bool) -> Iterator[_Cut]:
    if len(word.pieces) == 1:
        text = word.pieces[0]
        yield _Cut(surname=text, given=(), order="surname only", prior=0.6 if titled else 0.15)
        for i in range(1, len(text)):
            yield _Cut(surname=text[:i], given=(text[i:],), order="surname first", prior=0.1)
    else:
        yield _Cut(surname=word.pieces[0], given=word.pieces[1:], order="surname first", prior=0.2)
    yield _Cut(surname="", given=word.pieces, order="given name only", prior=0.3)


def _repaired(written: Written, units: Units) -> Iterator[_Candidate]:
    """Readings of everything one slip of the keys away, when the name as typed cannot be read at all."""
    pieces = [(at, k) for at, word in enumerate(written.words) for k in range(len(word.pieces))]
    broken = [(at, k) for at, k in pieces if not _readable(written.words[at].pieces[k], units)]
    if len(broken) > 1 or len(pieces) > 4:
        return
    for at, k in broken or pieces:
        mended = sorted(_one_edit(written.words[at].pieces[k]))
        for form, fillings in _to_fill(written, at, k, mended):
            for cut in _cuts_of_words(form):
                for kind, prior in _KINDS:
                    yield from _read_cut(cut, kind, prior * _SLIP, units, fillings)


def _to_fill(
    written: Written, at: int, k: int, mended: Sequence[str]
) -> Iterator[tuple[Written, Sequence[str]]]:
    """Forms to be cut: one with a gap for all, save for a lone word, whose cuts hang on its letters."""
    if len(written.words) > 1 or len(written.words[0].pieces) > 1:
        yield _with_piece(written, at, k, _GAP), mended
    else:
        for text in mended:
            yield _with_piece(written, at, k, text), ()


def _readable(piece: str, units: Units) -> bool:
    """Whether the letters can be a surname or one or two syllables of a given name."""
    if len(piece) > 14:
        return False
    for kind, _ in _KINDS:
        if units.readable(kind, piece, SURNAME) or units.readable(kind, piece, FIRST):
            return True
        cuts = range(1, len(piece))
        if any(
            units.readable(kind, piece[:i], FIRST) and units.readable(kind, piece[i:], LATER) for i in cuts
        ):
            return True
    return False


def _with_piece(written: Written, at: int, k: int, piece: str) -> Written:
    word = written.words[at]
    changed = replace(word, pieces=(*word.pieces[:k], piece, *word.pieces[k + 1 :]))
    return replace(written, words=(*written.words[:at], changed, *written.words[at + 1 :]))


def _one_edit(text: str) -> set[str]:
    """Everything one transposition, deletion, replacement or insertion away (Damerau 1964)."""
    halves = [(text[:i], text[i:]) for i in range(len(text) + 1)]
    edits = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    edits |= {a + b[1:] for a, b in halves if b}
    edits |= {a + c + b[1:] for a, b in halves if b for c in _ALPHABET}
    edits |= {a + c + b for a, b in halves for c in _ALPHABET}
    return {e for e in edits if e and e != text}
