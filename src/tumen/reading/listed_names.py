"""Names that the tables hold, and bodies told by the name or the adjective of a state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tumen.patterns import later
from tumen.reading.lexicon import Known, Lexicon, folded_words
from tumen.reading.mention import Mention
from tumen.reading.name_words import CAPITAL, COMMON, HEADS, ROLE, bare, bare_end

_DESCRIPTIVE = later(
    r"[ \xa0\n]((?i:government|authorities)|law enforcement|guards?|leaders?|regime|police|army|military"
    r"|embass(?:y|ies)"
    r"|consulates?|parliament|judiciary|legislature|courts"
    r"|foreign ministry|state security|border (?:guards?|police|troops)|security (?:forces|agents|services?)"
    r"|officials?|soldiers|leadership)\b",
)
_OF_STATE = later(r"\b[Gg]overnment[ \xa0]of[ \xa0](?:the[ \xa0])?$")
_DIRECTION = later(
    r"\b(?:(?:far[- ])?(?:north|south)[- ]?(?:east|west)?(?:ern)?|(?:east|west)(?:ern)?|central|mainland)[ \xa0]$",
    re.I,
)
_SIGNS = frozenset("$€£")
"""`US$` is a currency and no place."""
_SMALL_AHEAD = later(r"(?:[ \xa0][a-z]+){1,2}\b")


def with_small_words(
    text: str, tokens: Sequence[tuple[int, int]], known: Known, lexicon: Lexicon
) -> tuple[int, Known]:
    """`Harbour Union boat agency`: a form of the tables that ends in words without capitals."""
    end = bare_end(text, tokens[-1])
    ahead = _SMALL_AHEAD.match(text, end)
    longer = lexicon.names.get(folded_words(text[tokens[0][0] : ahead.end()])) if ahead else None
    return (ahead.end(), longer) if ahead and longer else (end, known)


def of_country(text: str, tokens: Sequence[tuple[int, int]], known: Known) -> int | None:
    """Where `Supreme Court of` begins right before the name of a state; None where no such body stands there."""
    words = [text[a:b] for a, b in tokens]
    while words and words[-1] == "the":
        words = words[:-1]
    if known.kind != "country" or len(words) < 2 or words[-1] not in ("of", "in"):
        return None
    first = len(words) - 1
    while first > 0 and (CAPITAL.match(words[first - 1]) and not words[first - 1].endswith((",", "."))):
        first -= 1
    first += words[first] == "The"
    named = [w.lower() for w in words[first:-1]]
    return tokens[first][0] if any(w in HEADS for w in named) else None


def body_of(text: str, start: int, end: int, known: Known) -> Mention:
    return Mention(
        start=start, end=end, text=text[start:end], kind="state body", canonical=" ".join(text[start:end].split()),
        country=known.country, confidence=0.75, reason="a body named with its state",
    )  # fmt: skip


def longest(
    text: str, tokens: Sequence[tuple[int, int]], place: int, lexicon: Lexicon
) -> tuple[int, Known | None]:
    first_words = folded_words(bare(text[slice(*tokens[place])]))
    most = lexicon.longest.get(first_words[0], 0) if first_words else 0
    words: tuple[str, ...] = ()
    best: tuple[int, Known | None] = (0, None)
    for size in range(1, min(most, len(tokens) - place) + 1):
        first, last = tokens[place + size - 1]
        so_far = words + folded_words(bare(text[first:last]))
        words += folded_words(text[first:last])
        if (
            words[:1] == ("the",)
            and place + size < len(tokens)
            and CAPITAL.match(text[tokens[place + size][0]])
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


_SYMBOL = later(r"[\w().-]*/[\w./()-]*\d")


def only_a_part(
    text: str, tokens: Sequence[tuple[int, int]], pending: int, place: int, size: int, known: Known
) -> bool:
    """Whether a known name stands inside a longer one: a symbol, a body that begins or ends with it.

    Args:
        text: The whole text.
        tokens: The words of the run of capitals.
        pending: First of the words before it that no table holds.
        place: Its first word.
        size: Its words.
        known: What it stands for.
    """
    if _in_symbol(text, tokens[place]):
        return True
    if known.kind == "organisation" and _ends_body(text, tokens[pending:place], tokens[place + size - 1]):
        return True
    return (known.code == "" or known.place) and _begins_body(text, tokens, place, size)


def _in_symbol(text: str, token: tuple[int, int]) -> bool:
    """Whether a word is a part of the symbol of a document: `HRC` in `A/HRC/25/63`."""
    behind = text[token[1] : token[1] + 1] == "/" or "/" in text[slice(*token)]
    if text[token[0] - 1 : token[0]] == "/":
        return True
    return behind and _SYMBOL.match(text, token[0]) is not None


_PARTS_NAME = later(r"[’']s?$|[.;:]$")
_SMALL_BETWEEN = frozenset({"of", "for", "the", "on", "and", "against", "in", "to", "de", "du", "des"})


def _begins_body(text: str, tokens: Sequence[tuple[int, int]], place: int, size: int) -> bool:
    """Whether a known name only begins the name of a body: `Haven` in `Haven High Court`, `UN` in `UN Country Team`."""
    last = tokens[place + size - 1]
    headed = False
    for a, b in tokens[place + size :]:
        if text[last[1] : a].strip() or _PARTS_NAME.search(text[slice(*last)]) or "\n" in text[last[1] : a]:
            break
        word = bare(text[a:b])
        if not CAPITAL.match(word) and (last == tokens[place + size - 1] or word not in _SMALL_BETWEEN):
            break
        headed = headed or word.lower() in HEADS
        last = (a, b)
    return headed


def _ends_body(text: str, before: Sequence[tuple[int, int]], last: tuple[int, int]) -> bool:
    """Whether a known name only ends the name of a body: `Security Council` in `Peace and Security Council`."""
    if not before or bare(text[slice(*last)]).lower() not in HEADS:
        return False
    words = [bare(text[slice(*t)]) for t in before]
    lead = words[-1] if words[-1] != "and" or len(words) == 1 else words[-2]
    return (
        text[before[-1][1] : last[0]][:1] in (" ", "\xa0")
        and CAPITAL.match(lead) is not None
        and not _PARTS_NAME.search(text[slice(*before[-1])])
        and lead.lower() not in COMMON
        and lead not in ("UN", "U.N.", "United", "Nations")
        and ROLE.match(lead) is None
    )


def _fits(text: str, token: tuple[int, int], size: int, known: Known) -> bool:
    """A short form in capitals (`US`, `LINK`) is meant only where it is written so."""
    word = bare(text[token[0] : token[1]])
    if not CAPITAL.match(word):
        return False
    return size > 1 or len(word) > 4 or known.kind != "organisation" or word.isupper() or not word.istitle()


def by_adjective(
    text: str, tokens: Sequence[tuple[int, int]], place: int, lexicon: Lexicon
) -> tuple[int, Mention | None] | None:
    """`Chinese government` is a body; `Chinese` alone is no name at all."""
    for size in (2, 1):
        if place + size > len(tokens):
            continue
        start, end = tokens[place][0], bare_end(text, tokens[place + size - 1])
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
        rest = place + size < len(tokens) and CAPITAL.match(text[tokens[place + size][0]])
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
    match = _AND.match(text, bare_end(text, tokens[place - 1]))
    second = lexicon.adjectives.get(match["second"]) if match else None
    noun = _DESCRIPTIVE.match(text, match.end()) if match and second else None
    if match is None or second is None or noun is None:
        return None
    return noun.end(), second.canonical, sum(a < match.end() for a, _ in tokens)


def known_name(text: str, start: int, end: int, known: Known) -> Mention:
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
