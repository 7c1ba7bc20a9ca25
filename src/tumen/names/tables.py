"""The shipped tables, loaded once when first needed: surnames, syllables, spellings, hanja, readings abroad."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from tumen.names import hangul

__all__ = ["POSITIONS", "Position", "Spellings", "Tables", "default_tables", "load_tables"]

Shares = dict[str, float]
Position = int
SURNAME, FIRST, LATER = POSITIONS = (0, 1, 2)

# Of the people whose Southern spelling is 이, 유, 노 …, how many wrote 리, 류, 로 … at some time: mixed files of
# both Koreas hold both, and neither spelling is rare. Set by hand; the score is not sensitive to it.
_NORTHERN_SHARE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Spellings:
    """How the parts of a syllable are written in one alphabet: part → spelling → [(jamo, share)].

    `initial` is the vowel of a syllable that begins with it: 우 is mostly written woo, but 수 su or soo. `inside` are
    the onsets of later syllables of a given name, some of them voiced there (d for
    ㄷ, where a first syllable has d or t). `surname` holds whole surnames that no rule spells so.
    """

    onset: Mapping[str, tuple[tuple[str, float], ...]]
    nucleus: Mapping[str, tuple[tuple[str, float], ...]]
    initial: Mapping[str, tuple[tuple[str, float], ...]]
    coda: Mapping[str, tuple[tuple[str, float], ...]]
    inside: Mapping[str, tuple[tuple[str, float], ...]]
    surname: Mapping[str, tuple[tuple[str, float], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Everything the room knows by frequency.

    `nodes[position]` are the Hangul syllables (or whole surnames) that a place in a name can hold, after the
    initial-sound rule for surnames and first syllables; `share[position]` says how usual each is.
    """

    share: tuple[Shares, Shares, Shares]
    surname_hanja: Mapping[str, Shares]
    surname_spellings: Mapping[str, Shares]
    latin: Spellings
    northern: Spellings
    continental: Spellings
    cyrillic: Spellings
    kana: Spellings
    readings: Mapping[str, Shares]
    variants: Mapping[str, tuple[str, ...]]
    pinyin: Mapping[str, tuple[str, ...]]
    onyomi: Mapping[str, tuple[str, ...]]

    def raw_forms(self, node: str, position: Position) -> tuple[tuple[str, float], ...]:
        """How a node may be spelled in Hangul, with shares: 이 → 이 .7, 리 .21, 니 .09 as a surname."""
        if position == LATER or len(node) != 1:
            return ((node, 1.0),)
        north = hangul.northern_forms(node)
        if not north:
            return ((node, 1.0),)
        first = _NORTHERN_SHARE if len(north) == 1 else _NORTHERN_SHARE * 0.9
        rest = _NORTHERN_SHARE * 0.1
        return ((node, 1 - _NORTHERN_SHARE), (north[0], first), *((f, rest) for f in north[1:]))

    def node(self, syllables: str, position: Position) -> str:
        """The node that a Hangul spelling stands for in this place."""
        if position == LATER or len(syllables) != 1:
            return syllables
        return hangul.southern(syllables)


@cache
def default_tables() -> Tables:
    """The tables that ship with the library; read when first asked for, then kept."""
    return load_tables(files("tumen") / "data")


def load_tables(folder: Traversable) -> Tables:
    """Read the tables of `reference/names` from a folder."""
    surname_share: Shares = defaultdict(float)
    surname_hanja: dict[str, Shares] = {}
    for surname, share, hanja in _rows(folder, "names_surnames.tsv"):
        surname_share[hangul.southern(surname) if len(surname) == 1 else surname] += float(share)
        surname_hanja[surname] = _shares(hanja)
    first: Shares = defaultdict(float)
    later: Shares = {}
    for syllable, share_first, share_later in _rows(folder, "names_given.tsv"):
        first[hangul.southern(syllable)] += float(share_first)
        later[syllable] = float(share_later)
    return Tables(
        share=(dict(surname_share), dict(first), later),
        surname_hanja=surname_hanja,
        surname_spellings={s: _shares(text) for _, s, text in _rows(folder, "names_spellings_surname.tsv")},
        latin=_spellings(folder, "names_spellings_latin.tsv"),
        northern=_spellings(folder, "names_spellings_northern.tsv"),
        continental=_spellings(folder, "names_spellings_continental.tsv"),
        cyrillic=_spellings(folder, "names_spellings_cyrillic.tsv"),
        kana=_spellings(folder, "names_spellings_kana.tsv"),
        readings={c: _shares(text) for c, text in _rows(folder, "names_hanja.tsv")},
        variants={c: tuple(text.split()) for c, text in _rows(folder, "names_variants.tsv")},
        pinyin={c: tuple(text.split()) for c, text in _rows(folder, "names_pinyin.tsv")},
        onyomi={c: tuple(text.split()) for c, text in _rows(folder, "names_onyomi.tsv")},
    )


def _rows(folder: Traversable, name: str) -> Iterator[list[str]]:
    for line in folder.joinpath(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _shares(text: str) -> Shares:
    return {key: float(value) for key, value in (item.rsplit(":", 1) for item in text.split(" ") if item)}


def _spellings(folder: Traversable, name: str) -> Spellings:
    found: dict[str, dict[str, list[tuple[str, float]]]] = {
        p: defaultdict(list) for p in ("onset", "nucleus", "initial", "coda", "inside", "surname")
    }
    table = list(_rows(folder, name))
    own = {jamo for part, jamo, _ in table if part == "inside"}
    # an onset without spellings of its own inside a name is spelled as at the beginning
    table += [["inside", jamo, text] for part, jamo, text in table if part == "onset" and jamo not in own]
    for part, jamo, text in table:
        # the row of an open syllable has an empty jamo, and the silent onset an empty spelling
        for spelling, share in _shares(text).items():
            found[part][spelling].append((jamo, share))
    return Spellings(**{part: {s: tuple(v) for s, v in table.items()} for part, table in found.items()})
