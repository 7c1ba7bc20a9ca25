"""One door: a document or text in, lists of candidates out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tumen import dates, vocab
from tumen.documents import Document
from tumen.errors import UnreadableLanguage
from tumen.progress import SILENT, Progress, check
from tumen.reading import eastasian, english
from tumen.reading.claim import Quantity

Finder = Callable[[str, Sequence[tuple[int, int]]], list[Quantity]]
_FINDERS: dict[str, Finder] = {
    "en": english.find_quantities,
    "ko": eastasian.find_korean,
    "zh": eastasian.find_chinese,
}
LANGUAGES = ("en", "ko", "zh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A figure that the text states. A candidate: a person decides what it is a figure of.

    Attributes:
        id: `c01`, `c02`… in the order of the text.
        quantity: the number with its bounds, unit, kind, qualifier and reason.
        text: `text[start:end]`.
        duplicate_of: id of the claim in an earlier sentence with the very same words, if any.
    """

    id: str
    quantity: Quantity
    text: str
    duplicate_of: str | None = None

    def as_dict(self) -> dict[str, object]:
        """Plain data in the exchange schema: `value_span` holds the number alone."""
        q = self.quantity
        return {
            "id": self.id,
            "start": q.start,
            "end": q.end,
            "text": self.text,
            "value_span": [q.value_start, q.value_end],
            "value_low": q.low,
            "value_high": q.high,
            "unit": q.unit,
            "kind": q.kind,
            "qualifier": q.qualifier,
            "vague": q.vague,
            "duplicate_of": self.duplicate_of,
            "confidence": q.confidence,
            "reason": q.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date that the text states: `text[start:end]`, its EDTF form, and whether it was reckoned from another."""

    id: str
    start: int
    end: int
    text: str
    edtf: str
    basis: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Candidates in one text. A list that cannot be produced yet is None, and absent from `as_dict`.

    Attributes:
        language: in which the text was read.
        pack: name and version of the situation pack.
        claims: figures; None where none can be read in this language.
        dates: dates.
    """

    language: str
    pack: str
    claims: tuple[Claim, ...] | None
    dates: tuple[FoundDate, ...]

    def as_dict(self) -> dict[str, object]:
        """Plain data: only the lists that were really produced."""
        plain: dict[str, object] = {"language": self.language, "pack": self.pack}
        if self.claims is not None:
            plain["claims"] = [claim.as_dict() for claim in self.claims]
        plain["dates"] = [
            {name: getattr(found, name) for name in FoundDate.__dataclass_fields__} for found in self.dates
        ]
        return plain


def read(
    source: Document | str,
    *,
    pack: str = vocab.DEFAULT_PACK,
    language: str | None = None,
    reference: str | None = None,
    progress: Progress = SILENT,
) -> Reading:
    """Find the candidates in a text. Nothing is decided and nothing is filled in.

    Args:
        source: a document or bare text; offsets count in its text.
        pack: name of the situation pack.
        language: `en`, `ko` or `zh`; told from the script if not given.
        reference: date from which relative dates ("two years ago") are reckoned, usually that of
            publication, as EDTF; without it they are not found.
        progress: told after each list.

    Raises:
        UnreadableLanguage: the language is none of the three.
        VocabError: there is no such pack.
        DatesError: the reference is no date.
    """
    text = source.text if isinstance(source, Document) else source
    language = language or language_of(text)
    if language not in LANGUAGES:
        raise UnreadableLanguage(f"No candidates can be read in {language!r}.", language=language)
    loaded = vocab.load_pack(pack)
    progress.start(2, "reading for candidates")
    found = dates.find(text, language, reference=reference)
    progress.advance()
    check(progress)
    finder = _FINDERS.get(language)
    claims = None if finder is None else _numbered(text, finder(text, [(f.start, f.end) for f in found]))
    progress.advance()
    return Reading(
        language=language,
        pack=f"{loaded.name} {loaded.version}",
        claims=claims,
        dates=tuple(_date(number, one) for number, one in enumerate(found, start=1)),
    )


def language_of(text: str) -> str:
    """`ko` where Hangul, `zh` where hanzi without Hangul make up a tenth of the letters; otherwise `en`."""
    sample = text[:50_000]
    letters = sum(map(str.isalpha, sample)) or 1
    hangul = len(re.findall(r"[가-힣]", sample))
    hanzi = len(re.findall(r"[一-鿿]", sample))
    if hangul > 0.1 * letters:
        return "ko"
    return "zh" if hanzi > 0.1 * letters else "en"


def _date(number: int, found: dates.Found) -> FoundDate:
    return FoundDate(
        id=f"d{number:02}",
        start=found.start,
        end=found.end,
        text=found.text,
        edtf=found.date.edtf,
        basis="relative" if found.relative else "explicit",
        confidence=0.6 if found.relative else 0.95,
        reason="reckoned from another date" if found.relative else "written out",
    )


def _numbered(text: str, quantities: Sequence[Quantity]) -> tuple[Claim, ...]:
    """Number the claims and mark those in a sentence that stood before: captions and pull quotes repeat."""
    seen: dict[tuple[str, int, float | None, float | None], str] = {}
    claims: list[Claim] = []
    for number, quantity in enumerate(quantities, start=1):
        identity = f"c{number:02}"
        first, last = _sentence(text, quantity.value_start)
        sentence = " ".join(text[first:last].split())
        key = (
            sentence,
            len("".join(text[first : quantity.value_start].split())),
            quantity.low,
            quantity.high,
        )
        known = seen.setdefault(key, identity)
        claims.append(
            Claim(
                id=identity,
                quantity=quantity,
                text=text[quantity.start : quantity.end],
                duplicate_of=known if known != identity and len(sentence) > 20 else None,
            )
        )
    return tuple(claims)


_SENTENCE_END = re.compile(r"[.!?][”\"’)]?\s|\n\s*\n|[。！？]")


def _sentence(text: str, place: int) -> tuple[int, int]:
    """The sentence around a place, roughly; looked for within a thousand characters on each side."""
    floor, ceiling = max(place - 1000, 0), min(place + 1000, len(text))
    ends = [m.end() for m in _SENTENCE_END.finditer(text, floor, place)]
    after = _SENTENCE_END.search(text, place, ceiling)
    return (ends[-1] if ends else floor), (after.end() if after else ceiling)
