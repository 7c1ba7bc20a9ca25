"""Sources named in brackets: exhibits and interviews, papers with their place, outlets with a day, codes of a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tumen.patterns import later
from tumen.reading.citation import QUOTED, URL
from tumen.reading.references import in_brackets
from tumen.reading.source_signs import of_signs
from tumen.reading.symbols import SYMBOL

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_DAY = (
    rf"(?:(?:\d{{1,2}}[\s\xa0])?{_MONTH}(?:[\s\xa0]\d{{1,2}},?)?[\s\xa0](?:19|20)\d\d"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d)"
)
_CODE = r"(?:[A-Z]{0,5}[-–/ .]?\d[\w/.–-]*)"
_LEAD = later(
    r"(?:(?:(?:[Ff]or[\s\xa0](?:example|instance|details)|[Oo]n[\s\xa0]this|[Cc]ompare|[Cc]ontrast|[Aa]lso|[Aa]nd"
    r"|[Bb]ut|e\.g\.|i\.a\.)?,?[\s\xa0]?)"
    r"(?:[Ss]ee(?:[\s\xa0]also)?|[Cc]f\.?|[Ss]ources?:|[Aa]ccording[\s\xa0]to|[Pp]er|e\.g\.|[Rr]ef(?:erence)?\.?:?"
    r"|(?:[Aa]s[\s\xa0])?(?:[Qq]uot(?:ed|ing)|[Cc]it(?:ed|ing)|[Rr]eported|[Tt]old|[Pp]ublished|[Rr]ecorded"
    r"|[Cc]onfirmed"
    r"|[Rr]eproduced|[Rr]eprinted|[Dd]iscussed|[Dd]ocumented|[Bb]ased|[Dd]rawing|[Tt]aken|[Tt]ranslated|[Pp]rinted)"
    r"(?:[\s\xa0](?:in|by|on|from|to|at))?)(?:,?[\s\xa0](?:for[\s\xa0]example|e\.g\.|inter[\s\xa0]alia|generally"
    r"|in[\s\xa0]particular|further|too),?)?,?[\s\xa0]+)+"
)
"""Words that lead on to a source: `see also`, `as quoted in`."""
_EVIDENCE = later(
    r"(?:[\w’'-]+[\s\xa0]){0,4}?(?:[Ii]nterview(?:ee)?|[Ww]itness|[Ee]xhibit|[Aa]nnex|[Aa]ppendix|[Ee]nclosure"
    r"|[Aa]ttachment|[Cc]ase(?:[\s\xa0]file)?|[Ff]ile"
    r"|[Dd]ossier|[Tt]estimony|[Ss]tatement|[Ss]ubmission|[Ee]vidence|[Aa]ffidavit|[Qq]uestionnaire|[Rr]espondent"
    r"|[Ii]nformant|[Dd]eposition|[Rr]ecord|[Ll]og(?:[\s\xa0]entry)?|[Dd]ocket|[Dd]ocument|[Dd]oc\.|[Ii]nventory"
    r"|[Tt]ranscript|[Ll]etter"
    r"|[Cc]able|[Cc]ommunication|[Mm]emo|[Nn]ote|[Rr]eport|[Ff]older|[Dd]iary|[Ff]ield[\s\xa0]notes"
    r"|[Pp]aper|[Pp]hoto(?:graph)?|[Vv]ideo|[Ii]mage|[Aa]nswer|[Qq]uestion|[Pp]etition|[Cc]omplaint|[Aa]rchive"
    r"|[Ff]ocus[\s\xa0]group)(?:es|s)?"
    rf"[\s\xa0](?:with[\s\xa0]|(?:[Nn]os?\.?|[Nn]umbers?|#|[Rr]ef\.?)[\s\xa0]?)?(?:{_CODE}|[A-H]\b|[IVX]{{1,5}}\b)"
)
"""`exhibit E-12`, `Case file 21`, `annex III`, `Interviews 40–42`."""
_DATED_PAPER = later(
    r"(?:(?!on\b|in\b|until\b|since\b|from\b|before\b|after\b)[\w’'-]+[\s\xa0,]+){0,6}?(?:[Ii]nterviews?"
    r"|[Tt]estimon(?:y|ies)|[Ss]tatement|[Ss]ubmission|[Aa]ffidavit|[Rr]eport|[Ll]etter|[Ee]-?mail|[Cc]able"
    r"|[Cc]ommunication|[Cc]orrespondence"
    r"|[Mm]emo(?:randum)?|[Nn]ote[\s\xa0]verbale|[Pp]ress[\s\xa0](?:release|conference|statement|briefing)"
    r"|[Bb]roadcast|[Tt]weet|[Pp]ost|[Pp]osting|[Ss]peech|[Mm]inutes|[Hh]earing|[Bb]riefing|[Bb]ulletin"
    r"|[Cc]onversation|[Cc]all"
    r"|[Rr]eply|[Aa]nswer|[Nn]otes|[Ff]ocus[\s\xa0]group|[Cc]ommuniqu[ée]|[Aa]rticle|[Ss]urvey|[Ss]tudy"
    r"|[Ww]hite[\s\xa0]paper|[Uu]pdate|[Ff]actsheet|[Jj]udge?ment|[Rr]uling|[Dd]ecision|[Gg]azette"
    r"|[Ii]mage(?:ry)?|[Vv]ideo)\b"
    rf"(?:[^;]{{0,90}}?\b{_DAY}|[\s\xa0](?:with|by|from|to)[\s\xa0][^;]{{3,90}})"
)
"""`letter of 4 July 2017`, `interview with a former clerk`."""
_SURVEY = later(
    rf"(?:[A-Za-z.’& -]{{0,60}}[,;][\s\xa0])?(?:{_DAY}|(?:{_MONTH}[\s\xa0])?(?:19"
    rf"|20)\d\d)[,;:][\s\xa0](?:n[\s\xa0]?=[\s\xa0]?)?[\d,]+(?:[\s\xa0][a-z]+)?"
    rf"|n[\s\xa0]?=[\s\xa0]?[\d,]+,[\s\xa0].*(?:19|20)\d\d"
)
"""`Aug 2026, 380 households`: what was asked, when and of how many."""
_ONLY_A_BODY = later(
    r"(?:[Tt]he[\s\xa0])?(?=(?:.*\b)?(?:Committee|Commission|Council|Ministry|Office|Agency|Department"
    r"|Association|Foundation|Cent(?:re|er)|Union|Society|Institute|Bureau|Service|Authority|Bank|Watch|Cross"
    r"|Network|Press|News|Times|Post|Team|Group|Cluster|Secretariat|Mission|Court|Police|University|Government"
    r"|Board)\b)[A-Z][\w’-]*(?:[\s\xa0](?:(?:of|for|on|and|the)[\s\xa0]){0,2}[A-Z][\w’-]*)+"
)
_ENDED = later(r"[.!?”\"][\s\xa0][(\[]$")
_LOCATED = later(
    r"\bpp?\.[\s\xa0]?\d|\bparas?\.?[\s\xa0]\d|¶+[\s\xa0]?\d|\bvol\.?[\s\xa0]\d|\bch(?:ap)?s?\.[\s\xa0]\d"
    r"|\bcol(?:s|umn)?\.?[\s\xa0]\d|\b[Ff]olios?[\s\xa0]\d"
    r"|(?<![\w.])(?:n|nn|fn|note|footnote)\.?[\s\xa0]\d{1,3}\b|\bat[\s\xa0]\d{1,3}\b|\bpages?[\s\xa0]\d"
    r"|\d\d:\d\d:\d\d|,[\s\xa0]§§?[\s\xa0]?\d"
    r"|\b(?:table|fig(?:ure|\.)|sheet|chapter|line)[\s\xa0]\d+(?:\.\d+)?$|\b(?:box|folder|reel|file"
    r"|fol\.)[\s\xa0]\d+|\bparagraphs?[\s\xa0]\d"
)
"""A place in a work."""
_BACK = later(
    r"(?:[Ii]bid(?:em)?|[Ii]d|[Ll]oc\.?[\s\xa0]cit|[Oo]p\.?[\s\xa0]cit)\b\.?|.{0,60}\b(?:op\.?[\s\xa0]cit|supra"
    r"|infra|ibid)\b|same[\s\xa0](?:source|interview|witness|letter|report|file|paper)"
    r"|paras?(?:\.|graphs?)[\s\xa0]\d[\d–, and-]*[\s\xa0](?:above|below)|above,?[\s\xa0](?:n\.?|note|para)"
)
"""What points back to a work named before."""
_HELD = later(
    r"(?:[\w’'-]+[\s\xa0]){0,5}?(?:records?|documents?|photographs?|papers|footage|videos?|files?|letters?"
    r"|messages|logs?|recordings?|images?|copy|copies|translation|lists?|testimon(?:y|ies)|names?|details)\b"
    r"[^;]{0,30}\b(?:shown[\s\xa0]to|seen[\s\xa0]by|reviewed[\s\xa0]by|provided|on[\s\xa0]file|obtained"
    r"|in[\s\xa0](?:our|its|the)[\s\xa0]\w*[\s\xa0]?(?:possession|archives?)|held[\s\xa0](?:by|at|in)"
    r"|shared[\s\xa0]with|copied|published|posted|available)\b"
    r"|.*\bon[\s\xa0]file[\s\xa0](?:with|at)\b|.*\b(?:personal|private)[\s\xa0](?:communication|correspondence"
    r"|interview|archive)\b"
)
_OUTLET = (
    r"Reuters|Associated[\s\xa0]Press|Agence[\s\xa0]France-Presse|AP|AFP|BBC|CNN|NPR|DPA|EFE|ANSA|TASS|Interfax"
    r"|Xinhua|KCNA|Yonhap|Kyodo|Anadolu"
    r"|Bloomberg|(?:[A-Z][\w’'&-]*[\s\xa0]){0,4}(?:[\w’'&-]*(?:Times|Post|Daily|Herald|News|Tribune|Guardian"
    r"|Journal|Gazette|Chronicle|Telegraph|Observer|Mirror|Globe|Standard"
    r"|Weekly|Dispatch|Star|Mail|Press|Agency|Television|TV|Radio|Courier|Monitor|Review|Bulletin|Wire|Voice"
    r"|Record|Argus|Echo|Inquirer|Examiner|Independent|Register|Citizen|Network|Media|Magazine|Blatt|Zeitung"
    r"|Watch|Committee|Commission|Institute|Council|Ministry|Office|Agency|Department|Association|Foundation"
    r"|Cent(?:re|er)|Union|Society|Project|Initiative|Group|Bureau|Service|Authority|Bank))\b[^;]{0,50}?"
)
_THIS_YEAR = rf"(?:{_DAY}|\d{{1,2}}[\s\xa0]{_MONTH})"
_SPOKEN_TO = later(
    r"Qq?[\s\xa0]?\d{1,4}(?:[-–]\d{1,4})?|(?:KII?|FGD|IDI|SSI|INT)[\s\xa0-]?\d{1,3}\b.{0,60}"
    r"|(?:[\w’'-]+[\s\xa0,]+){0,4}?(?:[Ii]nterviews?|[Tt]estimony|[Ss]peech|[Cc]onversation|[Cc]orrespondence"
    r"|[Ff]ieldwork|[Ff]ield[\s\xa0]notes)(?:,[\s\xa0][A-Z][\w’ -]{2,30}){0,2},?[\s\xa0](?:19|20)\d\d"
)
"""`KI 7`, `Author interview, Lindon, 2017`."""
_PAPER_OF_A_DAY = later(
    rf"(?:[^;,]{{2,60}},[\s\xa0])?(?:[Tt]he[\s\xa0])?(?:{_OUTLET}|[A-Z]{{3,6}}|[\w.-]+\.(?:com|org|net|info"
    rf"|[a-z]{{2}}))(?:,[\s\xa0](?:[A-Z][\w’-]+,[\s\xa0])?|[\s\xa0])(?:of[\s\xa0]|on[\s\xa0])?{_THIS_YEAR}.{{0,30}}"
)
"""`Daily Star, 3 May 2019`, `Ona Vell, Tide Watch, June 2018`."""
_NAME = r"[A-Z][\w’'-]+"
_PERSONS = (
    rf"{_NAME}(?:[\s\xa0](?:(?:of|for|on|the|de|der|van|von|al)[\s\xa0])?{_NAME}){{0,4}}"
    rf"(?:(?:,?[\s\xa0](?:and|&)[\s\xa0]"
    rf"|,[\s\xa0]){_NAME}(?:[\s\xa0]{_NAME}){{0,3}}){{0,4}}(?:,?[\s\xa0]et[\s\xa0]al\.?)?"
)
_AUTHOR_YEAR = later(
    rf"{_PERSONS},?[\s\xa0](?:forthcoming|in[\s\xa0]press|n\.d\.|unpublished|(?:19|20)\d\d[a-z]?(?:,[\s\xa0](?:19"
    rf"|20)\d\d[a-z]?)*)"
    r"(?:[,:][\s\xa0]?(?:pp?\.[\s\xa0]?|ch\.[\s\xa0]?)?\d+(?:[-–]\d+)?(?:,[\s\xa0]\d+)*)?"
)
_SURELY_AUTHORS = later(
    r"[\s\xa0](?:and|&)[\s\xa0]|[\s\xa0]et[\s\xa0]al|forthcoming|in[\s\xa0]press|n\.d\.|\d[:,]"
)
_BARE_YEAR = later(r"(?:19|20)\d\d[a-z]?(?:[:,][\s\xa0]?(?:pp?\.[\s\xa0]?)?\d+(?:[-–]\d+)?)?")
_A_CODE = later(
    r"(?P<head>[A-Z]{1,6})"
    r"(?:[-–/ .]?\d{1,2}(?=[-–/]))?[-–/ .]?\d{1,5}[a-z]?(?:[-–]\d{1,5})?(?:,[\s\xa0]\d\d:\d\d(?::\d\d)?)?"
)
_NAMED_CODE = later(
    r"\b(?:[Ee]vidence|[Ww]itness(?:es)?|[Ii]nterview(?:ee)?s?|[Tt]estimon(?:y|ies)|[Ee]xhibits?"
    r"|[Rr]espondents?)[\s\xa0](?P<code>[A-Z]{2,6}[-–/ ]?\d{1,5}|[A-Z]\d\d-\d+)\b"
)
_OF_LAW = later(
    r"^(?:[Aa]rt(?:icle)?s?\b|[Ss]ections?\b|ss?\.|§|[Rr]ules?\b|[Pp]rinciples?\b|[Cc]lauses?\b|[Rr]egulations?\b)"
    r"|\b(?:Act|Law|Code|Convention|Covenant|Protocol|Statute|Constitution|Charter|ICCPR|ECHR|UNCAT"
    r"|Directive)\b(?!.*[“\"])"
)
_NO_WORK = later(
    r"(?:[A-Z]{2,8}|(?:19|20)\d\d(?:[-–/](?:19|20)?\d\d)?|\d[\d., ]*|sic|emphasis[\s\xa0].*|hereafter.*"
    r"|hereinafter.*|see[\s\xa0]above|see[\s\xa0]below)"
)
_NEXT = later(r";[\s\xa0]+|[\s\xa0]?\|[\s\xa0]?")
_SECOND = later(
    r"(?:,[\s\xa0](?:and[\s\xa0])?|[\s\xa0](?:and|or|&)[\s\xa0])(?:see[\s\xa0](?:also[\s\xa0])?)?"
)
_SQUARE = later(r"\[(?P<inside>[^\[\]\n]{2,160})\]")
_ENOUGH = 2
"""Brackets with a code of the same letters, from which on it is a code of files."""

Found = tuple[int, int, float, str]
EVIDENCE, PAPER, WRITER = (
    "a paper of a file named in brackets",
    "a source named in brackets",
    "an author and a year",
)


def find_bracketed(text: str) -> Iterator[Found]:
    """Each source in round or square brackets: where it stands, how sure it is, and why."""
    pieces = [p for a, b in _brackets(text) for p in _pieces(text, a, b)]
    codes = {
        text[slice(*part)] for a, b in pieces for part in _parts(text, a, b) if _A_CODE.fullmatch(text, *part)
    }
    codes |= {m["code"] for m in _NAMED_CODE.finditer(text)}
    known = Counter(shape for code in codes for shape in _shapes(code))
    before = -10
    for a, b in pieces:
        found = list(_sources(text, a, b, known))
        if not found and 0 <= a - before <= len("; ") and _BARE_YEAR.fullmatch(text, a, b):
            found = [(a, b, 0.86, WRITER)]
        yield from found
        before = b if found and (found[-1][3] == WRITER or _AUTHOR_YEAR.fullmatch(text, a, b)) else -10
    for head in {m[1] for code in codes if (m := _LETTERS.match(code)) and known[m[1]] >= _ENOUGH}:
        for match in re.finditer(
            rf"(?<![\w-]){head}[-–/ .]?\d[\d–/-]*(?:[ ]\([^()\n]{{3,60}}\))?(?!\w)", text
        ):
            yield *match.span(), 0.5, EVIDENCE


_LETTERS = later(r"([A-Z]{2,6}|[A-Z](?=\d\d))")


def _shapes(code: str) -> tuple[str, ...]:
    """What codes of one file share: their letters, or, where they have three digits, how they are built."""
    letters, digits = _A_CODE.fullmatch(code)["head"], re.sub(r"\D", "", code)  # type: ignore[index]
    built = re.sub(r"[A-Z]", "A", re.sub(r"\d", "9", code.split(",")[0]))
    return (letters, built) if len(digits) >= _DIGITS else (letters,)


_DIGITS = 3
_INSIDE = later(r"(?:[Aa]nnex|[Aa]ppendix|[Pp]aras?|[Pp]aragraphs?|[Pp]ages?|pp?\.|[Tt]able|[Ll]ine)\b")


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    for a, b in in_brackets(text, 0, len(text)):
        if 2 < b - a <= _LONGEST:
            yield a, b
    for match in _SQUARE.finditer(text):
        yield match.span("inside")


_LONGEST = 400
"""Characters in brackets; what is longer tells something."""


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A bracket divided at semicolons, without what leads on to a source."""
    first = start
    for match in [*_NEXT.finditer(text, start, end), None]:
        a, b = _trimmed(text, first, match.start() if match else end)
        lead = _LEAD.match(text, a, b)
        a = lead.end() if lead else a
        if b - a > 1 and not _NO_WORK.fullmatch(text, a, b):
            yield a, b
        first = match.end() if match else end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \xa0\n":
        start += 1
    while end > start and text[end - 1] in " \xa0\n.,":
        end -= 1
    return start, end


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`UW-201 and UW-207` are two."""
    first = start
    for match in _SECOND.finditer(text, start, end):
        yield first, match.start()
        first = match.end()
    yield first, end


def _sources(text: str, start: int, end: int, known: Counter[str]) -> Iterator[Found]:
    words = text[start:end]
    codes = [part for part in _parts(text, start, end) if _counted(text, part, known)]
    if codes and all(_counted(text, p, known) or _EVIDENCE.match(text, *p) for p in _parts(text, start, end)):
        first, *more = _parts(text, start, end)
        if any(_INSIDE.match(text, *part) for part in more):
            yield start, end, 0.86, EVIDENCE  # `FL-27, annex B`
            return
        for a, b in (first, *more):
            yield a, b, 0.86, EVIDENCE
        return
    if URL.search(words) and not QUOTED.search(words):
        return  # the address alone is found by itself
    symbols = list(SYMBOL.finditer(text, start, end))
    if len(symbols) > 1 and _SECOND.fullmatch(text, symbols[0].end(), symbols[1].start()):
        for one in symbols:
            yield *one.span(), 0.86, "the symbol of a document"
        return
    if symbols and symbols[0].start() - start < 40:
        yield start, end, 0.86, "the symbol of a document"
        return
    if (
        _AUTHOR_YEAR.fullmatch(text, start, end)
        and _SURELY_AUTHORS.search(words)
        and not _NOT_A_WRITER.search(words)
    ):
        yield start, end, 0.6, WRITER
        return
    law = _OF_LAW.search(words) is not None
    if _BACK.match(text, start, end):
        yield start, end, 0.86, PAPER
    elif _EVIDENCE.match(text, start, end) and not law:
        first, *more = _parts(text, start, end)
        if more and all(_A_CODE.fullmatch(text, *part) for part in more):
            yield *first, 0.86, EVIDENCE
            for part in more:
                yield *part, 0.86, EVIDENCE
        else:
            yield start, end, 0.86, EVIDENCE
    elif (
        (_LOCATED.search(words) and (not law or QUOTED.search(words)) and _names_a_work(words))
        or _HELD.match(text, start, end)
        or _DATED_PAPER.match(text, start, end)
        or _SPOKEN_TO.fullmatch(text, start, end)
        or _PAPER_OF_A_DAY.fullmatch(text, start, end)
        or _SURVEY.fullmatch(text, start, end)
        or (
            words[:1].isupper()
            and "," in words
            and _A_PAPER.search(words.lower())
            and _SAYS_WHEN.search(words)
        )
        or (_IN_IT.search(words) and _A_PAPER.search(words.lower()))
        or (_ONLY_A_BODY.fullmatch(text, start, end) and _ENDED.search(text, max(start - 4, 0), start))
        or ((title := QUOTED.search(words)) and _SAYS_WHEN.search(words, title.end()))
    ):
        yield start, end, 0.86, PAPER
    elif (weighed := of_signs(words)) is not None:
        yield start, end, 0.86, f"{PAPER}; {weighed}"


_A_PAPER = later(
    r"\b(?:report|draft|conclusions|observations|statement|submission|survey|study|paper|minutes|letter|review"
    r"|book|chapter|manual|handbook|record|transcript|judge?ment|decision|comment|recommendation|reply|answer"
    r"|memo\w*|brief\w*|list|update|bulletin|appeal|map|sitrep|factsheet|database|edition|yearbook|monitor"
    r"|statistics|annals|abstract)\b"
)
_IN_IT = later(r"\b(?:wk|week|box|issue|no\.?|sheet|item|update|bulletin)[\s\xa0]#?\d|#[\s\xa0]?\d")
_SAYS_WHEN = later(rf"{_DAY}|\b(?:19|20)\d\d\b")
_NOT_A_WRITER = later(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Spring|Summer|Autumn"
    r"|Winter|Act|Law|Convention|Protocol|Covenant|Treaty|Resolution|Agreement|Article|No|Code)\b"
)


def _counted(text: str, part: tuple[int, int], known: Counter[str]) -> bool:
    code = _A_CODE.fullmatch(text, *part)
    return code is not None and any(known[shape] >= _ENOUGH for shape in _shapes(code.group()))


def _names_a_work(words: str) -> bool:
    return words[:1].isupper() or words[:1] in '“"‘' or _A_PAPER.search(words) is not None
