"""Spellings of one name brought to one key. Knows scripts and romanisation systems, no places."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

# McCune-Reischauer, Revised and northern romanisation differ in voicing and in two vowels; these steps erase
# exactly that, in this order. Chinese pinyin and Wade-Giles differ in voicing too.
_ROMAN = (
    ("eo", "o"), ("eu", "u"), ("oi", "oe"), ("sh", "s"), ("ts", "ch"), ("j", "ch"), ("g", "k"), ("d", "t"),
    ("b", "p"), ("l", "r"), ("q", "ch"),
)  # fmt: skip

_HANGUL_FIRST, _HANGUL_LAST = 0xAC00, 0xD7A3
_LEAD, _VOWELS = 588, 21
_N, _R, _SILENT = 2, 5, 11
# ya, yae, yeo, ye, yo, yu, i: before these the southern spelling drops an initial n or r
_PALATAL = frozenset({2, 3, 6, 7, 12, 17, 20})


def tidy(text: str) -> str:
    """Composed, lower case, single spaces: the same name, however it was typed.

    Example:
        >>> tidy("  KIM  Ch’aek ")
        "kim ch'aek"
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[’‘`´ʼ]", "'", plain).split())


def fold(text: str) -> str:
    """A key that is the same for the usual spellings of one name.

    Diacritics, apostrophes, hyphens and spaces go; romanisation systems meet; simplified and traditional
    characters meet; northern and southern Korean spelling of a first syllable meet.

    Example:
        >>> fold("Hoeryŏng") == fold("Hoiryeong") == fold("HOERYONG")
        True
        >>> fold("량강") == fold("양강")
        True
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", tidy(text)) if unicodedata.category(c) != "Mn")
    joined = re.sub(r"[^\w]", "", unicodedata.normalize("NFC", bare))
    if joined.isascii():
        return _fold_roman(joined)
    joined = joined.translate(_traditional())
    return _southern(joined[0]) + joined[1:] if joined else ""


# What writers of Korean names in Latin letters mix up beyond the systems: o and u, e and ae, an h after a consonant
# (`Chh`, `Ph` in northern usage), w-glides.
_LOOSE = (
    ("weo", "wo"), ("we", "oe"), ("wi", "ui"), ("oo", "o"), ("ou", "o"), ("ae", "e"), ("ai", "e"), ("u", "o"),
    ("ye", "e"), ("ie", "e"), ("ia", "a"), ("ee", "i"), ("oe", "e"),
)  # fmt: skip


def loose(key: str) -> str:
    """A folded Latin key with the vowels that are often mixed up made one; empty for other scripts.

    Example:
        >>> loose(fold("Chungjin")) == loose(fold("Chhŏngjin"))
        True
    """
    if not key.isascii():
        return ""
    key = re.sub(r"(?<=[cptk])h", "", key.replace("ch", "c"))
    for spelling, common in _LOOSE:
        key = key.replace(spelling, common)
    return re.sub(r"(.)\1+", r"\1", key)


def letters(key: str) -> str:
    """A folded key taken apart into letters, so that one wrong vowel in a Hangul syllable is one letter."""
    return unicodedata.normalize("NFD", key)


def _fold_roman(text: str) -> str:
    for spelling, common in _ROMAN:
        text = text.replace(spelling, common)
    return re.sub(r"(.)\1+", r"\1", text)


@cache
def _traditional() -> dict[int, str]:
    """Each simplified or variant character to the one that stands for all its variants in a key.

    The table leads from one variant to the next (连 to 連, 連 to 聯), so its steps are followed to the end.
    """
    table = files("tumen").joinpath("data", "names_variants.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    step = {form: traditional.split()[0] for form, traditional in rows}
    return {ord(form): _end_of(form, step) for form in step}


def _end_of(form: str, step: dict[str, str]) -> str:
    seen: list[str] = []
    while form in step and form not in seen:
        seen.append(form)
        form = step[form]
    # characters that lead to one another in a circle are all written as the first of them
    return min(seen[seen.index(form) :]) if form in seen else form


def _southern(syllable: str) -> str:
    """The first syllable as written in the South: 리 → 이, 로 → 노, 녀 → 여."""
    code = ord(syllable)
    if not _HANGUL_FIRST <= code <= _HANGUL_LAST:
        return syllable
    lead, rest = divmod(code - _HANGUL_FIRST, _LEAD)
    palatal = rest // (_LEAD // _VOWELS) in _PALATAL
    if lead in (_N, _R) and palatal:
        lead = _SILENT
    elif lead == _R:
        lead = _N
    return chr(_HANGUL_FIRST + lead * _LEAD + rest)
