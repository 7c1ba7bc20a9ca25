"""Names that no table holds: a body by its head word, a person by form, a place by the word before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tumen.patterns import later
from tumen.reading.apposed_names import called, kind_apposed
from tumen.reading.land import is_land, leads_to_land, of_land
from tumen.reading.lexicon import Lexicon
from tumen.reading.mention import Mention
from tumen.reading.name_words import (
    BEHIND_NAMES,
    CAPITAL,
    COMMON,
    HEADS,
    ROLE,
    SAID_BY,
    TITLED,
    bare,
    bare_end,
)

_PERSON_CUE = later(
    r"(?:\b(?:by|activist|author|director|journalist|professor|scholar|researcher|photographer|leader|named|called"
    r"|missionary|pastor|defector"
    r"|escapee|witness|chairman|president|spokes\w+|lawyer|attorney|rapporteur)|[Pp]hoto(?:graph)?:?|[Ii]mage by|[Bb]"
    r"y)[ \xa0]$"
)
_OWNED_BY = later(r"(?:\([cC]\)|©(?:[ \xa0]\d{4})?)[ \xa0]$")
_SAYS = later(
    r"[ \xa0,]{1,2}(?:said|says|told|who|whose|wrote|writes|explained|recalled|aged?\b|\d{1,2}[,)])"
)
_PLACE_CUE = later(
    r"\b(?:in|near|at|from|to|outside|through|via|around|reach(?:ed|ing)?|of)[ \xa0](?:the[ \xa0])?$"
)
_PLACE_BEFORE = later(
    r"\b(?:in|at|near|outside|around|reach(?:ed|ing)?|southern|northern|eastern|western"
    r"|(?:north|south|east|west)[ \xa0]of)[ \xa0](?:the[ \xa0])?$"
)
_DETERMINED = later(
    r"\b(?:[Tt]he|[Aa]n?|[Tt]his|[Tt]hat|[Ii]ts|[Tt]heir|[Oo]ur|[Yy]our|[Hh]is|[Hh]er|every|each|no)[ \xa0]$"
)
"""Before `Upper Valley` and `Skilled Worker`, never before the name of a person."""
_NUMBERED = later(r"(?:[IVX]+|[A-Z])\.$")
"""`II.`, `B.` at the head of a line: the number of a heading."""
_NO_PERSON_WORDS = frozenset({
    "report", "reports", "paper", "papers", "annex", "gazette", "evidence", "states", "conclusions", "treatment",
    "treaty", "statistics", "dashboard", "minute", "minutes", "review", "question", "questions", "professor",
    "rights", "law", "act", "plan", "policy", "status", "study", "survey", "update", "yearbook", "handbook",
    "manual", "edition", "volume", "series", "bill", "order", "resolution", "convention", "protocol", "agreement",
    "memorandum", "programme", "commissioner", "snapshot", "register", "index", "database", "list", "day",
    "christmas", "easter", "school", "worker", "workers", "road", "street", "house", "bridge", "quarter", "ferry",
    "avenue", "square", "hotel", "station", "airport", "crossing", "mechanism", "app", "case", "no", "para", "vol",
    "ed", "rev", "working", "human", "general", "annual", "member", "official", "universal", "white", "exhibit",
    "appendix", "part",
})  # fmt: skip
"""Words of works, bodies and roads: a name with one of them is no person's."""
_ACRONYM = later(r"[A-Z][A-Z&]{1,7}s?$")
_NOT_NAMES = frozenset({
    "UPR", "POW", "POWs", "No", "PDF", "ID", "TV", "AM", "PM", "US", "UK", "II", "III", "IV", "OK", "FAQ", "HTML",
    "URL", "ISBN", "CD",
    "DVD", "TIER", "PO",
})  # fmt: skip


def unlisted(
    text: str, tokens: Sequence[tuple[int, int]], lexicon: Lexicon, lower: frozenset[str]
) -> Iterator[Mention]:
    """A run of capitals that no table holds: a body by its head word, a person by form, a place by preposition."""
    for group in _groups(text, tokens):
        headed = any(bare(text[a:b]).lower() in HEADS for a, b in group) or (
            len(group) > 1 and is_land(bare(text[slice(*group[-1])]))
        )
        if len(group) > _WITH_TITLE and TITLED.match(text[slice(*group[0])]):
            group = group[1:]  # `Father Ona Vell`, but `Mr Vell`
        while not headed and len(group) > 1 and bare(text[slice(*group[-1])]) in BEHIND_NAMES:
            group = group[:-1]
        while not headed and group and (_is_adjective(text, group[0], lexicon) or _is_role(text, group)):
            group = group[1:]
        if not group:
            continue
        start, end = group[0][0], bare_end(text, group[-1])
        words = [bare(text[a:b]) for a, b in group]
        kind = _kind(text, start, end, words, lexicon, lower)
        if kind is not None:
            yield Mention(
                start=start, end=end, text=text[start:end], kind=kind[0], canonical=" ".join(text[start:end].split()),
                country=None, confidence=kind[1], reason=kind[2], is_place=kind[0] == "place",
            )  # fmt: skip


_WITH_TITLE = 2
_LEADS_A_PLACE = frozenset({"Port", "New", "Old", "Upper", "Lower", "Fort", "Cape", "Wadi", "Greater"})
"""First words of places, and of no person."""


def _is_role(text: str, group: Sequence[tuple[int, int]]) -> bool:
    """A role in full letters before a name is not part of it; `Mr.` is."""
    word = text[slice(*group[0])]
    return len(group) > 1 and ROLE.match(word) is not None


def _is_adjective(text: str, token: tuple[int, int], lexicon: Lexicon) -> bool:
    word = bare(text[slice(*token)])
    return (
        word in lexicon.adjectives
        or word.removesuffix("s") in lexicon.adjectives
        or word in ("North", "South")
    )


def _groups(text: str, tokens: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Tokens that belong together: split at commas and `and`, without small words at the ends."""
    group: list[tuple[int, int]] = []
    has_head = False
    for number, (a, b) in enumerate(tokens):
        word = text[a:b]
        if word == "and" and group and not has_head and _one_body(text, group, tokens[number + 1 :]):
            has_head = True
        if not group and _NUMBERED.match(word) and not text[text.rfind("\n", 0, a) + 1 : a].strip(" \t("):
            continue
        small = not CAPITAL.match(word)
        apart = group and (
            text[group[-1][1] : a].strip() == ","
            or _ends_name(text, group[-1])
            or ("\n" in text[group[-1][1] : a] and text[slice(*group[-1])].isupper() and not word.isupper())
        )
        listed = word == "and" and len(group) > 1 and bare(text[slice(*group[-1])]).lower() in HEADS
        if (apart or (small and not has_head) or listed) and group:
            yield from _stripped(text, group)
            group, has_head = [], False
        if not small or group:
            group.append((a, b))
            has_head = has_head or bare(word).lower() in HEADS or (not small and leads_to_land(bare(word)))
    yield from _stripped(text, group)


def _ends_name(text: str, token: tuple[int, int]) -> bool:
    word = text[slice(*token)]
    if _MARKED.search(word):
        return True
    return word.endswith(("’s", "'s")) or (word.endswith(".") and len(word) > 4 and "." not in word[:-1])


def _one_body(text: str, group: Sequence[tuple[int, int]], ahead: Sequence[tuple[int, int]]) -> bool:
    """`the Peace and Security Council`: one body, where an article or the head of a line stands before."""
    before = text[max(group[0][0] - 6, 0) : group[0][0]]
    if not _ARTICLE.search(before) and before.strip(" ") and not before.endswith("\n"):
        return False
    for a, b in ahead:
        word = bare(text[a:b])
        if not CAPITAL.match(word) or text[b - 1] in ",.;:":
            return CAPITAL.match(word) is not None and word.lower() in HEADS
        if word.lower() in HEADS:
            return True
    return False


_ARTICLE = later(r"\b(?:[Tt]he|[Ii]ts|[Oo]ur|[Tt]heir)[ \xa0]$")
_MARKED = later(r"[a-z]\.\d{1,3}$")
"""A full stop and the mark of a note."""


def _stripped(text: str, group: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    while group and (not CAPITAL.match(text[group[-1][0]]) or bare(text[slice(*group[-1])]) in _MONTHS):
        group = group[:-1]
    while group and (
        not CAPITAL.match(text[group[0][0]])
        or (bare(text[slice(*group[0])]).lower() in COMMON and not _counts(text, group))
    ):
        group = group[1:]
    if group:
        yield group


_MONTHS = frozenset({
    "January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December",
})  # fmt: skip
_ORDINALS = frozenset(
    {"First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth"}
)


def _counts(text: str, group: Sequence[tuple[int, int]]) -> bool:
    """`Second Rifle Battalion`: the number is a part of the name."""
    return (
        len(group) > 1
        and text[slice(*group[0])] in _ORDINALS
        and bare(text[slice(*group[-1])]).lower() in HEADS
    )


def _kind(
    text: str, start: int, end: int, words: Sequence[str], lexicon: Lexicon, lower: frozenset[str]
) -> tuple[str, float, str] | None:
    before = text[max(start - 30, 0) : start]
    if all(TITLED.match(w) for w in words):
        return None
    if 1 < len(words) <= _WITH_TITLE + 1 and words[0] in _LEADS_A_PLACE and words[-1].lower() not in HEADS:
        return "place", 0.5, "a word for land or water in the name"
    land = of_land(words, text[end : end + 16])
    if land is not None:
        return "place", 0.7, land[1]
    if len(words) > 1 and any(w.lower() in HEADS for w in words):
        return "organisation", 0.75, "a capitalised name with a word for a body in it"
    if TITLED.match(words[0]) and len(words) > 1:
        return "person", 0.85, "a title before the name"
    if TITLED.search(before.rstrip()):
        return "person", 0.85, "a title before the name"
    if (apposed := kind_apposed(text, start, end)) is not None and _may_be(words, apposed[0], lower):
        return apposed
    if _OWNED_BY.search(before) and len(words) < 4:
        return "person", 0.6, "the name behind a sign of copyright"
    if len(words) == 1:
        return _kind_of_one(text, start, end, words[0], before, lower)
    if 2 <= len(words) <= 4 and not any(w.isupper() and len(w) > 3 for w in words):
        if _DETERMINED.search(before) and not _PLACE_BEFORE.search(before):
            return None
        if _PLACE_BEFORE.search(before) and not _SAYS.match(text, end):
            return "place", 0.5, "capitalised words behind a word of place"
        surname = words[0] in lexicon.surnames or words[-1] in lexicon.surnames
        if surname and (len(words) == 3 or any("-" in w for w in words)):
            return "person", 0.85, "a surname of the pack with given names"
        if any(w.lower() in _NO_PERSON_WORDS for w in words):
            return None
        if _PERSON_CUE.search(before) or _SAYS.match(text, end) or SAID_BY.search(before):
            return "person", 0.75, "words beside it speak of a person"
        if not any(w.lower() in lower for w in words if len(w) > 2) and _in_a_sentence(text, start, end):
            return ("person", 0.5, "two or three capitalised words") if surname or len(words) < 4 else None
    return None


def _may_be(words: Sequence[str], kind: str, lower: frozenset[str]) -> bool:
    """Whether words that may also be common ones can bear what is said beside them."""
    if len(words) == 1:
        word = words[0].lower()
        return word not in lower and word not in COMMON and word not in HEADS and len(word) > 2
    return kind != "person" or not any(w.lower() in _NO_PERSON_WORDS for w in words)


def _kind_of_one(
    text: str, start: int, end: int, word: str, before: str, lower: frozenset[str]
) -> tuple[str, float, str] | None:
    if (
        _ACRONYM.match(word)
        and word not in _NOT_NAMES
        and word.lower() not in lower
        and len(word) > 2
        and not before.endswith(("“", ":"))
        and _stands_alone(text, start, end)
    ):
        return "organisation", 0.5, "an abbreviation in capitals"
    if word.lower() in lower or word.lower() in COMMON or word.lower() in HEADS or len(word) < 2:
        return None
    if called(text, start, end) and word.isalpha():
        return "person", 0.6, "words beside it speak of a person"
    if len(word) < _SHORTEST:
        return None
    if _PLACE_CUE.search(before) and not text[end : end + 2].strip().startswith(("’s", "'")):
        return "place", 0.5, "one capitalised word behind a word of place"
    return None


_OF_A_SYMBOL = later(r"[ \xa0]?\d|/[\w(]")
_SMALL = later(r"[a-z]{2}")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Capitals between small letters; not `CAT/C/12`, `EUR 40`, nor a line all in capitals."""
    if text[start - 1 : start] == "/" or _OF_A_SYMBOL.match(text, end):
        return False
    stop = text.find("\n", end)
    return _SMALL.search(text, text.rfind("\n", 0, start) + 1, stop if stop >= 0 else len(text)) is not None


_SHORTEST = 4
"""Letters of one word alone that may be a place."""


def _in_a_sentence(text: str, start: int, end: int) -> bool:
    """Small letters on one side at least, so that it is no heading."""
    return bool(
        re.search(r"[a-z,]\s$", text[max(start - 3, 0) : start]) or re.match(r"\s[a-z]", text[end : end + 2])
    )
