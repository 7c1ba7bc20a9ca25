"""Hangul syllables as arithmetic: parts, joining, and the initial-sound rule that divides North from South."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["CODAS", "NUCLEI", "ONSETS", "is_syllable", "join", "northern_forms", "southern", "split"]

ONSETS = (
    "ㄱ",
    "ㄲ",
    "ㄴ",
    "ㄷ",
    "ㄸ",
    "ㄹ",
    "ㅁ",
    "ㅂ",
    "ㅃ",
    "ㅅ",
    "ㅆ",
    "ㅇ",
    "ㅈ",
    "ㅉ",
    "ㅊ",
    "ㅋ",
    "ㅌ",
    "ㅍ",
    "ㅎ",
)
NUCLEI = (
    "ㅏ", "ㅐ", "ㅑ", "ㅒ", "ㅓ", "ㅔ", "ㅕ", "ㅖ", "ㅗ", "ㅘ", "ㅙ",
    "ㅚ", "ㅛ", "ㅜ", "ㅝ", "ㅞ", "ㅟ", "ㅠ", "ㅡ", "ㅢ", "ㅣ",
)  # fmt: skip
CODAS = (
    "", "ㄱ", "ㄲ", "ㄳ", "ㄴ", "ㄵ", "ㄶ", "ㄷ", "ㄹ", "ㄺ", "ㄻ", "ㄼ", "ㄽ", "ㄾ",
    "ㄿ", "ㅀ", "ㅁ", "ㅂ", "ㅄ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
)  # fmt: skip

_FIRST = 0xAC00
_LAST = 0xD7A3
_ONSET = {jamo: i for i, jamo in enumerate(ONSETS)}
_NUCLEUS = {jamo: i for i, jamo in enumerate(NUCLEI)}
_CODA = {jamo: i for i, jamo in enumerate(CODAS)}
_FRONT = frozenset("ㅑㅒㅕㅖㅛㅠㅣ")


def is_syllable(character: str) -> bool:
    """Whether the character is one composed Hangul syllable."""
    return len(character) == 1 and _FIRST <= ord(character) <= _LAST


def split(syllable: str) -> tuple[str, str, str]:
    """Onset, nucleus and coda ("" when open) of a composed syllable.

    Source: The Unicode Standard, section 3.12 (Conjoining Jamo Behavior).
    """
    code = ord(syllable) - _FIRST
    return ONSETS[code // 588], NUCLEI[code % 588 // 28], CODAS[code % 28]


def join(onset: str, nucleus: str, coda: str = "") -> str:
    """The composed syllable of these parts. Source: as `split`."""
    return chr(_FIRST + _ONSET[onset] * 588 + _NUCLEUS[nucleus] * 28 + _CODA[coda])


@lru_cache(maxsize=4096)
def southern(syllable: str) -> str:
    """The syllable at the beginning of a word as the South writes it: 리 → 이, 류 → 유, 로 → 노, 녀 → 여.

    Source: South Korean orthography (Ministry of Education 88-1, 1988), articles 10 to 12.
    """
    onset, nucleus, coda = split(syllable)
    if onset in "ㄹㄴ" and nucleus in _FRONT:
        return join("ㅇ", nucleus, coda)
    if onset == "ㄹ":
        return join("ㄴ", nucleus, coda)
    return syllable


@lru_cache(maxsize=4096)
def northern_forms(syllable: str) -> tuple[str, ...]:
    """The syllables that `southern` turns into this one, itself left out: 이 → (리, 니), 노 → (로,)."""
    onset, nucleus, coda = split(syllable)
    if onset == "ㅇ" and nucleus in _FRONT:
        return join("ㄹ", nucleus, coda), join("ㄴ", nucleus, coda)
    if onset == "ㄴ" and nucleus not in _FRONT:
        return (join("ㄹ", nucleus, coda),)
    return ()
