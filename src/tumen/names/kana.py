"""Kana in Latin letters, one way only, so that Korean names in Japanese texts can be taken apart like any others."""

from __future__ import annotations

import unicodedata

__all__ = ["kana_letters"]

_VOWELS = "aiueo"
_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソ", "z": "ザジズゼゾ", "t": "タチツテト",
    "d": "ダヂヅデド", "n": "ナニヌネノ", "h": "ハヒフヘホ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ",
    "r": "ラリルレロ",
}  # fmt: skip
_BASE = {kana: row + vowel for row, line in _ROWS.items() for vowel, kana in zip(_VOWELS, line, strict=True)} | {
    "シ": "shi", "ジ": "ji", "チ": "chi", "ヂ": "ji", "ツ": "tsu", "ヅ": "zu", "フ": "fu", "ヤ": "ya", "ユ": "yu",
    "ヨ": "yo", "ワ": "wa", "ヰ": "i", "ヱ": "e", "ヲ": "o", "ン": "n", "ヴ": "bu", "ッ": "", "ー": "",
}  # fmt: skip
_SMALL = {
    "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa",
}  # fmt: skip
_HIRAGANA_TO_KATAKANA = 0x60


def kana_letters(text: str) -> str:
    """Letters of kana: キムヨンヒ → kimuyonhi, チョルス → chorusu, グァン → guan. Other characters are dropped.

    Follows Hepburn (Romaji Hirome Kai 1908); length marks and doubled consonants say nothing about a Korean name.
    """
    letters = ""
    for character in unicodedata.normalize("NFKC", text):
        kana = chr(ord(character) + _HIRAGANA_TO_KATAKANA) if "ぁ" <= character <= "ゖ" else character
        if kana in _SMALL:
            letters = _with_small(letters, _SMALL[kana])
        else:
            letters += _BASE.get(kana, "")
    return letters


def _with_small(letters: str, small: str) -> str:
    """A small kana takes the place of the vowel before it: chi + yo → cho, fu + a → fa, gu + a → gua."""
    stem = letters[:-1]
    if small[0] == "y":
        return stem + (small[1:] if stem.endswith(("sh", "ch", "j")) else small)
    if stem.endswith(("f", "sh", "ch", "j", "t", "d")):
        return stem + small
    return letters + small
