"""Hangul in Latin and Cyrillic letters exactly by the published rules, sound changes included."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from tumen.errors import UnromanisableName
from tumen.names import hangul

__all__ = ["Joining", "System", "romanise", "surname_and_given"]

System = Literal["rr", "mr", "mr-plain", "dprk", "dprk-breve", "yale", "kontsevich"]
Joining = Literal["joined", "hyphen", "spaced"]

DOUBLE_SURNAMES = frozenset(("남궁", "황보", "선우", "제갈", "독고", "사공", "서문", "동방"))


def _letters(jamos: tuple[str, ...], text: str) -> dict[str, str]:
    """Jamo in their usual order against the letters of a system; `-` stands for none."""
    return dict(zip(jamos, (t.replace("-", "") for t in text.split()), strict=True))


_VOWELS_RR = _letters(hangul.NUCLEI, "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_VOWELS_MR = _letters(hangul.NUCLEI, "a ae ya yae ŏ e yŏ ye o wa wae oe yo u wŏ we wi yu ŭ ŭi i")
_VOWELS_YALE = _letters(hangul.NUCLEI, "a ay ya yay e ey ye yey o wa way oy yo wu we wey wi yu u uy i")
_ONSETS_RR = _letters(hangul.ONSETS, "g kk n d tt r m b pp s ss - j jj ch k t p h")
_ONSETS_MR = _letters(hangul.ONSETS, "k kk n t tt r m p pp s ss - ch tch ch' k' t' p' h")
_ONSETS_DPRK = _letters(hangul.ONSETS, "k kk n t tt r m p pp s ss - j jj ch kh th ph h")
_ONSETS_YALE = _letters(hangul.ONSETS, "k kk n t tt l m p pp s ss - c cc ch kh th ph h")
_VOWELS_KONTSEVICH = _letters(hangul.NUCLEI, "а э я йя о е ё йе о ва вэ ве ё у во ве ви ю ы ый и")
_ONSETS_KONTSEVICH = _letters(hangul.ONSETS, "к кк н т тт р м п пп с сс - ч чч чх кх тх пх х")
_CODAS_KONTSEVICH = {"": "", "ㄱ": "к", "ㄴ": "н", "ㄷ": "т", "ㄹ": "ль", "ㅁ": "м", "ㅂ": "п", "ㅇ": "н"}
_VOICED_KONTSEVICH = {"ㄱ": "г", "ㄷ": "д", "ㅂ": "б", "ㅈ": "дж"}
_CODA_LETTERS = {"": "", "ㄱ": "k", "ㄴ": "n", "ㄷ": "t", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p", "ㅇ": "ng"}
_VOICED = {"ㄱ": "g", "ㄷ": "d", "ㅂ": "b", "ㅈ": "j"}

# Standard Pronunciation (1988), articles 8 to 11: only seven sounds end a syllable.
_SOUND_OF_CODA = {
    **dict.fromkeys("ㄱㄲㅋㄳㄺ", "ㄱ"), **dict.fromkeys("ㄴㄵㄶ", "ㄴ"), **dict.fromkeys("ㄷㅅㅆㅈㅊㅌㅎ", "ㄷ"),
    **dict.fromkeys("ㄹㄼㄽㄾㅀ", "ㄹ"), **dict.fromkeys("ㅁㄻ", "ㅁ"),
    **dict.fromkeys("ㅂㅍㅄㄿ", "ㅂ"), "ㅇ": "ㅇ", "": "",
}  # fmt: skip
# What a cluster keeps and what moves to the next syllable when that begins with a vowel (article 14).
_CLUSTERS = {
    "ㄳ": ("ㄱ", "ㅅ"), "ㄵ": ("ㄴ", "ㅈ"), "ㄶ": ("ㄴ", "ㅎ"), "ㄺ": ("ㄹ", "ㄱ"), "ㄻ": ("ㄹ", "ㅁ"),
    "ㄼ": ("ㄹ", "ㅂ"),
    "ㄽ": ("ㄹ", "ㅅ"), "ㄾ": ("ㄹ", "ㅌ"), "ㄿ": ("ㄹ", "ㅍ"), "ㅀ": ("ㄹ", "ㅎ"), "ㅄ": ("ㅂ", "ㅅ"),
}  # fmt: skip
_ASPIRATED = {"ㄱ": "ㅋ", "ㄷ": "ㅌ", "ㅂ": "ㅍ", "ㅈ": "ㅊ"}
_NASAL = {"ㄱ": "ㅇ", "ㄷ": "ㄴ", "ㅂ": "ㅁ"}
# River and peak at the end of a place's name are always gang and bong in the North: Amrokgang, Satkatbong.
_GENERIC_NORTH = "강봉"


@dataclass(frozen=True, slots=True)
class _Syllable:
    onset: str
    nucleus: str
    coda: str


def romanise(
    text: str, system: System = "rr", *, joining: Joining | None = None, as_word: bool = False
) -> str:
    """Write a Korean name (or word) in the letters of one system, by its rules.

    Systems and their own way with names:

    * `rr` Revised Romanisation (South, 2000): surname, then the given name joined; sound changes between the
      syllables of a given name are not written. Surnames by rule (Gim, I, Bak), not by custom.
    * `mr` McCune-Reischauer as libraries write names: given name hyphenated, sound changes written, the surname as
      the South begins it, 이 and 리 as Yi; `mr-plain` without breves and apostrophes, as most files have it.
    * `dprk` the North's system of 1992 as its news agency prints it, without breves: syllables apart, each with a
      capital, no sound changes but voicing of ㄱ ㄷ ㅂ; `dprk-breve` with breves.
    * `yale` Yale (Martin): letter by letter.
    * `kontsevich` Kontsevich's Cyrillic: given syllables apart, each as if alone; sound changes written when they are
      joined.

    Args:
        text: Hangul, with or without a space between surname and given name. Other characters stay as they are.
        system: one of the above.
        joining: joined, hyphen or spaced given name; by default what the system says.
        as_word: the text is a word or a place, not a personal name: no surname, sound changes written.

    Raises:
        UnromanisableName: an unknown system, or no Hangul in the text.

    Example:
        >>> romanise("김영희"), romanise("김영희", "mr"), romanise("김영희", "dprk")
        ('Gim Yeonghui', 'Kim Yŏng-hŭi', 'Kim Yong Hui')
        >>> romanise("종로", as_word=True)
        'Jongno'

    Source: Ministry of Culture and Tourism Notice 2000-8; McCune and Reischauer, Transactions of the Korea Branch
    of the Royal Asiatic Society 29 (1939); Library of Congress, Korean Romanization and Word Division (2009), rule
    9; Guideline for the Romanization of Korean (DPRK, 1992, UN document
    E/CONF.85/L.50 and later revisions); Martin, A Reference Grammar of Korean (1992); Kontsevich's transcription of
    1966, as in his Koreevedenie (2001).
    """
    if system not in get_args(System):
        raise UnromanisableName("This system of romanisation is not known.", system=str(system))
    plain = unicodedata.normalize("NFC", text).strip()
    if not any(hangul.is_syllable(c) for c in plain):
        raise UnromanisableName("There is no Hangul to romanise.")
    if as_word:
        return " ".join(_capital(_run(word, system)) for word in plain.split())
    surname, given = surname_and_given(plain)
    parts = [_capital(_surname(surname, system))] if surname else []
    if given:
        parts.append(_given(given, system, joining or _usual_joining(system)))
    return " ".join(parts)


def surname_and_given(text: str) -> tuple[str, str]:
    """The surname, and the given name without spaces, of a name in Hangul that begins with its surname."""
    words = text.split()
    if len(words) > 1:
        return words[0], "".join(words[1:])
    word = words[0]
    cut = 2 if word[:2] in DOUBLE_SURNAMES and len(word) > 2 else 1
    return word[:cut], word[cut:]


def _usual_joining(system: System) -> Joining:
    if system.startswith("dprk") or system == "kontsevich":
        return "spaced"
    return "joined" if system == "rr" else "hyphen"


def _given(given: str, system: System, joining: Joining) -> str:
    if system == "kontsevich" and joining != "joined":
        syllables = [_run(s, system) for s in given]
    elif system == "rr":
        # names are written syllable by syllable: Han Boknam, not Bongnam (Notice 2000-8, 3-4)
        syllables = [_run(s, system) for s in given]
    elif system.startswith("dprk"):
        syllables = _dprk(given, breve=system.endswith("breve"), changes=False)
    else:
        syllables = _pieces(given, system)
        if joining != "joined":
            # the apostrophe of Han'gŭl tells n'g from ng; a hyphen or space does so too
            syllables = [s.removeprefix("'") for s in syllables]
    if joining == "spaced":
        return " ".join(_capital(s) for s in syllables)
    return _capital(("-" if joining == "hyphen" else "").join(syllables))


def _surname(surname: str, system: System) -> str:
    """A surname by rule; libraries write it in McCune-Reischauer as the South begins it, and 이 as Yi."""
    if not system.startswith("mr") or len(surname) != 1 or not hangul.is_syllable(surname):
        return _run(surname, system)
    southern = hangul.southern(surname)
    return "yi" if southern == "이" else _run(southern, system)


def _run(text: str, system: System) -> str:
    return "".join(_pieces(text, system))


def _pieces(text: str, system: System) -> list[str]:
    """The text syllable by syllable, sound changes written across syllables where the system does so."""
    if system == "yale":
        return [_yale(s) for s in text]
    if system.startswith("dprk"):
        return _dprk(text, breve=system.endswith("breve"), changes=True)
    sounds = _pronounced([_Syllable(*hangul.split(s)) if hangul.is_syllable(s) else None for s in text])
    speller = {"rr": _spell_rr, "kontsevich": _spell_kontsevich}.get(system, _spell_mr)
    written = _written(sounds, text, speller)
    return [_plain(piece) for piece in written] if system == "mr-plain" else written


def _pronounced(syllables: Sequence[_Syllable | None]) -> list[_Syllable | None]:
    """Standard pronunciation of a run of syllables, as far as both systems write it."""
    sounds = list(syllables)
    for i in range(len(sounds)):
        this, following = sounds[i], sounds[i + 1] if i + 1 < len(sounds) else None
        if this is None:
            continue
        if following is None:
            sounds[i] = _Syllable(this.onset, this.nucleus, _SOUND_OF_CODA[this.coda])
        else:
            coda, onset = _meet(this.coda, following.onset, following.nucleus)
            sounds[i] = _Syllable(this.onset, this.nucleus, coda)
            sounds[i + 1] = _Syllable(onset, following.nucleus, following.coda)
    return sounds


def _meet(coda: str, onset: str, nucleus: str) -> tuple[str, str]:
    """A coda and the next onset as pronounced. Source: Standard Pronunciation (1988), articles 12 to 20."""
    if coda in ("", "ㅇ"):
        return (coda, "ㄴ") if coda == "ㅇ" and onset == "ㄹ" else (coda, onset)
    if onset == "ㅇ":
        return _linked(coda, nucleus)
    if coda in "ㄷㄾ" and onset + nucleus == "ㅎㅣ":
        return "" if coda == "ㄷ" else "ㄹ", "ㅊ"
    if coda in ("ㅎ", "ㄶ", "ㅀ") and onset in _ASPIRATED:
        return {"ㅎ": "", "ㄶ": "ㄴ", "ㅀ": "ㄹ"}[coda], _ASPIRATED[onset]
    sound = _SOUND_OF_CODA[coda]
    if sound in _NASAL and onset in "ㄴㅁㄹ":
        return _NASAL[sound], "ㅁ" if onset == "ㅁ" else "ㄴ"
    if sound in "ㄴㄹ" and onset in "ㄴㄹ" and sound + onset != "ㄴㄴ":
        return "ㄹ", "ㄹ"
    if sound == "ㅁ" and onset == "ㄹ":
        return "ㅁ", "ㄴ"
    return sound, onset


def _linked(coda: str, nucleus: str) -> tuple[str, str]:
    """A coda before a vowel moves over; ㄷ and ㅌ become ㅈ and ㅊ before ㅣ (articles 13, 14, 17)."""
    kept, moved = _CLUSTERS.get(coda, ("", coda))
    if moved == "ㅎ":
        return kept, "ㅇ"
    if nucleus == "ㅣ" and moved in "ㄷㅌ":
        return kept, "ㅈ" if moved == "ㄷ" else "ㅊ"
    return kept, moved


class _Speller(Protocol):
    """Spells one sound after the one before it; may mend what is written already."""

    def __call__(
        self, sound: _Syllable, before: _Syllable | None, character: str, written: list[str]
    ) -> str: ...


def _written(sounds: Sequence[_Syllable | None], text: str, spell: _Speller) -> list[str]:
    """The text syllable by syllable; what is no Hangul stays, and parts the sounds on its two sides."""
    written: list[str] = []
    before: _Syllable | None = None
    for sound, character in zip(sounds, text, strict=True):
        written.append(character if sound is None else spell(sound, before, character, written))
        before = sound
    return written


def _spell_rr(sound: _Syllable, before: _Syllable | None, character: str, written: list[str]) -> str:
    doubled = before is not None and sound.onset == before.coda == "ㄹ"
    onset = "l" if doubled else _ONSETS_RR[sound.onset]
    return onset + _VOWELS_RR[sound.nucleus] + _CODA_LETTERS[sound.coda]


def _spell_kontsevich(sound: _Syllable, before: _Syllable | None, character: str, written: list[str]) -> str:
    onset = _ONSETS_KONTSEVICH[sound.onset]
    if before is not None:
        if before.coda == "ㄹ" and sound.onset in "ㄹㅎ":
            # 한라 is Халла; before х the soft sign falls away
            written[-1] = written[-1][:-2] + ("л" if sound.onset == "ㄹ" else "р")
            onset = "л" if sound.onset == "ㄹ" else onset
        elif sound.onset in _VOICED_KONTSEVICH and before.coda in ("", "ㄴ", "ㄹ", "ㅁ", "ㅇ"):
            onset = _VOICED_KONTSEVICH[sound.onset]
        elif before.coda == "ㅇ" and sound.onset == "ㅇ":
            written[-1] += "ъ"  # 영애 is Ёнъэ, against 여내
    vowel = _VOWELS_KONTSEVICH[sound.nucleus]
    if sound.nucleus in "ㅢㅖㅒ" and hangul.split(character)[0] != "ㅇ":
        vowel = {"ㅢ": "и", "ㅖ": "е", "ㅒ": "я"}[sound.nucleus]
    return onset + vowel + _CODAS_KONTSEVICH[sound.coda]


def _spell_mr(sound: _Syllable, before: _Syllable | None, character: str, written: list[str]) -> str:
    onset = _mr_onset(sound, before)
    if onset == "h" and before is not None and before.coda == "ㄹ":
        written[-1] = written[-1][:-1] + "r"  # 발해 is Parhae
    if onset == "g" and before is not None and before.coda == "ㄴ":
        onset = "'g"  # 한글 is Han'gŭl, against ng
    if onset == "s" and sound.nucleus == "ㅟ":
        onset = "sh"  # 쉬 is shwi
    vowel = _VOWELS_MR[sound.nucleus]
    if (
        sound.onset + sound.nucleus == "ㅇㅔ"
        and before is not None
        and before.nucleus + before.coda in "ㅏㅗ"
    ):
        vowel = "ë"
    if before is not None and hangul.split(character)[0] == "ㅇ" and onset:
        # a linked consonant stays with its syllable when a hyphen divides them: Ch'ŏr-yŏng
        written[-1] += onset
        onset = ""
    return onset + vowel + _CODA_LETTERS[sound.coda]


def _mr_onset(sound: _Syllable, before: _Syllable | None) -> str:
    if before is None:
        return _ONSETS_MR[sound.onset]
    if sound.onset == "ㄹ" and before.coda == "ㄹ":
        return "l"
    voiced_after = {"ㄱ": "ㄴㄹㅁㅇ", "ㄷ": "ㄴㅁㅇ", "ㅂ": "ㄴㄹㅁㅇ", "ㅈ": "ㄴㅁㅇ"}
    if sound.onset in _VOICED and (before.coda == "" or before.coda in voiced_after[sound.onset]):
        return _VOICED[sound.onset]
    return _ONSETS_MR[sound.onset]


def _dprk(text: str, *, breve: bool, changes: bool) -> list[str]:
    """The North's system: voicing of ㄱ ㄷ ㅂ after a vowel or ㄴ ㄹ ㅁ ㅇ, other changes only in words."""
    parts = [_Syllable(*hangul.split(s)) if hangul.is_syllable(s) else None for s in text]
    if changes:
        parts = _pronounced_north(parts)
    written = []
    before: _Syllable | None = None
    for part, character in zip(parts, text, strict=True):
        if part is None:
            written.append(character)
            before = None
            continue
        onset = _ONSETS_DPRK[part.onset]
        generic = (
            changes and len(written) > 1 and len(written) == len(parts) - 1 and character in _GENERIC_NORTH
        )
        if (
            before is not None
            and part.onset in "ㄱㄷㅂ"
            and (generic or _SOUND_OF_CODA[before.coda] in ("", "ㄴ", "ㄹ", "ㅁ", "ㅇ"))
        ):
            onset = _VOICED[part.onset]
        if changes and before is not None and part.onset == "ㄹ" and before.coda == "ㄹ":
            onset = "l"
        piece = onset + _VOWELS_MR[part.nucleus] + _CODA_LETTERS[_SOUND_OF_CODA[part.coda]]
        written.append(piece if breve else _plain(piece))
        before = part
    return written


def _pronounced_north(syllables: Sequence[_Syllable | None]) -> list[_Syllable | None]:
    """In words the North writes ㄴㄹ as ll and stops before ㄴ ㅁ ㄹ as nasals, but keeps ㄹ (Amrokgang, Kangryong)."""
    sounds = list(syllables)
    for i in range(len(sounds) - 1):
        this, following = sounds[i], sounds[i + 1]
        if this is None or following is None:
            continue
        coda, onset = _meet(this.coda, following.onset, following.nucleus)
        if following.onset == "ㄹ" and onset == "ㄴ":
            onset = "ㄹ"
        sounds[i] = _Syllable(this.onset, this.nucleus, coda)
        sounds[i + 1] = _Syllable(onset, following.nucleus, following.coda)
    return sounds


def _yale(syllable: str) -> str:
    if not hangul.is_syllable(syllable):
        return syllable
    onset, nucleus, coda = hangul.split(syllable)
    # after a labial wu is written u: 무 is mu
    vowel = "u" if nucleus == "ㅜ" and onset in "ㅁㅂㅃㅍ" else _VOWELS_YALE[nucleus]
    parts = _CLUSTERS.get(coda, (coda,) if coda else ())
    return _ONSETS_YALE[onset] + vowel + "".join("ng" if p == "ㅇ" else _ONSETS_YALE[p] for p in parts)


def _plain(text: str) -> str:
    """Without breves, diaereses and apostrophes."""
    return text.translate(str.maketrans("ŏŭë", "oue", "'"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
