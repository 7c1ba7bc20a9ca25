"""Legal references in English text: instruments, their articles, and general talk of obligations and crimes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tumen.patterns import later
from tumen.reading.charges import find_charges
from tumen.reading.law_articles import ArticleOf, find_articles
from tumen.reading.law_words import WORDS_FOR_LAW
from tumen.reading.lexicon import Lexicon
from tumen.reading.mention import Mentions
from tumen.reading.sentences import Sentence, Sentences
from tumen.reading.spans import Spans, Words
from tumen.reading.title import Title, each, lookup
from tumen.reading.titles import find_titles


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalReference:
    """One naming of an instrument, or of law in general. A candidate.

    Attributes:
        instrument: Title in the pack where it fits one, otherwise as written.
        code: Id of that instrument in the pack; None where none fits.
        article: As written (`33`, `12(2)`); None where none is named.
        state: The state that the sentence speaks of beside it; None where there is none.
        kind: `treaty`, `domestic law`, `agreement`, `resolution`, `soft law`, `offence`, `body of law`, `generic`.
        generic: It names no instrument (`international obligations`).
    """

    id: str
    start: int
    end: int
    text: str
    instrument: str
    code: str | None
    article: str | None
    state: str | None
    kind: str
    generic: bool
    confidence: float
    reason: str


_GENERAL = later(
    "(?<!\\w)(?:" + "|".join(f"(?P<k{i}>{pattern})" for i, (_, _, pattern) in enumerate(WORDS_FOR_LAW)) + ")"
)
_SPEAKS_OF_LAW = later(
    r"conventions?|covenants?|protocols?|declarations?|treat(?:y|ies)|charters?|statutes?|constitutions?|acts?"
    r"|agreements?|accords?|pacts?|memorandum|codes?|principles?|rules?|laws?"
    r"|articles?|arts?|sections?|paragraphs?|paras?|conclusions?|resolutions?|bills?|legislation|legal|obligations?"
    r"|commitments?|duties|duty|refoulement|humanity|genocide|treason|treasonable|crimes?"
    r"|clauses?|schedules?|ordinances?|directives?|regulations?|provisions?|readmission|memoranda"
    r"|instruments?|standards?|norms?|rights?|fear|freedom|decrees?|offen[cs]es?|criminals?|responsibilities"
    r"|threatening|endangering|undermining|subverting|plotting|betraying|defection"
    r"|conspir\w+|race|judge?ments?|rulings?|compact|guidelines|unscr?|statutes?|edicts?|orders?"
    r"|proclamations?|deliberations?|safeguards|guidelines|unts|decisions?|comments?|recommendations?|directives?|instructions?|circulars?|minute"
    r"|understanding|nationality|ccpr|crc|cat|cedaw|cerd|cescr|hri|crpd"
).fullmatch


_A_SYMBOL = tuple(
    later(sign)
    for sign in (
        r"/(?<=\b[ASE]/)[A-Z\d]",
        r"U\.N\.T\.S",
        r"s\.(?:(?<=\bs\.)|(?<=\bss\.))[\s\xa0]\d",
        r"§",
        r"o(?:(?<=\bno)|(?<=\bNo))s?\.?[\s\xa0]?\d+/\d",
        r"v(?<=\bv)s?\.?[\s\xa0](?=[A-Z])",
        r"ase(?:(?<=\bcase)|(?<=\bCase))[\s\xa0](?=[A-Z]{0,2}[-\d])",
        r"H\.R\.(?<=\bH\.R\.)[\s\xa0]?\d",
    )
)
"""Signs of law that no word tells; letters first, which are looked for faster than the edge of a word."""


def find_legal(text: str, lexicon: Lexicon, sentences: Sentences, words: Words) -> list[LegalReference]:
    """Every legal reference in an English text, in order; two articles in one phrase are two references."""
    holding = words.sentences(
        _SPEAKS_OF_LAW, sentences, also=[m.start() for p in _A_SYMBOL for m in p.finditer(text)]
    )
    titles = find_titles(text, lexicon, holding, words)
    by_place = Spans((t.start, t.end, t) for t in titles)
    found: list[LegalReference] = []
    covered: list[tuple[int, int]] = []
    for named in find_articles(text, by_place, sentences, holding):
        covered.append((named.start, named.end))
        found += [_article(text, named, number) for number in named.numbers]
    articles = Spans((a, b, None) for a, b in covered)
    for before, title in zip([None, *titles], titles, strict=False):
        if not articles.touch(title.start, title.end) and not _again(text, before, title):
            found.append(_plain(text, title))
            covered.append((title.start, title.end))
    found += _called_here(text, titles)
    found += _definitions(text, lexicon, _places(found), holding)
    found += _charges(text, _places(found), sentences, words)
    found += _general(text, _places(found), holding)
    ordered = sorted(found, key=lambda r: (r.start, r.end))
    return [_numbered(r, n) for n, r in enumerate(ordered, start=1)]


_HEREINAFTER = later(
    r"[(\[]here(?:in)?after[\s\xa0,:]*(?:referred[\s\xa0]to[\s\xa0]as[\s\xa0])?(?P<short>[“\"‘']?(?:the[\s\xa0])?[A-Z][^)\]]{2,50})[)\]]$"
)


def _called_here(text: str, titles: Sequence[Title]) -> Iterator[LegalReference]:
    """`(hereinafter “the Exit Act”)`: the short name is a naming of its own."""
    for title in titles:
        short = _HEREINAFTER.search(text, title.start, title.end)
        if short is not None:
            yield replace(
                _plain(text, title), start=short.start("short"), end=short.end("short"), text=short["short"]
            )


_OPENED = later(r"[(\[](?:the )?[“\"‘']?$")
_CLOSED = later(r"[”\"’']?[)\]]")


def _again(text: str, before: Title | None, title: Title) -> bool:
    """`… of Refugees. … [Refugee Convention]`: the short name is given to what was just named."""
    bracketed = _OPENED.search(text, max(title.start - 8, 0), title.start) and _CLOSED.match(text, title.end)
    return (
        bool(bracketed)
        and before is not None
        and before.title == title.title
        and title.start - before.end < 120
    )


def with_states(
    found: Sequence[LegalReference], mentions: Mentions, sentences: Sentences
) -> list[LegalReference]:
    """The same with the state that each sentence speaks of: the nearest before it, or the first in the sentence."""
    return [_with_state(r, mentions, sentences) for r in found]


def _with_state(r: LegalReference, mentions: Mentions, sentences: Sentences) -> LegalReference:
    sentence = sentences.at(r.start)
    states = [
        m
        for m in mentions.within(sentence.start, sentence.end)
        if (m.country and "country" in m.kind + m.canonical[:0]) or m.kind == "state body (descriptive)"
    ]
    outside = [m for m in states if m.end <= r.start] or [m for m in states if m.start >= r.end]
    if not outside:
        return r
    name = outside[-1 if outside[-1].end <= r.start else 0].canonical.removeprefix("government of ")
    return LegalReference(
        **{**{f: getattr(r, f) for f in LegalReference.__dataclass_fields__}, "state": name}
    )


def _places(found: Sequence[LegalReference]) -> Spans[None]:
    return Spans((r.start, r.end, None) for r in found)


def _article(text: str, named: ArticleOf, number: str) -> LegalReference:
    title = named.title
    return LegalReference(
        id="", start=named.start, end=named.end, text=text[named.start : named.end],
        instrument=title.title if title else "a law that the text does not name beside it",
        code=title.known if title else None, article=number, state=None, kind=title.kind if title else "generic",
        generic=title is None, confidence=min(0.9, title.confidence) if title else 0.4,
        reason=f"an article beside {title.reason}" if title else "an article without its law",
    )  # fmt: skip


def _charges(text: str, covered: Spans[None], sentences: Sentences, words: Words) -> Iterator[LegalReference]:
    for start, end in find_charges(text, sentences, words):
        if not covered.touch(start, end):
            yield LegalReference(
                id="", start=start, end=end, text=text[start:end], instrument=" ".join(text[start:end].split()),
                code=None, article=None, state=None, kind="offence", generic=True, confidence=0.6,
                reason="an offence that somebody is charged with",
            )  # fmt: skip


def _plain(text: str, title: Title) -> LegalReference:
    return LegalReference(
        id="", start=title.start, end=title.end, text=text[title.start : title.end], instrument=title.title,
        code=title.known,
        article=None, state=None, kind=title.kind, generic=False, confidence=title.confidence, reason=title.reason,
    )  # fmt: skip


_REFUGEE_GROUNDS = later(
    r"well-founded[\s\xa0]fear[\s\xa0]of[\s\xa0]persecution\b"
    r"|(?:well-founded[\s\xa0]fear[\s\xa0]of[\s\xa0]being[\s\xa0]persecuted[\s\xa0]for[\s\xa0]reasons"
    r"[\s\xa0]of[\s\xa0]"
    r")?race,[\s\xa0]religion,[\s\xa0]nationality,[\s\xa0](?:membership|member)[\s\xa0](?:of|in)[\s\xa0]a[\s\xa0]"
    r"particular[\s\xa0]social[\s\xa0]group,?[\s\xa0](?:or|and)[\s\xa0]political[\s\xa0]opinion"
)
_REFUGEE_TITLE = "Convention relating to the Status of Refugees"


def _definitions(
    text: str, lexicon: Lexicon, covered: Spans[None], holding: Sequence[Sentence]
) -> Iterator[LegalReference]:
    """The five grounds of a refugee, quoted without the name of the Convention. Source: its article 1 A (2)."""
    known = lookup(_REFUGEE_TITLE, lexicon)
    for match in each(_REFUGEE_GROUNDS, text, holding):
        if not covered.touch(match.start(), match.end()):
            yield LegalReference(
                id="", start=match.start(), end=match.end(), text=match.group(), instrument=_REFUGEE_TITLE,
                code=known[0] if known else None,
                article="1A(2)", state=None, kind="treaty", generic=False, confidence=0.8, reason="the words of a "
                                                                                                  "definition",
            )  # fmt: skip


def _general(text: str, covered: Spans[None], holding: Sequence[Sentence]) -> Iterator[LegalReference]:
    for match in each(_GENERAL, text, holding):
        start, end = match.start(), match.end()
        if text[start] in '“"‘':
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if covered.touch(start, end) or _only_leads_on(text, match, covered):
            continue
        kind, generic, _ = WORDS_FOR_LAW[int((match.lastgroup or "k0")[1:])]
        if kind == "judgment" and _IN_A_NOTE.match(text, text.rfind("\n", 0, start) + 1):
            continue  # there it is a work that is cited
        yield LegalReference(
            id="", start=start, end=end, text=text[start:end], instrument=" ".join(text[start:end].split()),
            code=None, article=None,
            state=None, kind=kind, generic=generic, confidence=0.6, reason="words for law without the title of an "
                                                                           "instrument",
        )  # fmt: skip


_IN_A_NOTE = later(r"[ \t]*(?:\[\d{1,3}\]|\d{1,3}[.)]?|[¹²³⁰⁴-⁹]+)[ \t]+[^\n]{0,160}?\bv\.?[\s\xa0][A-Z]")
_COUNTED = later(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|these|those|both|such|\d{1,2})[\s\xa0](?:(?:core|main"
    r"|major)[\s\xa0])?$"
)
_LEADS_ON = later(
    r",?[\s\xa0](?:[—–-][\s\xa0])?\(?(?:(?:including|notably|namely|in[\s\xa0]particular|such[\s\xa0]as"
    r"|especially|by|in)[\s\xa0](?:the[\s\xa0])?)?"
)
_HEADS_NOUN = later(r"[\s\xa0](?:section|page|department|professor|expert|student|scholar)")


def _only_leads_on(text: str, match: re.Match[str], covered: Spans[None]) -> bool:
    """`two international treaties`, or `under international law` right before an article, name nothing of their own."""
    start, end = match.span()
    if _COUNTED.search(text, max(start - 16, 0), start) or _HEADS_NOUN.match(text, end):
        return True
    body = match.group().endswith(("law", "laws"))
    return body and any(_LEADS_ON.fullmatch(text, end, a) for a, _, _ in covered.within(end, end + 24))


def _numbered(r: LegalReference, number: int) -> LegalReference:
    return LegalReference(
        **{**{f: getattr(r, f) for f in LegalReference.__dataclass_fields__}, "id": f"l{number:02}"}
    )
