"""Places told by the form of the words: a word for land or water, the head of a dispatch, a border; and peoples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tumen.patterns import later
from tumen.reading.claim import merged, overlapping
from tumen.reading.mention import Mention
from tumen.reading.name_words import BEGINS

_LAND = frozenset({
    "province", "district", "county", "prefecture", "region", "state", "river", "sea", "ocean", "bay", "gulf", "lake",
    "island", "islands", "strait", "peninsula", "mountains", "valley", "desert", "delta", "village", "city",
    "town", "township", "governorate", "oblast", "municipality", "basin", "subdistrict", "commune", "hamlet",
})  # fmt: skip
_LAND_AHEAD = later(r"(?:Bay|Gulf|Sea|Straits?|Isle|Horn|Village|City|Province|District) of |(?:Lake|Mount) ")
_PART_OF_THE_WORLD = later(
    r"(?:North|South|East|West|Central|Middle|Northern|Southern|Eastern|Western|Southeast|Northeast|Sub-Saharan|Latin)"
    r"(?:[- ](?:East|West|Eastern|Western))?[- ](?:Asia|Africa|Europe|America|Pacific|Mediterranean|East)$|Middle East$"
)
_LAND_BEHIND = later(
    r"[ \xa0](?:province|district|county|prefecture|state|river|village|city|town|township|island|islands|region"
    r"|governorate|municipality|subdistrict|commune|delta|peninsula)\b"
)
_DATELINE = later(
    r"^[ \t]*\(?(?P<city>[A-Z][A-Za-zÀ-ÿ’'.-]+(?:[ \xa0][A-Z][A-Za-zÀ-ÿ’'.-]+){0,3})(?:,[ \xa0][A-Z][\w. ]{1,25}?)?"
    r"\)?[ \xa0](?:\([^)\n]{2,20}\)[ \xa0])?[–—-]{1,2}[ \xa0]?(?=[A-Z“\"‘\[])",
    re.M,
)
_LEADS = frozenset({"Bay", "Gulf", "Sea", "Strait", "Straits", "Isle", "Horn"})
_PEOPLE = (
    r"refugees?|people|women|men|child(?:ren)?|migrants?|famil(?:y|ies)|girls?|boys?|communit(?:y|ies)|minorit(?:y|ies)"
    r"|Muslims?|Christians?|Buddhists?|villagers?|villages|civilians?|nationals?|man|woman|population"
)
_AMONG = later(
    r"\b(?:(?:many|most|some|several|all|other|fellow|ethnic)(?: of(?: the)?)?|(?:dozens|hundreds|thousands"
    r"|millions) of|\d[\d,]{0,12}(?: of)?) (?P<a>[A-Z][a-zà-ÿ’'-]+)\b(?! [A-Z])"
)


_A_PEOPLE = later(rf"(?P<b>{BEGINS}[a-zà-ÿ’'-]+) (?:{_PEOPLE})\b")


def of_land(words: Sequence[str], behind: str) -> tuple[str, str] | None:
    """Kind and reason where the words themselves, or a small word behind them, say that they name a place."""
    name = " ".join(words)
    if len(words) > 1 and words[-1].lower() in _LAND and not words[0].isupper():
        return words[-1].lower(), "a word for land or water in the name"
    if _LAND_AHEAD.match(name) and len(words) > 1:
        return words[0].lower(), "a word for land or water in the name"
    if _PART_OF_THE_WORLD.match(name):
        return "region", "a part of the world"
    if len(words) <= 3 and (behind_it := _LAND_BEHIND.match(behind)):
        return behind_it.group().strip(), "a word for a place right behind it"
    return None


def is_land(word: str) -> bool:
    """Whether a word names a kind of land or water."""
    return word.lower() in _LAND


def leads_to_land(word: str) -> bool:
    """Whether a name of a place may go on behind it with `of`: `Bay of …`."""
    return word in _LEADS


def datelines(text: str) -> Iterator[tuple[int, int]]:
    """Cities at the head of a dispatch: `HAVEN – Officials said …`, `(Haven) – …`."""
    for match in _DATELINE.finditer(text):
        yield match.span("city")


def peoples(text: str) -> frozenset[str]:
    """Words with a capital that the text uses for a people: `thousands of Saltish`, `Saltish refugees`."""
    among = frozenset(m["a"] for m in _AMONG.finditer(text))
    return among | {m["b"] for m in _A_PEOPLE.finditer(text)}


def again(text: str, found: Sequence[Mention], blocked: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """A place that was told by the words beside it, wherever else its name stands in the text.

    Only names that are nothing else in the text, and that no longer name holds.
    """
    places = {
        m.text: m for m in reversed(found) if m.is_place and m.confidence < 0.9 and m.text[:1].isupper()
    }
    for other in found:
        if not other.is_place:
            places.pop(other.text, None)
    taken = merged([*((m.start, m.end) for m in found), *blocked])
    for name, known in places.items():
        for start in _standing(name, text):
            if overlapping(taken, start, start + len(name)) is None:
                yield replace(known, start=start, end=start + len(name), confidence=0.45,
                              reason="a name that is a place elsewhere in the text")  # fmt: skip


_GOES_ON = later(r"[\w-]| [A-Z]")
_BEGINS_BEFORE = later(r"[\w-]")


def _standing(name: str, text: str) -> Iterator[int]:
    """Where a name stands whole; looked for as plain letters, which costs far less than a pattern for each name."""
    place = text.find(name)
    while place >= 0:
        end = place + len(name)
        if not _GOES_ON.match(text, end) and not (place and _BEGINS_BEFORE.match(text, place - 1)):
            yield place
        place = text.find(name, end)
