"""People whom the form of a text tells: who wrote the work of a note, and who goes by one name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tumen.patterns import later
from tumen.reading.claim import merged, overlapping
from tumen.reading.mention import Mention
from tumen.reading.name_words import COMMON, HEADS, NO_PERSON, ROLE, SAID_BY

_WRITERS = later(
    r"\s*(?:[Ss]ee (?:also )?)?(?P<first>[A-Z][\w’'-]+, [A-Z][\w’'-]+(?: [A-Z]\.)?)"
    r"(?P<more>(?:,? and |, )(?:[A-Z][\w’'-]+ (?:[A-Z]\. )?[A-Z][\w’'-]+)"
    r"(?:(?:,? and |, )[A-Z][\w’'-]+ [A-Z][\w’'-]+)*)?"
    r"(?=\.|, [“\"‘]|,? eds?\b)"
)
_ONE_WRITER = later(r"[A-Z][\w’'-]+ (?:[A-Z]\. )?[A-Z][\w’'-]+")


def writers(text: str, start: int, end: int) -> Iterator[Mention]:
    """Who wrote the work of a note: `Vell, Ona, Ter Moss, and Ila Reed.`"""
    match = _WRITERS.match(text, start, end)
    if match is None:
        return
    spans = [match.span("first")]
    if match["more"]:
        spans += [m.span() for m in _ONE_WRITER.finditer(text, *match.span("more"))]
    for a, b in spans:
        family, _, given = text[a:b].partition(", ")
        name = f"{given} {family}".strip()
        yield Mention(start=a, end=b, text=text[a:b], kind="person", canonical=name, country=None, confidence=0.7,
                      reason="stands where a note names who wrote the work")  # fmt: skip


def beside(found: Sequence[Mention], wrote: Sequence[Mention]) -> list[Mention]:
    """The writers, and every other name that shares no character with one of them."""
    taken = sorted((w.start, w.end) for w in wrote)
    return [*wrote, *(m for m in found if overlapping(taken, m.start, m.end) is None)]


_ONE_WORD = later(r"\b[A-ZÀ-Þ][a-zà-ÿ’-]{3,}\b")


def alone(text: str, found: Sequence[Mention], blocked: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """A person by one name only: a part of a full name told before, or somebody who `said` something."""
    full = [m for m in found if m.kind.startswith("person") and len(m.text.split()) > 1]
    parts = {w: m for m in reversed(full) for w in (m.text.split()[0], m.text.split()[-1]) if len(w) > 3}
    taken = merged([*((m.start, m.end) for m in found), *blocked])
    capital = list(_ONE_WORD.finditer(text))
    tellers = {m.group() for m in capital if _tells(text, m)}
    for match in capital:
        word = match.group()
        if (word not in parts and word not in tellers) or overlapping(taken, match.start(), match.end()):
            continue
        known = parts.get(word)
        if known is not None and known.start > match.start():
            continue
        yield Mention(
            start=match.start(), end=match.end(), text=word, kind="person", country=None,
            canonical=known.canonical if known else word, confidence=0.5,
            reason="one part of a name told before" if known else "one name, of somebody who tells something",
        )  # fmt: skip


_NO_NAMES = COMMON | HEADS


def _tells(text: str, match: re.Match[str]) -> bool:
    word = match.group()
    if text[match.end() : match.end() + 1] not in (",", "."):
        return False
    if word.lower() in _NO_NAMES or ROLE.match(word) or word.endswith(NO_PERSON):
        return False
    before = text[max(match.start() - 12, 0) : match.start()]
    if re.search(r"[A-Za-z][ \xa0]$", before) is None or re.search(r"[A-Z][\w’.-]*[ \xa0]$", before):
        return False
    return SAID_BY.search(before) is not None
