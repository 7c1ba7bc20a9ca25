"""Numbers and symbols by which a document is filed: of the United Nations, of parliaments, courts and registers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tumen.patterns import later
from tumen.reading.sentences import Sentences
from tumen.reading.spans import Words

_UN = (
    r"(?:A|S|E|CCPR|CAT|CRC|CEDAW|CERD|CED|CRPD|CMW|HRI|TD|ST|WHO|ILO|IOM|UNHCR|GC|EC|HCR|DP"
    r"|UNEP)/(?:[\w.-]+/)*[\w.-]*\d(?:[\w-]|\.(?=\w))*(?:/\w+(?:\.\d+)?)*"
)
_COUNCIL = (
    r"CPT/Inf[\s\xa0]?\(\d{4}\)[\s\xa0]?\d+|CommDH\(\d{4}\)\d+|CDL-\w+\(\d{4}\)\d+|(?:COM|SWD|SEC|JOIN|CM"
    r"|AS/Jur)[\s\xa0]?\((?:19|20)\d\d\)[\s\xa0]?\d+"
    r"|(?:OJ|O\.J\.)[\s\xa0][LC][\s\xa0]?\d+|[EOPH]-\d{3,6}/(?:19|20)?\d\d(?!\d)|PE[\s\xa0]\d{3}\.\d{3}"
    r"|(?:J?(?:UA|AL|OL)|UA|AL|OL)[\s\xa0][A-Z]{3}[\s\xa0]\d{1,3}/(?:19|20)\d\d"
    r"|OEA/[\w./]+\d|ECLI:[A-Z]{2}:\w+:\d{4}:[\w.]+\w|EU:[CTF]:\d{4}:\d+"
)
_PARLIAMENT = (
    r"(?:HC|HL)(?:[\s\xa0]Paper)?[\s\xa0]\d{1,4}(?:[-–]\w+)?(?:[\s\xa0]\(\d{4}[-–]\d{2,4}\))?|(?:Cm|Cmd|Cmnd"
    r"|CP)\.?[\s\xa0]\d{2,5}|(?:HC|HL)[\s\xa0]Deb[\s\xa0][^;.()\n]{4,50}"
    r"|HC[\s\xa0]Deb\b|EDM[\s\xa0]\d+|PQ[\s\xa0]?\d+|Hansard,?[\s\xa0][^;.()\n]{4,50}\d"
    r"|Bundestag[\s\xa0]Drs\.[\s\xa0]\d+/\d+|S\.[\s\xa0]Rep\.[\s\xa0]\d+-\d+"
    r"|H\.[\s\xa0]?R\.[\s\xa0]Rep\.[\s\xa0]\d+-\d+|GAO-\d\d-\d+|T-PVS/\w+"
)
_COURT = (
    r"\[(?:19|20)\d\d\][\s\xa0](?:\d[\s\xa0])?[A-Z]{2,6}(?:[\s\xa0](?:Civ|Crim|Admin))?[\s\xa0]\d+"
    r"|\d{1,4}[\s\xa0](?:U\.S\.|F\.(?:2d|3d|Supp)|EHRR|I\.?L\.?M\.?|BHRC|ILR)[\s\xa0]\d+"
    r"|(?:Joined[\s\xa0])?Cases?[\s\xa0][CTF][-‑]\d+/\d\d(?:[\s\xa0](?:PPU|P))?|(?:[Cc]ase|[Ff]ile|[Dd]ocket"
    r"|[Rr]ef\.)[\s\xa0](?:[Nn]o\.?[\s\xa0])?(?:[IVX]{1,4}[\s\xa0])?[A-Z]{0,4}[\s\xa0]?\d{1,6}[/-][\w/-]*\d[\w-]*"
)
_EVIDENCE = (
    r"[Ee]vidence[\s\xa0](?:\(|[Nn]o\.[\s\xa0]?)?[A-Z]{2,4}[\s\xa0]?\d{1,4}\)?"
    r"|[Ee]xhibits?[\s\xa0][A-Z]{0,3}-?\d+\b|(?<=\()[A-Z]{3}\d{4}(?=[);,])"
    r"|[Oo]fficial[\s\xa0](?:[Gg]azette|[Jj]ournal)[^.;()\n]{0,40}?(?:[Nn]o\.?|item)[\s\xa0]?\d+"
    r"|[Cc]ommuniqu[ée][\s\xa0][Nn]o\.[\s\xa0]\d+|(?:ISBN|ISSN|doi:|DOI:?)[\s\xa0]?[\d.][\d./X-]{6,}"
)
_DOCKET = r"\d{2,4}-?[A-Z][a-z]+(?:[A-Z][a-z]+)?(?:-[A-Z][a-z]+)?-?\d{1,8}|[A-Z]{2,4}-(?:19|20)\d\d-\d{2,6}"
"""Numbers of cases that are made of a year, a word and a count: `2022GuHap71554`."""
SYMBOL = later(rf"(?<![\w/])(?:{_UN}|{_DOCKET}|{_COUNCIL}|{_PARLIAMENT}|{_COURT}|{_EVIDENCE})(?!\w)")
"""Any of them; none is a law, though the symbol of a resolution names one too."""
_OPENS = later(
    r"hc|hl|cm|cmd|cmnd|cp|edm|pq|hansard|bundestag|gao|cases?|files?|docket|ref|evidence|exhibits?|cpt|com|swd"
    r"|sec|join|oj"
    r"|ecli|eu|isbn|issn|doi|ua|al|ol|jua|jal|jol|gazette|journal|communiqu|commdh|cdl|pe|oea|joined"
).fullmatch
_SIGN = later(r"/|\[(?:19|20)\d|\d-?[A-Z][a-z]|-(?:19|20)\d\d-|EHRR|U\.S\.\s\d|BHRC|\([A-Z]{3}\d{4}[);,]")


def symbols_of(text: str, sentences: Sentences, words: Words) -> Iterator[re.Match[str]]:
    """Every symbol of a text, in order; looked for only in sentences that may hold one."""
    for sentence in words.sentences(_OPENS, sentences, also=(m.start() for m in _SIGN.finditer(text))):
        yield from SYMBOL.finditer(text, sentence.start, min(sentence.end + _OVER, len(text)))


_OVER = 30
"""Characters: the point of `ref. 5512-24` may have ended a sentence."""
