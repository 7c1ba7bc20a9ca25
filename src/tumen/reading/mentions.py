"""Where names stand in English text: people, bodies, places, by the tables, by their form and by the words beside."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tumen.patterns import later
from tumen.reading.bylines import alone, authors, beside, heads, listed, writers
from tumen.reading.claim import merged, overlapping
from tumen.reading.forms import joined
from tumen.reading.land import again, datelines, peoples
from tumen.reading.lexicon import Lexicon, folded_words
from tumen.reading.listed_names import (
    body_of,
    by_adjective,
    known_name,
    longest,
    of_country,
    only_a_part,
    with_small_words,
)
from tumen.reading.mention import Mention, Mentions
from tumen.reading.name_forms import by_form, preferred
from tumen.reading.name_words import BEGINS, COMMON, bare_end
from tumen.reading.spans import Words
from tumen.reading.unlisted_names import unlisted

_CAP = r"(?:[A-ZÀ-Þ][\w’'&.]*(?:[-–][\w’']+)*)"
_LINK = r"(?:of|for|and|on|to|the|against|in|de|du|la|al|&|at)"
_RUN = later(rf"{BEGINS}[\w’'&.]*(?:[-–][\w’']+)*(?:,?[ \xa0\n](?:{_LINK}[ \xa0\n]){{0,2}}{_CAP})*")
_TOKEN = later(r"[^\s,\xa0]+")


def find_mentions(
    text: str,
    lexicon: Lexicon,
    *,
    not_in: Sequence[tuple[int, int]] = (),
    notes: Sequence[tuple[int, int]] = (),
    cited: Sequence[tuple[int, int]] = (),
    works: Sequence[tuple[int, int]] = (),
    words: Words | None = None,
) -> Mentions:
    """Every name in an English text.

    Args:
        text: Any text.
        lexicon: The names of the pack and of the general tables.
        not_in: Stretches whose words are no mentions: titles of works and of laws.
        notes: The bodies of footnotes, which begin with who wrote the work.
        cited: Where works stand by author and year.
        works: Where works stand in notes and brackets, which begin with who wrote them.
        words: The words of the text, if they were looked through before.
    """
    wrote = [person for note in notes for person in writers(text, *note)]
    wrote += [*listed(text), *authors(text, cited)]
    lower = frozenset(re.findall(r"\b[a-z]{3,}\b", text[:200_000])) | {p.lower() for p in peoples(text)}
    opened = dict(datelines(text))
    found: list[Mention] = []
    blocked = sorted(not_in)
    starts = [s for s, _ in blocked]
    room = _room(text)
    for start, end in (part for run in _RUN.finditer(text) for part in _in_lines(text, *run.span(), room)):
        if text[start:end].lower() in COMMON:
            continue
        if start in opened:
            found.append(_dateline(text, start, opened[start], lexicon))
        for mention in _in_run(text, start, end, lexicon, lower):
            place = bisect_right(starts, mention.start) - 1
            inside = place >= 0 and blocked[place][1] > mention.start
            if not inside and not (found and found[-1].end > mention.start):
                found.append(mention)
    taken = merged(blocked)
    formed = [
        m
        for m in by_form(text, lower, words or Words(text), also=heads(text, works, lower))
        if overlapping(taken, m.start, m.end) is None
    ]
    places = [m for m in found if m.is_place]
    found = sorted(beside(preferred(found, formed), wrote), key=lambda m: m.start)
    found = sorted([*found, *alone(text, found, blocked)], key=lambda m: m.start)
    found = sorted([*found, *again(text, [*found, *_inside(places, found)], blocked)], key=lambda m: m.start)
    return Mentions(joined(found, lexicon))


def _room(text: str) -> int:
    """Characters of a long line of the text: where lines are wrapped, what most of them reach."""
    lengths = sorted(len(line) for line in text.split("\n") if line.strip())
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _in_lines(text: str, start: int, end: int, room: int) -> Iterator[tuple[int, int]]:
    """A run of capitals cut where a line ends though the next word would have had room on it: a heading, a list."""
    first = start
    while (cut := text.find("\n", first, end)) >= 0:
        line = cut - text.rfind("\n", 0, cut)
        word = _TOKEN.match(text, cut + 1)
        if line + (word.end() - word.start() if word else 0) < _FILLED * room:
            yield start, cut
            start = cut + 1
        first = cut + 1
    yield start, end


_FILLED = 0.85
"""Of a long line, from where on a line may have been wrapped."""


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
        size, known = longest(text, tokens, place, lexicon)
        if known is not None and only_a_part(text, tokens, pending, place, size, known):
            place += size
            continue
        if known is None and (adjective := by_adjective(text, tokens, place, lexicon)) is not None:
            yield from unlisted(text, tokens[pending:place], lexicon, lower)
            words, mention = adjective
            if mention is not None:
                yield mention
            place += words
            pending = place
        elif known is not None:
            whole = of_country(text, tokens[pending:place], known)
            if whole is None:
                yield from unlisted(text, tokens[pending:place], lexicon, lower)
                end, known = with_small_words(text, tokens[place : place + size], known, lexicon)
                yield known_name(text, tokens[place][0], end, known)
            else:
                yield body_of(text, whole, bare_end(text, tokens[place + size - 1]), known)
            place += size
            pending = place
        else:
            place += 1
    yield from unlisted(text, tokens[pending:], lexicon, lower)
