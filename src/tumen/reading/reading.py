"""One door: a document or text in, lists of candidates out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from tumen import vocab
from tumen.documents import Document
from tumen.errors import UnreadableLanguage
from tumen.patterns import later
from tumen.progress import SILENT, Progress, check
from tumen.reading import eastasian, english, korean, korean_demands, korean_law, korean_sources
from tumen.reading.attribution import NOWHERE, Setting, Sources, setting
from tumen.reading.bases import Base, bases
from tumen.reading.citation import Citation
from tumen.reading.citations import find_citations
from tumen.reading.claim import Quantity
from tumen.reading.dating import FoundDate, find_dates
from tumen.reading.footnotes import Footnote, find_footnotes
from tumen.reading.furniture import without_furniture
from tumen.reading.incidents import Beside, Happening, find_happenings
from tumen.reading.korean_names import find_korean_mentions
from tumen.reading.legal import LegalReference, find_legal, with_states
from tumen.reading.lexicon import lexicon
from tumen.reading.local_model import Asked, LocalModel, ask
from tumen.reading.mention import Mentions
from tumen.reading.mentions import find_mentions
from tumen.reading.naming import Named, named
from tumen.reading.recommendation import Recommendation
from tumen.reading.recommendations import find_recommendations
from tumen.reading.references import told_in
from tumen.reading.sentences import Sentences
from tumen.reading.spans import Spans, Words

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
        setting: who states it, for when and where, in which footnote, as far as the text says.
        duplicate_of: id of the claim in an earlier sentence with the very same words, if any.
        base: the whole of which it is a part (`12 of 150`), if the text says so.
    """

    id: str
    quantity: Quantity
    text: str
    setting: Setting = NOWHERE
    duplicate_of: str | None = None
    base: Base | None = None

    def as_dict(self) -> dict[str, object]:
        """Plain data in the exchange schema: `value_span` holds the number alone."""
        q, s = self.quantity, self.setting
        return {
            "id": self.id, "start": q.start, "end": q.end, "text": self.text, "value_span": [q.value_start,
                                                                                             q.value_end],
            "value_low": q.low, "value_high": q.high, "unit": q.unit, "kind": q.kind, "qualifier": q.qualifier,
            "vague": q.vague,
            "as_of": s.as_of, "place": s.place, "attributed_to": s.attributed_to, "attribution_reach": s.reach,
            "footnote": s.footnote,
            "duplicate_of": self.duplicate_of, "base": self.base and self.base.as_dict(), "confidence": q.confidence,
            "reason": q.reason,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Candidates in one text. A list that cannot be produced in a language is None, and absent from `as_dict`.

    Attributes:
        language: in which the text was read.
        pack: name and version of the situation pack.
        claims: figures.
        dates: dates.
        incidents: happenings with an occasion of their own.
        patterns: practices told in general terms.
        recommendations: what is asked of whom.
        legal: instruments, their articles, bodies of law, offences.
        citations: sources that the text names.
        footnotes: notes, tied to their marks.
        people_orgs: people and bodies, forms of one name under one canonical name.
        places: places.
        model: what a local language model added, marked and apart from the lists; None where none was asked.
    """

    language: str
    pack: str
    claims: tuple[Claim, ...] | None
    dates: tuple[FoundDate, ...]
    incidents: tuple[Happening, ...] | None = None
    patterns: tuple[Happening, ...] | None = None
    recommendations: tuple[Recommendation, ...] | None = None
    legal: tuple[LegalReference, ...] | None = None
    citations: tuple[Citation, ...] | None = None
    footnotes: tuple[Footnote, ...] | None = None
    people_orgs: tuple[Named, ...] | None = None
    places: tuple[Named, ...] | None = None
    model: Asked | None = None

    def as_dict(self) -> dict[str, object]:
        """Plain data: only the lists that were really produced."""
        plain: dict[str, object] = {"language": self.language, "pack": self.pack}
        for name in _LISTS:
            rows = getattr(self, name)
            if rows is not None:
                plain[name] = [row.as_dict() if hasattr(row, "as_dict") else asdict(row) for row in rows]
        if self.model is not None:
            plain["model"] = asdict(self.model)
        return plain

    def spans(self) -> dict[str, list[tuple[int, int]]]:
        """For each list that was produced, where its candidates stand."""
        return {name: _spans(getattr(self, name)) for name in _LISTS if getattr(self, name) is not None}


_LISTS = (
    "claims", "incidents", "patterns", "recommendations", "legal", "citations", "footnotes", "people_orgs", "places",
    "dates",
)  # fmt: skip


def _spans(rows: Sequence[Any]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for row in rows:
        if isinstance(row, Claim):
            found.append((row.quantity.start, row.quantity.end))
        elif isinstance(row, Footnote):
            found.append(row.body)
        else:
            found += row.spans if hasattr(row, "spans") else [(row.start, row.end)]
    return found


def read(
    source: Document | str,
    *,
    pack: str = vocab.DEFAULT_PACK,
    language: str | None = None,
    reference: str | None = None,
    model: LocalModel | None = None,
    progress: Progress = SILENT,
) -> Reading:
    """Find the candidates in a text. Nothing is decided and nothing is filled in without saying so.

    Args:
        source: a document or bare text; offsets count in its text.
        pack: name of the situation pack.
        language: `en`, `ko` or `zh`; told from the script if not given.
        reference: date of publication as EDTF, from which relative dates ("two years ago") are reckoned. Without it
            the newest year of the text stands in; such dates carry the basis `inferred` and a low confidence.
        model: a language model on this machine that may add candidates, marked and apart; None asks none.
        progress: told after each list.

    Raises:
        UnreadableLanguage: the language is none of the three.
        VocabError: there is no such pack.
        DatesError: the reference is no date.
    """
    text = without_furniture(source) if isinstance(source, Document) else source
    language = language or language_of(text)
    if language not in LANGUAGES:
        raise UnreadableLanguage(f"No candidates can be read in {language!r}.", language=language)
    loaded = vocab.load_pack(pack)
    progress.start(4, "reading for candidates")
    found = find_dates(text, language, reference=reference)
    progress.advance()
    check(progress)
    spans = [(d.start, d.end) for d in found if d.basis not in ("vague", "event-relative")]
    quantities = _FINDERS[language](text, spans)
    progress.advance()
    check(progress)
    begun = Reading(
        language=language,
        pack=f"{loaded.name} {loaded.version}",
        claims=_numbered(text, quantities),
        dates=tuple(found),
    )
    finished = _FINISHED.get(language, _begun)(text, begun, loaded, progress)
    progress.advance()
    return (
        finished
        if model is None
        else replace(finished, model=ask(model, text, finished.spans(), progress=progress))
    )


def _english(text: str, begun: Reading, pack: vocab.Pack, progress: Progress) -> Reading:
    """The lists that hang on one another: law and citations before names, names before sources."""
    known, sentences, words = lexicon(pack), Sentences(text), Words(text)
    legal = find_legal(text, known, sentences, words)
    footnotes = find_footnotes(text)
    citations = find_citations(text, sentences, footnotes, words)
    progress.advance()
    check(progress)
    titles = [(r.start, r.end) for r in legal if not r.generic and r.kind != "agreement"]
    titles += [(c.start, c.end) for c in citations if c.title and c.form != "footnote"]
    named_years = [(c.start, c.end) for c in citations if c.reason == "an author and a year"]
    mentions = find_mentions(
        text, known, not_in=titles, notes=[n.body for n in footnotes], cited=named_years, words=words
    )
    sources = Sources(text, sentences, mentions)
    begun = replace(begun, claims=_without_marks(text, begun.claims or (), footnotes))
    claims = _settled(text, begun, sentences, sources, mentions, footnotes, citations)
    happenings = find_happenings(
        text, sentences, mentions, _beside(text, begun, footnotes, citations, sources, sentences), words
    )
    people, places = named(mentions)
    return replace(
        begun, claims=claims, legal=tuple(with_states(legal, mentions, sentences)), footnotes=tuple(footnotes),
        citations=tuple(citations),
        recommendations=tuple(find_recommendations(text, sentences, words)), people_orgs=people, places=places,
        incidents=tuple(h for h in happenings if not h.practice), patterns=tuple(h for h in happenings if h.practice),
    )  # fmt: skip


_PAGE = later(r"[\d쪽면]\s?(?:쪽|면|p\b)|쪽")


def _without_marks(text: str, claims: Sequence[Claim], footnotes: Sequence[Footnote]) -> tuple[Claim, ...]:
    """Claims but for those that are the mark or the number of a note, or a page that it cites: `Three died.(2)`."""
    marks = Spans((*span, None) for note in footnotes for span in (note.mark, note.label) if span is not None)
    bodies = Spans((*note.body, None) for note in footnotes)
    left = [
        c
        for c in claims
        if not marks.touch(c.quantity.value_start, c.quantity.value_end)
        and not (
            _PAGE.match(text, c.quantity.value_end - 1) and bodies.touch(c.quantity.start, c.quantity.end)
        )
    ]
    if len(left) == len(claims):
        return tuple(claims)
    named = {c.id: f"c{n:02}" for n, c in enumerate(left, start=1)}
    return tuple(replace(c, id=named[c.id], duplicate_of=named.get(c.duplicate_of or "")) for c in left)


def _korean(text: str, begun: Reading, pack: vocab.Pack, progress: Progress) -> Reading:
    """The same lists by the rules of Korean."""
    sentences, footnotes = Sentences(text), korean_sources.find_korean_notes(text)
    citations = korean_sources.find_korean_citations(text, sentences, footnotes)
    titles = [(c.start, c.end) for c in citations if c.title and c.form != "footnote"]
    mentions = find_korean_mentions(text, pack, not_in=titles)
    progress.advance()
    check(progress)
    begun = replace(begun, claims=_without_marks(text, begun.claims or (), footnotes))
    told = Spans((d.start, d.end, d.edtf) for d in begun.dates if d.edtf is not None)
    notes = _marks(footnotes)
    claims = tuple(
        replace(c, setting=korean.korean_setting(text, c.quantity, sentences, mentions, told, notes))
        for c in begun.claims or ()
    )
    happenings = korean.find_korean_happenings(
        text, sentences, mentions, begun.dates, [c.quantity for c in claims]
    )
    people, places = named(mentions)
    return replace(
        begun, claims=claims, legal=tuple(korean_law.find_korean_law(text, lexicon(pack), sentences, mentions)),
        citations=tuple(citations), footnotes=tuple(footnotes), people_orgs=people, places=places,
        recommendations=tuple(korean_demands.find_korean_demands(text, sentences)),
        incidents=tuple(h for h in happenings if not h.practice), patterns=tuple(h for h in happenings if h.practice),
    )  # fmt: skip


def _begun(text: str, begun: Reading, pack: vocab.Pack, progress: Progress) -> Reading:
    """Nothing more than figures and dates is read in this language."""
    return begun


_FINISHED: dict[str, Callable[[str, Reading, vocab.Pack, Progress], Reading]] = {
    "en": _english,
    "ko": _korean,
}


def _settled(
    text: str,
    begun: Reading,
    sentences: Sentences,
    sources: Sources,
    mentions: Mentions,
    footnotes: Sequence[Footnote],
    citations: Sequence[Citation],
) -> tuple[Claim, ...]:
    told = Spans((d.start, d.end, d.edtf) for d in begun.dates if d.edtf is not None)
    notes = _marks(footnotes)
    authors = Spans((c.start, c.end, c.text) for c in citations if c.reason == "an author and a year")
    wholes = bases(text, [(c.id, c.quantity) for c in begun.claims or ()], sentences)
    return tuple(
        replace(
            claim,
            base=wholes.get(claim.id),
            setting=setting(
                text,
                claim.quantity,
                sentences=sentences,
                sources=sources,
                mentions=mentions,
                dates=told,
                notes=notes,
                authors=authors,
            ),
        )
        for claim in begun.claims or ()
    )


def _marks(footnotes: Sequence[Footnote]) -> Spans[str]:
    return Spans((*note.mark, note.number) for note in footnotes if note.mark is not None)


def _beside(
    text: str,
    begun: Reading,
    footnotes: Sequence[Footnote],
    citations: Sequence[Citation],
    sources: Sources,
    sentences: Sentences,
) -> Beside:
    works = Spans((c.start, c.end, None) for c in citations)
    numbers = (c.quantity for c in begun.claims or ())
    return Beside(
        dates=Spans(
            (d.start, d.end, d.edtf)
            for d in begun.dates
            if d.edtf is not None and d.basis != "vague" and not works.touch(d.start, d.end)
        ),
        numbers=Spans((q.start, q.end, (q.low, q.high, q.kind)) for q in numbers),
        not_told=Spans([
            *((a, b, None) for n in footnotes for a, b, tells in told_in(text, *n.body, sentences) if not tells),
            *((c.start - 1, c.end, None) for c in citations if c.cited_for is None or c.form == "footnote"),
        ]),
        notes=_marks(footnotes), sources=Spans(sources.spans()),
    )  # fmt: skip


def language_of(text: str) -> str:
    """`ko` where Hangul, `zh` where hanzi without Hangul make up a tenth of the letters; otherwise `en`."""
    sample = text[:50_000]
    letters = sum(map(str.isalpha, sample)) or 1
    hangul = len(re.findall(r"[가-힣]", sample))
    hanzi = len(re.findall(r"[一-鿿]", sample))
    if hangul > 0.1 * letters:
        return "ko"
    return "zh" if hanzi > 0.1 * letters else "en"


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


_SENTENCE_END = later(r"[.!?][”\"’)]?\s|\n\s*\n|[。！？]")


_NEAR = 150
"""Characters in which most sentences before a figure begin; only where none does is more looked through."""


def _sentence(text: str, place: int) -> tuple[int, int]:
    """The sentence around a place, roughly; looked for within a thousand characters on each side."""
    floor, ceiling = max(place - 1000, 0), min(place + 1000, len(text))
    near = max(place - _NEAR, floor)
    ends = [m.end() for m in _SENTENCE_END.finditer(text, near, place)]
    ends = ends or [m.end() for m in _SENTENCE_END.finditer(text, floor, place)]
    after = _SENTENCE_END.search(text, place, ceiling)
    return (ends[-1] if ends else floor), (after.end() if after else ceiling)
