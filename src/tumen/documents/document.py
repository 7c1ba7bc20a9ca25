"""The text of one file, with places in it that can be said aloud and checked later.

Offsets are indices into `Document.text` as Python counts them (code points). The text never changes
after reading, so an offset stays true as long as `text_sha256` is the same.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from tumen.errors import BrokenDocument, PassageError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

CONTEXT_CHARACTERS = 80
"""How much stands before and after a passage to find it again: about one line of print."""

Kind = Literal["text", "heading", "row", "note"]


def sha256_of_text(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of `text`, as 64 hexadecimal digits.

    Half of a surrogate pair, which a broken file can leave behind, is hashed as it stands.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """Something a careful reader must know about how the text came out.

    Attributes:
        code: stable name, such as `no-text-layer`; all are listed in the methods page.
        message: one sentence, without a word of the text.
        pages: the pages concerned, where it concerns some only.
    """

    code: str
    message: str
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What the file says of itself: a title, author, date. A claim of the file, never a fact.

    Attributes:
        field: `title`, `author`, `date`, `modified`, `publisher`, `language` or `encoding`.
        value: as given; dates as EDTF where the file's own form is unambiguous.
        source: where in the file it stands, such as `meta article:published_time`.
        confidence: 0 to 1 where it was worked out and not read; 1 where it was read.
    """

    field: str
    value: str
    source: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Words in the file that are not in `Document.text`, kept so that nothing is lost silently.

    Attributes:
        text: the words.
        reason: why, such as `menu`, `hidden`, `deleted`, `comment`, `page header`.
    """

    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: `text[start:end]`. `number` counts from 1 as the file lies, whatever is printed on it."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph, heading, table row or note: `text[start:end]`.

    `number` counts from 1 on each page, or through the whole text where the file has no pages.
    """

    number: int
    start: int
    end: int
    page: int | None = None
    kind: Kind = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """When `text[start:end]` is said: from second `since` to second `until` of the film or sound."""

    start: int
    end: int
    since: float
    until: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is kept of a picture besides its bytes.

    Attributes:
        width: in pixels, as it is shown.
        height: in pixels, as it is shown.
        likeness: 32 hexadecimal digits by which pictures that look alike meet (`pictures_apart`); empty for a picture
            without any drawing in it.
        thumbnail: a small JPEG in base64, drawn anew: nothing that the file says of itself is in it.
    """

    width: int
    height: int
    likeness: str
    thumbnail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """Where a stretch of text begins, as a footnote would say it.

    `page` is None where the file has no pages; `paragraph` is None where the text has none; `since` and `until` are
    seconds where the text is what is said in a film or sound.
    """

    page: int | None
    paragraph: int | None
    start: int
    end: int
    since: float | None = None
    until: float | None = None

    def __str__(self) -> str:
        if self.since is not None and self.until is not None:
            return f"{_clock(self.since)}–{_clock(self.until)}"
        page = f"p. {self.page}" if self.page is not None else ""
        paragraph = f"¶ {self.paragraph}" if self.paragraph is not None else ""
        return ", ".join(part for part in (page, paragraph) if part) or f"characters {self.start}–{self.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """An anchor into a text: where, what stood there, its hash, and what stood around it.

    `locator` is None for a passage of bare text that is not a document.
    """

    start: int
    end: int
    text: str
    sha256: str
    locator: Locator | None = None
    before: str = ""
    after: str = ""

    def __repr__(self) -> str:
        # The words may be testimony, and a repr ends up in logs and tracebacks.
        return f"Passage({self.start}, {self.end}, sha256={self.sha256[:12]}…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What was read from one file.

    Attributes:
        text: the words, in reading order. Line ends are a single line feed; paragraphs are divided
            by an empty line (plain text keeps its own lines). Unicode is left as found, never
            normalised; a text that is not in form C carries the caution `not-nfc`.
        media_type: decided by the bytes, not by the name.
        sha256: of the file's bytes.
        text_sha256: of the text's UTF-8 bytes.
        pages: empty where the file has no pages.
        paragraphs: in order, never overlapping.
        warnings: what a careful reader must know.
        metadata: what the file says of itself.
        left_out: words of the file that are not in `text`.
        cues: of a transcript, when each stretch of it is said.
        picture: of a picture, its size, likeness and thumbnail.
    """

    text: str
    media_type: str
    sha256: str
    text_sha256: str
    pages: tuple[Page, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    warnings: tuple[Caution, ...] = ()
    metadata: tuple[Candidate, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    cues: tuple[Cue, ...] = ()
    picture: Picture | None = None

    def __repr__(self) -> str:
        # Never the words: see Passage.
        return f"Document({self.media_type}, {len(self.text)} characters, sha256={self.sha256[:12]}…)"

    def locate(self, start: int, end: int) -> Locator:
        """Say where `text[start:end]` begins.

        Raises:
            PassageError: the offsets do not lie in the text, or run backwards.
        """
        _check_span(start, end, len(self.text))
        page = _holder(self.pages, start)
        paragraph = _holder(self.paragraphs, start)
        said = [cue for cue in self.cues if cue.start < max(end, start + 1) and cue.end > start]
        return Locator(
            page=page.number if page else None,
            paragraph=paragraph.number if paragraph else None,
            start=start,
            end=end,
            since=said[0].since if said else None,
            until=said[-1].until if said else None,
        )

    def passage(self, start: int, end: int) -> Passage:
        """Anchor `text[start:end]`, with its hash and a line of context on each side.

        Raises:
            PassageError: the offsets do not lie in the text, or run backwards.
        """
        locator = self.locate(start, end)
        text = self.text[start:end]
        return Passage(
            start=start,
            end=end,
            text=text,
            sha256=sha256_of_text(text),
            locator=locator,
            before=self.text[max(start - CONTEXT_CHARACTERS, 0) : start],
            after=self.text[end : end + CONTEXT_CHARACTERS],
        )

    def passages(self) -> tuple[Passage, ...]:
        """One passage for each paragraph, in order."""
        return tuple(self.passage(paragraph.start, paragraph.end) for paragraph in self.paragraphs)

    def stated(self, field: str) -> tuple[Candidate, ...]:
        """What the file says of itself under `field`, the likeliest first."""
        found = [candidate for candidate in self.metadata if candidate.field == field]
        return tuple(sorted(found, key=lambda candidate: -candidate.confidence))

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON; `from_json` reads it back."""
        # By hand: `dataclasses.asdict` copies every number deeply, which takes longer than parsing many a file.
        plain = _fields(self)
        for name in _LISTS:
            plain[name] = tuple(map(_fields, getattr(self, name)))
        plain["picture"] = self.picture and _fields(self.picture)
        return plain

    @classmethod
    def from_json(cls, source: str | bytes) -> Document:
        """Read a document that was written as JSON, trusting nothing in it.

        Raises:
            BrokenDocument: a field is missing or of the wrong kind, a span lies outside the text,
                or the text does not have the hash that is stated.
        """
        # Loaded only here: a cell of the jail writes JSON and never reads it, and forking copies what is loaded.
        from pydantic import ValidationError

        try:
            document: Document = _adapter().validate_json(source)
        except ValidationError as invalid:
            # The validation message quotes its input, which is testimony: only the count leaves.
            raise BrokenDocument(f"A document in JSON with {invalid.error_count()} fault(s).") from None
        _check_whole(document)
        return document


_LISTS = ("pages", "paragraphs", "warnings", "metadata", "left_out", "cues")


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _fields(
    value: Document | Page | Paragraph | Caution | Candidate | LeftOut | Cue | Picture,
) -> dict[str, object]:
    return {name: getattr(value, name) for name in value.__slots__}


def _holder(spans: tuple[Page, ...] | tuple[Paragraph, ...], start: int) -> Page | Paragraph | None:
    """The last span that begins at or before `start`; text between two spans belongs to the first."""
    place = bisect_right(spans, start, key=lambda span: span.start)
    if not spans:
        return None
    return spans[max(place - 1, 0)]


def _check_span(start: int, end: int, length: int) -> None:
    if not 0 <= start <= end <= length:
        raise PassageError(
            f"A passage from {start} to {end} in a text of {length} characters.",
            start=start,
            end=end,
            length=length,
        )


def _check_whole(document: Document) -> None:
    if sha256_of_text(document.text) != document.text_sha256:
        raise BrokenDocument("The text does not have the hash that stands beside it.")
    last = 0
    for paragraph in document.paragraphs:
        if not last <= paragraph.start <= paragraph.end <= len(document.text):
            raise BrokenDocument(f"Paragraph {paragraph.number} lies outside the text or overlaps another.")
        last = paragraph.end
    for cue in document.cues:
        if not 0 <= cue.start <= cue.end <= len(document.text):
            raise BrokenDocument("What is said at some time lies outside the text.")
    for page in document.pages:
        if not 0 <= page.start <= page.end <= len(document.text):
            raise BrokenDocument(f"Page {page.number} lies outside the text.")


@cache
def _adapter() -> TypeAdapter[Document]:
    from pydantic import TypeAdapter

    return TypeAdapter(Document)
