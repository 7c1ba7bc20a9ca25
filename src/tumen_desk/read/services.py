"""Reading a document for candidates, and deciding on them. Nothing is a fact until somebody accepts it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from tumen import reading
from tumen.errors import CandidateRefused, NoLocalModel
from tumen.progress import SILENT, Progress, check
from tumen.reading import Sentences
from tumen_desk.accounts.access import Door, require
from tumen_desk.act.models import Recommendation
from tumen_desk.audit import log
from tumen_desk.coding import services as coding
from tumen_desk.coding.models import Draft
from tumen_desk.count import ledger
from tumen_desk.count import ledger_services as figures
from tumen_desk.count.ledger import Entry
from tumen_desk.count.models import Published
from tumen_desk.read import following, lists, queries
from tumen_desk.read.models import Candidate, Reading
from tumen_desk.read.suggesting import Suggester
from tumen_desk.record.services import passage_anchor

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User
    from tumen_desk.record.models import Document, Passage

_PATIENCE = 3600.0
"""Seconds that a model has for a whole document."""
_READ_FROM_TEXT = "Accepted as the document says it."


def document_read(
    *, actor: User, document: Document, ask_model: bool = False, progress: Progress = SILENT
) -> Reading:
    """Read a document for candidates, or read it anew. Logged.

    What was decided stays: accepted and dismissed candidates do not come back, open ones are those of this reading.

    Args:
        actor: who reads.
        document: what is read.
        ask_model: ask the language model on this computer as well; what it adds is a list of its own.
        progress: told how far it is.

    Raises:
        NoLocalModel: none is set; or it did not answer throughout, and what was found until then is kept.
        CandidateRefused: the document may not be analysed, or is not there for this user.
        UnreadableLanguage: its language is not read.
    """
    require(actor, Door.RECORD_WRITE)
    if not queries.documents(actor).filter(pk=document.pk).exists():
        raise unreadable(document)
    if ask_model and not settings.CONFIG.model:
        raise NoLocalModel("No language model is set for this desk.")
    text = str(document.text)
    read = reading.read(
        text, pack=settings.CONFIG.pack, language=document.source.language or None,
        reference=document.source.date or None, progress=progress,
        model=reading.LocalModel(address=settings.CONFIG.model, seconds=_PATIENCE) if ask_model else None,
    )  # fmt: skip
    rows = _rows(actor, document, text, read, progress)
    kept = _keep(actor, document, read, rows)
    if read.model is not None and read.model.message:
        raise NoLocalModel(read.model.message, hint="What the rules found is on the page of candidates.")
    return kept


def unreadable(document: Document) -> CandidateRefused:
    """Why a document is not read for candidates, and what to do about it."""
    return CandidateRefused(
        f"{document} may not be read for candidates: no decision to use its source for analysis stands.",
        hint="Record the consent on the page of the source; what was published by its issuer has it.",
    )


def _rows(
    actor: User, document: Document, text: str, read: reading.Reading, progress: Progress
) -> list[Candidate]:
    found = list(lists.found(read))
    progress.start(len(found), "putting candidates beside the ledger")
    suggester, sentences, rows = Suggester(ledger.books(actor)), Sentences(text), []
    for one in found:
        check(progress)
        content = dict(one.content)
        if one.list == "claims":
            start = content["value_span"][0]
            sentence = sentences.at(start)
            words = text[sentence.start : sentence.end]
            content["entry"] = suggester.entry(content, words, at=start - sentence.start).as_dict()
        rows.append(
            Candidate(
                document=document, file_sha256=document.file_sha256, list=one.list, key=one.key, start=one.start,
                end=one.end, confidence=one.confidence, content=content,
            )
        )  # fmt: skip
        progress.advance()
    return rows


@transaction.atomic
def _keep(actor: User, document: Document, read: reading.Reading, rows: list[Candidate]) -> Reading:
    # One that was taken back leads to what was made of it, and goes on so when it is accepted again.
    Candidate.objects.filter(document=document, state=Candidate.State.OPEN, became="").delete()
    decided = set(Candidate.objects.filter(document=document).values_list("list", "key"))
    Candidate.objects.bulk_create((c for c in rows if (c.list, c.key) not in decided), batch_size=500)
    kept, _ = Reading.objects.update_or_create(
        document=document,
        defaults={
            "text_sha256": document.text_sha256, "language": read.language, "pack": read.pack, "by": actor,
            "found": Counter(c.list for c in rows), "absent": lists.absent(read),
        },
    )  # fmt: skip
    log.write(
        actor, "read.document_read", f"document:{document.pk}", found=len(rows), decided=len(decided),
        model=read.model is not None,
    )  # fmt: skip
    return kept


@transaction.atomic
def candidate_accept(
    *, actor: User, candidate: Candidate, entry: Entry | None = None, changes: Mapping[str, Any] | None = None
) -> Candidate:
    """Take a candidate for what the document says. Its passage is anchored, and it goes where it belongs. Logged.

    Args:
        actor: who accepts.
        candidate: of a document that `actor` may see.
        entry: of a figure, what it says, where that differs from the suggestion.
        changes: of a recommendation, `addressee`, `text` and `earlier` (number of an earlier one), where they differ.

    Raises:
        CandidateRefused: it was decided already, or the text was changed since.
        LedgerRefused: a figure that the ledger cannot take.
    """
    row = _decidable(actor, candidate)
    if row.state != Candidate.State.OPEN:
        raise CandidateRefused("This candidate was decided already.", candidate=row.pk)
    row.passage = passage_anchor(actor=actor, document=row.document, start=row.start, end=row.end)
    row.kept = {**(entry.as_dict() if entry else {}), **(changes or {})}
    row.became = _MADE.get(row.list, _nothing)(actor, row, row.passage, entry, changes or {})
    _decide(actor, row, Candidate.State.ACCEPTED)
    log.write(
        actor, "read.candidate_accept", f"candidate:{row.pk}", list=row.list, passage=row.passage.pk,
        source=row.document.source_id, became=row.became, edited=bool(row.kept),
    )  # fmt: skip
    return row


@transaction.atomic
def candidate_dismiss(*, actor: User, candidate: Candidate, reason: str) -> Candidate:
    """Say that a candidate is none, and why. It does not come back when the document is read anew. Logged.

    Raises:
        CandidateRefused: it was decided already, or this is no reason.
    """
    row = _decidable(actor, candidate)
    if row.state != Candidate.State.OPEN:
        raise CandidateRefused("This candidate was decided already.", candidate=row.pk)
    if reason not in Candidate.Reason.values:
        raise CandidateRefused("Say why it is dismissed.", candidate=row.pk)
    row.reason = reason
    _decide(actor, row, Candidate.State.DISMISSED)
    log.write(actor, "read.candidate_dismiss", f"candidate:{row.pk}", list=row.list, reason=reason)
    return row


@transaction.atomic
def candidate_undo(*, actor: User, candidate: Candidate) -> Candidate:
    """Take a decision back: the candidate is open again, and what was made of it is withdrawn. Logged.

    Raises:
        CandidateRefused: it is open, or there is no such candidate.
    """
    row = _decidable(actor, candidate)
    if row.state == Candidate.State.OPEN:
        raise CandidateRefused("There is nothing to take back.", candidate=row.pk)
    kind, _, number = row.became.partition(":")
    if kind == "published":
        figures.published_judge(
            actor=actor, published=Published.objects.get(pk=number), entry=None, withdrawn=True,
            why="Taken back on the page of candidates.",
        )  # fmt: skip
    elif kind == "recommendation":
        following.take_back(actor, Recommendation.objects.get(pk=number))
    row.reason, row.kept, row.passage = "", {}, None
    row.decided_by = row.decided_at = None
    row.state = Candidate.State.OPEN
    row.save()
    log.write(actor, "read.candidate_undo", f"candidate:{row.pk}", list=row.list)
    return row


@transaction.atomic
def incident_offer(*, actor: User, candidate: Candidate) -> Draft | None:
    """Fill the form of coding with an accepted incident: where it stands, when, where. Nothing is coded by it.

    Raises:
        CandidateRefused: it is no accepted incident, or something else is unfinished in that form.
    """
    row = _decidable(actor, candidate)
    if row.list not in ("incidents", "patterns") or row.state != Candidate.State.ACCEPTED:
        raise CandidateRefused("Only accepted incidents are coded.", candidate=row.pk)
    if Draft.objects.filter(user=actor, document=row.document).exists():
        raise CandidateRefused(
            "You have unfinished coding in this document.", hint="Finish or empty that form first."
        )
    return coding.draft_keep(actor=actor, document=row.document, fields=_coded(row.content, row))


def _coded(content: Mapping[str, Any], row: Candidate) -> dict[str, str]:
    """What of an incident the form of coding has a field for; codes of places and acts are left to its offers."""
    low, high = content.get("victims_range") or (content.get("victims_count"), content.get("victims_count"))
    return {
        "start": str(row.start), "end": str(row.end), "date": content.get("date") or "",
        "number_low": "" if low is None else str(int(low)), "number_high": "" if high is None else str(int(high)),
        "account_title": " ".join(str(row.document.text)[row.start : row.end].split())[:80],
    }  # fmt: skip


def _decidable(actor: User, candidate: Candidate) -> Candidate:
    """The row as it stands now, for somebody who may decide on it."""
    require(actor, Door.RECORD_WRITE)
    found = (
        queries.candidates(actor).select_related("document__source__issuer").filter(pk=candidate.pk).first()
    )
    if found is None:
        raise CandidateRefused("There is no such candidate any more.")
    if not found.content:
        raise CandidateRefused("The text was changed since it was read.", hint="Read the document anew.")
    return found


def _decide(actor: User, row: Candidate, state: Candidate.State) -> None:
    row.state, row.decided_by, row.decided_at = state, actor, datetime.datetime.now(datetime.UTC)
    row.save()


def _publish(
    actor: User, row: Candidate, passage: Passage, entry: Entry | None, changes: Mapping[str, Any]
) -> str:
    suggested, (kind, _, number) = Entry.of(row.content["entry"]), row.became.partition(":")
    if kind == "published":
        figures.published_judge(
            actor=actor, published=Published.objects.get(pk=number), entry=entry or suggested,
            why=changes.get("why") or "Accepted again.",
        )  # fmt: skip
        return row.became
    made = figures.published_add(
        actor=actor, entry=entry or suggested, source=row.document.source, passage=passage,
        why=changes.get("why") or _READ_FROM_TEXT,
    )  # fmt: skip
    return f"published:{made.pk}"


def _follow(
    actor: User, row: Candidate, passage: Passage, entry: Entry | None, changes: Mapping[str, Any]
) -> str:
    kind, _, number = row.became.partition(":")
    if kind == "recommendation":
        following.take_up(actor, Recommendation.objects.get(pk=number))
        return row.became
    return f"recommendation:{following.follow(actor, row, passage, changes)}"


def _nothing(*_: object) -> str:
    """Dates, places, names, law and citations are kept where they stand."""
    return ""


_Make = Callable[["User", Candidate, "Passage", Entry | None, Mapping[str, Any]], str]
_MADE: dict[str, _Make] = {"claims": _publish, "recommendations": _follow}
