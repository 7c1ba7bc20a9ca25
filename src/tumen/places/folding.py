"""Spellings of one name brought to one key. Knows scripts and romanisation systems, no places."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

# Words for kinds of areas, as they follow a name in each script. A name is compared with and without them.
_LATIN_KIND = re.compile(
    r"[\s-]+(?:county|city|province|prefecture|district|town|village|port|river|region|si|gun|up|eup|ri|do|sheng|shi|xian|jiang)$"
)
_HANGUL_KIND = re.compile(
    r"(?:특별시|직할시|광역시|자치주|자치구|구역|로동자구|노동자구|[시군구도성현읍면리동항강])$"
)
_HAN_KIND = re.compile(r"(?:自治州|自治区|自治區|直辖市|直轄市|特别市|口岸|[省市县縣郡道里镇鎮港江])$")
_SHORTEST_STEM = 2

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


def stem(text: str) -> str:
    """A tidy name without the word for its kind (`-gun`, `시`, `县`), when enough of it is left."""
    cut = _LATIN_KIND.sub("", text)
    if cut == text:
        cut = _HAN_KIND.sub("", _HANGUL_KIND.sub("", text))
    return cut if len(cut) >= _SHORTEST_STEM else text


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


def letters(key: str) -> str:
    """A folded key taken apart into letters, so that one wrong vowel in a Hangul syllable is one letter."""
    return unicodedata.normalize("NFD", key)


def _fold_roman(text: str) -> str:
    for spelling, common in _ROMAN:
        text = text.replace(spelling, common)
    return re.sub(r"(.)\1+", r"\1", text)


@cache
def _traditional() -> dict[int, str]:
    """Each simplified or variant character to a traditional one; any of several does for a key."""
    table = files("tumen").joinpath("data", "names_variants.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {ord(form): traditional.split()[0] for form, traditional in rows}


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
