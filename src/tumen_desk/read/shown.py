"""Candidates as their page shows them: words, normal form, what each would become; and the text cut at them."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from tumen.reading import Sentences
from tumen_desk.act.models import Recommendation
from tumen_desk.count.ledger import Entry, books, own_code
from tumen_desk.read import following, lists
from tumen_desk.read.models import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tumen.figures import Ledger
    from tumen_desk.accounts.models import User
    from tumen_desk.record.models import Document

_AROUND = 160
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A candidate as it is shown: its words, its normal form, and what would be made of it."""

    candidate: Candidate
    before: str
    words: str
    after: str
    normal: str
    quantity: str = ""
    earlier: tuple[following.Earlier, ...] = ()
    address: str = ""
    made: str = ""
    error: str = ""


def rows_of(user: User, document: Document, found: Sequence[Candidate]) -> list[Row]:
    """Candidates of one document as rows of its page, in the order given."""
    ledger = books(user) if any(c.list == "claims" for c in found) else None
    sentences = Sentences(str(document.text))
    asked = list(Recommendation.objects.all()) if any(c.list == "recommendations" for c in found) else []
    return [_row(document, c, sentences, ledger=ledger, asked=asked) for c in found]


def _row(
    document: Document,
    candidate: Candidate,
    sentences: Sentences,
    *,
    ledger: Ledger | None = None,
    asked: Sequence[Recommendation] = (),
) -> Row:
    text, content = str(document.text), candidate.content
    words, around = text[candidate.start : candidate.end], sentences.at(candidate.start)
    normal = lists.BY_NAME[candidate.list].normal(content) if content else "changed since it was read"
    return Row(
        candidate=candidate,
        before=_SPACES.sub(" ", text[around.start : candidate.start])[-_AROUND:],
        words=" ".join(words.split()),
        after=_SPACES.sub(" ", text[candidate.end : around.end])[:_AROUND],
        normal=normal,
        quantity=_counts(candidate, ledger),
        earlier=_repeats(candidate, words, asked),
        address=_became(candidate),
        made=_called(candidate),
    )


def _counts(candidate: Candidate, ledger: Ledger | None) -> str:
    """What a figure may count, by name."""
    if ledger is None or candidate.list != "claims" or not candidate.content:
        return ""
    entry = Entry.of(candidate.kept or candidate.content["entry"])
    known = ledger.quantities.get(entry.quantity)
    return known.name() if known else entry.quantity


def _repeats(
    candidate: Candidate, words: str, asked: Sequence[Recommendation]
) -> tuple[following.Earlier, ...]:
    if candidate.list != "recommendations" or candidate.state != Candidate.State.OPEN:
        return ()
    return tuple(following.earlier(candidate.content.get("addressee") or "", words, asked))


def _became(candidate: Candidate) -> str:
    """Where stands what was made of it."""
    kind, _, number = candidate.became.partition(":")
    if kind == "published":
        return reverse("count:published", args=[int(number)])
    return reverse("act:recommendation", args=[int(number)]) if kind == "recommendation" else ""


def _called(candidate: Candidate) -> str:
    """What was made of it, as its own page calls it; empty where it has no name of its own."""
    kind, _, number = candidate.became.partition(":")
    return own_code(int(number)) if kind == "published" else ""


def segments(document: Document, found: Sequence[Candidate]) -> list[dict[str, Any]]:
    """The text cut at the borders of candidates and paragraphs."""
    text = str(document.text)
    paragraphs = {p["start"] for p in document.layout.get("paragraphs", ())} if document.pages else set()
    spans = sorted((c.start, min(c.end, len(text))) for c in found)
    borders = sorted({0, len(text), *paragraphs, *(b for span in spans for b in span)})
    held = _held(spans)
    return [
        {"start": a, "text": text[a:b], "marked": held(a), "paragraph": a in paragraphs}
        for a, b in itertools.pairwise(borders)
    ]


def _held(spans: Sequence[tuple[int, int]]) -> Any:
    """Whether a place lies in one of the spans, asked in rising order."""
    position, reach = 0, 0

    def within(place: int) -> bool:
        nonlocal position, reach
        while position < len(spans) and spans[position][0] <= place:
            reach = max(reach, spans[position][1])
            position += 1
        return place < reach

    return within
