"""Which Hangul syllables a run of letters can spell, and how likely each would be spelled so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from tumen.names import hangul
from tumen.names.tables import Spellings

__all__ = ["SyllableSpeller"]

_LONGEST = 8
_LONGEST_ONSET = 4
_SILENT = "ㅇ"
_FIRST_SYLLABLE = hangul.join("ㄱ", "ㅏ")
_A_RIME = len(hangul.CODAS)
_AN_ONSET = len(hangul.NUCLEI) * _A_RIME

# letters → (place of vowel and coda in Unicode's order, P(letters | vowel and coda))
_Rimes = Mapping[str, tuple[tuple[int, float], ...]]


class SyllableSpeller:
    """The spellings of one alphabet, vowels and codas joined beforehand.

    `inside` is for later syllables of a given name, whose onsets are spelled otherwise than at the beginning.
    """

    def __init__(self, spellings: Spellings, *, inside: bool = False) -> None:
        onsets = spellings.inside if inside else spellings.onset
        self._onsets = {
            text: tuple(
                (hangul.ONSETS.index(jamo) * _AN_ONSET, share, jamo == _SILENT) for jamo, share in found
            )
            for text, found in onsets.items()
        }
        # for each spelling of an onset, whether it may be spoken and whether it may be silent
        self._heads = {
            text: (not all(silent for _, _, silent in found), any(silent for _, _, silent in found))
            for text, found in self._onsets.items()
        }
        self._plain = _rimes(spellings.nucleus, spellings.coda)
        self._silent = _rimes(spellings.initial, spellings.coda)
        self._first_letters: dict[tuple[str, str], dict[str, float]] = {}
        self._spellings = spellings

    def spells(self, text: str) -> bool:
        """Whether the letters can be one syllable."""
        if len(text) > _LONGEST:
            return False
        for i in range(min(_LONGEST_ONSET + 1, len(text))):
            head = self._heads.get(text[:i])
            if head is not None:
                rime = text[i:]
                if (head[0] and rime in self._plain) or (head[1] and rime in self._silent):
                    return True
        return False

    def syllables(self, text: str) -> Mapping[str, float]:
        """Every Hangul syllable that these letters can spell, with P(letters | syllable)."""
        found: dict[int, float] = defaultdict(float)
        if len(text) > _LONGEST:
            return {}
        for i in range(min(_LONGEST_ONSET + 1, len(text))):
            for onset, share, silent in self._onsets.get(text[:i], ()):
                for rime, chance in (self._silent if silent else self._plain).get(text[i:], ()):
                    found[onset + rime] += share * chance
        first = ord(_FIRST_SYLLABLE)
        return {chr(first + code): chance for code, chance in found.items()}

    def first_letters(self, syllable: str) -> Mapping[str, float]:
        """The letters that a syllable's spelling may begin with, and how often it begins with each."""
        onset, nucleus, _ = hangul.split(syllable)
        known = self._first_letters.get((onset, nucleus))
        if known is None:
            known = self._first_letters[onset, nucleus] = self._begin(onset, nucleus)
        return known

    def _begin(self, onset: str, nucleus: str) -> dict[str, float]:
        found: dict[str, float] = defaultdict(float)
        for text, jamos in self._spellings.onset.items():
            share = dict(jamos).get(onset, 0.0)
            if share and text:
                found[text[0]] += share
            elif share:
                for vowel, nuclei in self._spellings.initial.items():
                    found[vowel[0]] += share * dict(nuclei).get(nucleus, 0.0)
        return found


def _rimes(
    nuclei: Mapping[str, tuple[tuple[str, float], ...]], codas: Mapping[str, tuple[tuple[str, float], ...]]
) -> _Rimes:
    found: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for vowel, meant in nuclei.items():
        for end, closed in codas.items():
            rimes = found[vowel + end]
            for nucleus, b in meant:
                for coda, c in closed:
                    rimes[hangul.NUCLEI.index(nucleus) * _A_RIME + hangul.CODAS.index(coda)] += b * c
    return {text: tuple(rimes.items()) for text, rimes in found.items()}
