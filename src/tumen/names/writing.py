"""What stands on the page: scripts, apostrophes, titles, words. The original string is never altered."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

__all__ = ["Script", "Word", "Written", "fold_letters", "forms", "read", "script_of"]

Script = Literal["hangul", "han", "latin", "cyrillic", "other"]

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻ`´′\u0092\u0091", "'"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−·・", "-"))
_BRACKETED = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]")
_SPACES = re.compile(r"[\s\u00a0\u200b\u3000_]+")

# A title says nothing about who it is; it does say that a lone name after it is a surname.
_LATIN_TITLES = frozenset(
    (
        *(
            "mr",
            "mrs",
            "ms",
            "miss",
            "mister",
            "madam",
            "madame",
            "mme",
            "mlle",
            "herr",
            "frau",
            "sir",
            "lady",
        ),
        *("dr", "prof", "professor", "rev", "reverend", "pastor", "comrade"),
        *("general", "gen", "col", "colonel", "capt", "captain"),
    )
)
_HANGUL_TITLES = (
    *("씨", "님", "선생님", "선생", "여사", "양", "군", "박사", "교수", "목사", "동지", "동무"),
    *("할머니", "할아버지", "아주머니", "언니", "누나"),
)
_HAN_TITLES = ("女士", "先生", "小姐", "同志", "氏")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word between spaces: its hyphen-separated pieces in plain lower-case letters."""

    pieces: tuple[str, ...]
    capitals: bool = False
    initial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One form of a name, taken apart but not yet understood."""

    text: str
    script: Script
    words: tuple[Word, ...]
    titles: tuple[str, ...] = ()
    comma_after: int = 0

    @property
    def joined(self) -> str:
        """All letters in one run, for comparing strings."""
        return "".join(piece for word in self.words for piece in word.pieces)


def forms(text: str) -> tuple[str, ...]:
    """The several forms that a name string may hold, separated by `|`; empty ones dropped, order kept."""
    found = (_SPACES.sub(" ", part).strip() for part in text.split("|"))
    return tuple(dict.fromkeys(part for part in found if part))


def script_of(text: str) -> Script:
    """The script that decides how the form is read; Hangul and Han win over Latin glosses."""
    for pattern, script in ((_HANGUL, "hangul"), (_HAN, "han"), (_CYRILLIC, "cyrillic"), (_LATIN, "latin")):
        if pattern.search(text):
            return script  # type: ignore[return-value]  # mypy does not narrow the tuple's strings to literals
    return "other"


def read(text: str) -> Written:
    """Take one form apart: script, title, comma, words, hyphenated pieces."""
    plain = _BRACKETED.sub(" ", text)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain.translate(_APOSTROPHES).translate(_DASHES))
    plain = plain.translate(_APOSTROPHES)
    script = script_of(plain)
    if script in ("hangul", "han"):
        return _read_syllabic(text, plain, script)
    return _read_alphabetic(text, plain, script)


def _read_syllabic(text: str, plain: str, script: Script) -> Written:
    pattern = _HANGUL if script == "hangul" else _HAN
    parts = ["".join(pattern.findall(word)) for word in re.split(r"[\s,-]+", plain)]
    titles: list[str] = []
    words = [
        word for word in (_without_title(p, script, titles, alone=len(parts) > 1) for p in parts) if word
    ]
    return Written(
        text=text, script=script, titles=tuple(titles), words=tuple(Word(pieces=(word,)) for word in words)
    )


def _without_title(word: str, script: Script, titles: list[str], *, alone: bool) -> str:
    for title in _HANGUL_TITLES if script == "hangul" else _HAN_TITLES:
        if alone and word == title:
            titles.append(title)
            return ""
        # 양 and 군 also end given names, so only 씨 and longer titles are cut off a word
        if word.endswith(title) and len(word) > len(title) and (title in ("씨", "氏") or len(title) > 1):
            titles.append(title)
            return word[: -len(title)]
    return word


def _read_alphabetic(text: str, plain: str, script: Script) -> Written:
    titles: list[str] = []
    words: list[Word] = []
    comma_after = 0
    for chunk in re.findall(r"[^\s,.]+[.,]?", plain):
        bare = chunk.rstrip(".,")
        if bare.casefold() in _LATIN_TITLES:
            titles.append(bare.casefold())
            continue
        pieces = tuple(p for p in (fold_letters(part) for part in bare.split("-")) if p)
        if not pieces:
            continue
        initial = (
            len(pieces) == 1 and len(pieces[0]) == 1 and (chunk.endswith(".") or pieces[0] not in "aeiou")
        )
        words.append(Word(pieces=pieces, capitals=len(bare) > 1 and bare.isupper(), initial=initial))
        if chunk.endswith(",") and not comma_after:
            comma_after = len(words)
    return Written(
        text=text, script=script, words=tuple(words), titles=tuple(titles), comma_after=comma_after
    )


def fold_letters(word: str) -> str:
    """Lower-case letters; breves typed as apostrophes restored (Kyo'ng); aspirate marks kept (ch'); the rest dropped.

    Lists of the United Nations and others type McCune-Reischauer's ŏ and ŭ as o' and u'.
    """
    if word.isascii() and word.isalpha():
        return word.lower()
    text = unicodedata.normalize("NFC", word.casefold())
    text = text.replace("ǒ", "ŏ").replace("ǔ", "ŭ").replace("č", "ch").replace("š", "sh").replace("ž", "zh")
    text = re.sub(r"o'(?!e)", "ŏ", text)
    text = text.replace("u'", "ŭ")
    text = re.sub(r"(?<=[hktp])'(?=[aeiouyŏŭw])", "\0", text)
    text = "".join(c for c in text if c == "\0" or c.isalpha())
    return _fold_accents(text).replace("\0", "'")


def _fold_accents(text: str) -> str:
    """Accents that no romanisation of Korean uses are dropped; ŏ, ŭ, ä, ö, ü and Cyrillic ё, й stay."""
    kept = []
    for character in text:
        if character in "ŏŭäöü" or _CYRILLIC.match(character):
            kept.append(character)
        else:
            kept.append(
                "".join(c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c))
            )
    return "".join(kept)
