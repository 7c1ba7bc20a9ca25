"""Readings of names; of those that are unlikely as typed, also with one wrong key or as in Japanese texts."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tumen.names.japanese import as_in_japan
from tumen.names.lattice import (
    KINDS,
    LENGTHS,
    LONG_ENOUGH_FOR_THREE,
    Candidate,
    Cut,
    GivenCandidate,
    Reading,
    as_typed,
    candidates,
    cuts_of_words,
    given_of,
    surname_of,
    weighed,
)
from tumen.names.tables import FIRST, LATER, SURNAME
from tumen.names.units import Kind, Unit, Units
from tumen.names.writing import Written

__all__ = ["readings_or_repaired"]

# A particular slip of the keys: one name in a hundred has one, and about a hundred are possible.
_SLIP = 1e-4
# A piece that a random name shows less often than this may hold the slip; one name in twenty-five has such a piece.
_ODD = 1e-4
_MOST_PIECES = 4
# Slips are sought in these kinds of letters; where something can be read as typed, only in the first.
_REPAIRED: tuple[Kind, ...] = ("latin", "pinyin")
# Log probability that a random name is written so, below which the letters are no likely name: one in twenty of those
# in the benchmark, and most of those that are one slip away from any (Mimki for Minki).
_UNLIKELY = -20.0


def readings_or_repaired(written: Written, units: Units) -> tuple[float, tuple[Reading, ...]]:
    """Readings of the name as typed, as `weighed` returns them; where the letters are no likely name, also others.

    Those are the ways of Japanese texts, and everything one slip of the keys away.
    """
    usual = list(candidates(written, units))
    found = weighed(usual)
    if found[0] >= _UNLIKELY:
        return found
    further = list(as_in_japan(written, units))
    pieces = sum(len(word.pieces) for word in written.words)
    if written.script == "latin" and pieces <= _MOST_PIECES:
        further += _repaired(written, units, _REPAIRED[:1] if usual else _REPAIRED)
    return weighed([*usual, *further]) if further else found


def _repaired(written: Written, units: Units, kinds: tuple[Kind, ...]) -> Iterator[Candidate]:
    """The slip is in the surname or in one syllable of the given name; everything else must be readable."""
    for cut in cuts_of_words(written):
        for kind, prior in KINDS:
            if kind not in kinds:
                continue
            weight = cut.prior * prior * _SLIP
            if cut.surname and -1 not in cut.initials:
                yield from _surname_repaired(cut, kind, weight, units)
            yield from _given_repaired(cut, kind, weight, units)


def _surname_repaired(cut: Cut, kind: Kind, weight: float, units: Units) -> Iterator[Candidate]:
    if not _odd(surname_of(cut, kind, units)):
        return
    givens = list(given_of(cut, kind, units)) if cut.given else [((), 1.0)]
    if givens:
        for surname in units.pieces(kind, SURNAME).near(as_typed(cut.surname, kind)):
            for given, share in givens:
                yield surname, given, cut.order, weight * surname.total * share


def _given_repaired(cut: Cut, kind: Kind, weight: float, units: Units) -> Iterator[Candidate]:
    surname = surname_of(cut, kind, units) if cut.surname else None
    if cut.initials - {-1} or (cut.surname and surname is None):
        return
    total = 1.0 if surname is None else surname.total
    for parts in _parts(tuple(as_typed(piece, kind) for piece in cut.given)):
        for given, share in _one_part_repaired(parts, kind, units):
            yield surname, given, cut.order, weight * total * share


def _parts(texts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The given pieces as syllables: as they stand, or a lone piece cut, also where two letters changed places."""
    if len(texts) <= 3:
        yield texts
    if len(texts) != 1:
        return
    text = texts[0]
    cuts = range(1, len(text))
    yield from ((text[:i], text[i:]) for i in cuts)
    if len(text) >= LONG_ENOUGH_FOR_THREE:
        yield from ((text[:i], text[i:k], text[k:]) for i in cuts for k in range(i + 1, len(text)))


def _one_part_repaired(parts: tuple[str, ...], kind: Kind, units: Units) -> Iterator[GivenCandidate]:
    known = [units.pieces(kind, _place(i))[part] for i, part in enumerate(parts)]
    unread = [i for i, unit in enumerate(known) if unit is None]
    if len(unread) <= 1:
        for at in unread or [i for i, unit in enumerate(known) if _odd(unit)]:
            for mended in units.pieces(kind, _place(at)).near(parts[at]):
                yield _with_share([mended if i == at else unit for i, unit in enumerate(known)])
    if len(parts) == 2 and any(map(_odd, known)):
        yield from _letters_swapped_across(parts[0], parts[1], kind, units)


def _letters_swapped_across(first: str, later: str, kind: Kind, units: Units) -> Iterator[GivenCandidate]:
    one = units.pieces(kind, FIRST)[first[:-1] + later[:1]]
    other = units.pieces(kind, LATER)[first[-1:] + later[1:]] if one is not None else None
    if one is not None and other is not None:
        yield _with_share([one, other])


def _odd(unit: Unit | None) -> bool:
    return unit is None or unit.total < _ODD


def _with_share(found: list[Unit | None]) -> GivenCandidate:
    given = tuple(unit for unit in found if unit is not None)
    return given, LENGTHS[len(given)] * math.prod(unit.total for unit in given)


def _place(i: int) -> int:
    return FIRST if i == 0 else LATER
