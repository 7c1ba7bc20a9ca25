"""People whom the form of a text tells: who wrote the work of a note, and who goes by one name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tumen.patterns import later
from tumen.reading.claim import merged, overlapping
from tumen.reading.mention import Mention, mention
from tumen.reading.name_words import BEGINS, COMMON, HEADS, NO_PERSON, ROLE, SAID_BY

_WROTE = "stands where a note names who wrote the work"
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
                      reason=_WROTE)  # fmt: skip


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
            yield mention(text, a, b, kind, 0.7, _WROTE,
                           canonical=f"{given} {family}".strip() if kind == "person" else None)  # fmt: skip


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
            yield mention(text, a, b, "person", 0.6, _WROTE)


_LEAD = later(
    r"[\s\xa0]*(?:(?:[Ss]ee|[Cc]f\.?|[Cc]ompare|[Qq]uoting|[Qq]uoted[ ]in|[Cc]ited[ ]in|[Pp]rinted[ ]in|[Ii]n"
    r"|[Bb]ut|[Aa]nd)"
    r"[ \xa0,]+(?:also[ ,]+|e\.g\.[ ,]+)?)*(?:[Tt]he[ ])?"
)
_PART = (
    r"(?:[A-ZÀ-Þ][\w’'-]*\.?(?:[ \xa0](?:(?:of|for|the|on|and|de|van|von|al|in|against|to)[ \xa0]){0,2}"
    r"[A-ZÀ-Þ][\w’'-]*\.?){0,6})"
)
_HEAD = later(
    rf"(?P<head>{_PART})(?P<more>(?:[ ]&[ ]|,?[ ]and[ ])(?P<last>{_PART}))?(?=,|[ ]\(|:[ ]|[ ]et[ ]al)"
)
_OUTLET = later(
    rf",[ ](?:[Tt]he[ ])?(?P<outlet>{_PART})(?=,[ ](?:\d{{1,2}}[ ])?[A-Z][a-z]{{2,8}}\.?[ ](?:\d{{1,2}},?[ ])?"
    rf"(?:19|20)\d\d)"
)
_DATED = later(r",?[ ]\(?(?:\d{1,2}[ ])?(?:[A-Z][a-z]{2,8}\.?[ ])?(?:\d{1,2},?[ ])?(?:19|20)\d\d\b|,[ ]\d")
_WRITTEN = later(r",[ ](?:op\.|supra|above|note[ ])|:[ ]|,[ ][“\"‘]|,[ ](?:[A-Z][\w’'-]*[ ,]|[A-Z][\w’'-]*$)")
_NO_HEAD = frozenset({
    "article", "articles", "annex", "table", "chapter", "section", "case", "interview", "interviews", "testimony",
    "letter", "ibid", "decision", "judgment", "opinion", "communication", "statement", "submission", "general",
    "report", "opinions", "note", "evidence", "figure", "law", "act", "concluding", "views", "resolution", "author",
    "witness", "exhibit", "file", "minutes", "press", "appendix", "paragraph", "record", "answer", "official",
    "written", "oral", "ex", "id", "ibidem",
})  # fmt: skip


def heads(text: str, works: Sequence[tuple[int, int]], lower: frozenset[str]) -> Iterator[Mention]:
    """Who stands first where a work is cited, and the outlet before its date: `Vell, Harbour Post, 3 May 2019`."""
    for start, end in works:
        lead = _LEAD.match(text, start, end)
        match = _HEAD.match(text, lead.end() if lead else start, end)
        if match is None:
            continue
        outlet = _OUTLET.match(text, match.end(), end)
        spans = [match.span("head")] + ([match.span("last")] if match["more"] else [])
        two = _AND.split(match["head"])
        if len(two) == len(("Vell", "Reed")) and not _A_BODY_SAYS.search(match["head"]):
            first, rest = spans[0][0], spans[1:]
            spans = [
                (first, first + len(two[0])),
                (match.end("head") - len(two[1]), match.end("head")),
                *rest,
            ]
        kinds = [
            _kind_of_head(text[a:b], text, match.end(), outlet=outlet is not None, lower=lower)
            for a, b in spans
        ]
        if len(spans) > 1 and "organisation" in kinds:
            spans, kinds = [match.span()], ["organisation"]
        for (a, b), kind in zip(spans, kinds, strict=True):
            if kind is not None:
                yield mention(text, a, b, kind, 0.7, _WROTE)
        if outlet is not None and outlet["outlet"].split()[0].lower() not in _NO_HEAD:
            yield mention(
                text,
                *outlet.span("outlet"),
                "organisation",
                0.7,
                _WROTE,
            )


_AND = later(r"[ ]and[ ]")
_A_BODY_SAYS = later(rf"(?i:\b(?:of|for|the|on|against|in|to|{'|'.join(sorted(HEADS))})\b)")


def _kind_of_head(name: str, text: str, end: int, *, outlet: bool, lower: frozenset[str]) -> str | None:
    words = name.replace("\xa0", " ").split()
    low = [w.lower().rstrip(".") for w in words]
    if low[0] in _NO_HEAD or low[0] in COMMON or any(c.isdigit() for c in name):
        return None
    if any(w in HEADS or w in ("of", "for", "the", "on", "against", "in", "to") for w in low):
        return "organisation" if len(words) > 1 else None
    if any(len(w) == 2 and w[1] == "." for w in words) or outlet:
        return "person" if len(words) < 5 else None
    if name.isupper():
        return "organisation" if len(name) > 2 else None
    if _DATED.match(text, end) and not text.startswith(" (", end):
        return "organisation" if len(words) > 1 or low[0] not in lower else None
    if len(words) == 1:
        return (
            "person"
            if low[0] not in lower and re.match(r",[ ](?:op\.|supra|above)", text[end : end + 9])
            else None
        )
    if _WRITTEN.match(text, end) and len(words) < 4 and not any(w in lower for w in low):
        return "person"
    return None


def beside(found: Sequence[Mention], wrote: Sequence[Mention]) -> list[Mention]:
    """The writers, and every other name that shares no character with one of them."""
    taken = sorted((w.start, w.end) for w in wrote)
    return [*wrote, *(m for m in found if overlapping(taken, m.start, m.end) is None)]


_ONE_WORD = later(rf"{BEGINS}[a-zà-ÿ’-]{{3,}}\b")


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
        if known is not None and known.start > match.start() and known.reason != _WROTE:
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
