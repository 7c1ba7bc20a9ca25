"""Instruments named in short: by number or symbol, by an abbreviation, or pointed back to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tumen.patterns import later
from tumen.reading.lexicon import Lexicon
from tumen.reading.sentences import Sentence
from tumen.reading.spans import Words
from tumen.reading.title import HEADS, Title, each, lookup

_BODY = (
    r"(?:(?:U\.?N\.?|United[\s\xa0]Nations)[\s\xa0])?(?:General[\s\xa0]Assembly|Security[\s\xa0]Council|Human[\s\xa0]"
    r"Rights[\s\xa0]Council"
    r"|Commission[\s\xa0]on[\s\xa0]Human[\s\xa0]Rights|Sub-?Commission|Ex[Cc]om|Executive[\s\xa0]Committee"
    r"|Economic[\s\xa0]and[\s\xa0]Social[\s\xa0]Council"
    r"|House|Senate|European[\s\xa0]Parliament)(?:[’']s)?[\s\xa0]"
)
_SYMBOL = later(
    rf"(?:{_BODY})?\b(?:[Rr]esolutions?|(?:revised[\s\xa0])?deliberations?|[Cc]onclusions?|[Dd]ecisions?|[Gg]eneral[\s\xa0](?:[Cc]omments?|[Rr]"
    rf"ecommendations?))[\s\xa0]"
    r"(?:(?:Nos?\.?)[\s\xa0])?\d[\d/]*(?:[\s\xa0][A-Z]\b(?=[\s\xa0]\())?(?:[\s\xa0]?\([\w\s,]{1,20}\))?"
    r"|\b(?:A|S|E|CCPR|CAT|CRC|CEDAW|CERD|CESCR|CED|CRPD|HRI)/(?:[\w.-]+/)*[A-Z0-9.-]*\d(?:[A-Z0-9./-]*\w)?"
    r"|\b(?:[A-Z][a-z]+[\s\xa0-]){0,2}(?:Laws?|Acts?|Decree|Ordinance|Regulation|Orders?|Directive|Proclamation"
    r"|Resolution|Edict|Regulations?|[Ss]ub-?[Dd]ecree|Prakas|Instruction|Circular)"
    r"[\s\xa0](?:\(E[A-Z]{1,3}\)[\s\xa0])?(?:(?:No\.?|Nr\.?|#|[Nn]umber)[\s\xa0]?(?:[A-Z]{1,2}/)?[\d/-]*\d(?:/E[A-Z]{1,3})?"
    r"|\d+[/-]\d+(?:/E[A-Z]{1,3})?|\d{5}|(?<=Instruction[\s\xa0])\d+\b|(?<=Circular[\s\xa0])\d+\b)"
    r"(?:[\s\xa0]of[\s\xa0](?:\d{1,2}[\s\xa0][A-Z][a-z]+[\s\xa0])?\d{4})?"
    r"|\b\d{1,4}[\s\xa0]U\.?N\.?T\.?S\.?[\s\xa0]\d+|\b\d{1,3}[\s\xa0]U\.?S\.?C\.?[\s\xa0]§{1,2}[\s\xa0]?\d[\w-]*"
    r"|\bBills?[\s\xa0](?:No\.?|Nr\.?|#)[\s\xa0]?\d[\d/-]*"
    r"|\b(?:Decree|Law|Order|Ordinance|Proclamation|Edict|Directive|Instruction|Circular"
    r"|Act)[\s\xa0]\d{1,5}[\s\xa0]of[\s\xa0]"
    r"(?:\d{1,2}[\s\xa0][A-Z][a-z]+[\s\xa0])?(?:19|20)\d\d\b"
)
_ANAPHORA = later(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Bb]oth|[Ss]aid)[\s\xa0](?:(?:above|same|two|\d{4})[\s\xa0])?(?:Convention|Covenant"
    r"|Protocol|Treaty|Declaration|Charter|Agreement|Statute|Act|Law|Code|Bill|Ordinance|Decree|Regulation|Directive"
    r"|Constitution|Memorandum)s?\b(?![\s\xa0][A-Z])"
    r"|\b[Tt]he[\s\xa0](?:convention|covenant|treaty|protocol|statute|charter)\b"
)
_NO_LAW = later(r"(?:A|S|E|CCPR|CAT|CRC|CEDAW|CERD|CED|CRPD|HRI)/(?!.*\b(?:GC|RES|DEC)\b)")
"""Symbols of reports and observations: works that are cited, and no law."""
_SIGNS = (
    "/",
    "No",
    "esolution",
    "onclusion",
    "ecision",
    "omment",
    "ecommendation",
    "UNTS",
    "U.N",
    "N.T.S",
    "Order",
    "Law ",
    "Decree ",
    "Regulation ",
    "Instruction ",
    "Circular ",
)
_COLLECTED = later(r"\d{1,4}[\s\xa0]U\.?N")
_SEVERAL = later(r"[Rr]esolutions\b")
_ANOTHER = later(
    r"(?:,[\s\xa0](?:and[\s\xa0])?|[\s\xa0]and[\s\xa0])(?P<number>\d{1,4}(?:/\d{1,4})?(?:[\s\xa0]?\(\d{4}\)"
    r"|(?<=/\d\d)|(?<=/\d\d\d)|(?<=/\d)))(?!\d)"
)
_MORE_NUMBERS = later(r"[\s\xa0(,;](?P<number>No\.[\s\xa0]\d{1,3})\b")


def by_number(text: str, holding: Sequence[Sentence]) -> Iterator[Title]:
    """`Conclusion No. 22 …, as does No. 85`, `A/RES/3/1`, `189 UNTS 150` where no title stands before it."""
    for sentence in holding:
        if not any(sign in text[sentence.start : sentence.end] for sign in _SIGNS):
            continue
        named = None
        for match in _SYMBOL.finditer(text, sentence.start, sentence.end):
            words = " ".join(match.group().split())
            beside = _COLLECTED.match(words) and HEADS.search(text, sentence.start, match.start())
            if not _NO_LAW.match(words) and not beside:
                yield _numbered(match.start(), match.end(), words)
                named = match if "No. " in words else named
            place = match.end()
            while _SEVERAL.search(words) and (other := _ANOTHER.match(text, place, sentence.end)):
                yield _numbered(
                    *other.span("number"), f"{words.split('esolution')[0]}esolution {other['number']}"
                )
                place = other.end()
        if named is not None:
            head = " ".join(named.group().split()).rsplit("No. ", 1)[0]
            for more in _MORE_NUMBERS.finditer(text, named.end(), sentence.end):
                yield _numbered(*more.span("number"), f"{head}{more['number']}")


def _numbered(start: int, end: int, title: str) -> Title:
    return Title(start=start, end=end, known=None, title=title, kind="resolution", confidence=0.85,
                 reason="a numbered decision or a symbol")  # fmt: skip


_A_COMMITTEE = later(r"[\s\xa0](?:Committee|[Mm]embers?|[Ss]ecretariat|[Rr]apporteurs?|Chair)\b|-\w")
"""The abbreviation of a treaty names its committee as well."""
_WELL_KNOWN = {
    "UDHR": "Universal Declaration of Human Rights",
    "CERD": "International Convention on the Elimination of All Forms of Racial Discrimination",
    "ICERD": "International Convention on the Elimination of All Forms of Racial Discrimination",
    "CRPD": "Convention on the Rights of Persons with Disabilities",
    "ICRMW": "International Convention on the Protection of the Rights of All Migrant Workers",
    "ICPPED": "International Convention for the Protection of All Persons from Enforced Disappearance",
    "UNCAT": "Convention against Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment",
    "UNCRC": "Convention on the Rights of the Child",
    "OPCAT": "Optional Protocol to the Convention against Torture",
    "ECHR": "European Convention on Human Rights",
    "ACHR": "American Convention on Human Rights",
    "ACHPR": "African Charter on Human and Peoples' Rights",
    "VCLT": "Vienna Convention on the Law of Treaties",
    "VCCR": "Vienna Convention on Consular Relations",
    "UNTOC": "United Nations Convention against Transnational Organized Crime",
    "UNCLOS": "United Nations Convention on the Law of the Sea",
    "TFEU": "Treaty on the Functioning of the European Union",
}
"""Abbreviations that documents use without saying what they stand for; the pack's own go first."""


def short_names(text: str, lexicon: Lexicon, titles: Sequence[Title], words: Words) -> list[Title]:
    """Abbreviations: those of the pack, and those that the text itself puts in brackets behind a title."""
    shorts = {w: Title(start=0, end=0, known=k.code, title=k.canonical, kind=k.kind, confidence=0.9,
                        reason="an abbreviation of the pack")
              for w, k in ((f.upper(), k) for f, k in lexicon.instruments.items() if re.fullmatch(r"[a-z]{3,6}",
                                                                                                  f))}  # fmt: skip
    for short, full in _WELL_KNOWN.items():
        if short in words.places and short not in shorts:
            known = lookup(full, lexicon)
            shorts[short] = Title(
                start=0, end=0, known=known[0] if known else None, title=known[1] if known else full, kind="treaty",
                confidence=0.8, reason="an abbreviation of an instrument",
            )  # fmt: skip
    for title in titles:
        own = re.search(r"\(“?([A-Z]{2,8})”?\)$", text[title.start : title.end])
        if own:
            shorts[own[1]] = title
    return [
        Title(start=place, end=place + len(short), known=title.known, title=title.title, kind=title.kind,
               confidence=0.85,
               reason="an abbreviation of an instrument")
        for short, title in shorts.items() for place in words.places.get(short, ())
        if text[place + len(short) : place + len(short) + 1] != "/" and text[place - 1 : place] != "/"
        and not _A_COMMITTEE.match(text, place + len(short))
    ]  # fmt: skip


def anaphora(text: str, titles: Sequence[Title], holding: Sequence[Sentence]) -> list[Title]:
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


_OF_A_YEAR = later(
    r"\b(?:19|20)\d\d[\s\xa0](?:(?:refugee|torture|genocide|statelessness)[\s\xa0])?(?:convention|covenant|protocol"
    r"|treaty)\b"
)


def by_year(text: str, lexicon: Lexicon, holding: Sequence[Sentence]) -> Iterator[Title]:
    """`the 1951 convention`, in small letters, where the pack knows one of that year."""
    for match in each(_OF_A_YEAR, text, holding):
        known = lookup(match.group().replace("treaty", "convention"), lexicon)
        if known is not None:
            yield Title(start=match.start(), end=match.end(), known=known[0], title=known[1], kind=known[2],
                        confidence=0.8, reason="an instrument of the pack, by its year")  # fmt: skip


_ITS_PROTOCOL = later(
    r"\b(?:(?:[Ii]ts|[Aa])[\s\xa0](?:(?:Optional|Additional|\d{4})[\s\xa0])*Protocol|its[\s\xa0](?:(?:optional"
    r"|\d{4})[\s\xa0])*protocol)\b(?![\s\xa0][A-Z]|[\s\xa0](?:on|to|relating|of)\b)"
)


def protocols(
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
