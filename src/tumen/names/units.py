"""One unit of a name: a surname or a given syllable as written, and the Hangul that it may stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tumen.names import hangul
from tumen.names.tables import FIRST, SURNAME, Position, Spellings, Tables

__all__ = ["Kind", "Unit", "Units"]

Kind = Literal["hangul", "han", "latin", "pinyin", "cyrillic", "initial"]

# A syllable that no table holds still occurs: about one name in half a million, a guess on the safe side.
_UNSEEN = 2e-6
# A character that no table reads, in a name.
_UNKNOWN = 1e-4
# Of a surname's spellings, the part that follows custom (Park, Lee) rather than any system.
_CUSTOM = 0.8
# A character with several pinyin readings is mostly read with the first that dictionaries give.
_FIRST_PINYIN = 0.85
# Surnames whose pinyin is not the first reading of the character.
_SURNAME_PINYIN = dict(
    zip("朴單任解曾葛車區查", ("piao", "shan", "ren", "xie", "zeng", "ge", "che", "ou", "zha"), strict=True)
)
_LONGEST = 8
_SILENT = "ㅇ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What is written at one place of a name.

    `total` is the probability that a random name shows this unit at this place; `nodes` gives for each Hangul
    syllable (or surname) the probability that it is meant; they sum to one.
    """

    kind: Kind
    text: str
    position: Position
    total: float
    nodes: tuple[tuple[str, float], ...]

    @property
    def best(self) -> str:
        """The likeliest Hangul."""
        return self.nodes[0][0]


class Units:
    """Makes units from written pieces, with the tables' frequencies; each is made once."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._custom: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for surname, spellings in tables.surname_spellings.items():
            for spelling, share in spellings.items():
                self._custom[spelling].append((surname, share))
        self._classes = _classes_of_variants(tables.variants)
        self._pinyin: dict[Position, dict[str, list[tuple[str, str, float]]]] = {}
        self._characters: dict[Position, dict[str, dict[str, float]]] = {}
        self._spelled: dict[tuple[str, Position], dict[str, float]] = {}
        self.unit = lru_cache(maxsize=200_000)(self._unit)

    def share(self, node: str, position: Position) -> float:
        """How usual a node is at a place of a name."""
        return self.tables.share[position].get(node, _UNSEEN)

    def same_character(self, character: str) -> str:
        """One name for all forms (simplified, Japanese, traditional) of a character."""
        return self._classes.get(character, character)

    def characters_of_pinyin(self, text: str, position: Position) -> list[tuple[str, str, float]]:
        """(character, node, joint probability) of everything that this pinyin may stand for."""
        return self._pinyin_index(position).get(text, [])

    def characters_spelled(self, text: str, position: Position) -> Mapping[str, float]:
        """The characters with this pinyin, and the probability that each is spelled so."""
        if (text, position) not in self._spelled:
            characters = sorted({c for c, _, _ in self.characters_of_pinyin(text, position)})
            self._spelled[text, position] = {c: dict(self._pinyin_of(c, position))[text] for c in characters}
        return self._spelled[text, position]

    def _unit(self, kind: Kind, text: str, position: Position) -> Unit | None:
        """The unit, or None when nothing in Korean or Chinese is written so."""
        joint: dict[str, float] = defaultdict(float)
        for node, probability in self._joint(kind, text, position):
            joint[node] += probability
        total = sum(joint.values())
        if total <= 0:
            return None
        ordered = sorted(joint.items(), key=lambda item: (-item[1], item[0]))
        kept = [(node, p / total) for node, p in ordered if p > total * 1e-6]
        return Unit(kind=kind, text=text, position=position, total=total, nodes=tuple(kept))

    def _joint(self, kind: Kind, text: str, position: Position) -> Iterable[tuple[str, float]]:
        if kind == "hangul":
            node = self.tables.node(text, position)
            return [(node, self.share(node, position))]
        if kind == "han":
            same = "".join(self.same_character(c) for c in text)
            return self._of_character(same, position).items() or self._of_unknown(text, position)
        if kind == "pinyin":
            return [(node, p) for _, node, p in self.characters_of_pinyin(text, position)]
        if kind == "initial":
            return self._of_initial(text, position)
        return self._of_letters(
            text, position, self.tables.latin if kind == "latin" else self.tables.cyrillic
        )

    def _of_letters(self, text: str, position: Position, spellings: Spellings) -> Iterator[tuple[str, float]]:
        regular = 1.0
        if position == SURNAME:
            for surname, share in self._custom.get(text, ()) if spellings is self.tables.latin else ():
                yield surname, self.share(surname, position) * share * _CUSTOM
        for syllable, probability in _syllables(text, spellings):
            node = self.tables.node(syllable, position)
            if position == SURNAME:
                if node not in self.tables.share[SURNAME]:
                    continue
                custom = node in self.tables.surname_spellings and spellings is self.tables.latin
                regular = 1 - _CUSTOM if custom else 1.0
            written_so = dict(self.tables.raw_forms(node, position)).get(syllable, 0.0)
            yield node, self.share(node, position) * written_so * probability * regular

    def _of_unknown(self, text: str, position: Position) -> Iterator[tuple[str, float]]:
        """A character without a known reading may be read in any way: it says nothing but its own identity."""
        if len(text) == 1:
            for node, share in self.tables.share[position].items():
                yield node, share * _UNKNOWN

    def _of_initial(self, letter: str, position: Position) -> Iterator[tuple[str, float]]:
        for node, share in self.tables.share[position].items():
            onset, nucleus, _ = hangul.split(node[0])
            chance = sum(
                weight * (first == letter)
                for first, weight in _first_letters(onset, nucleus, self.tables.latin)
            )
            if chance > 0:
                yield node, share * chance

    def _of_character(self, character: str, position: Position) -> dict[str, float]:
        if position not in self._characters:
            self._characters[position] = self._character_index(position)
        return self._characters[position].get(character, {})

    def _character_index(self, position: Position) -> dict[str, dict[str, float]]:
        """character → node → joint probability, over every form of the character."""
        index: dict[str, dict[str, float]] = defaultdict(dict)
        if position == SURNAME:
            for surname, characters in self.tables.surname_hanja.items():
                node = self.tables.node(surname, SURNAME)
                for character, share in characters.items():
                    same = "".join(self.same_character(c) for c in character)
                    joint = index[same]
                    joint[node] = joint.get(node, 0.0) + self.share(node, SURNAME) * share
            self._add_rare_surnames(index)
            return index
        for character, readings in self.tables.readings.items():
            joint = index[self.same_character(character)]
            for reading, share in readings.items():
                node = self.tables.node(reading, position)
                joint[node] = max(joint.get(node, 0.0), self.share(node, position) * share)
        return index

    def _add_rare_surnames(self, index: dict[str, dict[str, float]]) -> None:
        """Any character can be a surname that the census does not list, above all a Chinese one."""
        for character, readings in self.tables.readings.items():
            same = self.same_character(character)
            if same not in index:
                index[same] = {self.tables.node(r, SURNAME): _UNSEEN * share for r, share in readings.items()}

    def _pinyin_index(self, position: Position) -> dict[str, list[tuple[str, str, float]]]:
        if position not in self._pinyin:
            self._of_character("", position)
            index: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
            for character, joint in self._characters[position].items():
                for spelling, share in self._pinyin_of(character, position):
                    index[spelling].extend((character, node, p * share) for node, p in joint.items())
            self._pinyin[position] = index
        return self._pinyin[position]

    def _pinyin_of(self, characters: str, position: Position) -> tuple[tuple[str, float], ...]:
        if len(characters) == 1:
            return _pinyin_spellings(self._pinyin_readings(characters, position))
        whole = "".join(
            self._pinyin_readings(c, FIRST)[0] for c in characters if self._pinyin_readings(c, FIRST)
        )
        return ((whole, 1.0),)

    def _pinyin_readings(self, character: str, position: Position) -> tuple[str, ...]:
        special = _SURNAME_PINYIN.get(character) if position == SURNAME else None
        return (special,) if special else self.tables.pinyin.get(character, ())


def _pinyin_spellings(readings: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    found: dict[str, float] = defaultdict(float)
    for i, reading in enumerate(readings):
        share = (
            1.0
            if len(readings) == 1
            else _FIRST_PINYIN
            if i == 0
            else (1 - _FIRST_PINYIN) / (len(readings) - 1)
        )
        for spelling, part in _umlaut_spellings(reading):
            found[spelling] += share * part
    return tuple(found.items())


def _umlaut_spellings(reading: str) -> tuple[tuple[str, float], ...]:
    """ü after l and n is typed v, u or yu; passports since 2012 print yu."""
    if "v" not in reading:
        return ((reading, 1.0),)
    return ((reading, 0.4), (reading.replace("v", "u"), 0.4), (reading.replace("v", "yu"), 0.2))


@lru_cache(maxsize=100_000)
def _splits(text: str) -> tuple[tuple[str, str, str], ...]:
    last = len(text)
    return tuple((text[:i], text[i:k], text[k:]) for i in range(min(5, last)) for k in range(i + 1, last + 1))


def _syllables(text: str, spellings: Spellings) -> tuple[tuple[str, float], ...]:
    """Every Hangul syllable that these letters can spell, with P(letters | syllable)."""
    if len(text) > _LONGEST:
        return ()
    found: dict[str, float] = defaultdict(float)
    for first, middle, last in _splits(text):
        onsets, codas = spellings.onset.get(first), spellings.coda.get(last)
        if onsets is None or codas is None:
            continue
        for onset, a in onsets:
            vowels = spellings.initial if onset == _SILENT else spellings.nucleus
            for nucleus, b in vowels.get(middle, ()):
                for coda, c in codas:
                    found[hangul.join(onset, nucleus, coda)] += a * b * c
    return tuple(found.items())


def _first_letters(onset: str, nucleus: str, spellings: Spellings) -> Iterator[tuple[str, float]]:
    for spelling, jamos in spellings.onset.items():
        weight = dict(jamos).get(onset, 0.0)
        if not weight:
            continue
        if spelling:
            yield spelling[0], weight
            continue
        for vowel, jamos_of_vowel in spellings.initial.items():
            yield vowel[0], weight * dict(jamos_of_vowel).get(nucleus, 0.0)


def _classes_of_variants(variants: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Characters that are forms of one another, under the name of the least of them."""
    parent: dict[str, str] = {}

    def root(c: str) -> str:
        while parent.setdefault(c, c) != c:
            c = parent[c]
        return c

    for form, others in variants.items():
        for other in others:
            a, b = sorted((root(form), root(other)))
            parent[b] = a
    return {c: root(c) for c in parent}
