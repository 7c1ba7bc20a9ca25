"""Articles, sections and paragraphs of English text, each tied to the instrument it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tumen.patterns import later
from tumen.reading.sentences import Sentence, Sentences
from tumen.reading.spans import Spans
from tumen.reading.title import Title, each

_NUMBERED = (
    r"(?:\d{1,3}(?:[\s\xa0]?(?:bis|ter)\b|(?:[A-Z]{0,2}|[a-z])\b)|[IVXL]{1,5}\b)(?:[\s\xa0]?\(\w{1,4}\))*"
)
_SMALLER = r"(?:[Ss]ub-?)?(?:[Pp]aragraphs?|[Pp]aras?\.?|[Ss]ections?|[Cc]lauses?)"
_ARTICLES = later(
    rf"(?<!\w)(?:(?:(?P<inner>{_SMALLER}[\s\xa0]\d{{1,2}}(?:[\s\xa0]?\(\w{{1,3}}\))*)[\s\xa0]of[\s\xa0](?=[Aa]rt))?"
    r"(?P<unit>(?:[Cc]ommon[\s\xa0])?[Aa]rticles?|[Aa]rts?\.?|[Ss]ections?|[Ss]ecs?\.|ss?\.|ss?(?=[\s\xa0]\d)"
    r"|[Rr]eg\.|[Rr]egs\.|[Pp]aragraphs?|paras?\."
    r"|[Rr]ules?|Principles?"
    r"|[Cc]lauses?|[Rr]egulations?|Schedules?|Parts?|Chapters?"
    r"|Conclusions?(?:\sNos?\.)?)[\s\xa0]|(?P<sign>§§?)[\s\xa0]?)"
    rf"(?P<numbers>{_NUMBERED}(?:(?:,?\s(?:and|or|to|through|&)\s|,\s(?!\d{{1,2}}\s[A-Z][a-z]+\s\d{{4}})"
    rf"|\s?[-–]\s?)(?:\d{{1,3}}(?:[A-Z]\b)?(?:\s?\(\w{{1,3}}\))*|\(\w{{1,3}}\)(?!\s?[a-z]{{2}})))*"
    r"(?:(?:,\s|,?\s(?:and|or)\s)(?P<more>\([a-z]{1,4}\)))?"
    rf"(?:,?[\s\xa0]\(?(?:{_SMALLER}[\s\xa0]|§[\s\xa0]?)(?P<smaller>\d{{1,2}}(?:[\s\xa0]?\([a-z]{{1,3}}\))*))?)"
    r"(?P<of>,?[\s\xa0](?:of(?![\s\xa0]which)|in|to|under|from)[\s\xa0](?:(?:the|its|their|this|that"
    r"|his)[\s\xa0])?(?:(?:same|two|three|four"
    r"|(?:19|20)\d\d)[\s\xa0])?)?"
)
_NUMBER = later(_NUMBERED)
_JUST_BEFORE = later(
    r",?[\s\xa0](?:(?:in|and|under)[\s\xa0])?(?:its[\s\xa0]|particular[\s\xa0]|the[\s\xa0])?|[\s\xa0]?\("
    r"|,?[\s\xa0]\(?(?:in[\s\xa0]particular|notably|see)[\s\xa0]"
)
"""`the Covenant, article 12`, `the Protocol (Art. 3)`: one naming."""
_SHORT_TITLE = later(
    r"(?:Convention|Covenant|Protocol|Treaty|Declaration|Charter|Statute"
    r"|Constitution)\b(?![\s\xa0][A-Za-z]*[\s\xa0]?[A-Z])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleOf:
    """`text[start:end]` names these numbers of one instrument; `title` is None where the text names none near it."""

    start: int
    end: int
    numbers: tuple[str, ...]
    title: Title | None


def find_articles(
    text: str, titles: Spans[Title], sentences: Sentences, holding: Sequence[Sentence]
) -> Iterator[ArticleOf]:
    """Every article that belongs to an instrument, in order; the title is part of it where both are one naming."""
    last = 0
    for match in each(_ARTICLES, text, holding):
        if match["sign"] and _OF_A_JUDGMENT.search(text, max(match.start() - 12, 0), match.start()):
            continue
        title = _title_of(match, titles, sentences)
        if title is None and not _ALONE.match(_unit(match)):
            continue
        start, end = match.start(), match.end("numbers")
        if title is not None and title.end <= start:
            beside = _JUST_BEFORE.fullmatch(text, title.end, start)
            if beside or (title.start >= last and _goes_on(text, title, match, titles, sentences)):
                start = title.start
        elif title is not None and -13 <= title.start - match.end() < 3 and title.start >= start:
            end = title.end
        if text.count("(", start, end) > text.count(")", start, end) and text[end : end + 1] == ")":
            end += 1
        last = max(end, title.end if title else 0)
        yield ArticleOf(start=start, end=end, numbers=_numbers(match), title=title)


_OF_A_JUDGMENT = later(r"\d/\d{2,4},?[\s\xa0]$")
"""`no. 40117/19, § 201`: a paragraph of a judgment."""
_ALONE = later(r"(?:[Cc]ommon[\s\xa0])?[Aa]rt(?:icle|\.)|[Aa]rts?\b|Clause")
"""What is of some law even where none is named."""


def _numbers(match: re.Match[str]) -> tuple[str, ...]:
    """`Articles 12 and 13` are two, `article 9, paragraph 4` and `paragraph 4 of article 9` are 9(4).

    `articles 10–19` are one stretch, and `Article 182-1` is one that was put in between.
    """
    smaller, inner = match["smaller"], match["inner"]
    stop = next((match.start(g) for g in ("more", "smaller") if match[g]), match.end("numbers"))
    numbers: list[str] = []
    last = stop
    for found in _NUMBER.finditer(match.string, match.start("numbers"), stop):
        number = re.sub(r"[\s\xa0]", "", found.group())
        joined = match.string[last : found.start()].strip()
        if numbers and joined in ("-", "–") and _apart(numbers[-1], number):
            numbers[-1] += joined + number
        else:
            numbers.append(number)
        last = found.end()
    if match["more"] and numbers[-1].endswith(")"):
        numbers.append(numbers[-1].rpartition("(")[0] + match["more"])
    more = smaller or (inner.split(maxsplit=1)[1] if inner else None)
    if more is not None and len(numbers) == 1:
        numbers[0] += re.sub(r"^(\d+)", r"(\1)", re.sub(r"[\s\xa0]", "", more))
    return tuple(numbers)


def _apart(first: str, second: str) -> bool:
    """Whether two numbers with a dash between are more, or less, than two that follow each other."""
    return first.isdigit() and second.isdigit() and int(second) - int(first) != 1


_CLAUSE_ENDS = later(r"[.;:“”\"]")
_WITHIN = 70
"""Characters between a title and its article in one clause: `The Convention forbids return in Article 33`."""


def _goes_on(
    text: str, title: Title, match: re.Match[str], titles: Spans[Title], sentences: Sentences
) -> bool:
    """Whether the article stands in the clause of its title, with nothing else of law between."""
    return (
        match.start() - title.end <= _WITHIN
        and (not match["of"] or match["of"].split()[0] not in ("of", "under"))
        and sentences.at(title.start) == sentences.at(match.start())
        and _CLAUSE_ENDS.search(text, title.end, match.start()) is None
        and not titles.within(title.end, match.start())
        and _OF_LAW.search(text, title.end, match.start()) is None
    )


_OF_LAW = later(
    r"\b(?:law|rights?|reservations?|crimes?|humanity|obligations?|agreements?|standards|[Aa]rticles?)\b(?!\sto\s)"
)
_OF_A_STATE = later(r"[Ss]ec|ss?\.|[Cc]lause|§")


def _unit(match: re.Match[str]) -> str:
    """Of what it is the number: `Article`, `section`, `§`."""
    return match["unit"] or match["sign"]


def _title_of(match: re.Match[str], titles: Spans[Title], sentences: Sentences) -> Title | None:
    """The instrument of an article: the one right behind, else the nearest in the sentence, else the last before."""
    unit = _unit(match)
    if match["of"]:
        behind = [row for row in titles.within(match.end() - 12, match.end() + 8) if row[1] > match.end()]
        if behind:
            return behind[0][2]
        if pointed := _POINTING.match(match.string, match.end()):
            return _pointed(
                pointed.group(), [t for _, _, t in titles.within(match.start() - _BACK, match.start())]
            )
        short = _SHORT_TITLE.match(match.string, match.end())
        if short:
            return Title(start=short.start(), end=short.end(), known=None, title=short.group(), kind="treaty",
                         confidence=0.5, reason="a short title that the text does not spell out")  # fmt: skip
    elif beside := titles.within(match.end(), match.end() + 2):
        return beside[0][2]  # `Article 3 ECHR`
    if unit.lower().startswith("common") and not match["of"]:
        return Title(start=match.end(), end=match.end(), known=None, title=_GENEVA, kind="treaty", confidence=0.7,
                     reason="a short title that the text does not spell out")  # fmt: skip
    sentence = sentences.at(match.start())
    near = [t for _, _, t in titles.within(sentence.start, sentence.end)]
    if unit[:4].lower() == "para":
        near = [t for t in near if 0 <= match.start() - t.end < 3 and not _A_PAPER.match(t.title)]
        return near[0] if near else None
    if near:
        return min(near, key=lambda t: min(abs(t.start - match.end()), abs(match.start() - t.end)))
    before = titles.within(match.start() - _BACK, match.start())
    if unit[:3].lower() == "art":
        return before[-1][2] if before else None
    if _OF_A_STATE.match(unit):
        return next((t for _, _, t in reversed(before) if t.kind == "domestic law"), None)
    return None


_POINTING = later(r"(?:former|latter|first|second|one|other)\b(?![\s\xa0][A-Z])")


def _pointed(word: str, before: Sequence[Title]) -> Title | None:
    """`of the former`, `of the latter`: one of the last two instruments that were named apart."""
    apart: list[Title] = []
    for title in reversed(before):
        if all(title.title != known.title for known in apart):
            apart.append(title)
    if not apart:
        return None
    return apart[min(1, len(apart) - 1)] if word in ("former", "first", "one") else apart[0]


_GENEVA = "Geneva Conventions of 12 August 1949"
"""What common article 3 is common to."""
_BACK = 1_500
"""Characters, over which an article may belong to an instrument that was named before."""
_A_PAPER = later(r"[A-Z]+/")
