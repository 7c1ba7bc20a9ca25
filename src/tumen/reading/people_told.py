"""People whom the words beside them tell: a title, an initial, an age, kin, a verb of telling."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tumen.patterns import later
from tumen.reading.mention import Mention, at_words, mention
from tumen.reading.name_words import BEGINS, BEHIND_NAMES, COMMON, NO_PERSON
from tumen.reading.spans import Words

TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Judge|Minister|Commissioner|Ambassador|Senator)"
_OFFICES = frozenset(["Judge", "Minister", "Commissioner", "Ambassador", "Senator"])
"""Before one name they are no part of it, as `Ms` is: `Commissioner Antunes`."""
_TITLED = later(
    rf"\b(?P<title>{TITLE})\.?[ \xa0](?P<name>(?:[A-ZÀ-Þ][\w’'-]+|[A-Z]\.)(?:[ \xa0](?:[A-Z]\.|(?:de|van|von|al"
    rf"|bin|der)[ \xa0])?[ \xa0]?[A-ZÀ-Þ][\w’'-]+){{0,3}}\.?)"
)
_INITIAL_BEHIND = later(
    rf"(?P<name>{BEGINS}[a-zà-ÿ’-]+(?:[ \xa0]and[ \xa0][A-Z][a-zà-ÿ’-]+)?[ \xa0][A-Z]\.)(?=[ \xa0,;:()’'?!]|$)"
)
_INITIAL_AHEAD = later(
    r"(?P<name>[A-Z](?<![\w.].)\.[ \xa0]?(?:[A-Z]\.[ \xa0]?)?[A-Z][a-zà-ÿ’-]{2,}(?:-[A-Z]\w+)?)"
)
_KIN = later(
    r"\b(?:brothers?|sisters?|sons?|daughters?|friend|wife|husband|cousin|mother|father|uncle|aunt|girl|boy|niece"
    r"|nephew|twins|called|named|nicknamed"
    r"|shall[ \xa0]call|will[ \xa0]call)(?:,)?[ \xa0](?P<name>[A-ZÀ-Þ][a-zà-ÿ’]+(?:-[a-z]+)?)(?=[ \xa0,.;:’']"
    r"|$)(?![ \xa0][A-Z])"
)
_AGED = later(
    rf"(?P<name>{BEGINS}[a-zà-ÿ’]+(?:-[a-z]+)?),[ \xa0](?:who[ \xa0](?:is|was|had|has)\b|aged[ \xa0]|\d{{1,2}}[,)]"
    r"|(?:just|only|then|now)[ \xa0]\w+,"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen"
    r"|nineteen|twenty)(?:-\w+)?,)"
)
_TELLS = later(
    r"(?:^|[.!?”\"’,;]\s|\n|[ \xa0](?:and|but)[ \xa0])(?P<name>[A-ZÀ-Þ][a-zà-ÿ’]+(?:-[a-z]+)?)[ \xa0]$"
)
_OPENS_TELLING = later(
    r"says|said|told|recalls|recalled|remembers|whispers|laughs|nods|smiles|shrugs|cried|thought|thinks|knows|knew"
    r"|walked|fled|fell|ran"
).fullmatch
_OPENS_KIN = later(
    r"brothers?|sisters?|sons?|daughters?|friend|wife|husband|cousin|mother|father|uncle|aunt|girl|boy|niece|nephew"
    r"|twins|called|named"
    r"|nicknamed|shall|will"
).fullmatch
_OPENS_TITLE = later(rf"(?i:{TITLE})").fullmatch
_NOT_ONE = frozenset({
    "people", "women", "men", "children", "officials", "nobody", "everybody", "somebody", "everyone",
    "someone", "police", "north", "south", "guards", "soldiers", "witnesses", "parliament", "government",
    "state", "states", "god", "mother", "father", "villagers", "neighbours", "survivors", "refugees",
    "many", "others",
})  # fmt: skip


def people(text: str, lower: frozenset[str], words: Words) -> Iterator[Mention]:
    """People by what stands beside their names; `lower` are words of the text that also stand in small letters."""
    for match in at_words(_TITLED, text, words.starts(_OPENS_TITLE)):
        name = match["name"]
        end = match.end() if re.search(r"\b[A-Z]\.$", name) else match.start("name") + len(name.rstrip("."))
        name = text[match.start("name") : end].removesuffix("’s").removesuffix("'s")
        end = match.start("name") + len(name)
        while (parts := name.split()) and len(parts) > 1 and parts[-1] in BEHIND_NAMES:
            name = name[: -len(parts[-1])].rstrip()
            end = match.start("name") + len(name)
        several = len([w for w in name.split() if len(w) > 1 and w[1] != "."]) > 1
        if name.split()[0].lower() in ("of", "for") or (name.isupper() and several):
            continue
        start = match.start("name") if several or match["title"] in _OFFICES else match.start()
        yield mention(
            text, start, end, "person", 0.85, "a title before the name", canonical=name if several else None
        )
    for pattern in (_INITIAL_BEHIND, _INITIAL_AHEAD):
        for match in pattern.finditer(text):
            first = match["name"].split()[0]
            line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            if pattern is _INITIAL_AHEAD and not line.strip():
                continue  # `A. Treatment`: the letter of a heading
            if first.lower() not in COMMON and first not in (
                "Protocol",
                "Annex",
                "Part",
                "Appendix",
                "Table",
                "Section",
                "U.S.",
                "U.N.",
            ):
                yield mention(text, *match.span("name"), "person", 0.6, "words beside it speak of a person")
    tellers = (m for at in words.starts(_OPENS_TELLING) if (m := _TELLS.search(text, max(at - 30, 0), at)))
    for matches in (at_words(_KIN, text, words.starts(_OPENS_KIN)), _AGED.finditer(text), tellers):
        for match in matches:
            word = match["name"].lower()
            known = word in lower or word in COMMON or word in _NOT_ONE
            if not known and len(word) > 2 and not word.endswith(NO_PERSON):
                yield mention(text, *match.span("name"), "person", 0.6, "words beside it speak of a person")
