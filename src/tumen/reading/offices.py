"""Names that the form of the words gives: offices, bodies of states, people by a title, an initial, an age or kin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tumen.patterns import later
from tumen.reading.mention import Mention
from tumen.reading.name_words import COMMON, NO_PERSON
from tumen.reading.spans import Words

_CAP = r"[A-ZÀ-Þ][\w’'-]*[\w]"
_OF_WHAT = (
    rf"(?!(?:the[ \xa0])?(?:Kingdom|Republic|State"
    rf"|United)\b)(?:(?:the[ \xa0])?{_CAP}(?:(?:,[ \xa0]{_CAP}){{0,3}},?[ \xa0]and[ \xa0]{_CAP}"
    rf"|[ \xa0]{_CAP}){{0,3}})"
)
_OFFICE = later(
    rf"(?P<rapporteur>Special[ \xa0]Rapporteurs?(?:[ \xa0]on[ \xa0](?:the[ \xa0](?:situation[ \xa0]of"
    rf"|right[ \xa0]to)[ \xa0])?"
    rf"(?:[a-z]+[ \xa0]){{0,6}}?(?:in[ \xa0](?:the[ \xa0])?{_OF_WHAT}(?:[ \xa0]of[ \xa0]{_CAP})?|{_OF_WHAT}))?)"
    rf"|(?P<minister>(?:Minister|Ministry|Secretary|Department|Commissioner)[ \xa0](?:of"
    rf"|for)[ \xa0](?:State[ \xa0]for[ \xa0])?{_OF_WHAT})"
    r"|(?P<high>(?:Attorney|Prosecutor|Auditor|Solicitor|Surveyor)[ \xa0-]General|Secretary-General|Ombuds(?:man"
    r"|woman|person)"
    r"|(?:Strasbourg|Hague)[ \xa0]Court)"
    r"|(?<=[Tt]he[ \xa0])(?P<body>Committee|Commission|Parliament|Senate|Assembly|Ministry|Council|Union"
    r"|Riksdag)(?![ \xa0](?:of|on|for|[A-Z]))"
)
_STATE_NOUN = (
    r"(?:(?:military|border|state|secret|riot|frontier)[ \xa0](?:police|guards?)|state[ \xa0]security|police|army|navy"
    r"|parliament|foreign[ \xa0]ministry"
    r"|interior[ \xa0]ministry|authorities|president|prime[ \xa0]minister|government|immigration|radio"
    r"|state[ \xa0](?:media|radio|television)"
    r"|coast[ \xa0]guard|embassy|consulate|security[ \xa0]forces|courts?|regime|military|delegation)"
)
_OF_A_STATE = later(rf"\b(?P<who>{_CAP})(?:[’']s)?[ \xa0]{_STATE_NOUN}\b")
_BODY_OF = later(
    rf"\b(?P<what>(?i:embassy|security[ \xa0]forces|armed[ \xa0]forces|Commission[ \xa0]of[ \xa0]Inquiry"
    rf"|UN[ \xa0]Commission[ \xa0]of[ \xa0]Inquiry|army|police))"
    rf"[ \xa0](?:of|on)[ \xa0](?:the[ \xa0])?{_CAP}(?:[ \xa0](?:of[ \xa0])?{_CAP}){{0,4}}"
)
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Judge|Minister|Commissioner|Ambassador|Senator)"
_OFFICES = frozenset(["Judge", "Minister", "Commissioner", "Ambassador", "Senator"])
"""Before one name they are no part of it, as `Ms` is: `Commissioner Antunes`."""
_TITLED = later(
    rf"\b(?P<title>{_TITLE})\.?[ \xa0](?P<name>(?:[A-ZÀ-Þ][\w’'-]+|[A-Z]\.)(?:[ \xa0](?:[A-Z]\.|(?:de|van|von|al"
    rf"|bin|der)[ \xa0])?[ \xa0]?[A-ZÀ-Þ][\w’'-]+){{0,3}}\.?)"
)
_INITIAL_BEHIND = later(
    r"\b(?P<name>(?:Witness"
    r"|[A-Z][a-zà-ÿ’-]+)(?:[ \xa0]and[ \xa0][A-Z][a-zà-ÿ’-]+)?[ \xa0][A-Z]\.)(?=[ \xa0,;:()’'?!]|$)"
)
_INITIAL_AHEAD = later(r"(?<![\w.])(?P<name>(?:[A-Z]\.[ \xa0]?){1,2}[A-Z][a-zà-ÿ’-]{2,}(?:-[A-Z]\w+)?)")
_KIN = later(
    r"\b(?:brothers?|sisters?|sons?|daughters?|friend|wife|husband|cousin|mother|father|uncle|aunt|girl|boy|niece"
    r"|nephew|twins|called|named|nicknamed"
    r"|shall[ \xa0]call|will[ \xa0]call)(?:,)?[ \xa0](?P<name>[A-ZÀ-Þ][a-zà-ÿ’]+(?:-[a-z]+)?)(?=[ \xa0,.;:’']"
    r"|$)(?![ \xa0][A-Z])"
)
_AGED = later(
    r"\b(?P<name>[A-ZÀ-Þ][a-zà-ÿ’]+(?:-[a-z]+)?),[ \xa0](?:who[ \xa0](?:is|was|had|has)\b|aged[ \xa0]|\d{1,2}[,)]"
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
_OPENS_TITLE = later(rf"(?i:{_TITLE})").fullmatch
_OPENS_OFFICE = later(
    r"special|minister|ministry|secretary|department|commissioner|attorney|prosecutor|auditor|solicitor|surveyor"
    r"|secretary-general"
    r"|attorney-general|ombuds(?:man|woman|person)|strasbourg|hague|committee|commission|parliament|senate|assembly"
    r"|council|union|riksdag"
).fullmatch
_OPENS_BODY = later(r"embassy|security|armed|commission|un|army|police").fullmatch
_NOT_ONE = frozenset(
    [
        "people",
        "women",
        "men",
        "children",
        "officials",
        "nobody",
        "everybody",
        "somebody",
        "everyone",
        "someone",
        "police",
        "north",
        "south",
        "guards",
        "soldiers",
        "witnesses",
        "parliament",
        "government",
        "state",
        "states",
        "god",
        "mother",
        "father",
        "villagers",
        "neighbours",
        "survivors",
        "refugees",
        "many",
        "others",
    ]
)
_NO_STATE = frozenset(
    [
        "local",
        "central",
        "federal",
        "national",
        "provincial",
        "military",
        "foreign",
        "former",
        "senior",
        "state",
        "first",
        "second",
        "regional",
        "municipal",
        "royal",
        "special",
        "supreme",
        "high",
        "customs",
        "immigration",
        "security",
        "border",
        "security",
        "prison",
        "camp",
        "several",
        "chief",
        "deputy",
        "vice",
        "acting",
        "appeal",
        "district",
        "county",
        "city",
        "international",
        "european",
        "united",
        "military",
        "criminal",
        "constitutional",
        "administrative",
    ]
)


def by_form(text: str, lower: frozenset[str], words: Words) -> list[Mention]:
    """Offices, bodies of states and people whom their form names, in order, none overlapping.

    Args:
        text: Any English text.
        lower: Words of the text that also stand in small letters: they are no names.
        words: The words of the text, by which most forms are looked for.
    """
    found = [*_offices(text, words), *_of_states(text, lower), *_people(text, lower, words)]
    kept: list[Mention] = []
    for one in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _at(pattern: re.Pattern[str], text: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """Matches that begin at certain words, which costs far less than to try everywhere."""
    return (match for place in places if (match := pattern.match(text, place)) is not None)


def preferred(found: Sequence[Mention], formed: Sequence[Mention]) -> list[Mention]:
    """Both lists as one: what only the form tells gives way to a longer name, and to one that the tables hold."""
    kept: list[Mention] = []
    out: set[int] = set()
    place = 0
    for one in formed:
        while place < len(found) and found[place].end <= one.start:
            place += 1
        beside = []
        for other in found[place:]:
            if other.start >= one.end:
                break
            beside.append(other)
        if any(_goes_first(other, one) for other in beside):
            continue
        kept.append(one)
        out |= {id(other) for other in beside}
    left = [m for m in found if id(m) not in out]
    left += [cut for m in found if id(m) in out for one in kept if (cut := _before(m, one)) is not None]
    return sorted([*kept, *left], key=lambda m: m.start)


def _before(other: Mention, one: Mention) -> Mention | None:
    """What is left of a body when a person stands at its end: `Refugee Council` before `Dr. Obuya`."""
    if other.kind != "organisation" or not other.start < one.start < other.end or one.kind != "person":
        return None
    words = other.text[: one.start - other.start]
    bare = re.sub(rf"[ \xa0\n,]*(?:{_TITLE}\.?)?[ \xa0\n,]*$", "", words)
    if len(bare.split()) < _BODY_WORDS:
        return None
    return replace(other, end=other.start + len(bare), text=bare, canonical=" ".join(bare.split()))


_BODY_WORDS = 2


def _goes_first(other: Mention, one: Mention) -> bool:
    if (other.start, other.end) == (one.start, one.end):
        return other.confidence > one.confidence
    within = other.start <= one.start and one.end <= other.end
    return within and "a title before the name" not in (other.reason, one.reason)


def _offices(text: str, words: Words) -> Iterator[Mention]:
    for match in _at(_OFFICE, text, words.starts(_OPENS_OFFICE)):
        yield _mention(text, *match.span(), "state body", 0.6, "a body named with its state")
    for match in _at(_BODY_OF, text, words.starts(_OPENS_BODY)):
        yield _mention(text, *match.span(), "state body (descriptive)", 0.7, "a body named with its state")


def _of_states(text: str, lower: frozenset[str]) -> Iterator[Mention]:
    for match in _OF_A_STATE.finditer(text):
        word = match["who"].removesuffix("’s").removesuffix("'s")
        if word.lower() in lower or word.lower() in COMMON or word.lower() in _NO_STATE:
            continue
        before = text[max(match.start() - 2, 0) : match.start()]
        if (
            len(word) < 4
            or before[:1].isupper()
            or word.endswith("ing")
            or re.search(
                r"\b(?!(?:The|An?|Its|Their|On|In|By|And|But|When)[ \xa0])[A-Z]\w*[ \xa0]$",
                text[max(match.start() - 14, 0) : match.start()],
            )
        ):
            continue
        yield _mention(text, *match.span(), "state body (descriptive)", 0.6,
                       "the name of a state and a word for one of its bodies")  # fmt: skip


def _people(text: str, lower: frozenset[str], words: Words) -> Iterator[Mention]:
    for match in _at(_TITLED, text, words.starts(_OPENS_TITLE)):
        name = match["name"]
        end = match.end() if re.search(r"\b[A-Z]\.$", name) else match.start("name") + len(name.rstrip("."))
        name = text[match.start("name") : end].removesuffix("’s").removesuffix("'s")
        end = match.start("name") + len(name)
        several = len([w for w in name.split() if len(w) > 1 and w[1] != "."]) > 1
        if name.split()[0].lower() in ("of", "for") or (name.isupper() and several):
            continue
        start = match.start("name") if several or match["title"] in _OFFICES else match.start()
        yield _mention(
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
                yield _mention(text, *match.span("name"), "person", 0.6, "words beside it speak of a person")
    tellers = (m for at in words.starts(_OPENS_TELLING) if (m := _TELLS.search(text, max(at - 30, 0), at)))
    for matches in (_at(_KIN, text, words.starts(_OPENS_KIN)), _AGED.finditer(text), tellers):
        for match in matches:
            word = match["name"].lower()
            known = word in lower or word in COMMON or word in _NOT_ONE
            if not known and len(word) > 2 and not word.endswith(NO_PERSON):
                yield _mention(text, *match.span("name"), "person", 0.6, "words beside it speak of a person")


_REFERENCES = later(
    r"^[ \t]*(?:References|Bibliography|Works[ ]cited|Literature|Sources)(?:[ ]cited)?:?[ \t]*$", re.M | re.I
)
_FAMILY_FIRST = later(r"(?P<name>[A-ZÀ-Þ][\w’-]+,[ ](?:[A-Z]\.[ -]?){1,3})(?=[ ,(&]|and\b|$)")
_GIVEN_FIRST = later(r"(?:,[ ]|\band[ ]|&[ ])(?P<name>(?:[A-Z]\.[ -]?){1,2}[A-ZÀ-Þ][\w’-]+)")
_PUBLISHER = later(r"[.)][ ][A-Z][\w. -]{2,24}:[ ](?P<name>[A-Z][\w’& ]{2,40}?)(?=[.,;)]|$)")
_JOURNAL = later(r"[.?!,]?[”\"][.,]?[ ](?P<name>[A-Z][A-Za-z’& ]{4,60}?)(?=,?[ ]\d|,[ ]vol)")


def listed(text: str) -> Iterator[Mention]:
    """Who wrote and who published the works of a list of references."""
    heading = _REFERENCES.search(text)
    if heading is None:
        return
    for pattern, kind in (
        (_FAMILY_FIRST, "person"),
        (_GIVEN_FIRST, "person"),
        (_PUBLISHER, "organisation"),
        (_JOURNAL, "organisation"),
    ):
        for match in pattern.finditer(text, heading.end()):
            a, b = match.span("name")
            b = a + len(text[a:b].rstrip(" -"))
            family, _, given = text[a:b].partition(", ")
            yield _mention(text, a, b, kind, 0.7, "stands where a note names who wrote the work",
                           canonical=f"{given} {family}".strip() if kind == "person" else None)  # fmt: skip


_ET_AL = later(r"(?:,?[ \xa0](?:and|&)[ \xa0]|,[ \xa0]|[ \xa0]et[ \xa0]al\.?)")


def authors(text: str, cited: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """The names in author–year references: `Okafor` and `Lindqvist` of `(Okafor and Lindqvist, 2000)`."""
    for start, end in cited:
        for match in re.finditer(
            r"[A-ZÀ-Þ][a-zà-ÿ’-]{2,}(?=,?[ \xa0](?:and|&|et)\b|,|’s|'s|[ \xa0]?\(|[ \xa0](?:19|20)\d\d)",
            text[start:end],
        ):
            before = text[start : start + match.start()]
            if re.search(r"[A-Za-z][ \xa0]$", before) and not re.search(
                r"(?:and|&|see|cf\.|in)[ \xa0]$", before
            ):
                continue
            a, b = start + match.start(), start + match.end()
            yield _mention(text, a, b, "person", 0.6, "stands where a note names who wrote the work")


def _mention(
    text: str,
    start: int,
    end: int,
    kind: str,
    confidence: float,
    reason: str,
    *,
    canonical: str | None = None,
) -> Mention:
    words = " ".join(text[start:end].split())
    return Mention(
        start=start, end=end, text=text[start:end], kind=kind, canonical=canonical or words, country=None,
        confidence=confidence, reason=reason,
    )  # fmt: skip
