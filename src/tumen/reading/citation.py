"""One naming of a source, and its parts read off its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tumen.patterns import later


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One naming of a source. A candidate; parts that the text does not give are None.

    Attributes:
        number: Number of the footnote it stands in.
        form: `footnote`, `in-text`, `further reading` or `link`.
        cited_for: Sentence, by offsets, that calls the footnote or names the work.
    """

    id: str
    start: int
    end: int
    text: str
    number: str | None
    author: str | None
    publisher: str | None
    title: str | None
    date: str | None
    url: str | None
    form: str
    cited_for: tuple[int, int] | None
    confidence: float
    reason: str


URL = later(r"(?:https?://|www\.)[^\s<>\"”’)]+[^\s<>\"”’).,;]")
_BARE_PATH = later(r"(?<=[a-z0-9])\.[a-z]{2,12}/[\w%~-]+(?:[./?=&#-][\w%~-]+)*")
_BARE_HOST = later(r"(?<![\w@/.-])(?:[a-z0-9-]+\.)*[a-z0-9-]+$")


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses stand, also those without `https`: `wire.example/a`."""
    last = 0
    for match in URL.finditer(text):
        yield match.span()
    for path in _BARE_PATH.finditer(text) if "/" in text else ():
        host = _BARE_HOST.search(text, max(last, path.start() - 60), path.start())
        if host is not None:
            last = path.end()
            yield host.start(), last


DATE = later(
    r"(?:\d{1,2}[\s\xa0](?:January|February|March|April|May|June|July|August|September|October|November|December)|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:[\s\xa0]"
    r"\d{1,2})?),?[\s\xa0]\d{4}|\b(?:19|20)\d\d\b"
)
_RETRIEVED = later(r"\b(?:[Rr]etrieved|[Aa]ccessed|[Vv]isited|[Ll]ast (?:accessed|visited|checked))\b[^.]*")
QUOTED = later(r"[“\"”](?P<title>[^“”\"]{6,200})[”\"]")


def parsed(
    text: str, start: int, end: int, *, number: str | None, form: str, called: tuple[int, int] | None,
    confidence: float, reason: str,
    who: str | None = None, title: str | None = None,
) -> Citation:  # fmt: skip
    words = text[start:end]
    quoted = QUOTED.search(words)
    url = URL.search(words)
    dates = DATE.findall(_RETRIEVED.sub("", URL.sub("", words)))
    if title is None and quoted:
        title = quoted["title"].strip(" ,.")
    author = who
    if author is None and number is not None:
        author = _author(words, quoted.start() if quoted else None)
    return Citation(
        id="", start=start, end=end, text=words, number=number, author=author, publisher=None,
        title=" ".join(title.split()) if title else None, date=dates[-1] if dates else None,
        url=url.group() if url else None, form=form,
        cited_for=called, confidence=confidence, reason=reason,
    )  # fmt: skip


_IN_CORNERS = later(r"[『「《〈].+[』」》〉]", re.S)
"""One title or several in corner brackets, as East Asian texts write them."""


def title_at(citation: Citation) -> tuple[int, int]:
    """Where the title of a work stands in its text: between quotation marks, or the whole naming."""
    quoted = QUOTED.search(citation.text) or _IN_CORNERS.search(citation.text)
    if quoted is None:
        return citation.start, citation.end
    return citation.start + quoted.start(), citation.start + quoted.end()


def _author(words: str, before: int | None) -> str | None:
    """What stands before the title: up to the first comma pair, date or quotation mark."""
    head = re.sub(r"^\s*(?:See|See also|Cf\.)\s+", "", words if before is None else words[:before])
    match = re.match(r"[\s\xa0]*([A-Z][^“\"(0-9:;]{2,80}?)\s*(?:[,.:(“\"]|$)", head)
    return " ".join(match[1].split()).strip(" ,.") or None if match else None
