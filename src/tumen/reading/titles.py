"""Titles of instruments in English text: written out, shortened, by number or symbol, or pointed back to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from tumen.patterns import later
from tumen.reading.lexicon import Lexicon, folded_title
from tumen.reading.sentences import Sentence
from tumen.reading.spans import Words

_GAP = r"[\s\xa0]{1,2}"
_STATUTE = (
    r"(?:Acts?|(?<!of\s)(?<!International\s)Laws?(?!\s(?:School|Society|Enforcement|Firm|Review|Journal|Commission|Cent(?:re|er)"
    r"|Faculty|Department|Library|Institute|Reform|Minister|Lords?|Association|Professor)\b)|Code|(?<!,\s)Bill(?!\s[A-Z])|Ordinance|Decree-Law)"
)
_HEAD = (
    r"(?:Conventions?|Covenants?|Protocols?|Declaration|Treaty|Charter|Statute|Constitution|Agreement|Accords?"
    rf"|Memorandum|Principles|Rules|{_STATUTE})"
)
_HEADS = later(rf"\b{_HEAD}\b(?![’'-]\w)")
_FIRST = r"[A-Z][\w’'-]*"
_LEAD = later(rf"(?:\b(?:the{_GAP})?(?:\d{{4}}{_GAP})?)(?:\b{_FIRST}{_GAP}(?:(?:of|in){_GAP})?){{0,7}}$")
"""What stands before the head of a treaty: `the 1951 UN Refugee `."""
_OF_A_STATUTE = later(
    rf"(?:\b(?:the{_GAP})?(?:\d{{4}}{_GAP})?)"
    rf"(?:(?:\b{_FIRST}|\([A-Z][^()\n]{{2,60}}\))"
    rf"(?:,?{_GAP}(?:and{_GAP}|of{_GAP}(?:the{_GAP})?|for{_GAP}(?:the{_GAP})?|on{_GAP}|to{_GAP}|in{_GAP}|against{_GAP}|with{_GAP})?)){{0,9}}$"
)
"""Before that of a law of a state, which may hold commas and brackets: `Entry, Stay and Exit (Aliens) `."""
_TAIL_WORDS = (
    r"(?:of|on|to|for|against|relating|relative|concerning|regarding|in|with|between|and|or|the|by|from|its|their"
    r"|other|all|forms|as|a"
    r"|persons|status|rights|refugees?|elimination|prevention|protection|punishment)"
)
_IN_A_SERIES = (
    rf",(?=[\s\xa0](?!{_HEAD}\b)(?:Especially\b|{_FIRST}(?:[\s\xa0]{_FIRST})?(?:,[\s\xa0]{_FIRST}(?:[\s\xa0]{_FIRST})?){{0,3}},?"
    rf"[\s\xa0](?:and|or)[\s\xa0](?:Other[\s\xa0])?[A-Z]))"
)
"""A comma inside a title stands between the parts of a series; any other ends the title."""
_TAIL = later(
    rf"(?:{_GAP}(?:on|of|to|for|against|[Rr]elating{_GAP}to|[Rr]elative{_GAP}to|[Cc]oncerning|[Rr]egarding|between|with)"
    rf"{_GAP}(?:{_TAIL_WORDS}{_GAP})*(?!States?\b|Parties\b)(?:(?:[A-Z][\w’'-]*(?:{_IN_A_SERIES})?|\d{{4}})(?:{_GAP}(?:{_TAIL_WORDS}{_GAP})*(?=[A-Z])|(?=\W"
    rf"|$)))+)?"
    rf"(?:,?{_GAP}(?:Nos?\.?{_GAP})?\d{{1,3}}\b(?![,.:]?\d|{_GAP}(?:of|states|countries|\w+ed)\b))?"
    rf"(?:{_GAP}of{_GAP}(?:\d{{1,2}}{_GAP}[A-Z][a-z]+{_GAP})?\d{{4}}|{_GAP}\((?:19|20)\d\d\)|,?{_GAP}(?:19|20)\d\d(?:[–-]\d{{2,4}})?(?![\d,.]\d))?"
)
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
    r"|\b(?:A|S|E|CCPR|CAT|CRC|CEDAW|CERD|CESCR|CED|CRPD|HRI)/(?:[\w.-]+/)*[A-Z0-9.-]*\d(?:[A-Z0-9./-]*\w)?"
    r"|\b(?:[A-Z][a-z]+[\s\xa0-]){0,2}(?:Law|Act|Decree|Ordinance|Regulation|Order|Directive|Proclamation|Resolution|Edict)"
    r"[\s\xa0](?:\(E[A-Z]{1,3}\)[\s\xa0])?(?:(?:No\.?|Nr\.?|#|[Nn]umber)[\s\xa0]?[\d/-]*\d(?:/E[A-Z]{1,3})?|\d+/\d+(?:/E[A-Z]{1,3})?)"
    r"(?:[\s\xa0]of[\s\xa0](?:\d{1,2}[\s\xa0][A-Z][a-z]+[\s\xa0])?\d{4})?"
    r"|\b\d{1,4}[\s\xa0]U\.?N\.?T\.?S\.?[\s\xa0]\d+"
)
_OWN_LAW = later(
    r"\b(?:(?:its|their|the|(?:[A-Z][\w-]+[\s\xa0]){0,2}[A-Z][\w-]+(?:[’']s)?)[\s\xa0])(?:own[\s\xa0])?"
    r"(?:[Cc]onstitution|[Cc]riminal[\s\xa0](?:[Pp]rocedure[\s\xa0])?(?:[Cc]ode|[Ll]aw)|[Pp]enal[\s\xa0][Cc]ode|[Nn]"
    r"ationality[\s\xa0][Ll]aw)\b"
)
_ANAPHORA = later(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Bb]oth|[Ss]aid)[\s\xa0](?:(?:above|same|two|\d{4})[\s\xa0])?(?:Convention|Covenant"
    r"|Protocol|Treaty|Declaration|Charter|Agreement|Statute|Act|Law|Code|Bill|Ordinance|Decree|Regulation|Directive"
    r"|Constitution|Memorandum)s?\b(?![\s\xa0][A-Z])"
    r"|\b[Tt]he[\s\xa0](?:convention|covenant|treaty|protocol|statute|charter)\b"
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
class Title:
    start: int
    end: int
    known: str | None
    title: str
    kind: str
    confidence: float
    reason: str


def find_titles(text: str, lexicon: Lexicon, holding: Sequence[Sentence], words: Words) -> list[Title]:
    """Every title of an instrument in the sentences that speak of law, in order, none overlapping."""
    found: list[Title] = []
    for first, last in _written_out(text, holding):
        start, end = _tidy(text, first, last)
        if end - start < 6 or _NOT_LAW.search(text, start, end) or not _names_a_law(text[start:end]):
            continue
        paren = _PAREN.match(text, end)
        found.append(_title(text, start, paren.end() if paren else end, end, lexicon))
    found += [
        Title(start=m.start(), end=m.end(), known=None, title=" ".join(m.group().split()), kind="domestic law",
               confidence=0.7, reason="a law of a state, named by its kind") for m in each(_OWN_LAW, text, holding)
    ]  # fmt: skip
    found += _by_number(text, holding)
    found += _short_names(text, lexicon, found, words)
    found += _anaphora(text, found, holding)
    found += _protocols(text, found, lexicon, holding)
    kept: list[Title] = []
    for title in sorted(found, key=lambda t: (t.start, -t.end)):
        if not kept or title.start >= kept[-1].end:
            kept.append(title)
    return kept


_AND_ANOTHER = later(
    rf"[\s\xa0](?:and|or|as well as)[\s\xa0](?:(?:to|of|in)[\s\xa0])?(?:(?:the|its)[\s\xa0])?(?:\d{{4}}[\s\xa0])?"
    rf"(?:[A-Z][\w-]*[\s\xa0]){{0,4}}{_HEAD}(?:\b|(?=[’']))"
)
"""`the Convention on A and to the Convention on B` are two."""
_STATUTES = later(r"Acts?|Laws?|Code|Bill|Ordinance|Decree-Law")


def _written_out(text: str, holding: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Where titles stand: from a head back over the words that belong to it, then on to the end of the title."""
    for sentence in holding:
        last = sentence.start
        for head in _HEADS.finditer(text, sentence.start, sentence.end):
            if head.start() < last:
                continue
            lead = _OF_A_STATUTE if _STATUTES.match(head.group()) else _LEAD
            floor = max(last, head.start() - 140)
            before = lead.search(text, floor, head.start())
            start = before.start() if before else head.start()
            tail = _TAIL.match(text, head.end(), sentence.end)
            last = tail.end() if tail else head.end()
            another = _AND_ANOTHER.search(text, head.end(), last)
            last = another.start() if another else last
            yield start, last


_NO_LAW = later(r"(?:A|S|E|CCPR|CAT|CRC|CEDAW|CERD|CED|CRPD|HRI)/(?!.*\b(?:GC|RES|DEC)\b)")
"""Symbols of reports and observations: works that are cited, and no law."""
_SIGNS = ("/", "No", "esolution", "onclusion", "ecision", "omment", "ecommendation", "UNTS", "U.N", "N.T.S")
_COLLECTED = later(r"\d{1,4}[\s\xa0]U\.?N")
_MORE_NUMBERS = later(r"[\s\xa0(,;](?P<number>No\.[\s\xa0]\d{1,3})\b")


def _by_number(text: str, holding: Sequence[Sentence]) -> Iterator[Title]:
    """`Conclusion No. 22 …, as does No. 85`, `A/RES/3/1`, `189 UNTS 150` where no title stands before it."""
    for sentence in holding:
        if not any(sign in text[sentence.start : sentence.end] for sign in _SIGNS):
            continue
        named = None
        for match in _SYMBOL.finditer(text, sentence.start, sentence.end):
            words = " ".join(match.group().split())
            beside = _COLLECTED.match(words) and _HEADS.search(text, sentence.start, match.start())
            if not _NO_LAW.match(words) and not beside:
                yield _numbered(match.start(), match.end(), words)
                named = match if "No. " in words else named
        if named is not None:
            head = " ".join(named.group().split()).rsplit("No. ", 1)[0]
            for more in _MORE_NUMBERS.finditer(text, named.end(), sentence.end):
                yield _numbered(*more.span("number"), f"{head}{more['number']}")


def _numbered(start: int, end: int, title: str) -> Title:
    return Title(start=start, end=end, known=None, title=title, kind="resolution", confidence=0.85,
                 reason="a numbered decision or a symbol")  # fmt: skip


def _names_a_law(words: str) -> bool:
    """`the Act` and `Protocol` alone name none; a word beside the head is needed."""
    return len([w for w in words.split() if w.lower() not in ("the", "of", "a", "this")]) > 1


def _tidy(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    lead = re.match(
        r"(?:(?:Under|In|The|Both|As|By|And|Articles?|Sections?|Of|To|On|For|From|Its|Their|Although|Despite|Following|Through|However|While"
        r"|When|With|According|States?|Parties|Party|China|Since|Government|Parliament|Ratify|Accede|Sign|Repeal|Amend|Abolish|Implement|Adopt|Revise|Enforce"
        r"|Recalling|Having|Withdraw|Respect|Honou?r|Uphold|Review),?[\s\xa0](?:of[\s\xa0]|to[\s\xa0]|the[\s\xa0])*)+(?=[A-Z\d])",
        words,
    )
    if lead:
        start += lead.end()
    tail = re.search(
        r"(?:[\s\xa0,]+(?:of|on|to|for|the|and|or|in|with|by|from|a|its|their|between|against))+$",
        text[start:end],
    )
    return start, start + tail.start() if tail else end


def _title(text: str, start: int, end: int, title_end: int, lexicon: Lexicon) -> Title:
    words = " ".join(text[start:title_end].split())
    known = lookup(words, lexicon)
    if known is not None:
        code, title, kind = known
        return Title(
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
    return Title(
        start=start,
        end=end,
        known=None,
        title=words.removeprefix("the ").removeprefix("The "),
        kind=kind,
        confidence=0.7,
        reason="a capitalised title with a word for a law",
    )


_NUMBERS = later(r"\d+")


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
    same = best is not None and _NUMBERS.findall(best[0]) == _NUMBERS.findall(folded)
    if (
        best is not None
        and same
        and len(folded.split()) > 1
        and ("protocol" in best[0]) == ("protocol" in folded)
    ):
        known = lexicon.instruments[best[0]]
        return known.code, known.canonical, known.kind
    return None


def _short_names(text: str, lexicon: Lexicon, titles: Sequence[Title], words: Words) -> list[Title]:
    """Abbreviations: those of the pack, and those that the text itself puts in brackets behind a title."""
    shorts = {w: Title(start=0, end=0, known=k.code, title=k.canonical, kind=k.kind, confidence=0.9,
                        reason="an abbreviation of the pack")
              for w, k in ((f.upper(), k) for f, k in lexicon.instruments.items() if re.fullmatch(r"[a-z]{3,6}",
                                                                                                  f))}  # fmt: skip
    for title in titles:
        own = re.search(r"\(“?([A-Z]{2,8})”?\)$", text[title.start : title.end])
        if own:
            shorts[own[1]] = title
    return [
        Title(start=place, end=place + len(short), known=title.known, title=title.title, kind=title.kind,
               confidence=0.85,
               reason="an abbreviation of an instrument")
        for short, title in shorts.items() for place in words.places.get(short, ())
    ]  # fmt: skip


def _anaphora(text: str, titles: Sequence[Title], holding: Sequence[Sentence]) -> list[Title]:
    """`the Convention`: the last one of that kind told of before."""
    found = []
    last: dict[str, Title] = {}
    left = sorted(titles, key=lambda t: -t.end)
    for match in each(_ANAPHORA, text, holding):
        while left and left[-1].end <= match.start():
            title = left.pop()
            last |= {word: title for word in title.title.split() if word[0].isupper()}
        meant = last.get(match.group().split()[-1].rstrip("s").capitalize())
        if meant is not None:
            found.append(Title(start=match.start(), end=match.end(), known=meant.known, title=meant.title,
                                kind=meant.kind,
                                confidence=0.6, reason="points back to a title before"))  # fmt: skip
    return found


_ITS_PROTOCOL = later(
    r"\b(?:[Ii]ts|[Aa])[\s\xa0](?:(?:Optional|Additional|\d{4})[\s\xa0])*Protocol\b(?![\s\xa0][A-Z]|[\s\xa0](?:on|to|relating|of)\b)"
)


def _protocols(
    text: str, titles: Sequence[Title], lexicon: Lexicon, holding: Sequence[Sentence]
) -> Iterator[Title]:
    """`its 1967 Protocol`, `a Protocol`: to the instrument told of right before."""
    for match in each(_ITS_PROTOCOL, text, holding):
        before = max(
            (t for t in titles if 0 <= match.start() - t.end < 250), key=lambda t: t.end, default=None
        )
        if before is None:
            continue
        known = lookup(before.title.replace("Convention", "Protocol"), lexicon)
        title = known[1] if known else f"Protocol to the {before.title}"
        yield Title(start=match.start(), end=match.end(), known=known[0] if known else None, title=title,
                    kind="protocol", confidence=0.7, reason="a protocol to the instrument before")  # fmt: skip


def each(pattern: re.Pattern[str], text: str, holding: Sequence[Sentence]) -> Iterator[re.Match[str]]:
    """Matches of a pattern in some sentences."""
    for sentence in holding:
        yield from pattern.finditer(text, sentence.start, sentence.end)
