"""Legal references in English text: instruments, their articles, and general talk of obligations and crimes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from tumen.patterns import later
from tumen.reading.lexicon import Lexicon, folded_title
from tumen.reading.mention import Mentions
from tumen.reading.sentences import Sentence, Sentences
from tumen.reading.spans import Spans, Words


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


_CAP = r"[A-Z0-9][\w’'-]*"
_GAP = r"[\s\xa0]{1,2}"
_HEAD = (
    r"(?:Convention|Covenant|Protocol|Declaration|Treaty|Charter|Statute|Constitution|Act|Agreement|Accords?|Memorandum"
    r"|(?:Criminal|Penal|Civil|Labou?r)(?:\sProcedure)?\s(?:Code|Law|Act)|Code\sof\sCriminal\sProcedure"
    r"|(?:Guiding\s|Basic\s)?Principles|(?:Standard\s|Nelson\sMandela\s)?Minimum\sRules|(?:[A-Z][\w-]+\s)+Law)"
)
_TAIL_WORDS = (
    r"(?:of|on|to|for|against|relating|relative|concerning|regarding|in|with|between|and|or|the|by|from|its|their"
    r"|other|all|forms|as|a"
    r"|persons|status|rights|refugees?|elimination|prevention|protection|punishment)"
)
_TITLE = later(
    rf"(?:\b(?:the{_GAP})?(?:\d{{4}}{_GAP})?)"
    rf"(?:[A-Z][\w’'-]*{_GAP}(?:(?:of|in){_GAP}(?!the\b|{_HEAD}))?){{0,7}}?"
    rf"\b{_HEAD}\b(?!\sof\s(?:Human\sRights\sWatch))"
    rf"(?:{_GAP}(?:on|of|to|for|against|[Rr]elating{_GAP}to|[Rr]elative{_GAP}to|[Cc]oncerning|[Rr]egarding|between"
    rf"|with)"
    rf"{_GAP}(?:{_TAIL_WORDS}{_GAP})*(?:(?:[A-Z][\w’'-]*,?|\d{{4}})(?:{_GAP}(?:{_TAIL_WORDS}{_GAP})*(?=[A-Z])|(?=\W"
    rf"|$)))+)?"
    rf"(?:{_GAP}of{_GAP}\d{{4}})?"
)
_ARTICLES = later(
    r"\b(?:Articles?|Arts?\.|articles?|arts?\.|Sections?|sections?|Paragraphs?|paragraphs?|paras?\.|Rules?|Principles?"
    r"|Conclusions?(?:\sNos?\.)?)[\s\xa0]"
    r"(?P<numbers>(?:\d{1,3}|[IVXL]{1,5}\b)(?:\s?\(\w{1,3}\))*(?:(?:,?\s(?:and|or|to|through|&)\s|,\s|\s?[-–]"
    r"\s?)\d{1,3}(?:\s?\(\w{1,3}\))*)*)"
    r"(?P<of>[\s\xa0](?:of|in|to)[\s\xa0](?:the[\s\xa0])?(?:same[\s\xa0])?)?"
)
_NUMBER = later(r"(?:\d{1,3}|[IVXL]{1,5}\b)(?:\s?\(\w{1,3}\))*")
_BODY = (
    r"(?:(?:U\.?N\.?|United[\s\xa0]Nations)[\s\xa0])?(?:General[\s\xa0]Assembly|Security[\s\xa0]Council|Human[\s\xa0]"
    r"Rights[\s\xa0]Council"
    r"|Commission[\s\xa0]on[\s\xa0]Human[\s\xa0]Rights|Sub-?Commission|Ex[Cc]om|Executive[\s\xa0]Committee"
    r"|Economic[\s\xa0]and[\s\xa0]Social[\s\xa0]Council"
    r"|House|Senate|European[\s\xa0]Parliament)(?:[’']s)?[\s\xa0]"
)
_SYMBOL = later(
    rf"(?:{_BODY})?\b(?:[Rr]esolutions?|[Cc]onclusions?|[Dd]ecisions?|[Gg]eneral[\s\xa0](?:[Cc]omments?|[Rr]"
    rf"ecommendations?))[\s\xa0]"
    r"(?:(?:Nos?\.?)[\s\xa0])?\d[\d/]*(?:[\s\xa0]?\([\w\s,]{1,20}\))?"
    r"|\b(?:A|S|E|CCPR|CAT|CRC|CEDAW|CERD|CESCR|CED|CRPD|HRI)/(?:[A-Z0-9.-]+/)*[A-Z0-9.-]*\d(?:[A-Z0-9./-]*\w)?"
    r"|\b\d{1,4}[\s\xa0]U\.?N\.?T\.?S\.?[\s\xa0]\d+"
)
_OWN_LAW = later(
    r"\b(?:(?:its|their|the|(?:[A-Z][\w-]+[\s\xa0]){0,2}[A-Z][\w-]+(?:[’']s)?)[\s\xa0])(?:own[\s\xa0])?"
    r"(?:[Cc]onstitution|[Cc]riminal[\s\xa0](?:[Pp]rocedure[\s\xa0])?(?:[Cc]ode|[Ll]aw)|[Pp]enal[\s\xa0][Cc]ode|[Nn]"
    r"ationality[\s\xa0][Ll]aw)\b"
)
_SHORT_KINDS = ["treaty", "protocol", "declaration", "agreement", "principles"]
_LOWER = (
    ("agreement", False, r"(?:bilateral|border|extradition|repatriation|secret)[\s\xa0](?:agreements?|treat(?:y|ies)"
                         r"|protocols?|accords?|pacts?)"
                         r"(?:[\s\xa0](?:(?:that|which)[\s\xa0])?(?:it[\s\xa0])?(?:\w+[\s\xa0])?(?:with"
                         r"|between)[\s\xa0](?:[A-Z][\w’-]*(?:[\s\xa0](?:and[\s\xa0])?)?)+)?(?:[\s\xa0]?(?:in"
                         r"|of)[\s\xa0]\d{4})?"),
    ("agreement", False, r"(?:\d{4}[\s\xa0])?(?:agreements?|treat(?:y|ies)|protocol|accord)[\s\xa0](?:with"
                         r"|between)[\s\xa0](?:the[\s\xa0])?(?:[A-Z][\w’-]*(?:[\s\xa0](?:and[\s\xa0](?:the[\s\xa0]"
                         r")?)?)?)+(?:(?:in|of)[\s\xa0]\d{4})?"),
    ("domestic law", False, r"(?<=under[\s\xa0])(?:[A-Z][\w-]+[\s\xa0]){1,2}laws?\b"),
    ("domestic law", False, r"\b(?:a|the|this)[\s\xa0]bill(?:[\s\xa0](?:addressing|on|concerning|to|extending)[\s\xa0]"
                            r"[^.,;]{3,60}?)?(?=[\s\xa0](?:and|which|that)\b|[.,;])"),
    ("domestic law", False, r"(?:criminal|penal)[\s\xa0](?:code|law)\b|(?:the|its|their)[\s\xa0]constitution\b"
                            r"|domestic[\s\xa0]laws?\b|national[\s\xa0](?:laws?|legislation)\b"),
    ("resolution", False, r"(?:non-?binding[\s\xa0])?resolutions?\b"),
    ("body of law", True, r"(?:customary[\s\xa0])?international[\s\xa0](?:(?:human[\s\xa0]rights|humanitarian|refugee"
                          r"|criminal|customary|maritime|labou?r|environmental|public|and)[\s\xa0]){0,4}(?:laws?|legal[\s\xa0]"
                          r"(?:standards|obligations|instruments|norms|protections?))\b"
                         r"|international[\s\xa0](?:(?:human|rights|refugee|protection|legal|humanitarian|and|labou?r)[\s\xa0]){0,5}"
                         r"(?:treat(?:y|ies)|conventions?"
                         r"|covenants?|obligations?|commitments?|agreements?|standards|norms|instruments)\b"
                         r"|(?:human[\s\xa0]rights|refugee)[\s\xa0](?:law|treat(?:y|ies)|conventions?|instruments)\b"),
    ("generic", True, r"(?:treaty|legal|convention|international|rights|protection)[\s\xa0](?:obligations?|duties|duty"
                      r"|commitments?)(?:[\s\xa0]to[\s\xa0][^.,;]{3,70}(?=[.,;]))?"
                      r"|obligations?[\s\xa0]under[\s\xa0](?:the[\s\xa0])?(?:international[\s\xa0])?(?:human[\s\xa0]"
                      r"rights[\s\xa0])?(?:treat(?:y|ies)|conventions?|laws?)\b"),
    ("principle", False, r"(?:(?:the|fundamental|basic|international|customary|legal)[\s\xa0])*(?:principle|rule"
                         r"|prohibition|norm)[\s\xa0](?:of|on|against)[\s\xa0](?:[“\"‘']?)non-?[\s\xa0]?refoulement"
                         r"|non-?refoulement"),
    ("offence", True, r"crimes?[\s\xa0]against[\s\xa0]humanity|war[\s\xa0]crimes?|\bgenocide\b|\bhigh[\s\xa0]treason"
                      r"|\btreason(?:able[\s\xa0]act)?\b|[“\"‘](?:threatening|endangering|undermining|subverting"
                      r"|plotting|betraying|defection|conspir)\w*[^”\"’]{3,60}(?=[”\"’])"),
)  # fmt: skip
_GENERAL = later("|".join(f"(?P<k{i}>{pattern})" for i, (_, _, pattern) in enumerate(_LOWER)))
_ANAPHORA = later(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Bb]oth|[Ss]aid)[\s\xa0](?:(?:above|same|two|\d{4})[\s\xa0])?(?:Convention|Covenant"
    r"|Protocol|Treaty|Declaration|Charter|Agreement|Statute|Act)s?\b(?![\s\xa0][A-Z])"
)
_PAREN = later(
    r"[\s\xa0]?\((?:the[\s\xa0])?(?:[A-Z][\w’-]*[\s\xa0]){1,4}(?:Convention|Protocol|Covenant|Declaration|Treaty)\)|"
    r"[\s\xa0]?\((?:[A-Z]{2,8}|also[^)]{3,50}|“[^)]{3,40}|hereafter[^)]{3,40}|the[\s\xa0][^)]{3,40})\)"
)
_NOT_LAW = later(
    r"\b(?:Special[\s\xa0]Protocol|Party[\s\xa0]Act|Law[\s\xa0]School|Constitution[\s\xa0](?:Day|Avenue)|Rule[\s\xa0]"
    r"of[\s\xa0]Law)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Title:
    start: int
    end: int
    known: str | None
    title: str
    kind: str
    confidence: float
    reason: str


_SPEAKS_OF_LAW = later(
    r"conventions?|covenants?|protocols?|declarations?|treat(?:y|ies)|charters?|statutes?|constitutions?|acts?"
    r"|agreements?|accords?|pacts?|memorandum|codes?|principles?|rules?|laws?"
    r"|articles?|arts?|sections?|paragraphs?|paras?|conclusions?|resolutions?|bills?|legislation|legal|obligations?"
    r"|commitments?|duties|duty|refoulement|humanity|genocide|treason|treasonable|crimes?"
    r"|instruments?|standards?|norms?|threatening|endangering|undermining|subverting|plotting|betraying|defection"
    r"|conspir\w+|race|unts|n|decisions?|comments?|recommendations?|nationality|ccpr|crc|cat|cedaw|cerd|cescr|e|a|s"
).fullmatch


def find_legal(text: str, lexicon: Lexicon, sentences: Sentences, words: Words) -> list[LegalReference]:
    """Every legal reference in an English text, in order; two articles in one phrase are two references."""
    holding = words.sentences(_SPEAKS_OF_LAW, sentences)
    titles = _titles(text, lexicon, holding, words)
    by_place = Spans((t.start, t.end, t) for t in titles)
    found: list[LegalReference] = []
    covered: list[tuple[int, int]] = []
    for match in _each(_ARTICLES, text, holding):
        title = _title_of(match, by_place, sentences)
        if title is None:
            continue
        end = (
            title.end
            if title.start >= match.end() - 5 and title.start - match.end() < 3
            else match.end("numbers")
        )
        covered.append((match.start(), end))
        found += [
            _article(text, match.start(), end, title, number) for number in _NUMBER.findall(match["numbers"])
        ]
    articles = Spans((a, b, None) for a, b in covered)
    for before, title in zip([None, *titles], titles, strict=False):
        if not articles.touch(title.start, title.end) and not _again(text, before, title):
            found.append(_plain(text, title))
            covered.append((title.start, title.end))
    named = Spans((a, b, None) for a, b in covered)
    defined = list(_definitions(text, lexicon, named, holding))
    found += defined
    found += _general(text, Spans((r.start, r.end, None) for r in found), holding)
    ordered = sorted(found, key=lambda r: (r.start, r.end))
    return [_numbered(r, n) for n, r in enumerate(ordered, start=1)]


def _again(text: str, before: _Title | None, title: _Title) -> bool:
    """`… of Refugees. … [Refugee Convention]`: the short name is given to what was just named."""
    bracketed = text[max(title.start - 1, 0)] in "[(" and text[title.end : title.end + 1] in ("]", ")")
    return bracketed and before is not None and before.title == title.title and title.start - before.end < 120


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


def _each(pattern: re.Pattern[str], text: str, holding: Sequence[Sentence]) -> Iterator[re.Match[str]]:
    for sentence in holding:
        yield from pattern.finditer(text, sentence.start, sentence.end)


def _titles(text: str, lexicon: Lexicon, holding: Sequence[Sentence], words: Words) -> list[_Title]:
    found: list[_Title] = []
    for match in _each(_TITLE, text, holding):
        start, end = _tidy(text, match.start(), match.end())
        if end - start < 6 or _NOT_LAW.search(text, start, end) or not _names_a_law(text[start:end]):
            continue
        paren = _PAREN.match(text, end)
        found.append(_title(text, start, paren.end() if paren else end, end, lexicon))
    found += [
        _Title(start=m.start(), end=m.end(), known=None, title=" ".join(m.group().split()), kind="domestic law",
               confidence=0.7, reason="a law of a state, named by its kind") for m in _each(_OWN_LAW, text, holding)
    ]  # fmt: skip
    found += [
        _Title(start=m.start(), end=m.end(), known=None, title=" ".join(m.group().split()), kind="resolution",
               confidence=0.85, reason="a numbered decision or a symbol") for m in _each(_SYMBOL, text, holding)
    ]  # fmt: skip
    found += _short_names(text, lexicon, found, words)
    found += _anaphora(text, found, holding)
    kept: list[_Title] = []
    for title in sorted(found, key=lambda t: (t.start, -t.end)):
        if not kept or title.start >= kept[-1].end:
            kept.append(title)
    return kept


def _names_a_law(words: str) -> bool:
    """`the Act` and `Protocol` alone name none; a word beside the head is needed."""
    return len([w for w in words.split() if w.lower() not in ("the", "of", "a", "this")]) > 1


def _tidy(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    lead = re.match(
        r"(?:(?:Under|In|The|Both|As|By|And|Article|Of|To|However|While|When|With|According|State|Parties|Party|China"
        r"|Since)[\s\xa0])+(?=[A-Z\d])",
        words,
    )
    if lead:
        start += lead.end()
    tail = re.search(
        r"(?:[\s\xa0,]+(?:of|on|to|for|the|and|or|in|with|by|from|a|its|their|between|against))+$",
        text[start:end],
    )
    return start, start + tail.start() if tail else end


def _title(text: str, start: int, end: int, title_end: int, lexicon: Lexicon) -> _Title:
    words = " ".join(text[start:title_end].split())
    known = lookup(words, lexicon)
    if known is not None:
        code, title, kind = known
        return _Title(
            start=start,
            end=end,
            known=code,
            title=title,
            kind=kind,
            confidence=0.95,
            reason="an instrument of the pack",
        )
    kind = "domestic law" if re.search(r"\b(?:Act|Law|Code|Constitution)\b", words) else "treaty"
    kind = "soft law" if re.search(r"\b(?:Declaration|Principles|Rules)\b", words) else kind
    return _Title(
        start=start,
        end=end,
        known=None,
        title=words.removeprefix("the ").removeprefix("The "),
        kind=kind,
        confidence=0.7,
        reason="a capitalised title with a word for a law",
    )


def lookup(words: str, lexicon: Lexicon) -> tuple[str, str, str] | None:
    """Code, title and kind of the pack's instrument that a title means, allowing for wordings that differ a little.

    Example:
        >>> from tumen.vocab import load_pack
        >>> from tumen.reading.lexicon import lexicon
        >>> lookup("the 1990 Sea Convention", lexicon(load_pack("example")))[0]
        'SEA'
    """
    for form in (words, re.sub(r"\b\d{4}\b", "", words)):
        known = lexicon.instruments.get(folded_title(form))
        if known is not None:
            return known.code, known.canonical, known.kind
    folded = folded_title(re.sub(r"\b\d{4}\b", "", words))
    best = process.extractOne(
        folded, list(lexicon.instruments), scorer=fuzz.token_sort_ratio, score_cutoff=88
    )
    if best is not None and len(folded.split()) > 1 and ("protocol" in best[0]) == ("protocol" in folded):
        known = lexicon.instruments[best[0]]
        return known.code, known.canonical, known.kind
    return None


def _short_names(text: str, lexicon: Lexicon, titles: Sequence[_Title], words: Words) -> list[_Title]:
    """Abbreviations: those of the pack, and those that the text itself puts in brackets behind a title."""
    shorts = {w: _Title(start=0, end=0, known=k.code, title=k.canonical, kind=k.kind, confidence=0.9,
                        reason="an abbreviation of the pack")
              for w, k in ((f.upper(), k) for f, k in lexicon.instruments.items() if re.fullmatch(r"[a-z]{3,6}",
                                                                                                  f))}  # fmt: skip
    for title in titles:
        own = re.search(r"\(“?([A-Z]{2,8})”?\)$", text[title.start : title.end])
        if own:
            shorts[own[1]] = title
    return [
        _Title(start=place, end=place + len(short), known=title.known, title=title.title, kind=title.kind,
               confidence=0.85,
               reason="an abbreviation of an instrument")
        for short, title in shorts.items() for place in words.places.get(short, ())
    ]  # fmt: skip


def _anaphora(text: str, titles: Sequence[_Title], holding: Sequence[Sentence]) -> list[_Title]:
    """`the Convention`: the last one of that kind told of before."""
    found = []
    last: dict[str, _Title] = {}
    left = sorted(titles, key=lambda t: -t.end)
    for match in _each(_ANAPHORA, text, holding):
        while left and left[-1].end <= match.start():
            title = left.pop()
            last |= {word: title for word in title.title.split() if word[0].isupper()}
        meant = last.get(match.group().split()[-1].rstrip("s"))
        if meant is not None:
            found.append(_Title(start=match.start(), end=match.end(), known=meant.known, title=meant.title,
                                kind=meant.kind,
                                confidence=0.6, reason="points back to a title before"))  # fmt: skip
    return found


def _title_of(match: re.Match[str], titles: Spans[_Title], sentences: Sentences) -> _Title | None:
    """The instrument of an article: the one right behind, else the nearest in the sentence, else the last before."""
    if match["of"]:
        behind = titles.within(match.end() - 4, match.end() + 8)
        if behind:
            return behind[0][2]
    sentence = sentences.at(match.start())
    near = [t for _, _, t in titles.within(sentence.start, sentence.end)]
    if near:
        return min(near, key=lambda t: min(abs(t.start - match.end()), abs(match.start() - t.end)))
    before = titles.within(match.start() - 600, match.start())
    return before[-1][2] if before and match.group()[:3].lower() == "art" else None


def _article(text: str, start: int, end: int, title: _Title, number: str) -> LegalReference:
    return LegalReference(
        id="", start=start, end=end, text=text[start:end], instrument=title.title, code=title.known,
        article=number.replace(" ", ""),
        state=None, kind=title.kind, generic=False, confidence=min(0.9, title.confidence), reason=f"an article beside "
                                                                                                  f"{title.reason}",
    )  # fmt: skip


def _plain(text: str, title: _Title) -> LegalReference:
    return LegalReference(
        id="", start=title.start, end=title.end, text=text[title.start : title.end], instrument=title.title,
        code=title.known,
        article=None, state=None, kind=title.kind, generic=False, confidence=title.confidence, reason=title.reason,
    )  # fmt: skip


_REFUGEE_GROUNDS = later(
    r"(?:well-founded[\s\xa0]fear[\s\xa0]of[\s\xa0]being[\s\xa0]persecuted[\s\xa0]for[\s\xa0]reasons[\s\xa0]of[\s\xa0]"
    r")?race,[\s\xa0]religion,[\s\xa0]nationality,[\s\xa0](?:membership|member)[\s\xa0](?:of|in)[\s\xa0]a[\s\xa0]"
    r"particular[\s\xa0]social[\s\xa0]group,?[\s\xa0](?:or|and)[\s\xa0]political[\s\xa0]opinion"
)
_REFUGEE_TITLE = "Convention relating to the Status of Refugees"


def _definitions(
    text: str, lexicon: Lexicon, covered: Spans[None], holding: Sequence[Sentence]
) -> Iterator[LegalReference]:
    """The five grounds of a refugee, quoted without the name of the Convention. Source: its article 1 A (2)."""
    known = lookup(_REFUGEE_TITLE, lexicon)
    for match in _each(_REFUGEE_GROUNDS, text, holding):
        if not covered.touch(match.start(), match.end()):
            yield LegalReference(
                id="", start=match.start(), end=match.end(), text=match.group(), instrument=_REFUGEE_TITLE,
                code=known[0] if known else None,
                article="1A(2)", state=None, kind="treaty", generic=False, confidence=0.8, reason="the words of a "
                                                                                                  "definition",
            )  # fmt: skip


def _general(text: str, covered: Spans[None], holding: Sequence[Sentence]) -> Iterator[LegalReference]:
    for match in _each(_GENERAL, text, holding):
        start, end = match.start(), match.end()
        if text[start] in '“"‘':
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if covered.touch(start, end) or _only_leads_on(text, match, covered):
            continue
        kind, generic, _ = _LOWER[int((match.lastgroup or "k0")[1:])]
        yield LegalReference(
            id="", start=start, end=end, text=text[start:end], instrument=" ".join(text[start:end].split()),
            code=None, article=None,
            state=None, kind=kind, generic=generic, confidence=0.6, reason="words for law without the title of an "
                                                                           "instrument",
        )  # fmt: skip


_COUNTED = later(r"\b(?:two|three|four|five|six|these|those|both|such|\d+)[\s\xa0]$")
_HEADS_NOUN = later(r"[\s\xa0](?:section|page|department|professor|expert|student|scholar)")


def _only_leads_on(text: str, match: re.Match[str], covered: Spans[None]) -> bool:
    """`two international treaties`, or `under international law` right before an article, name nothing of their own."""
    start, end = match.span()
    if _COUNTED.search(text, max(start - 8, 0), start) or _HEADS_NOUN.match(text, end):
        return True
    body = match.group().endswith(("law", "laws"))
    return body and any("." not in text[end:a] for a, _, _ in covered.within(end, end + 12))


def _numbered(r: LegalReference, number: int) -> LegalReference:
    return LegalReference(
        **{**{f: getattr(r, f) for f in LegalReference.__dataclass_fields__}, "id": f"l{number:02}"}
    )
