"""Where the name of somebody who is to be erased stands in documents of other sources, and what becomes of each place.

Another person may bear the same name, and the document is somebody else's evidence: so a person looks at each place
and decides, with a reason where the name stays. Decisions are numbers of places; they go with the erasure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction

from tumen.errors import EraseRefused
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.keep.models import PlaceDecided
from tumen_desk.keep.spellings import Spellings, composed
from tumen_desk.record.models import Document, Mention
from tumen_desk.store import standing

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

AROUND: Final = 80
_CHUNK: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place where the name stands.

    Attributes:
        document: in which document, of another source than those of the person.
        start, end: which characters of its text; both 0 for what was read beside the text, such as who wrote a file.
        before, name, after: what stands there; empty where the reader may not look.
        cover: what was decided; None while nothing was.
        reason: why it stays.
    """

    document: Document
    start: int
    end: int
    before: str = ""
    name: str = ""
    after: str = ""
    cover: bool | None = None
    reason: str = ""

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.document.pk}-{self.start}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """All of them.

    Attributes:
        places: those that the reader may see, by document.
        hidden: those in circles in which the reader does not sit, decided by somebody who does, or not yet.
    """

    places: tuple[Place, ...] = ()
    hidden: tuple[Place, ...] = ()

    @property
    def undecided(self) -> tuple[Place, ...]:
        """Those that somebody must look at still, as far as the reader may."""
        return tuple(p for p in self.places if p.cover is None)

    @property
    def waits_for_others(self) -> bool:
        """True if somebody who sits in another circle must look."""
        return any(p.cover is None for p in self.hidden)

    @property
    def decided(self) -> str:
        """What was decided, as counts and a digest of the choice: another choice is another plan."""
        every = sorted((p.key, bool(p.cover)) for p in (*self.places, *self.hidden))
        if not every:
            return "none"
        covered = sum(cover for _, cover in every)
        choice = standing.digest(str(every), purpose="choice of an erasure")[:8]
        return f"{covered} covered, {len(every) - covered} kept (choice {choice})"

    def covered(self) -> dict[Document, list[tuple[int, int]]]:
        """Of each document, what is to be covered."""
        found: dict[Document, list[tuple[int, int]]] = {}
        for place in (*self.places, *self.hidden):
            if place.cover:
                found.setdefault(place.document, []).append((place.start, place.end))
        return found


def find(*, actor: User, mention: Mention, spellings: Spellings, sources: Collection[int]) -> Beyond:
    """Look through the documents of all other sources. Cost: every document is opened once. Logged by whoever plans.

    Args:
        actor: who looks; what lies in circles they do not sit in is counted, not shown.
        mention: under whose number decisions are kept.
        spellings: of the name.
        sources: those of the person, which are dealt with otherwise.
    """
    closed = circles.closed_sources(actor)
    decided = {
        (d.document_id, d.start): d for d in PlaceDecided.objects.filter(mention=mention).order_by("pk")
    }
    others = Document.objects.exclude(source__in=sources).select_related("source").order_by("pk")
    seen: list[Place] = []
    hidden: list[Place] = []
    for document in others.iterator(chunk_size=_CHUNK):
        for start, end in _spans(document, spellings):
            told = decided.get((document.pk, start))
            fits = told is not None and told.text_sha256 == document.text_sha256
            outside = document.source_id in closed
            around = ("", "", "") if outside else _around(document, start, end)
            (hidden if outside else seen).append(
                Place(
                    document=document,
                    start=start,
                    end=end,
                    before=around[0],
                    name=around[1],
                    after=around[2],
                    cover=told.cover if told and fits else None,
                    reason=told.reason if told and fits else "",
                )
            )
    return Beyond(places=tuple(seen), hidden=tuple(hidden))


def _spans(document: Document, spellings: Spellings) -> Iterator[tuple[int, int]]:
    yield from spellings.places(document.text)
    beside = {key: document.layout.get(key) for key in ("metadata", "left_out")}
    if spellings.stands_in(str(beside)):
        yield (0, 0)


def _around(document: Document, start: int, end: int) -> tuple[str, str, str]:
    if not end:
        return "", "in what was read beside the text", ""
    whole = composed(document.text)
    return whole[max(0, start - AROUND) : start], whole[start:end], whole[end : end + AROUND]


@transaction.atomic
def decide(
    *, actor: User, mention: Mention, spellings: Spellings, places: Iterable[tuple[Place, bool, str]]
) -> int:
    """Keep what somebody decided of some places: cover the name, or keep it with a reason. Logged with numbers only.

    Returns:
        how many.

    Raises:
        EraseRefused: a place is kept without a reason, or a reason names the person; nothing is kept then.
    """
    require(actor, Door.RECORD_WRITE)
    count = 0
    for place, cover, reason in places:
        if not cover and not reason.strip():
            raise EraseRefused(
                f"A name that stays in {place.document} needs a reason.",
                hint="Say why in a few words, such as: another person.",
            )
        if spellings.stands_in(reason):
            raise EraseRefused("A reason names the person, and it is kept.", hint="Say it without the name.")
        PlaceDecided.objects.update_or_create(
            mention=mention,
            document=place.document,
            start=place.start,
            defaults={
                "text_sha256": place.document.text_sha256,
                "cover": cover,
                "reason": reason.strip()[:200],
                "by": actor,
                "at": datetime.now(UTC),
            },
        )
        log.write(actor, "keep.decide_place", f"document:{place.document.pk}", cover=cover)
        count += 1
    return count


def without(document: Document, spans: Iterable[tuple[int, int]], *, cover: str) -> str:
    """The text of a document with some places covered."""
    text = composed(document.text)
    for start, end in spans:
        text = text[:start] + cover * (end - start) + text[end:]
    return text
