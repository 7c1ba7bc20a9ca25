"""`parse` and `find`: one date from a text, all dates in running text."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tumen.dates import chinese, english, korean
from tumen.dates.date import Date, plain_day
from tumen.dates.notation import looks_like_edtf, read_edtf, read_plain
from tumen.dates.phrases import Reader
from tumen.errors import DateLanguage, DateNeedsReference, DatesError, DateUnreadable

LANGUAGES: Final = ("en", "ko", "zh")

_GRAMMARS = {"en": english, "ko": korean, "zh": chinese}
_HANGUL = re.compile("[가-힣]")
_HAN = re.compile("[一-鿿〇○]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A date found in running text.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character.
        text: The characters between the two.
        date: What they mean.
        relative: It was reckoned from the reference.
    """

    start: int
    end: int
    text: str
    date: Date
    relative: bool = False


def parse(
    text: str, *, language: str | None = None, reference: Date | datetime.date | str | None = None
) -> Date:
    """Read one date: EDTF, or words in English, Korean or Chinese.

    Nothing that the text leaves out is filled in; "May" alone is `XXXX-05`.

    Args:
        text: The date and nothing else.
        language: `en`, `ko` or `zh`; by default told from the script.
        reference: What relative dates ("last May", 작년 5월) are reckoned from, usually the date of the source.

    Raises:
        DateUnreadable: It is not a date that is read.
        DateNeedsReference: It is relative and `reference` is missing or too vague.
        DateImpossible: It names a day that no calendar has.
        DateOutOfRange: It is outside the years 1–9999.
        DateOrder: It ends before it begins.
        DateCalendarMismatch: It gives a year in two calendars that disagree.
        DateLunar: It is a lunar date that does not exist.
        DateLanguage: The language is none of the three.

    Example:
        >>> parse("around March 1998").edtf
        '1998-03~'
        >>> parse("2004년 5월 초순").edtf
        '2004-05-01/2004-05-10'
    """
    plain = read_plain(text)
    if plain is not None:
        return plain
    if language is not None:
        _grammar(language)
    text = text.strip()
    if looks_like_edtf(text):
        try:
            return read_edtf(text)
        except DateUnreadable:
            pass  # "2004.5.6" has EDTF's characters and is none
    code = language or _language_of(text)
    return Reader(rules=_grammar(code).RULES, reference=_as_date(reference)).read(re.sub(r"\s+", " ", text))


def _grammar(language: str):  # type: ignore[no-untyped-def]  # one of three modules of one shape
    try:
        return _GRAMMARS[language]
    except KeyError:
        raise DateLanguage("Dates are read in English, Korean and Chinese.", language=language) from None


def _language_of(text: str) -> str:
    if _HANGUL.search(text):
        return "ko"
    return "zh" if _HAN.search(text) else "en"


def _as_date(reference: Date | datetime.date | str | None) -> Date | None:
    if reference is None or isinstance(reference, Date):
        return reference
    return plain_day(reference) if isinstance(reference, datetime.date) else read_edtf(reference)


def find(
    text: str,
    language: str | None = None,
    *,
    reference: Date | datetime.date | str | None = None,
) -> list[Found]:
    """Find the dates in running text, in order, none overlapping.

    Words that stand before a date and only relate it ("in", "since", "before") are not part of what is found.
    Relative dates are found only with a reference. Of those, "last year" or "two years ago" are reckoned from
    the reference, and "the same year" or "two months later" from the date told before in the text, if any.

    Args:
        text: Any text.
        language: `en`, `ko` or `zh`; by default told from the script.
        reference: What relative dates are reckoned from.

    Raises:
        DateLanguage: The language is none of the three.

    Example:
        >>> [(f.text, f.date.edtf) for f in find("She left in June of 2008, in the late 1990s.")]
        [('June of 2008', '2008-06'), ('late 1990s', '1997~/1999~')]
    """
    grammar = _grammar(language or _language_of(text))
    anchor = _as_date(reference)
    found: list[Found] = []
    position = 0
    told: Date | None = None
    search = getattr(grammar, "opening", None) or grammar.SCAN.search
    while (match := search(text, position)) is not None:
        one = _resolve(grammar, text, match.span(), (anchor, told)) or _core_alone(
            grammar, text, match, (anchor, told)
        )
        if one is not None:
            found.append(one)
            told = one.date if one.date.year is not None else told
        position = max(one.end if one is not None else _next_start(grammar, text, match), match.start() + 1)
    return found


def _core_alone(  # type: ignore[no-untyped-def]
    grammar, text: str, match: re.Match[str], anchors: tuple[Date | None, Date | None]
) -> Found | None:
    """The first date of a phrase that as a whole is none ("1998–resolution 12")."""
    core = grammar.CORE.match(text, match.start(), match.end())
    return _resolve(grammar, text, core.span(), anchors) if core and core.end() < match.end() else None


def _next_start(grammar, text: str, match: re.Match[str]) -> int:  # type: ignore[no-untyped-def]
    """After a phrase that is no date, go on behind its first word, so that a date inside it is still seen."""
    inner = grammar.CORE.search(text, match.start() + 1, match.end())
    return int(inner.start()) if inner is not None else match.end()


@lru_cache(maxsize=4_000)
def _alone(grammar, phrase: str) -> Date:  # type: ignore[no-untyped-def]
    """The date of a phrase by itself, kept: the years of a report come again and again."""
    return Reader(rules=grammar.RULES).read(phrase)


def _resolve(  # type: ignore[no-untyped-def]
    grammar, text: str, span: tuple[int, int], anchors: tuple[Date | None, Date | None]
) -> Found | None:
    """What stands at `span`, if it is a date; `anchors` are the reference and the date told before."""
    phrase = text[slice(*span)]
    start, end = span[0] + len(phrase) - len(phrase.lstrip()), span[0] + len(phrase.rstrip())
    if not grammar.plausible(text, start, end):
        return None
    flat = re.sub(r"\s+", " ", phrase.strip())
    reference, told = anchors
    try:
        return Found(start=start, end=end, text=text[start:end], date=_alone(grammar, flat))
    except DateNeedsReference:
        anchor = told if reference and told and grammar.FROM_THE_TEXT.match(flat) else reference
    except DatesError:
        return None
    if anchor is None:
        return None
    try:
        date = Reader(rules=grammar.RULES, reference=anchor).read(flat)
    except DatesError:
        return None
    return Found(start=start, end=end, text=text[start:end], date=date, relative=True)
