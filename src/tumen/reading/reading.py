"""One door: a document or text in, lists of candidates out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from tumen import vocab
from tumen.documents import Document
from tumen.errors import UnreadableLanguage
from tumen.progress import SILENT, Progress, check
from tumen.reading import eastasian, english, korean, korean_demands, korean_law, korean_sources
from tumen.reading.attribution import Sources, setting
from tumen.reading.bases import bases
from tumen.reading.bracketed import PAPER
from tumen.reading.candidates import Claim, Reading
from tumen.reading.citation import Citation, title_at
from tumen.reading.citations import find_citations
from tumen.reading.claim import Quantity
from tumen.reading.dating import find_dates
from tumen.reading.footnotes import Footnote, find_footnotes
from tumen.reading.furniture import without_furniture
from tumen.reading.incidents import Beside, find_happenings
from tumen.reading.korean_names import find_korean_mentions
from tumen.reading.legal import find_legal, with_states
from tumen.reading.lexicon import lexicon
from tumen.reading.local_model import LocalModel, ask
from tumen.reading.mention import Mentions
from tumen.reading.mentions import find_mentions
from tumen.reading.naming import named
from tumen.reading.numbering import numbered, without_marks
from tumen.reading.recommendation import Recommendation
from tumen.reading.recommendations import find_recommendations, whole_sentences
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
        claims=numbered(text, quantities),
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
    titles += [title_at(c) for c in citations if c.title and c.form != "footnote"]
    works = [(c.start, c.end) for c in citations if c.form == "footnote" or c.reason.startswith(PAPER)]
    named_years = [(c.start, c.end) for c in citations if c.reason == "an author and a year"]
    mentions = find_mentions(
        text,
        known,
        not_in=titles,
        notes=[n.body for n in footnotes],
        cited=named_years,
        works=works,
        words=words,
    )
    sources = Sources(text, sentences, mentions)
    begun = replace(begun, claims=without_marks(text, begun.claims or (), footnotes))
    claims = _settled(text, begun, sentences, sources, mentions, footnotes, citations)
    demands = find_recommendations(text, sentences, words)
    told = _beside(text, begun, footnotes, citations, sources, sentences, demands)
    happenings = find_happenings(text, sentences, mentions, told, words)
    people, places = named(mentions)
    return replace(
        begun, claims=claims, legal=tuple(with_states(legal, mentions, sentences)), footnotes=tuple(footnotes),
        citations=tuple(citations),
        recommendations=tuple(demands), people_orgs=people, places=places,
        incidents=tuple(h for h in happenings if not h.practice), patterns=tuple(h for h in happenings if h.practice),
    )  # fmt: skip


def _korean(text: str, begun: Reading, pack: vocab.Pack, progress: Progress) -> Reading:
    """The same lists by the rules of Korean."""
    sentences, footnotes = Sentences(text), korean_sources.find_korean_notes(text)
    citations = korean_sources.find_korean_citations(text, sentences, footnotes)
    titles = [title_at(c) for c in citations if c.title and c.form != "footnote"]
    mentions = find_korean_mentions(text, pack, not_in=titles)
    progress.advance()
    check(progress)
    begun = replace(begun, claims=without_marks(text, begun.claims or (), footnotes))
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
    demands: Sequence[Recommendation],
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
            *((a, b, None) for a, b in whole_sentences(demands, sentences)),
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
