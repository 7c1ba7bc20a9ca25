"""Works that a document names in its notes or its list of reading, taken as sources: with day of retrieval and address.

Read line by line: a note begins with its number, a list of reading stands under its heading. What cannot be told apart
stays together as the title; nobody's word is changed, and nothing is taken that a person did not choose.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction

from tumen import dates
from tumen.errors import DatesError, UnknownPassage
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record import symbols
from tumen_desk.record.models import Document, Source
from tumen_desk.record.services import source_create

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_NOTE: Final = re.compile(r"^\s*\[?(?P<number>\d{1,4})[\].)]?\s+(?P<words>\S.{14,})$")
_HEADING: Final = re.compile(
    r"^\s*(?:(?:additional|further|recommended|suggested) reading|references|bibliography|works cited|sources|"
    r"참고\s?문헌|더 읽을거리|参考文献|延伸阅读)\s*:?\s*$",
    re.IGNORECASE,
)
_URL: Final = re.compile(r"https?://[^\s<>\"”’)]+[^\s<>\"”’).,;]")
_MONTHS: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE: Final = re.compile(
    rf"(?:\d{{1,2}} (?:{_MONTHS})|(?:{_MONTHS}) \d{{1,2}},|(?:{_MONTHS})) (?:19|20)\d\d|\b(?:19|20)\d\d\b"
)
_RETRIEVED: Final = re.compile(
    rf"\(?\b(?:last )?(?:retrieved|accessed|visited|checked)(?: on)?:? (?P<day>{_DATE.pattern})\)?",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"[“\"「《](?P<title>[^”\"」》]{4,250})[”\"」》]")
_LEAST: Final = 15  # letters of a line that can be a work


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One work as a line names it; what the line does not say is empty.

    Attributes:
        at: in which line of the text it stands, from 1.
        number: of its note.
        words: the line.
        author: who wrote or issued it.
        retrieved: day on which somebody read it there.
    """

    at: int
    number: str
    words: str
    author: str
    title: str
    date: str
    address: str
    retrieved: str


def named(text: str) -> list[Work]:
    """Every work that the notes and lists of reading of a text name, in order."""
    return [_work(at, number, words) for at, number, words in _lines(text) if number == "" or _tells(words)]


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    in_list = False
    for at, line in enumerate(text.splitlines(), start=1):
        if _HEADING.match(line):
            in_list = True
        elif found := _NOTE.match(line):
            yield at, found["number"], found["words"].strip()
        elif in_list and len(line.strip()) >= _LEAST and _DATE.search(line):
            yield at, "", line.strip()


def _tells(words: str) -> bool:
    """Whether a note names a work: by a title in quotation marks, an address, a symbol or a year."""
    return bool(_QUOTED.search(words) or _URL.search(words) or symbols.found(words) or _DATE.search(words))


def _work(at: int, number: str, words: str) -> Work:
    retrieved = _RETRIEVED.search(words)
    rest = words.replace(retrieved.group(), " ") if retrieved else words
    address = _URL.search(rest)
    plain = _URL.sub(" ", rest)
    day = _DATE.search(plain)
    author, title = _named(plain)
    symbol = symbols.found(plain)
    return Work(
        at=at,
        number=number,
        words=words,
        author=author,
        title=title[:300],
        date=_edtf(day.group()) if day and not (symbol and day.group() in symbol[0][0]) else "",
        address=address.group() if address else symbol[0][1] if symbol else "",
        retrieved=_edtf(retrieved["day"]) if retrieved else "",
    )


def _named(words: str) -> tuple[str, str]:
    """Author and title: a title in quotation marks, or what stands behind the first stop or comma."""
    quoted = _QUOTED.search(words)
    if quoted:
        return words[: quoted.start()].strip(" .,;:"), quoted["title"].strip(" .,;:")
    bare = words.split("(")[0]
    head, stop, tail = bare.partition(". ") if ". " in bare.strip() else bare.partition(", ")
    title = tail.split(". ")[0].strip(" .,;:")
    return (head.strip(" .,;:"), title) if stop and len(title) > 3 else ("", bare.strip(" .,;:") or words)


def _edtf(written: str) -> str:
    try:
        return str(dates.parse(written).edtf)
    except DatesError:
        return ""


def known(work: Work) -> Source | None:
    """A source that is this work already: of the same address, or the same title and date."""
    if work.address and (found := Source.objects.filter(address=work.address).first()):
        return found
    return Source.objects.filter(title__iexact=work.title, date=work.date).first()


@transaction.atomic
def works_take(*, actor: User, document: Document, lines: Collection[int], kind: str) -> list[Source]:
    """Take the works of some lines as published sources that the source of the document cites. One that is here
    already is cited, not doubled. Logged.

    Raises:
        UnknownPassage: none of these lines names a work.
        VocabError: no such kind of source.
    """
    require(actor, Door.RECORD_WRITE)
    wanted = [work for work in named(str(document.text)) if work.at in lines]
    if not wanted:
        raise UnknownPassage("None of these lines names a work.", hint="Choose at least one of the list.")
    taken = []
    for work in wanted:
        source = known(work) or source_create(
            actor=actor, title=work.title, kind=kind, issuer=work.author[:200], date=work.date,
            address=work.address, retrieved=work.retrieved, published=True,
        )  # fmt: skip
        if source.pk != document.source_id:
            document.source.cites.add(source)
            taken.append(source)
    log.write(actor, "record.works_take", f"document:{document.pk}", sources=[s.pk for s in taken])
    return taken
