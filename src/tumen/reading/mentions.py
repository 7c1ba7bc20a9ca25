"""Where names stand in English text: people, bodies, places, by the tables, by their form and by the words beside."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tumen.patterns import later
from tumen.reading.bylines import alone, beside, writers
from tumen.reading.claim import merged, overlapping
from tumen.reading.forms import joined
from tumen.reading.land import again, datelines, is_land, leads_to_land, of_land, peoples
from tumen.reading.lexicon import Known, Lexicon, folded_words
from tumen.reading.mention import Mention, Mentions
from tumen.reading.name_words import COMMON, HEADS, ROLE, SAID_BY, TITLED
from tumen.reading.offices import authors, by_form, listed, preferred
from tumen.reading.spans import Words

_CAP = r"(?:[A-ZÀ-Þ][\w’'&.]*(?:[-–][\w’']+)*)"
_LINK = r"(?:of|for|and|on|to|the|against|in|de|du|la|al|&|at)"
_RUN = later(rf"\b{_CAP}(?:,?[ \xa0\n](?:{_LINK}[ \xa0\n]){{0,2}}{_CAP})*")
_TOKEN = later(r"[^\s,\xa0]+")
_CAPITAL = later(r"[A-ZÀ-Þ]")
_DESCRIPTIVE = later(
    r"[ \xa0\n]((?i:government|authorities)|law enforcement|guards?|leaders?|regime|police|army|military"
    r"|embass(?:y|ies)"
    r"|consulates?|parliament"
    r"|foreign ministry|state security|border (?:guards?|police|troops)|security (?:forces|agents|services?)"
    r"|officials?|soldiers|leadership)\b",
)
_OF_STATE = later(r"\b[Gg]overnment[ \xa0]of[ \xa0](?:the[ \xa0])?$")
_DIRECTION = later(
    r"\b(?:(?:far[- ])?(?:north|south)[- ]?(?:east|west)?(?:ern)?|(?:east|west)(?:ern)?|central|mainland)[ \xa0]$",
    re.I,
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
    r"\b(?:in|near|outside|around|reach(?:ed|ing)?|southern|northern|eastern|western)[ \xa0]$"
)
_SIGNS = frozenset("$€£")
"""`US$` is a currency and no place."""
_ACRONYM = later(r"[A-Z][A-Z&]{1,7}s?$")
_NOT_NAMES = frozenset({
    "UPR", "POW", "POWs", "No", "PDF", "ID", "TV", "AM", "PM", "US", "UK", "II", "III", "IV", "OK", "FAQ", "HTML",
    "URL", "ISBN", "CD",
    "DVD", "TIER", "PO",
})  # fmt: skip


def find_mentions(
    text: str,
    lexicon: Lexicon,
    *,
    not_in: Sequence[tuple[int, int]] = (),
    notes: Sequence[tuple[int, int]] = (),
    cited: Sequence[tuple[int, int]] = (),
    words: Words | None = None,
) -> Mentions:
    """Every name in an English text.

    Args:
        text: Any text.
        lexicon: The names of the pack and of the general tables.
        not_in: Stretches whose words are no mentions: titles of works and of laws.
        notes: The bodies of footnotes, which begin with who wrote the work.
        cited: Where works stand by author and year.
        words: The words of the text, if they were looked through before.
    """
    wrote = [person for note in notes for person in writers(text, *note)]
    wrote += [*listed(text), *authors(text, cited)]
    lower = frozenset(re.findall(r"\b[a-z]{3,}\b", text[:200_000])) | {p.lower() for p in peoples(text)}
    heads = dict(datelines(text))
    found: list[Mention] = []
    blocked = sorted(not_in)
    starts = [s for s, _ in blocked]
    for run in _RUN.finditer(text):
        if run.group().lower() in COMMON:
            continue
        if run.start() in heads:
            found.append(_dateline(text, run.start(), heads[run.start()], lexicon))
        for mention in _in_run(text, run.start(), run.end(), lexicon, lower):
            place = bisect_right(starts, mention.start) - 1
            inside = place >= 0 and blocked[place][1] > mention.start
            if not inside and not (found and found[-1].end > mention.start):
                found.append(mention)
    taken = merged(blocked)
    formed = [
        m for m in by_form(text, lower, words or Words(text)) if overlapping(taken, m.start, m.end) is None
    ]
    places = [m for m in found if m.is_place]
    found = sorted(beside(preferred(found, formed), wrote), key=lambda m: m.start)
    found = sorted([*found, *alone(text, found, blocked)], key=lambda m: m.start)
    found = sorted([*found, *again(text, [*found, *_inside(places, found)], blocked)], key=lambda m: m.start)
    return Mentions(joined(found, lexicon))


def _inside(places: Sequence[Mention], found: Sequence[Mention]) -> list[Mention]:
    """Places inside a longer name: no mentions there, and known from there wherever else they stand."""
    kept = {m.start for m in found}
    longer = merged([(m.start, m.end) for m in found if " on " in m.text or " in " in m.text])
    return [m for m in places if m.start not in kept and overlapping(longer, m.start, m.end)]


def _dateline(text: str, start: int, end: int, lexicon: Lexicon) -> Mention:
    """The city at the head of a dispatch, joined with its usual form where a table holds it."""
    name = text[start:end]
    known = lexicon.names.get(folded_words(name))
    return Mention(
        start=start, end=end, text=name, kind=known.kind if known and known.place else "city",
        canonical=known.canonical if known and known.place else name.title() if name.isupper() else name,
        country=known.country if known else None, confidence=0.7, reason="the head of a dispatch", is_place=True,
    )  # fmt: skip


def _in_run(text: str, start: int, end: int, lexicon: Lexicon, lower: frozenset[str]) -> Iterator[Mention]:
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]
    place, pending = 0, 0
    while place < len(tokens):
        size, known = _longest(text, tokens, place, lexicon)
        if known is None and (adjective := _adjective(text, tokens, place, lexicon)) is not None:
            yield from _unknown(text, tokens[pending:place], lexicon, lower)
            words, mention = adjective
            if mention is not None:
                yield mention
            place += words
            pending = place
        elif known is not None:
            whole = _of_country(text, tokens[pending:place], known)
            if whole is None:
                yield from _unknown(text, tokens[pending:place], lexicon, lower)
                end, known = _with_small_words(text, tokens[place : place + size], known, lexicon)
                yield _known(text, tokens[place][0], end, known)
            else:
                yield _body_of(text, whole, _bare_end(text, tokens[place + size - 1]), known)
            place += size
            pending = place
        else:
            place += 1
    yield from _unknown(text, tokens[pending:], lexicon, lower)


_SMALL_AHEAD = later(r"(?:[ \xa0][a-z]+){1,2}\b")


def _with_small_words(
    text: str, tokens: Sequence[tuple[int, int]], known: Known, lexicon: Lexicon
) -> tuple[int, Known]:
    """`Harbour Union boat agency`: a form of the tables that ends in words without capitals."""
    end = _bare_end(text, tokens[-1])
    ahead = _SMALL_AHEAD.match(text, end)
    longer = lexicon.names.get(folded_words(text[tokens[0][0] : ahead.end()])) if ahead else None
    return (ahead.end(), longer) if ahead and longer else (end, known)


def _of_country(text: str, tokens: Sequence[tuple[int, int]], known: Known) -> int | None:
    """Where `Supreme Court of` begins right before the name of a state; None where no such body stands there."""
    words = [text[a:b] for a, b in tokens]
    while words and words[-1] == "the":
        words = words[:-1]
    if known.kind != "country" or len(words) < 2 or words[-1] not in ("of", "in"):
        return None
    first = len(words) - 1
    while first > 0 and (_CAPITAL.match(words[first - 1]) and not words[first - 1].endswith((",", "."))):
        first -= 1
    first += words[first] == "The"
    named = [w.lower() for w in words[first:-1]]
    return tokens[first][0] if any(w in HEADS for w in named) else None


def _body_of(text: str, start: int, end: int, known: Known) -> Mention:
    return Mention(
        start=start, end=end, text=text[start:end], kind="state body", canonical=" ".join(text[start:end].split()),
        country=known.country, confidence=0.75, reason="a body named with its state",
    )  # fmt: skip


def _longest(
    text: str, tokens: Sequence[tuple[int, int]], place: int, lexicon: Lexicon
) -> tuple[int, Known | None]:
    first_words = folded_words(_bare(text[slice(*tokens[place])]))
    most = lexicon.longest.get(first_words[0], 0) if first_words else 0
    words: tuple[str, ...] = ()
    best: tuple[int, Known | None] = (0, None)
    for size in range(1, min(most, len(tokens) - place) + 1):
        first, last = tokens[place + size - 1]
        so_far = words + folded_words(_bare(text[first:last]))
        words += folded_words(text[first:last])
        if (
            words[:1] == ("the",)
            and place + size < len(tokens)
            and _CAPITAL.match(text[tokens[place + size][0]])
        ):
            continue  # The East Coast Coalition
        known = lexicon.names.get(so_far) or lexicon.names.get(words)
        if (
            known is not None
            and _fits(text, tokens[place], size, known)
            and text[last : last + 1] not in _SIGNS
        ):
            best = (size, known)
        if len(words) >= most:
            break
    return best


def _fits(text: str, token: tuple[int, int], size: int, known: Known) -> bool:
    """A short form in capitals (`US`, `LINK`) is meant only where it is written so."""
    word = _bare(text[token[0] : token[1]])
    if not _CAPITAL.match(word):
        return False
    return size > 1 or len(word) > 4 or known.kind != "organisation" or word.isupper() or not word.istitle()


def _adjective(
    text: str, tokens: Sequence[tuple[int, int]], place: int, lexicon: Lexicon
) -> tuple[int, Mention | None] | None:
    """`Chinese government` is a body; `Chinese` alone is no name at all."""
    for size in (2, 1):
        if place + size > len(tokens):
            continue
        start, end = tokens[place][0], _bare_end(text, tokens[place + size - 1])
        words = " ".join(text[start:end].split())
        known = lexicon.adjectives.get(words) or lexicon.adjectives.get(words.removesuffix("s"))
        if known is None:
            continue
        if (both := _both(text, tokens, place + size, lexicon)) is not None and known.canonical != both[1]:
            return both[2], Mention(
                start=start, end=both[0], text=text[start : both[0]], kind="state body (descriptive)",
                canonical=f"{known.canonical} and {both[1]}", country=None, confidence=0.8,
                reason="adjectives of two states and a word for one of their bodies",
            )  # fmt: skip
        rest = place + size < len(tokens) and _CAPITAL.match(text[tokens[place + size][0]])
        if (noun := _DESCRIPTIVE.match(text, end)) is not None:
            body = f"{noun[1].lower()} of {known.canonical}"
            body = (
                f"government of {known.canonical}"
                if noun[1].lower() in ("authorities", "regime", "government")
                else body
            )
            return size, Mention(
                start=start, end=noun.end(), text=text[start : noun.end()], kind="state body (descriptive)",
                canonical=body,
                country=known.country, confidence=0.85, reason="an adjective of a state and a word for one of its "
                                                               "bodies",
            )  # fmt: skip
        return None if rest else (size, None)
    return None


_AND = later(r"[ \xa0]and(?:[ \xa0]the)?[ \xa0](?P<second>(?:North |South )?[A-Z][a-z]+)")


def _both(
    text: str, tokens: Sequence[tuple[int, int]], place: int, lexicon: Lexicon
) -> tuple[int, str, int] | None:
    """`A-ish and B-ish guards`: where it ends, the second state, and how many words of the run it takes."""
    match = _AND.match(text, _bare_end(text, tokens[place - 1]))
    second = lexicon.adjectives.get(match["second"]) if match else None
    noun = _DESCRIPTIVE.match(text, match.end()) if match and second else None
    if match is None or second is None or noun is None:
        return None
    return noun.end(), second.canonical, sum(a < match.end() for a, _ in tokens)


def _known(text: str, start: int, end: int, known: Known) -> Mention:
    if known.kind == "country" and (body := _DESCRIPTIVE.match(text, end)) is not None:
        return Mention(
            start=start, end=body.end(), text=text[start : body.end()], kind="state body (descriptive)",
            canonical=f"government of {known.canonical}", country=known.country, confidence=0.8,
            reason="the name of a state and a word for one of its bodies",
        )  # fmt: skip
    if known.kind == "country" and (ahead := _OF_STATE.search(text, max(start - 24, 0), start)) is not None:
        return Mention(
            start=ahead.start(), end=end, text=text[ahead.start() : end], kind="state body (descriptive)",
            canonical=f"government of {known.canonical}", country=known.country, confidence=0.8,
            reason="the government of a state, named in full",
        )  # fmt: skip
    if (
        known.place
        and known.kind != "region"
        and (ahead := _DIRECTION.search(text, max(start - 20, 0), start)) is not None
    ):
        start = ahead.start()
        known = Known(
            canonical=f"{ahead.group().strip()} {known.canonical}",
            kind="region",
            country=known.country,
            place=True,
        )
    return Mention(
        start=start, end=end, text=text[start:end], kind=known.kind, canonical=known.canonical, country=known.country,
        confidence=0.95, reason="a name that the pack or the general tables hold", is_place=known.place,
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _bare(word: str) -> str:
    bare = word.removesuffix("’s").removesuffix("'s").rstrip(".’'&")
    return word if "." in bare else bare  # U.S. keeps its points


def _bare_end(text: str, token: tuple[int, int]) -> int:
    return token[0] + len(_bare(text[token[0] : token[1]]))


def _unknown(
    text: str, tokens: Sequence[tuple[int, int]], lexicon: Lexicon, lower: frozenset[str]
) -> Iterator[Mention]:
    """A run of capitals that no table holds: a body by its head word, a person by form, a place by preposition."""
    for group in _groups(text, tokens):
        headed = any(_bare(text[a:b]).lower() in HEADS for a, b in group) or (
            len(group) > 1 and is_land(_bare(text[slice(*group[-1])]))
        )
        while not headed and group and (_is_adjective(text, group[0], lexicon) or _is_role(text, group)):
            group = group[1:]
        if not group:
            continue
        start, end = group[0][0], _bare_end(text, group[-1])
        words = [_bare(text[a:b]) for a, b in group]
        kind = _kind(text, start, end, words, lexicon, lower)
        if kind is not None:
            yield Mention(
                start=start, end=end, text=text[start:end], kind=kind[0], canonical=" ".join(text[start:end].split()),
                country=None, confidence=kind[1], reason=kind[2], is_place=kind[0] == "place",
            )  # fmt: skip


def _is_role(text: str, group: Sequence[tuple[int, int]]) -> bool:
    """A role in full letters before a name is not part of it; `Mr.` is."""
    word = text[slice(*group[0])]
    return len(group) > 1 and ROLE.match(word) is not None


def _is_adjective(text: str, token: tuple[int, int], lexicon: Lexicon) -> bool:
    word = _bare(text[slice(*token)])
    return (
        word in lexicon.adjectives
        or word.removesuffix("s") in lexicon.adjectives
        or word in ("North", "South")
    )


def _groups(text: str, tokens: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Tokens that belong together: split at commas and `and`, without small words at the ends."""
    group: list[tuple[int, int]] = []
    has_head = False
    for a, b in tokens:
        word = text[a:b]
        small = not _CAPITAL.match(word)
        apart = group and (
            text[group[-1][1] : a].strip() == ","
            or _ends_name(text, group[-1])
            or ("\n" in text[group[-1][1] : a] and text[slice(*group[-1])].isupper() and not word.isupper())
        )
        if (apart or (small and not has_head)) and group:
            yield from _stripped(text, group)
            group, has_head = [], False
        if not small or group:
            group.append((a, b))
            has_head = has_head or _bare(word).lower() in HEADS or (not small and leads_to_land(_bare(word)))
    yield from _stripped(text, group)


def _ends_name(text: str, token: tuple[int, int]) -> bool:
    word = text[slice(*token)]
    return word.endswith(("’s", "'s")) or (word.endswith(".") and len(word) > 4 and "." not in word[:-1])


def _stripped(text: str, group: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    while group and not _CAPITAL.match(text[group[-1][0]]):
        group = group[:-1]
    while group and (
        not _CAPITAL.match(text[group[0][0]]) or _bare(text[slice(*group[0])]).lower() in COMMON
    ):
        group = group[1:]
    if group:
        yield group


def _kind(
    text: str, start: int, end: int, words: Sequence[str], lexicon: Lexicon, lower: frozenset[str]
) -> tuple[str, float, str] | None:
    before = text[max(start - 30, 0) : start]
    if all(TITLED.match(w) for w in words):
        return None
    land = of_land(words, text[end : end + 16])
    if land is not None:
        return "place", 0.7, land[1]
    if len(words) > 1 and any(w.lower() in HEADS for w in words):
        return "organisation", 0.75, "a capitalised name with a word for a body in it"
    if TITLED.match(words[0]) and len(words) > 1:
        return "person", 0.85, "a title before the name"
    if TITLED.search(before.rstrip()):
        return "person", 0.85, "a title before the name"
    if _OWNED_BY.search(before) and len(words) < 4:
        return "person", 0.6, "the name behind a sign of copyright"
    if len(words) == 1:
        return _kind_of_one(text, start, end, words[0], before, lower)
    if 2 <= len(words) <= 4 and not any(w.isupper() and len(w) > 3 for w in words):
        if _PLACE_BEFORE.search(before) and not _SAYS.match(text, end):
            return "place", 0.5, "capitalised words behind a word of place"
        surname = words[0] in lexicon.surnames or words[-1] in lexicon.surnames
        if surname and (len(words) == 3 or any("-" in w for w in words)):
            return "person", 0.85, "a surname of the pack with given names"
        if _PERSON_CUE.search(before) or _SAYS.match(text, end) or SAID_BY.search(before):
            return "person", 0.75, "words beside it speak of a person"
        if not any(w.lower() in lower for w in words if len(w) > 2) and _in_a_sentence(text, start, end):
            return ("person", 0.5, "two or three capitalised words") if surname or len(words) < 4 else None
    return None


def _kind_of_one(
    text: str, start: int, end: int, word: str, before: str, lower: frozenset[str]
) -> tuple[str, float, str] | None:
    if _ACRONYM.match(word) and word not in _NOT_NAMES and len(word) > 2 and not before.endswith(("“", ":")):
        return "organisation", 0.5, "an abbreviation in capitals"
    if word.lower() in lower or word.lower() in COMMON or len(word) < 4:
        return None
    if _PLACE_CUE.search(before) and not text[end : end + 2].strip().startswith(("’s", "'")):
        return "place", 0.5, "one capitalised word behind a word of place"
    return None


def _in_a_sentence(text: str, start: int, end: int) -> bool:
    """Small letters on one side at least, so that it is no heading."""
    return bool(
        re.search(r"[a-z,]\s$", text[max(start - 3, 0) : start]) or re.match(r"\s[a-z]", text[end : end + 2])
    )
