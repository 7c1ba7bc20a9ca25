"""One unit of a name: a surname or a given syllable as written, and the Hangul that it may stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from tumen.names.abroad import CharacterSpellings
from tumen.names.syllables import SyllableSpeller
from tumen.names.tables import LATER, POSITIONS, SURNAME, Position, Tables

__all__ = ["LATIN", "OF_CHARACTERS", "Kind", "Unit", "Units"]

Kind = Literal[
    "hangul", "han", "latin", "northern", "continental", "pinyin", "onyomi", "cyrillic", "kana", "initial"
]
# Latin letters after the Korean sound: as people please, by the strict systems of the North and of libraries, and as
# in Czech, Polish, Hungarian or German, where j is y. A name is in one of them throughout.
LATIN: tuple[Kind, ...] = ("latin", "northern", "continental")
# Kinds that spell characters and not Hangul.
OF_CHARACTERS: tuple[Kind, ...] = ("pinyin", "onyomi")

# A syllable that no table holds still occurs: about one name in half a million, a guess on the safe side.
_UNSEEN = 2e-6
# A character that no table reads, in a name.
_UNKNOWN = 1e-4
# Of a surname's spellings, the part that follows custom (Park, Lee) rather than any system.
_CUSTOM = 0.8
_MOST_REFUSED = 20_000
_MOST_NEAR = 5_000
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unit:
    """What is written at one place of a name. Each is made once, so a unit equals itself only.

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


class Pieces(dict[str, "Unit | None"]):
    """Units of one kind at one place, by what is written; each is made when first asked for.

    Of letters that spell nothing only so many are kept: repairing one misspelled name asks for thousands.
    """

    def __init__(self, units: Units, kind: Kind, position: Position) -> None:
        super().__init__()
        self._units = units
        self._kind = kind
        self._position = position
        self._refused = 0
        self._near: dict[str, tuple[Unit, ...]] = {}

    def __missing__(self, text: str) -> Unit | None:
        unit = None
        if self._units.readable(self._kind, text, self._position):
            unit = self._units.make(self._kind, text, self._position)
        if unit is None:
            self._refused += 1
            if self._refused > _MOST_REFUSED:
                self._drop_refused()
        self[text] = unit
        return unit

    def near(self, text: str) -> tuple[Unit, ...]:
        """Every unit one slip of the keys away."""
        known = self._near.get(text)
        if known is None:
            if len(self._near) > _MOST_NEAR:
                self._near.clear()
            readable, kind, position = self._units.readable, self._kind, self._position
            found = (self[edit] for edit in sorted(_one_edit(text)) if readable(kind, edit, position))
            known = self._near[text] = tuple(unit for unit in found if unit is not None)
        return known

    def _drop_refused(self) -> None:
        for text in [text for text, unit in self.items() if unit is None]:
            del self[text]
        self._refused = 0


class Units:
    """Makes units from written pieces, with the tables' frequencies; each is made once."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._custom: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for surname, spellings in tables.surname_spellings.items():
            for spelling, share in spellings.items():
                self._custom[spelling].append((surname, share))
        self._classes = _classes_of_variants(tables.variants)
        self._abroad = {
            "pinyin": CharacterSpellings("pinyin", tables.pinyin),
            "onyomi": CharacterSpellings("onyomi", self._in_any_form(tables.onyomi)),
        }
        self._read_abroad: dict[tuple[Kind, Position], dict[str, list[tuple[str, str, float]]]] = {}
        self._characters: dict[Position, dict[str, dict[str, float]]] = {}
        self._spelled: dict[tuple[Kind, str, Position], dict[str, float]] = {}
        self._meant: dict[tuple[str, Position], tuple[str, float]] = {}
        alphabets = {
            "latin": tables.latin,
            "northern": tables.northern,
            "continental": tables.continental,
            "cyrillic": tables.cyrillic,
            "kana": tables.kana,
        }
        self._spellers = {
            (kind, inside): SyllableSpeller(spellings, inside=inside)
            for kind, spellings in alphabets.items()
            for inside in (False, True)
        }
        # surnames spelled by custom, or of two syllables
        self._customs: dict[str, Mapping[str, tuple[tuple[str, float], ...]]] = {
            "latin": {spelling: tuple(found) for spelling, found in self._custom.items()},
            **{kind: spellings.surname for kind, spellings in alphabets.items() if kind != "latin"},
        }
        self._customary = {
            kind: {surname for found in customs.values() for surname, _ in found}
            for kind, customs in self._customs.items()
        }
        self._pieces: dict[tuple[Kind, Position], Pieces] = {}
        self.forget()

    def forget(self) -> None:
        """Drop every unit made so far."""
        self._pieces = {(kind, p): Pieces(self, kind, p) for kind in get_args(Kind) for p in POSITIONS}

    def pieces(self, kind: Kind, position: Position) -> Pieces:
        """The units of one kind at one place, by what is written."""
        return self._pieces[kind, position]

    def readable(self, kind: Kind, text: str, position: Position) -> bool:
        """False when no unit can be made of the letters; quicker than making one."""
        if kind in OF_CHARACTERS:
            return text in self._index_abroad(kind, position)
        if kind not in self._customs:
            return True
        if position == SURNAME and text in self._customs[kind]:
            return True
        return self._spellers[kind, position == LATER].spells(text)

    def share(self, node: str, position: Position) -> float:
        """How usual a node is at a place of a name."""
        return self.tables.share[position].get(node, _UNSEEN)

    def same_character(self, character: str) -> str:
        """One name for all forms (simplified, Japanese, traditional) of a character."""
        return self._classes.get(character, character)

    def characters_meant(self, kind: Kind, text: str, position: Position) -> list[tuple[str, str, float]]:
        """(character, node, joint probability) of everything that this pinyin or Japanese reading may stand for."""
        return self._index_abroad(kind, position).get(text, [])

    def characters_spelled(self, kind: Kind, text: str, position: Position) -> Mapping[str, float]:
        """The characters with this pinyin or Japanese reading, and the probability that each is spelled so."""
        if (kind, text, position) not in self._spelled:
            characters = sorted({c for c, _, _ in self.characters_meant(kind, text, position)})
            self._spelled[kind, text, position] = {
                c: dict(self._abroad[kind].of(c, position))[text] for c in characters
            }
        return self._spelled[kind, text, position]

    def make(self, kind: Kind, text: str, position: Position) -> Unit | None:
        """A new unit, or None when nothing in Korean or Chinese is written so; ask `pieces` instead."""
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
        if kind in OF_CHARACTERS:
            return [(node, p) for _, node, p in self.characters_meant(kind, text, position)]
        if kind == "initial":
            return self._of_initial(text, position)
        return self._of_letters(kind, text, position)

    def _of_letters(self, kind: Kind, text: str, position: Position) -> Iterator[tuple[str, float]]:
        if position == SURNAME:
            for surname, share in self._customs[kind].get(text, ()):
                yield surname, self.share(surname, position) * share * _CUSTOM
        for syllable, probability in self._spellers[kind, position == LATER].syllables(text).items():
            node, share = self._meant_by(syllable, position)
            if position == SURNAME and node not in self.tables.share[SURNAME]:
                continue
            custom = position == SURNAME and node in self._customary[kind]
            yield node, share * probability * (1 - _CUSTOM if custom else 1.0)

    def _meant_by(self, syllable: str, position: Position) -> tuple[str, float]:
        """The node of a Hangul syllable, and how usual the node is in this very spelling."""
        known = self._meant.get((syllable, position))
        if known is None:
            node = self.tables.node(syllable, position)
            written_so = dict(self.tables.raw_forms(node, position)).get(syllable, 0.0)
            known = self._meant[syllable, position] = (node, self.share(node, position) * written_so)
        return known

    def _of_unknown(self, text: str, position: Position) -> Iterator[tuple[str, float]]:
        """A character without a known reading may be read in any way: it says nothing but its own identity."""
        if len(text) == 1:
            for node, share in self.tables.share[position].items():
                yield node, share * _UNKNOWN

    def _of_initial(self, letter: str, position: Position) -> Iterator[tuple[str, float]]:
        for node, share in self.tables.share[position].items():
            speller = self._spellers["cyrillic" if letter > "\u0400" else "latin", False]
            chance = speller.first_letters(node[0]).get(letter, 0.0)
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

    def _in_any_form(self, table: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """The table, with the name of each class of forms: Japan does not read the simplified 郑, but 鄭."""
        found = dict(table)
        for character, readings in table.items():
            found.setdefault(self.same_character(character), readings)
        return found

    def _index_abroad(self, kind: Kind, position: Position) -> dict[str, list[tuple[str, str, float]]]:
        if (kind, position) not in self._read_abroad:
            self._of_character("", position)
            index: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
            for character, joint in self._characters[position].items():
                if kind == "onyomi" and position == SURNAME and max(joint.values()) <= _UNSEEN:
                    continue  # hardly a Korean's, and any Western name could be read as some such character
                for spelling, share in self._abroad[kind].of(character, position):
                    index[spelling].extend((character, node, p * share) for node, p in joint.items())
            self._read_abroad[kind, position] = index
        return self._read_abroad[kind, position]


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


def _one_edit(text: str) -> set[str]:
    """Everything one transposition, deletion, replacement or insertion away (Damerau 1964)."""
    halves = [(text[:i], text[i:]) for i in range(len(text) + 1)]
    edits = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    edits |= {a + b[1:] for a, b in halves if b}
    edits |= {a + c + b[1:] for a, b in halves if b for c in _ALPHABET}
    edits |= {a + c + b for a, b in halves for c in _ALPHABET}
    return edits - {"", text}
