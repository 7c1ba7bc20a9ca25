"""How much in a bracket or a short reference speaks for a source: signs of one, each with its weight, added up.

No form has to fit. `Moss, Quayside Ledger, 14 May 2019` names no outlet of any list, but a capital opens it, parts with
capitals stand between commas, and a day ends it: enough together, none alone.
"""

from __future__ import annotations

import re
from typing import Final

from tumen.patterns import later
from tumen.reading.land import is_land
from tumen.reading.name_words import HEADS
from tumen.reading.symbols import SYMBOL

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?|[Ss]pring|[Ss]ummer"
    r"|[Aa]utumn|[Ww]inter)"
)
ENOUGH: Final = 4
"""Weight, from which on words name a source."""
_WORKS = later(
    r"\b(?:reports?|papers?|survey|study|studies|census|assessment|bulletin|database|dataset|monitoring|tracker"
    r"|tracking"
    r"|registry|register|ledger|logbook|minutes|transcript|recording|tape|footage|film|podcast|episode|broadcast|blog"
    r"|thesis|dissertation|chapter|edition|handbook|manual|guide|factsheet|brief|briefing|dispatch|communiqu\w+"
    r"|statement"
    r"|submission|testimon(?:y|ies)|interviews?|affidavit|deposition|letter|e-?mail|memo(?:randum)?|note verbale|cable"
    r"|telegram|directive|circular|dossier|file|folder|archives?|collection|photographs?|photo|imagery|map"
    r"|press release"
    r"|article|editorial|op-?ed|column|diary|memoir|yearbook|almanac|gazette|questionnaire|poll|audit|appeal|petition"
    r"|opinion|opinions|views|judge?ment|ruling|decision|order|comment|recommendation|observations|resolution"
    r"|declaration"
    r"|newsletter|magazine|journal|review|quarterly|annual|monthly|weekly|daily|unpublished|forthcoming|preprint"
    r"|fieldnotes|field notes|voicemail|message|post|thread|tweet|speech|lecture|hearing|session|remarks|correspondence"
    r"|conversation|communication|evidence|exhibit|enclosure|attachment|annex|appendix|diar(?:y|ies)|log)s?\b",
    re.I,
)
_LOCATED = later(
    r"\b(?:pp?|paras?|chaps?|ch|vol|no|nos|fol|col|cols|para|art|sect|min|pt)\.[\s\xa0]?[\dIVX]|§+[\s\xa0]?\d|¶+"
    r"[\s\xa0]?\d"
    r"|\b(?:page|paragraph|chapter|table|figure|fig\.|volume|issue|number|line|column|footnote|note|minute|side"
    r"|reel|box"
    r"|sheet|slide|frame|track|tape|part|episode|entry|item|card|leaf|folio|annex|appendix|band)s?[\s\xa0](?:\d"
    r"|[IVX]+\b|[A-H]\b)"
    r"|\b\d{1,2}:\d\d(?::\d\d)?\b|\bat[\s\xa0]\d{1,3}$",
    re.I,
)
_DAY = later(
    rf"\b\d{{1,2}}[\s\xa0]{_MONTH}[\s\xa0](?:19|20)\d\d|\b{_MONTH}[\s\xa0]\d{{1,2}},?[\s\xa0](?:19|20)\d\d"
    rf"|\b\d{{1,2}}[./]\d{{1,2}}[./](?:19|20)\d\d|\b(?:19|20)\d\d-\d\d-\d\d|\b{_MONTH}[\s\xa0](?:19|20)\d\d"
    rf"|,[\s\xa0]\d{{1,2}}[\s\xa0]{_MONTH}$|,[\s\xa0]{_MONTH}[\s\xa0]\d{{1,2}}$"
)
_YEAR = later(r"\b(?:19|20)\d\d[a-z]?\b")
_TITLE = later(r"[“\"‘][^”\"’]{6,}[”\"’]|(?<![\w*_])[*_][A-Z][^*_\n]{5,}[*_]")
_ADDRESS = later(r"https?://|www\.|\b[a-z0-9-]+\.(?:org|com|net|info|example|int|gov|edu)\b|\bdoi\b", re.I)
_LED = later(r"(?:see|cf\.|compare|quoted|cited|quoting|citing|source:|sources:|via|courtesy|credit)\b", re.I)
_ON_FILE = later(
    r"\bon file\b|\bheld (?:by|at|in)\b|\b(?:seen|obtained|reviewed|heard|shown|received|collected|recorded|taken"
    r"|conducted"
    r"|supplied|provided) (?:by|to|from|in|at|on)\b|\bop\. ?cit|\bibid|\bsupra\b|\bcopy (?:with|of)\b",
    re.I,
)
_CODE = later(r"\b[A-Z]{1,5}[-–/ ]?\d{2,6}(?:[-/]\d+)?\b")
_PARTS = later(r",[\s\xa0](?:[Tt]he[\s\xa0])?[A-Z][\w’'&-]*(?:[\s\xa0](?:of|for|on|and|the))*[\s\xa0][A-Z]")
"""A part of two words or more: one alone may be a place as well as an outlet."""
_BY_NUMBER = later(
    r"(?:[A-Z][\w’-]*[\s\xa0]){0,3}(?:[Rr]esolutions?|[Dd]ecisions?|[Dd]ecrees?|[Oo]rders?)[\s\xa0](?:[Nn]os?\.[\s\xa0])?\d"
)
"""Acts that bind are law, and found as such."""
_TELLS = later(
    r"\b(?:is|are|was|were|be|been|has|have|had|who|whom|which|that|because|although|if|when|where|not|they|he"
    r"|she|we|it"
    r"|did|does|do|can|could|may|might|will|would|should|must|there|this|these)\b"
)
_LAW = later(
    r"\b(?:[Aa]rt(?:icle)?s?\.?|[Ss]ections?|ss?\.|[Rr]ules?|[Cc]lauses?)[\s\xa0]\d|\b(?:Act|Law|Code|Convention"
    r"|Covenant|Protocol"
    r"|^[Nn]o\.[\s\xa0][\d/]+$|Statute|Constitution|Charter|Treaty|Directive|Regulations?)\b"
)
_DEFINED = later(
    r"\W*(?:[\d,]+[\s\xa0])?(?:since|after|until|till|before|between|from|in|on|by|at|during|for|with|of|to|than"
    r"|up|down|hereafter|hereinafter|“?the|also|now|formerly|aged?|born|about|some|around|nearly|or|and|i\.e\."
    r"|e\.g\.|not)\b",
    re.I,
)
_MONEY = later(r"[$€£¥]|\b(?:USD|EUR|per cent|percent|km|kg|dollars|euros|people|years?[\s\xa0]old)\b|%")
_NUMBERED = later(
    r"\b(?:report|interview|witness|testimony|statement|exhibit|annex|appendix|file|case|dossier|letter|cable"
    r"|memo|note|record"
    r"|document|folder|log|evidence|affidavit|questionnaire|respondent|informant|update|bulletin|list|wk|week"
    r"|survey|sample"
    r"|transcript|diary|archive|photo|video|image|source|group)s?,?[\s\xa0](?:file[\s\xa0]|list,[\s\xa0]wk[\s\xa0])?"
    r"(?:no\.?[\s\xa0]|#)?(?:[A-Z]{0,5}[-–/ .]?\d|[A-H]\b|[IVX]+\b)",
    re.I,
)
_SHORT = later(r"[A-Z]{3,6},[\s\xa0]")
_WORD = later(r"[A-Za-zÀ-ÿ][\w’'-]*")


def signs(words: str) -> dict[str, int]:
    """The signs in the words of a bracket and what each weighs; what speaks against a source weighs below 0."""
    found: dict[str, int] = {}
    named = _WORD.findall(words)
    capital = sum(w[0].isupper() for w in named)
    if not named:
        return found
    for sign, weight, there in (
        ("a title", 3, _TITLE.search(words) is not None),
        ("a day", 2, (day := _DAY.search(words) is not None)),
        ("a year", 1, not day and _YEAR.search(words) is not None),
        ("a word for a work", 2, _WORKS.search(words) is not None),
        ("a place in a work", 2, _LOCATED.search(words) is not None),
        ("an address", 3, _ADDRESS.search(words) is not None),
        ("a word that leads to a source", 2, _LED.match(words) is not None),
        ("somebody keeps it", 3, _ON_FILE.search(words) is not None),
        ("a code", 2, _CODE.search(words) is not None or SYMBOL.search(words) is not None),
        ("a body", 1, any(w.lower() in HEADS and w[0].isupper() for w in named)),
        (
            "a capital first",
            1,
            named[0][0].isupper() and words[:1] in (named[0][:1], "“", '"', "‘", "*", "_"),
        ),
        ("parts with capitals", 1, _PARTS.search(words) is not None),
        ("law", -4, _LAW.search(words) is not None or _BY_NUMBER.match(words) is not None),
        ("a place", -2, any(is_land(w) and w[0].isupper() for w in named)),
        ("a clause", -3, _TELLS.search(_TITLE.sub(" ", words)) is not None),
        ("a word that explains", -3, _DEFINED.match(words) is not None),
        ("a numbered paper", 2, _NUMBERED.search(words) is not None),
        ("an abbreviation first", 1, _SHORT.match(words) is not None),
        ("an amount", -2, _MONEY.search(words) is not None),
        ("few capitals", -1, capital * 3 < len(named)),
    ):
        if there:
            found[sign] = weight
    return found


def of_signs(words: str) -> str | None:
    """The signs that speak for a source, `; ` between them, where all together weigh enough; None where they do not."""
    found = signs(" ".join(words.split()))
    if sum(found.values()) < ENOUGH:
        return None
    return "; ".join(sign for sign, weight in found.items() if weight > 0)
