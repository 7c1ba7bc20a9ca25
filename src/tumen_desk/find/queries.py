"""Looking for passages: what fits, what of it this user may read and use, and how it divides."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.urls import reverse

from tumen import search
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, may, require
from tumen_desk.find import indexing, registered
from tumen_desk.record.models import Document, Purpose, Source, Telling
from tumen_desk.record.queries import allowed_sources, refused_passages
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PAGE: Final = 20
_FACETS: Final = (("kind", "source_kind"), ("language", ""), ("issuer", ""), ("year", ""))
_MOST_IN_FACET: Final = 8
_MOST_SOURCES: Final = 200_000
COUNTED: Final = 10_000
"""So many passages are counted, and how they divide; beyond that it is said that there are more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody looks for: words, and what narrows them; empty = all. `others`: by every word for the people."""

    words: str
    kind: str = ""
    issuer: str = ""
    language: str = ""
    act: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    others: bool = False

    @property
    def question(self) -> str:
        """The words as they are looked for: with `others`, a word for the people stands for all of them."""
        return _widened(self.words) if self.others else self.words

    @property
    def narrowed(self) -> bool:
        """True if anything but the words was asked."""
        return any((self.kind, self.issuer, self.language, self.act, self.since, self.until))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that fits, with its words marked: of a document, or of what is told of a rule or practice.

    `open_for_use`: consent for analysis stands.
    """

    of: Document | Telling
    start: int
    end: int
    locator: str
    parts: tuple[search.Part, ...]
    open_for_use: bool

    @property
    def source(self) -> Source:
        """Who says so."""
        return self.of.source

    @property
    def title(self) -> str:
        """What a person reads above it."""
        return self.of.policy.title if isinstance(self.of, Telling) else self.of.source.title

    @property
    def address(self) -> str:
        """Where it stands."""
        if isinstance(self.of, Telling):
            return reverse("record:policy", args=[self.of.policy_id])
        return f"{reverse('record:document', args=[self.of.pk])}?found={self.start}-{self.end}#found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """How the passages found divide: (value, label vocabulary or empty, passages)."""

    name: str
    vocabulary: str
    values: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One page of what was found. `bounded`: there are more than `passages`; of the last that came in, these."""

    hits: tuple[Hit, ...]
    passages: int
    bounded: bool
    sources: int
    facets: tuple[Facet, ...]
    more: bool
    name: tuple[str, ...]


def look(user: User, asked: Asked, *, page: int = 1) -> Answer:
    """Passages that fit, best first.

    Need-to-know and consent are part of the question: who codes finds all they may read, whoever uses the record finds
    only sources that consent opened for analysis, and no passage that somebody closed.

    Raises:
        EmptyQuery: no word to look for.
        PermissionDenied: this role may not read the record.
    """
    require(user, Door.RECORD_READ)
    query = search.parse(asked.question, by=indexing.by())
    sources, without = _scope(user, asked)
    with indexing.opened() as index:
        counts = index.count(query, sources=sources, without=without, most=COUNTED + 1)
        found = index.find(
            query, limit=PAGE, offset=(max(page, 1) - 1) * PAGE, sources=sources, without=without
        )
    total = sum(counts.values())
    return Answer(
        hits=tuple(_hits(user, query, found)),
        passages=min(total, COUNTED),
        bounded=total > COUNTED,
        sources=len(counts),
        facets=tuple(_facets(counts)),
        more=total > page * PAGE,
        name=query.names,
    )


def _widened(words: str) -> str:
    """Each word that the pack has for the people, replaced by all of them: `defector` finds what says `escapee`."""
    every = dict.fromkeys(
        part.strip(' "').casefold()
        for term in terms.vocabulary("term_for_people")
        for label in term.labels.values()
        for part in str(label).split(" (")[0].split("/")
        if part.strip(' "') and " " not in part.strip()
    )
    either = " OR ".join(every)
    return " ".join(
        either if word.casefold() in every or word.casefold().removesuffix("s") in every else word
        for word in words.split(" ")
    )


def fresh(user: User, asked: Asked, *, since: int) -> int:
    """How many passages fit that came in after passage number `since`."""
    query = search.parse(asked.question, by=indexing.by())
    sources, without = _scope(user, asked)
    with indexing.opened() as index:
        return sum(index.count(query, sources=sources, without=without, since=since).values())


def _scope(user: User, asked: Asked) -> tuple[set[int] | None, frozenset[int]]:
    """Sources to look in (None = all) and sources that are not there for this user."""
    without = circles.closed_sources(user)
    found = _narrowed(asked) if asked.narrowed else None
    if not may(user, Door.RECORD_WRITE):
        open_ones = set(allowed_sources(Purpose.ANALYSE).values_list("pk", flat=True))
        return (open_ones if found is None else open_ones & found), without
    return found, without


def _narrowed(asked: Asked) -> set[int]:
    found = Source.objects.all()
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.issuer:
        found = found.filter(issuer=int(asked.issuer))
    if asked.language:
        found = found.filter(language=asked.language)
    if asked.act:
        found = found.filter(accounts__acts__type=asked.act)
    if asked.since:
        found = found.filter(Q(date_high__gte=asked.since) | Q(date_high__isnull=True) & ~Q(date=""))
    if asked.until:
        found = found.filter(Q(date_low__lte=asked.until) | Q(date_low__isnull=True) & ~Q(date=""))
    return set(found.values_list("pk", flat=True).distinct())


def _hits(user: User, query: search.Query, found: Sequence[search.Found]) -> Iterator[Hit]:
    documents = Document.objects.select_related("source__issuer").in_bulk([f.document for f in found])
    tellings = registered.found(f.document for f in found)
    sources = {d.source_id for d in documents.values()} | {t.source_id for t in tellings.values()}
    open_ones = set(allowed_sources(Purpose.ANALYSE).filter(pk__in=sources).values_list("pk", flat=True))
    closed = _closed_passages(list(documents))
    rest_on = [t.passage_id for t in tellings.values() if t.passage_id]
    shut_ones = set(refused_passages(Purpose.ANALYSE).filter(pk__in=rest_on).values_list("pk", flat=True))
    writing = may(user, Door.RECORD_WRITE)
    for one in found:
        if one.document in tellings:
            told = tellings[one.document]
            if told.passage_id in shut_ones and not writing:
                continue
            yield Hit(
                of=told,
                start=one.start,
                end=one.end,
                locator=str(told.policy),
                parts=tuple(search.snippet(registered.text_of(told), query, by=indexing.by())),
                open_for_use=told.source_id in open_ones and told.passage_id not in shut_ones,
            )
            continue
        document = documents.get(one.document)
        shut = any(low < one.end and one.start < high for low, high in closed.get(one.document, ()))
        # The index may lag behind the texts by some seconds; what is no more is not shown.
        if document is None or one.end > len(document.text) or (shut and not writing):
            continue
        yield Hit(
            of=document,
            start=one.start,
            end=one.end,
            locator=_locator(document, one.start),
            parts=tuple(search.snippet(document.text[one.start : one.end], query, by=indexing.by())),
            open_for_use=document.source_id in open_ones and not shut,
        )


def _closed_passages(documents: list[int]) -> Mapping[int, list[tuple[int, int]]]:
    """Passages of which the latest decision on analysis is no."""
    found: dict[int, list[tuple[int, int]]] = {}
    for passage in refused_passages(Purpose.ANALYSE).filter(document__in=documents):
        found.setdefault(passage.document_id, []).append((passage.start, passage.end))
    return found


def _locator(document: Document, start: int) -> str:
    held = next((p for p in document.layout.get("paragraphs", ()) if p["start"] <= start < p["end"]), None)
    if held is None:
        return ""
    page = f"p. {held['page']}, " if held.get("page") else ""
    return f"{page}¶ {held['number']}"


def _facets(counts: Mapping[int, int]) -> Iterator[Facet]:
    rows = Source.objects.in_bulk(list(counts)[:_MOST_SOURCES]) if len(counts) < 5000 else None
    facts = (
        rows.values()
        if rows is not None
        else Source.objects.filter(pk__in=list(counts)[:_MOST_SOURCES]).only(
            "kind", "language", "issuer", "date_low"
        )
    )
    tallies: dict[str, Counter[str]] = {name: Counter() for name, _ in _FACETS}
    for source in facts:
        number = counts[source.pk]
        tallies["kind"][source.kind] += number
        tallies["language"][source.language] += number
        tallies["issuer"][str(source.issuer_id or "")] += number
        tallies["year"][str(source.date_low.year) if source.date_low else ""] += number
    issuers = dict(
        Source.objects.filter(issuer__in=[i for i in tallies["issuer"] if i]).values_list(
            "issuer", "issuer__name"
        )
    )
    for name, vocabulary in _FACETS:
        values = tuple(
            (value, issuers.get(int(value), "") if name == "issuer" and value else value, number)
            for value, number in tallies[name].most_common(_MOST_IN_FACET)
        )
        if len(values) > 1:
            yield Facet(name=name, vocabulary=vocabulary, values=values)
