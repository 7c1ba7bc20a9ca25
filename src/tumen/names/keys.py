"""Blocking keys: short strings that two spellings of one name share, whatever their scripts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tumen.names import hangul
from tumen.names.deck import Form
from tumen.names.lattice import Reading
from tumen.names.units import Unit

__all__ = ["keys_of"]

# Onsets that romanisations and ears mix.
_ONSET_CLASS = {
    **dict.fromkeys("ㄱㄲㅋ", "K"), **dict.fromkeys("ㄷㄸㅌ", "T"), **dict.fromkeys("ㅂㅃㅍ", "P"),
    **dict.fromkeys("ㅈㅉㅊ", "C"), **dict.fromkeys("ㅅㅆ", "S"), "ㄴ": "N", "ㅁ": "M", "ㅇ": "0", "ㅎ": "H",
}  # fmt: skip
# Vowels that romanisations and ears mix; only where no surname narrows the key down.
_VOWEL_CLASS = {
    **dict.fromkeys("ㅏㅑㅘ", "a"), **dict.fromkeys("ㅐㅒㅔㅖㅙㅚㅞ", "e"), **dict.fromkeys("ㅣㅢㅟ", "i"),
    **dict.fromkeys("ㅓㅕㅗㅛㅜㅠㅝㅡ", "o"),
}  # fmt: skip
_CODA_CLASS = {"": "", "ㄱ": "k", "ㄴ": "n", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p", "ㅇ": "n"}
_MOST = 12
_LEAST = 0.01
_WITHOUT_SURNAME = 0.5

_Labels = tuple[tuple[str, float], ...]


def keys_of(forms: tuple[Form, ...]) -> tuple[str, ...]:
    """Keys of all forms of a name, the likeliest first, none twice."""
    found: dict[str, float] = {}
    for form in forms:
        for key, weight in _of_form(form):
            found[key] = max(found.get(key, 0.0), weight)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(key for key, _ in ordered[:_MOST])


def _of_form(form: Form) -> Iterator[tuple[str, float]]:
    if not form.readings:
        for word in form.written.words:
            yield "w:" + "".join(word.pieces)[:6], 1.0
    for reading in form.readings:
        for key, share in (*_with_surname(reading), *_without_surname(reading)):
            if reading.weight * share >= _LEAST:
                yield key, reading.weight * share


def _with_surname(reading: Reading) -> Iterator[tuple[str, float]]:
    """Each likely surname with the given syllables in any order: 영희 and 희영 must meet to be told apart."""
    if reading.surname is None:
        return
    given: dict[str, float] = defaultdict(float)
    for labels, share in _combined([_labels(unit) for unit in reading.given]):
        given["".join(sorted(labels))] += share
    for node, probability in reading.surname.nodes:
        if probability <= _LEAST:
            break
        yield from ((f"{node}:{skeleton}", probability * share) for skeleton, share in given.items())


def _without_surname(reading: Reading) -> Iterator[tuple[str, float]]:
    """The given syllables alone, in their order: a name given in part must meet the same name in full."""
    if reading.given:
        for labels, share in _combined([_fine_labels(unit) for unit in reading.given]):
            yield ":" + "".join(labels), _WITHOUT_SURNAME * share


def _combined(syllables: Sequence[_Labels]) -> list[tuple[tuple[str, ...], float]]:
    """The classes of all syllables together; unlikely combinations left out."""
    found: list[tuple[tuple[str, ...], float]] = [((), 1.0)]
    for labels in syllables:
        found = [((*text, label), p * q) for text, p in found for label, q in labels if p * q > _LEAST]
    return found


@lru_cache(maxsize=20_000)
def _labels(unit: Unit) -> _Labels:
    """The classes that a unit may belong to; the unlikely ones left out."""
    return _likely((_class_of(node)[0] + _class_of(node)[2], p) for node, p in unit.nodes)


@lru_cache(maxsize=20_000)
def _fine_labels(unit: Unit) -> _Labels:
    """As `_labels`, vowels told apart."""
    return _likely(("".join(_class_of(node)), p) for node, p in unit.nodes)


def _likely(nodes: Iterator[tuple[str, float]]) -> _Labels:
    found: dict[str, float] = defaultdict(float)
    for label, probability in nodes:
        found[label] += probability
    return tuple((label, p) for label, p in found.items() if p > _LEAST)


@lru_cache(maxsize=12_000)
def _class_of(syllable: str) -> tuple[str, str, str]:
    """Onset, vowel and coda class; 룡 and 용 share theirs, since both spellings are used inside names."""
    onset, vowel, coda = hangul.split(
        hangul.southern(syllable) if hangul.split(syllable)[0] == "ㄹ" else syllable
    )
    return _ONSET_CLASS[onset], _VOWEL_CLASS[vowel], _CODA_CLASS.get(coda, "t")
