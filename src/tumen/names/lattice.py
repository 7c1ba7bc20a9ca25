"""From a written form to its possible readings: which part is the surname, and which syllables are meant."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
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
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to understand a written name. `weight` is joint while candidates are weighed, then a probability."""

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
    found = list(_candidates(written, units))
    if not found and written.script == "latin":
        found = list(_repaired(written, units))
    merged: dict[tuple[Unit | None, tuple[Unit, ...]], Reading] = {}
    for reading in found:
        key = (reading.surname, reading.given)
        if key not in merged or reading.weight > merged[key].weight:
            merged[key] = reading
    total = sum(r.weight for r in merged.values())
    if total <= 0:
        return -math.inf, ()
    ordered = sorted(merged.values(), key=lambda r: (-r.weight, r.hangul, r.order))
    kept = [r for r in ordered[:MOST_READINGS] if r.weight >= _LEAST * total]
    mass = sum(r.weight for r in kept)
    return math.log(total), tuple(
        Reading(surname=r.surname, given=r.given, order=r.order, weight=r.weight / mass) for r in kept
    )


def _candidates(written: Written, units: Units) -> Iterator[Reading]:
    if written.script in ("hangul", "han"):
        kind: Kind = "hangul" if written.script == "hangul" else "han"
        for cut in _cuts_of_syllables(written):
            yield from _read_cut(cut, kind, 1.0, units, whole_pieces=True)
    elif written.script in ("latin", "cyrillic"):
        kinds = _KINDS if written.script == "latin" else (("cyrillic", 1.0),)
        for cut in _cuts_of_words(written):
            for kind, prior in kinds:
                yield from _read_cut(cut, kind, prior, units, whole_pieces=False)


def _read_cut(cut: _Cut, kind: Kind, prior: float, units: Units, *, whole_pieces: bool) -> Iterator[Reading]:
    surname = None
    weight = cut.prior * prior
    if cut.surname:
        surname = _unit(cut.surname, kind, SURNAME, units, initial=-1 in cut.initials)
        if surname is None:
            return
        weight *= surname.total
    if not cut.given:
        yield Reading(surname=surname, given=(), order=cut.order, weight=weight)
        return
    for pieces, initials, penalty in _syllabified(cut, whole_pieces=whole_pieces, kind=kind, units=units):
        given = _given(pieces, initials, kind, units)
        if given is not None:
            share = penalty * LENGTHS[len(given)] * math.prod(u.total for u in given)
            yield Reading(surname=surname, given=given, order=cut.order, weight=weight * share)


def _unit(text: str, kind: Kind, position: int, units: Units, *, initial: bool) -> Unit | None:
    if initial:
        return units.unit("initial", text, position)
    return units.unit(kind, text.replace("ü", "v") if kind == "pinyin" else text, position)


def _given(
    pieces: Sequence[str], initials: frozenset[int], kind: Kind, units: Units
) -> tuple[Unit, ...] | None:
    found = []
    for i, piece in enumerate(pieces):
        unit = _unit(piece, kind, FIRST if i == 0 else LATER, units, initial=i in initials)
        if unit is None:
            return None
        found.append(unit)
    return tuple(found)


def _syllabified(
    cut: _Cut, *, whole_pieces: bool, kind: Kind, units: Units
) -> Iterator[tuple[tuple[str, ...], frozenset[int], float]]:
    """The given pieces as syllables: as they stand, or cut further when letters allow."""
    pieces = cut.given
    if len(pieces) <= 3:
        yield pieces, cut.initials, 1.0
    if whole_pieces or cut.initials:
        return
    if len(pieces) == 1:
        word = pieces[0]
        for i in range(1, len(word)):
            yield (word[:i], word[i:]), frozenset(), 1.0
        if len(word) >= 6:
            yield from (((word[:i], word[i:k], word[k:]), frozenset(), 1.0)
                        for i in range(1, len(word) - 1) for k in range(i + 1, len(word))
                        if units.unit(kind, word[:i], FIRST) is not None)  # fmt: skip
    elif len(pieces) == 2:
        for which in (0, 1):
            word = pieces[which]
            for i in range(2, len(word) - 1):
                parts = (word[:i], word[i:])
                yield (*parts, pieces[1]) if which == 0 else (pieces[0], *parts), frozenset(), 0.02


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


def _repaired(written: Written, units: Units) -> Iterator[Reading]:
    """Readings of everything one slip of the keys away, when the name as typed cannot be read at all."""
    pieces = [(at, k) for at, word in enumerate(written.words) for k in range(len(word.pieces))]
    broken = [(at, k) for at, k in pieces if not _readable(written.words[at].pieces[k], units)]
    if len(broken) > 1 or len(pieces) > 4:
        return
    for at, k in broken or pieces:
        for mended in sorted(_one_edit(written.words[at].pieces[k])):
            if not broken or _readable(mended, units):
                for reading in _candidates(_with_piece(written, at, k, mended), units):
                    yield Reading(surname=reading.surname, given=reading.given, order=reading.order,
                                  weight=reading.weight * _SLIP)  # fmt: skip


def _readable(piece: str, units: Units) -> bool:
    """Whether the letters can be a surname or one or two syllables of a given name."""
    if len(piece) > 14:
        return False
    for kind, _ in _KINDS:
        if units.unit(kind, piece, SURNAME) or units.unit(kind, piece, FIRST):
            return True
        cuts = range(1, len(piece))
        if any(units.unit(kind, piece[:i], FIRST) and units.unit(kind, piece[i:], LATER) for i in cuts):
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
