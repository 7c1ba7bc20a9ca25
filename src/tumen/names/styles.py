"""Names as a document wants them: one romanisation, order, joining and capitals throughout; hanja read and written."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from tumen.errors import UnromanisableName
from tumen.names import hangul
from tumen.names.abroad import SURNAME_PINYIN
from tumen.names.romanising import Joining, System, romanise, surname_and_given
from tumen.names.tables import FIRST, LATER, SURNAME, Position, default_tables

__all__ = ["Half", "Style", "hangul_of_hanja", "northern_spellings", "pinyin_of_hanja", "write"]

# A reading that no given name of the tables has.
_RARE = 1e-6
# Of a surname's bearers: fewer than these give no northern spelling of their own (伊 beside 李).
_FEW_BEARERS = 0.01

Half = Literal["north", "south"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How one document writes Korean names.

    Attributes:
        system: the romanisation.
        joining: given name joined, hyphen or spaced; None as the system says.
        order: surname first, as in Korea, or last.
        capitals: which part is in capitals.
        surname: by the rules of the system (Gim, I, Bak), or as most bearers spell it (Kim, Lee, Park); in Cyrillic
            always by rule.
    """

    system: System = "rr"
    joining: Joining | None = None
    order: Literal["surname first", "surname last"] = "surname first"
    capitals: Literal["none", "surname", "all"] = "none"
    surname: Literal["rule", "custom"] = "rule"


def write(name: str, style: Style) -> str:
    """A name in Hangul as a document's style has it.

    Args:
        name: Hangul, with or without a space between surname and given name.
        style: the document's style.

    Raises:
        UnromanisableName: no Hangul in the name.

    Example:
        >>> write("박영희", Style(surname="custom", joining="hyphen", order="surname last", capitals="surname"))
        'Yeong-hui PARK'
    """
    surname, _, given = romanise(name, style.system, joining=style.joining).partition(" ")
    if style.surname == "custom" and style.system != "kontsevich":
        surname = _customary(name, otherwise=surname)
    if style.capitals != "none":
        surname = surname.upper()
    if style.capitals == "all":
        given = given.upper()
    parts = (surname, given) if style.order == "surname first" else (given, surname)
    return " ".join(part for part in parts if part)


def _customary(name: str, *, otherwise: str) -> str:
    spellings = default_tables().surname_spellings
    text = name.split()[0]
    for surname in (text[:2], text[:1]):
        known = spellings.get(surname) or spellings.get(hangul.southern(surname) if len(surname) == 1 else "")
        if known:
            return max(sorted(known), key=lambda spelling: known[spelling]).capitalize()
    return otherwise


def hangul_of_hanja(name: str, half: Half = "south") -> str:
    """The usual Hangul of a name in characters; the North keeps ㄹ and ㄴ at the beginning (리, 류, 로, 림).

    Readings are those usual in names; a character with several may be read otherwise by its bearer. Characters that
    no table reads stay.

    Args:
        name: traditional, simplified or Japanese characters, surname first.
        half: whose spelling.

    Example:
        >>> hangul_of_hanja("李英姬"), hangul_of_hanja("李英姬", "north"), hangul_of_hanja("林春花", "north")
        ('이영희', '리영희', '림춘화')

    Source: Ministry of Education 88-1 (1988), articles 10 to 12, for the South; Rules of Korean (DPRK, 1987),
    article 25, for the North.
    """
    characters = _traditional(name)
    cut = _surname_length(characters)
    read = [
        _reading(characters[:cut], SURNAME),
        *(_reading(c, FIRST if i == 0 else LATER) for i, c in enumerate(characters[cut:])),
    ]
    if half == "south":
        return "".join(
            _softened(part) if i < 2 else _inside(part, read[i - 1]) for i, part in enumerate(read)
        )
    return "".join(read)


def northern_spellings(name: str) -> tuple[str, ...]:
    """How the North writes the surname of a name in Southern Hangul, likeliest first: 이식남 → 리식남.

    Where the spelling hangs on the character (林 is 림, 任 is 임) there are several, in the order of their bearers in
    the South. The given name stays as it is: whether 용 is 룡 there cannot be told from Hangul. What already begins as
    the North writes it, or with no known surname, comes back alone and unchanged.

    Args:
        name: Hangul, surname first, with or without a space.

    Example:
        >>> northern_spellings("이식남"), northern_spellings("임춘화"), northern_spellings("박철수")
        (('리식남',), ('림춘화', '임춘화'), ('박철수',))

    Source: Rules of Korean (DPRK, 1987), article 25; bearers of each character in the South's census of 2015, as
    rounded in the table of surnames.
    """
    plain = unicodedata.normalize("NFC", name).strip()
    surname = surname_and_given(plain)[0] if plain else ""
    bearers: dict[str, float] = defaultdict(float)
    for characters, share in default_tables().surname_hanja.get(surname, {}).items():
        bearers[_northern(surname, characters)] += share
    likely = sorted(
        (form for form, p in bearers.items() if p >= _FEW_BEARERS), key=lambda f: (-bearers[f], f)
    )
    return tuple(form + plain[len(surname) :] for form in likely) or (name,)


def pinyin_of_hanja(name: str) -> str:
    """The Chinese reading of a name in characters: 金英姬 → Jin Yingji.

    Raises:
        UnromanisableName: a character whose Chinese reading is not known.

    Example:
        >>> pinyin_of_hanja("朴哲洙"), pinyin_of_hanja("皇甫敬爱")
        ('Piao Zhezhu', 'Huangfu Jingai')
    """
    characters = _traditional(name)
    cut = _surname_length(characters)
    table = default_tables().pinyin
    found = [
        SURNAME_PINYIN[c] if i == 0 and cut == 1 and c in SURNAME_PINYIN else next(iter(table.get(c, ())), "")
        for i, c in enumerate(characters)
    ]
    if not found or not all(found):
        raise UnromanisableName("The Chinese reading of a character is not known.")
    parts = ("".join(found[:cut]), "".join(found[cut:]))
    return " ".join(part.replace("v", "ü").capitalize() for part in parts if part)


def _traditional(name: str) -> str:
    """The form of each character that the tables read; spaces dropped."""
    tables = default_tables()
    return "".join(_known_form(c, tables.variants.get(c, ())) for c in name if not c.isspace())


def _known_form(character: str, others: tuple[str, ...]) -> str:
    """A form that has Korean readings: simplified characters lead to traditional ones, those to Korean ones."""
    tables = default_tables()
    further = (f for other in others for f in tables.variants.get(other, ()))
    return next((form for form in (character, *others, *further) if form in tables.readings), character)


def _surname_length(characters: str) -> int:
    known = default_tables().surname_hanja
    double = {hanja for forms in known.values() for hanja in forms if len(hanja) == 2}
    return 2 if len(characters) > 2 and characters[:2] in double else 1


def _reading(characters: str, position: Position) -> str:
    """The usual Hangul, beginning with the ㄹ or ㄴ that the North writes where the character has one."""
    tables = default_tables()
    if position == SURNAME:
        bearers = {s: forms[characters] * tables.share[SURNAME].get(tables.node(s, SURNAME), 0.0)
                   for s, forms in tables.surname_hanja.items() if characters in forms}  # fmt: skip
        if bearers:
            return _northern(max(sorted(bearers), key=bearers.__getitem__), characters)
    usual = {r: p * tables.share[position].get(tables.node(r, position), _RARE)
             for r, p in tables.readings.get(characters, {}).items()}  # fmt: skip
    return _northern(max(sorted(usual), key=usual.__getitem__), characters) if usual else characters


def _northern(hangul_text: str, character: str) -> str:
    """Another reading of the character that the South would soften to this one: 열 → 렬."""
    if len(hangul_text) != 1:
        return hangul_text
    known = default_tables().readings.get(character, {})
    return next((form for form in hangul.northern_forms(hangul_text) if form in known), hangul_text)


def _softened(part: str) -> str:
    return hangul.southern(part[0]) + part[1:] if hangul.is_syllable(part[0]) else part


def _inside(part: str, before: str) -> str:
    """Article 11: after a vowel or ㄴ, 렬 and 률 are written 열 and 율 in the South."""
    if part in ("렬", "률") and hangul.is_syllable(before[-1]) and hangul.split(before[-1])[2] in ("", "ㄴ"):
        return hangul.southern(part)
    return part
