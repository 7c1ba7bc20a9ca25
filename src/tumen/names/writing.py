"""What stands on the page: scripts, apostrophes, titles, words. The original string is never altered."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from tumen.names.kana import kana_letters

__all__ = ["Script", "Word", "Written", "fold_letters", "forms", "read", "script_of"]

Script = Literal["hangul", "han", "latin", "cyrillic", "kana", "other"]

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc]")
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
        *("dr", "prof", "professor", "rev", "reverend", "pastor", "comrade", "witness", "victim"),
        *("grandmother", "grandma", "grandfather", "grandpa", "aunt", "auntie", "aunty", "uncle"),
        *("г-н", "г-жа", "господин", "госпожа", "товарищ", "тов"),
        *("general", "gen", "col", "colonel", "capt", "captain"),
    )
)
_HANGUL_TITLES = (
    *("씨", "님", "선생님", "선생", "여사", "양", "군", "박사", "교수", "목사", "동지", "동무"),
    *("할머니", "할아버지", "아주머니", "아저씨", "언니", "누나", "오빠", "형", "이모", "고모", "삼촌"),
    *("증언자", "피해자", "증인"),
)
_KANA_TITLES = ("さん", "さま", "ちゃん", "くん", "サン", "氏", "様")
_HAN_TITLES = ("女士", "先生", "小姐", "同志", "氏", "奶奶", "爷爷", "大妈", "大叔", "阿姨")
# Words after (or before) somebody else's name: the person meant is a relative of the one named.
_RELATIVE = re.compile(
    r"(?:\s(?:엄마|아빠|어머니|아버지|아들|딸|남편|아내|부인|동생)|(?:的|之)(?:妈妈|爸爸|母亲|父亲|儿子|女儿|丈夫|妻子|妻))$"
    r"|['’]s (?:mother|father|son|daughter|husband|wife|brother|sister)$"
    r"|\b(?:mother|father|son|daughter|husband|wife|widow|brother|sister) of\b",
    re.IGNORECASE,
)
# Letters put for a name that is withheld: Kim OO, 김○○, 김XX, 金某.
_MASK = re.compile(
    r"[○〇◯●□■×✕*＊_…]+|(?<![^\W\d_])(?:[Oo]{2,3}|[Xx]{2,3})(?![^\W\d_])|(?<=[가-힣])[OoXx]{1,3}|某"
)
_CERTAIN = "모"
_QUOTED = re.compile(r"[\"“”„«»「」『』][^\"“”„«»「」『』]*[\"“”„«»「」『』]")
_PSEUDONYM = re.compile(
    r"(?:\b(?:pseudonym|not (?:his|her|their) real name)\b|가명|化名|假名|仮名)", re.IGNORECASE
)
_OTHER_NAME = re.compile(
    r"\||[\s,;(]+(?:a\.?\s?k\.?\s?a\.?|alias|née|formerly|일명|본명|别名|別名|又名)[\s:：]+", re.IGNORECASE
)
_MARKS = re.compile(
    r"^\s*(?:일명|본명|가명|化名|假名|仮名|别名|別名|又名|alias|pseudonym|nickname|별명|별칭)\s*[:：]?\s+",
    re.IGNORECASE,
)
# Whether a text is anything but a plain name; one look instead of many.
_UNUSUAL = re.compile(
    r"[○〇◯●□■×✕*＊_…某\"“”„«»「」『』()（）\[\]【】|:：的之名婚]|[OoXx]{2}|(?<=[가-힣])[OoXx]|[명칭]\s"
    r"|\s(?:엄마|아빠|어머니|아버지|아들|딸|남편|아내|부인|동생|일명|본명|가명)|가명|['’]s\s|\bof\b|a\.?\s?k\.?\s?a\.?\s|alias|"
    r"née|formerly|pseudonym|nickname|real name",
    re.IGNORECASE,
)
_VOWELS = "aeiouаеёиоуыэюя"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word between spaces: its hyphen-separated pieces in plain lower-case letters."""

    pieces: tuple[str, ...]
    capitals: bool = False
    initial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One form of a name, taken apart but not yet understood.

    Attributes:
        masked: part of the name is withheld (Kim OO, 김○○).
        marks: "pseudonym" when the text says so, "relative" when it names somebody else's mother or son.
    """

    text: str
    script: Script
    words: tuple[Word, ...]
    titles: tuple[str, ...] = ()
    comma_after: int = 0
    masked: bool = False
    marks: tuple[str, ...] = ()

    @property
    def joined(self) -> str:
        """All letters in one run, for comparing strings."""
        return "".join(piece for word in self.words for piece in word.pieces)


def forms(text: str) -> tuple[str, ...]:
    """The several forms that a name string may hold, in order, empty ones dropped.

    They are separated by `|` or by words such as alias, a.k.a., 일명; a name in brackets in another script is a form.
    """
    if not _UNUSUAL.search(text):
        plain = _SPACES.sub(" ", text).strip()
        return (plain,) if plain else ()
    found = (_SPACES.sub(" ", part).strip() for part in _OTHER_NAME.split(text))
    return tuple(dict.fromkeys(form for part in found if part for form in (part, *_bracketed_names(part))))


def _bracketed_names(text: str) -> list[str]:
    """Names in brackets that repeat the name in Hangul or in characters: Kim Yong Hui (김영희), 김영희(金英姬)."""
    outside = script_of(_BRACKETED.sub(" ", text))
    if outside == "other":
        return []
    inside = (found[1:-1].strip() for found in _BRACKETED.findall(text))
    return [
        name
        for name in inside
        if 3 <= len(name) <= 4
        and (_HANGUL if (script := script_of(name)) == "hangul" else _HAN).sub("", name) == ""
        and script != outside
        and not _PSEUDONYM.search(name)
    ]


def script_of(text: str) -> Script:
    """The script that decides how the form is read; Hangul and Han win over Latin glosses."""
    for pattern, script in (
        (_HANGUL, "hangul"),
        (_KANA, "kana"),
        (_HAN, "han"),
        (_CYRILLIC, "cyrillic"),
        (_LATIN, "latin"),
    ):
        if pattern.search(text):
            return script  # type: ignore[return-value]  # mypy does not narrow the tuple's strings to literals
    return "other"


def read(text: str) -> Written:
    """Take one form apart: script, title, comma, words, hyphenated pieces."""
    plain, marks, masked = _undressed(text)
    script = script_of(plain)
    if "relative" in marks:
        return Written(text=text, script=script, words=(), marks=marks)
    if script in ("hangul", "han"):
        written = _read_syllabic(text, plain, script, masked=masked)
    else:
        written = _read_alphabetic(text, plain, script)
    if masked:
        # what stands behind the mask is unknown; what is left is the surname
        return replace(written, words=written.words[:1], comma_after=0, masked=True, marks=marks)
    return replace(written, marks=marks) if marks else written


def _undressed(text: str) -> tuple[str, tuple[str, ...], bool]:
    """The letters without brackets, nicknames and masks; what the text says of the name; whether part is withheld."""
    if not _UNUSUAL.search(text):
        return _one_shape(text), (), False
    plain = _MARKS.sub("", _one_shape(_BRACKETED.sub(" ", text)))
    unquoted = _QUOTED.sub(" ", plain)
    plain = unquoted if unquoted.strip() else plain
    unmasked = _MASK.sub(" ", plain)
    if not unmasked.strip(" ,.-"):
        unmasked = plain
    return unmasked, _marks(text), unmasked != plain


def _one_shape(text: str) -> str:
    """One kind of apostrophe and of dash; letters of full width as usual ones."""
    if text.isascii():
        return text.translate(_APOSTROPHES)
    shaped = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES).translate(_DASHES))
    return shaped.translate(_APOSTROPHES)


def _marks(text: str) -> tuple[str, ...]:
    said = {"pseudonym": _PSEUDONYM, "relative": _RELATIVE}
    return tuple(mark for mark, pattern in said.items() if pattern.search(text))


def _read_syllabic(text: str, plain: str, script: Script, *, masked: bool) -> Written:
    pattern = _HANGUL if script == "hangul" else _HAN
    parts = ["".join(pattern.findall(word)) for word in re.split(r"[\s,-]+", plain)]
    titles: list[str] = []
    words = [
        word for word in (_without_title(p, script, titles, alone=len(parts) > 1) for p in parts) if word
    ]
    if not masked and _of_a_certain(words, titles):
        words, masked = [words[0].removesuffix(_CERTAIN)], True
    return Written(
        text=text,
        script=script,
        titles=tuple(titles),
        words=tuple(Word(pieces=(word,)) for word in words),
        masked=masked,
    )


def _of_a_certain(words: list[str], titles: list[str]) -> bool:
    """김 모, 김모 씨: a certain Kim."""
    if len(words) == 2:
        return words[1] == _CERTAIN
    return len(words) == 1 and len(words[0]) == 2 and words[0][1] == _CERTAIN and "씨" in titles


def _without_title(word: str, script: Script, titles: list[str], *, alone: bool) -> str:
    for title in _HANGUL_TITLES if script == "hangul" else _HAN_TITLES:
        if alone and word == title:
            titles.append(title)
            return ""
        # 양, 군 and 형 also end given names, so only 씨, 님 and longer titles are cut off a word
        if word.endswith(title) and _can_be_cut_off(word, title):
            titles.append(title)
            return word[: -len(title)]
    return word


def _can_be_cut_off(word: str, title: str) -> bool:
    if title == "님":
        return len(word) > 3
    if title in ("씨", "氏"):
        return len(word) > 1
    return len(title) > 1 and len(word) > max(len(title), 2) and title not in ("이모", "고모", "증인")


def _read_alphabetic(text: str, plain: str, script: Script) -> Written:
    titles: list[str] = []
    words: list[Word] = []
    comma_after = 0
    for chunk in re.findall(r"[^\s,.]+[.,]?", plain):
        bare = chunk.rstrip(".,")
        if script == "kana":
            bare = _without_kana_title(bare, titles)
        if bare.casefold() in _LATIN_TITLES:
            titles.append(bare.casefold())
            continue
        for word in _words(chunk, bare, script):
            words.append(word)
        if chunk.endswith(",") and not comma_after:
            comma_after = len(words)
    return Written(
        text=text,
        script=script,
        words=tuple(words),
        titles=tuple(titles),
        comma_after=comma_after if comma_after < len(words) else 0,
    )


def _without_kana_title(word: str, titles: list[str]) -> str:
    for title in _KANA_TITLES:
        if word.endswith(title):
            titles.append(title)
            return word.removesuffix(title)
    return word


def _words(chunk: str, bare: str, script: Script) -> list[Word]:
    """The word of a chunk between spaces; initials written together (YH) are words each."""
    if (
        script == "latin"
        and 2 <= len(bare) <= 3
        and bare.isalpha()
        and bare.isupper()
        and not set(bare) & set("AEIOU")
    ):
        return [Word(pieces=(letter.lower(),), initial=True) for letter in bare]
    fold = kana_letters if script == "kana" else fold_letters
    pieces = tuple(p for p in (fold(part) for part in bare.split("-")) if p)
    if not pieces:
        return []
    lone = len(pieces) == 1 and len(pieces[0]) == 1 and script != "kana"
    initial = lone and (chunk.endswith(".") or pieces[0] not in _VOWELS)
    return [Word(pieces=pieces, capitals=len(bare) > 1 and bare.isupper(), initial=initial)]


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
