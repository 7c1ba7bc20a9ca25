"""Blocking keys: short strings that two spellings of one name share, whatever their scripts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
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
_CODA_CLASS = {"": "", "ㄱ": "k", "ㄴ": "n", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p", "ㅇ": "n"}
_MOST = 8
_LEAST = 0.02


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
        skeletons = _skeletons(reading)
        for surname, share in _surnames(reading):
            weight = reading.weight * share
            for skeleton, part in skeletons:
                if weight * part >= _LEAST:
                    yield f"{surname}:{skeleton}", weight * part


def _surnames(reading: Reading) -> Iterator[tuple[str, float]]:
    """Each likely surname, and none at all: a name given in part must meet the same name in full."""
    if reading.surname is not None:
        for node, probability in reading.surname.nodes:
            if probability <= _LEAST:
                break
            yield node, probability
    if reading.given:
        yield "", 0.5


def _skeletons(reading: Reading) -> list[tuple[str, float]]:
    """Onset classes of the given syllables, with their coda classes."""
    alternatives: list[tuple[str, float]] = [("", 1.0)]
    for unit in reading.given:
        alternatives = [(text + label, p * q) for text, p in alternatives for label, q in _labels(unit)
                        if p * q > _LEAST]  # fmt: skip
    return alternatives


@lru_cache(maxsize=20_000)
def _labels(unit: Unit) -> tuple[tuple[str, float], ...]:
    """The classes that a unit may belong to; the unlikely ones left out."""
    found: dict[str, float] = defaultdict(float)
    for node, probability in unit.nodes:
        found[_label(node)] += probability
    return tuple((label, p) for label, p in found.items() if p > _LEAST)


@lru_cache(maxsize=12_000)
def _label(syllable: str) -> str:
    """Onset and coda class; 룡 and 용 share theirs, since both spellings are used inside names."""
    onset, _, coda = hangul.split(
        hangul.southern(syllable) if hangul.split(syllable)[0] == "ㄹ" else syllable
    )
    return _ONSET_CLASS[onset] + _CODA_CLASS.get(coda, "t")
