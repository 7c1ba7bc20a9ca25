"""True names, and the many ways in which they end up on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast, get_args

from tumen import names
from tumen.synth.dice import Dice
from tumen.synth.situation import Situation
from tumen.synth.situation_file import NamePartFile

_VOWELS = {1: 5, 5: 1, 8: 4, 4: 8, 18: 13, 13: 18, 0: 4, 20: 18}  # ㅐ/ㅔ, ㅗ/ㅓ, ㅡ/ㅜ, ㅏ→ㅓ, ㅣ→ㅡ
_FIRST_HANGUL, _LAST_HANGUL = 0xAC00, 0xD7A3


FORMS = {"native", "southern", "characters", "ad_hoc", "adopted"} | {
    f"romanised:{s}" for s in get_args(names.System)
}


@dataclass(slots=True, kw_only=True)
class TrueName:
    """What a person is really called."""

    surname: NamePartFile
    given: tuple[NamePartFile, ...]
    adopted: str = ""

    def adopt(self, dice: Dice, situation: Situation) -> None:
        """Take a name of the country of stay."""
        known = situation.file.adopted_names
        self.adopted = dice.one_of(known.surnames) + dice.one_of(known.given)


def true_name(
    dice: Dice, situation: Situation, sex: str, *, surname: NamePartFile | None, shared_with: TrueName | None
) -> TrueName:
    """A random combination; siblings may share their first syllable."""
    rules = situation.file.names
    while True:
        family = surname if surname is not None else dice.pick(situation.surnames)
        first = dice.pick(situation.given[sex])
        if shared_with is not None and dice.chance(rules.shared_syllable):
            first = shared_with.given[0]
        given = [first]
        for _ in range(dice.pick(situation.syllables) - 1):
            given.append(dice.pick(situation.given[sex]))
        name = TrueName(surname=family, given=tuple(given))
        repeats = len(given) == 2 and given[0].text == given[1].text
        if not repeats and native(situation, name) not in rules.avoid:
            return name


def _joined(situation: Situation, family: str, given: str, separator: str) -> str:
    order = (family, given) if situation.file.names.order == "family-first" else (given, family)
    return separator.join(order)


def form(dice: Dice, situation: Situation, name: TrueName, kind: str) -> str:
    """One written form; falls back to the native one where the name has no such form."""
    rules = situation.file.names
    given = "".join(part.text for part in name.given)
    if kind == "adopted" and name.adopted:
        return name.adopted
    if kind == "characters" and name.surname.characters and all(part.characters for part in name.given):
        return name.surname.characters + "".join(part.characters for part in name.given)
    if kind == "southern":
        return _joined(situation, name.surname.also or name.surname.text, given, rules.separator)
    if kind == "ad_hoc":
        return _ad_hoc(dice, situation, name)
    at_home = native(situation, name)
    return _romanised(at_home, kind.partition(":")[2]) if kind.startswith("romanised:") else at_home


@lru_cache(maxsize=100_000)
def _romanised(text: str, system: str) -> str:
    return names.romanise(text, system=cast("names.System", system))


def _ad_hoc(dice: Dice, situation: Situation, name: TrueName) -> str:
    family = dice.one_of(name.surname.ad_hoc or [name.surname.text])
    parts = [dice.one_of(part.ad_hoc or [part.text]) for part in name.given]
    style = dice.below(5)
    if style == 0:
        given = "-".join([parts[0], *(part.lower() for part in parts[1:])])
    elif style == 1:
        given = " ".join(parts)
    elif style == 2:
        given = "-".join(parts)
    else:
        given = parts[0] + "".join(part.lower() for part in parts[1:])
    if dice.chance(0.08):
        family = family.upper()
    if dice.chance(0.15):
        return f"{given} {family}" if situation.file.names.order == "family-first" else f"{family}, {given}"
    return _joined(situation, family, given, " ")


def other_forms(
    dice: Dice, situation: Situation, name: TrueName, shares: dict[str, float], told: str
) -> list[str]:
    """Further forms that the same source gives, without repeating the one it uses."""
    found = []
    for kind, share in shares.items():
        if dice.chance(share):
            text = form(dice, situation, name, kind)
            available = kind == "native" or text != native(situation, name)
            if available and text != told and text not in found:
                found.append(text)
    return found


def pseudonym(dice: Dice, situation: Situation, sex: str) -> str:
    """An invented name that has nothing to do with the true one."""
    invented = true_name(dice, situation, sex, surname=None, shared_with=None)
    invented.adopt(dice, situation)
    return form(dice, situation, invented, dice.pick(situation.pseudonyms))


def native(situation: Situation, name: TrueName) -> str:
    """The name as it is written at home."""
    given = "".join(part.text for part in name.given)
    return _joined(situation, name.surname.text, given, situation.file.names.separator)


def partial(dice: Dice, situation: Situation, name: TrueName, sex: str, language: str) -> str:
    """A name told incompletely: a surname with a title, or a given name alone."""
    rule = situation.file.names.partial[dice.pick(situation.partial)]
    written_at_home = language == "ko" and rule.ko
    given = "".join(part.text for part in name.given)
    family = name.surname.text
    if not written_at_home:
        family = dice.one_of(name.surname.ad_hoc or [family])
        parts = [dice.one_of(part.ad_hoc or [part.text]) for part in name.given]
        given = parts[0] + "".join(part.lower() for part in parts[1:])
    title = "Ms" if sex == "f" else "Mr"
    return (rule.ko if written_at_home else rule.en).format(family=family, given=given, title=title)


def mistyped(dice: Dice, situation: Situation, text: str) -> str:
    """The text with one typing mistake of the kind its script invites."""
    place = dice.below(len(text))
    kind = dice.below(4)
    code = ord(text[place])
    if _FIRST_HANGUL <= code <= _LAST_HANGUL:
        return text[:place] + _slipped(code) + text[place + 1 :]
    if not text[place].isascii() or not text[place].isalpha() or place == 0:
        return text
    return _latin_slip(text, place, kind, "abcdefghijklmnopqrstuvwxyz"[dice.below(26)])


def _slipped(code: int) -> str:
    offset = code - _FIRST_HANGUL
    lead, vowel, tail = offset // 588, offset % 588 // 28, offset % 28
    if vowel in _VOWELS:
        vowel = _VOWELS[vowel]
    else:
        tail = 21 if tail == 4 else 4 if tail in (0, 21) else 0  # ㄴ and ㅇ are heard for one another
    return chr(_FIRST_HANGUL + lead * 588 + vowel * 28 + tail)


def _latin_slip(text: str, place: int, kind: int, letter: str) -> str:
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[place] + text[place:]
    if kind == 2 and place + 1 < len(text):
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + letter + text[place + 1 :]


def spell(dice: Dice, situation: Situation, name: TrueName, kind: str, mistakes: float) -> str:
    """A written form, with a typing mistake in `mistakes` of the cases."""
    text = form(dice, situation, name, kind)
    return mistyped(dice, situation, text) if dice.chance(mistakes) else text


def joined_forms(forms: Sequence[str]) -> str:
    """Several forms in one cell."""
    return "|".join(forms)
