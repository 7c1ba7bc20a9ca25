"""Erasing a person: names, texts and files for good, counts untouched where consent to count stands.

The keys of the person's mentions and documents are destroyed, so that nothing of them can be read in this store or in
any backup of it; what stands in other people's words is covered. Two people decide (`approvals`), the plan says before
what will change, and the receipt says what lies outside and cannot be called back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.db import models, transaction
from django.db.models import Q

from tumen import documents as reading
from tumen.errors import EraseRefused
from tumen.progress import SILENT, Progress, check
from tumen_desk.accounts import approvals
from tumen_desk.accounts.access import Door, require
from tumen_desk.accounts.deeds import Deed, deed
from tumen_desk.accounts.models import Approval
from tumen_desk.audit import log
from tumen_desk.audit.models import Entry
from tumen_desk.coding.models import Draft
from tumen_desk.find import indexing
from tumen_desk.keep import beyond as looking
from tumen_desk.keep import copies, texts, uploads
from tumen_desk.keep.models import BackupWritten, Erasure, PlaceDecided
from tumen_desk.keep.spellings import COVER, Spellings
from tumen_desk.link import standing
from tumen_desk.link.models import Membership, Pair
from tumen_desk.read.models import Candidate
from tumen_desk.record import forgetting
from tumen_desk.record.models import (
    Act,
    Consent,
    Document,
    Leg,
    Mention,
    Name,
    Passage,
    Purpose,
    Stay,
    Tie,
    Transfer,
)
from tumen_desk.record.queries import allowed_mentions
from tumen_desk.store import databases, files, folder, keyring

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

ERASE: Final = deed(
    Deed(
        code="keep.erase_person",
        label="Erase a person",
        asks=Door.RECORD_WRITE,
        warns="It cannot be undone by anybody. Look whether it is the right person, and who asked for it.",
    )
)
_FACTS: Final = (Act, Stay, Leg, Transfer)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What erasing some mentions would change; nothing is changed by making it.

    Attributes:
        mentions: the mentions of the person.
        own: documents in which the person tells, pictures that show the person; they go entirely.
        others: documents of the same sources in which the name stands; the name is covered, the file goes.
        elsewhere: (model, column, row) of free text elsewhere in which the name stands.
        close_backups: earlier backups will not open any more with this store's keys.
        beyond: places in documents of other sources in which the name stands, and what was decided of each.
        copies: SHA-256 of other files with the name in them: imported tables and forms, sent papers, published
            reports, checked drafts; they go.
    """

    mentions: tuple[Mention, ...]
    own: tuple[Document, ...]
    others: tuple[Document, ...]
    elsewhere: tuple[texts.Where, ...]
    spellings: Spellings
    close_backups: bool
    beyond: looking.Beyond
    copies: tuple[str, ...] = ()

    @cached_property
    def keeps_facts(self) -> bool:
        """True if what was told is still counted: consent to count stands for at least one mention."""
        ids = [m.pk for m in self.mentions]
        return allowed_mentions(Purpose.COUNT).filter(pk__in=ids).exists()

    @property
    def subject(self) -> str:
        """What approvals and the log call it."""
        return f"mention:{self.mentions[0].pk}"

    @property
    def content(self) -> dict[str, object]:
        """What the second person is shown, and what the approval is bound to: numbers only."""
        return {
            "mentions": _listed(self.mentions),
            "documents erased": _listed(self.own),
            "documents with the name covered": _listed(self.others),
            # What the second person answers is kept as well, and would make their own answer be to another plan.
            "other texts with the name covered": sum(model is not Approval for model, _, _ in self.elsewhere),
            "places in documents of other sources": self.beyond.decided,
            "imports, papers, reports and drafts destroyed": len(self.copies),
            "facts kept for counting": "yes" if self.keeps_facts else "no, consent to count does not stand",
            "earlier backups closed": "yes" if self.close_backups else "no",
        }


def _listed(rows: Sequence[models.Model]) -> str:
    return ", ".join(str(row) for row in sorted(rows, key=lambda row: int(row.pk))) or "none"


def same_person(mention: Mention) -> list[Mention]:
    """The mentions that the present linkage takes for the same person, this one first."""
    mine = Membership.objects.filter(run__is_current=True, mention=mention).first()
    found = (
        Mention.objects.filter(memberships__run=mine.run_id, memberships__person=mine.person)
        if mine
        else Mention.objects.filter(pk=mention.pk)
    )
    return sorted(found.select_related("source"), key=lambda m: (m.pk != mention.pk, m.pk))


def plan(*, actor: User, mentions: list[Mention], close_backups: bool = False) -> Plan:
    """Look at everything that tells of a person. Looks at names, and logs that it did.

    Cost: one pass over all text of the store.

    Raises:
        PermissionDenied: this role may not ask for an erasure.
        EraseRefused: nobody to erase.
    """
    require(actor, ERASE.asks)
    if not mentions:
        raise EraseRefused("Nobody was chosen.")
    ids = [m.pk for m in mentions]
    given = list(Name.objects.filter(mention__in=ids))
    log.write(actor, "keep.plan_erasure", f"mention:{ids[0]}", mentions=sorted(ids), names=len(given))
    spellings = Spellings.of(n.text for n in given if n.text)
    telling = [m.source_id for m in mentions if m.role == Mention.Role.INTERVIEWEE]
    # A picture cannot be covered: one that shows the person goes, whoever else is on it.
    own = Document.objects.filter(Q(source__in=telling) | Q(media__shown__mention__in=ids)).distinct()
    sources = {m.source_id for m in mentions}
    beside = Document.objects.filter(source__in=sources).exclude(pk__in=[d.pk for d in own])
    beyond = looking.find(actor=actor, mention=mentions[0], spellings=spellings, sources=sources)
    return Plan(
        mentions=tuple(mentions),
        own=tuple(own),
        others=tuple(d for d in beside if spellings.stands_in(d.text) or spellings.stands_in(str(d.layout))),
        elsewhere=tuple(texts.naming(spellings)),
        spellings=spellings,
        close_backups=close_backups,
        beyond=beyond,
        copies=copies.holding(ids, spellings),
    )


def ask(*, actor: User, plan: Plan, reason: str) -> object:
    """Ask a second person for exactly this plan.

    Raises:
        EraseRefused: places in other documents wait for a decision; or the reason names the person, and is kept.
    """
    _refuse_undecided(plan)
    if plan.spellings.stands_in(reason):
        raise EraseRefused(
            "The reason names the person, and it is kept.",
            hint="Say it without the name: who asked, and when.",
        )
    return approvals.ask(
        actor=actor, deed=ERASE.code, subject=plan.subject, content=plan.content, reason=reason
    )


def _refuse_undecided(plan: Plan) -> None:
    if waiting := len(plan.beyond.undecided):
        raise EraseRefused(
            f"The name stands in {waiting} more places, in documents of other sources.",
            hint="Look at each of them and decide: cover the name, or keep it with a reason.",
        )
    if plan.beyond.waits_for_others:
        raise EraseRefused(
            "The name also stands where you may not look.",
            hint="Ask the data-protection lead, or somebody who sits in those circles, to open this page and decide.",
        )


def may_go(*, actor: User, plan: Plan) -> bool:
    """True if a second person agreed to exactly this plan."""
    return approvals.is_granted(actor=actor, deed=ERASE.code, subject=plan.subject, content=plan.content)


def person_erase(*, actor: User, plan: Plan, progress: Progress = SILENT) -> Erasure:
    """Erase a person: rows first, in one transaction, then the keys. Logged with numbers only.

    Killed in between, `finish` destroys the keys at the next unlocking.

    Raises:
        PermissionDenied: this role may not.
        SecondPersonNeeded: nobody agreed to exactly this.
        EraseRefused: places in other documents wait for a decision.
    """
    require(actor, ERASE.asks)
    _refuse_undecided(plan)
    progress.start(3, "Erasing")
    beyond = plan.beyond.covered()
    gone = sorted({d.file_sha256 for d in (*plan.own, *plan.others, *beyond)} | {*plan.copies})
    texts = [(d, plan.spellings.cover(d.text)) for d in plan.others]
    texts += [(d, looking.without(d, spans, cover=COVER)) for d, spans in beyond.items()]
    covered = [(document, text, files.put(text.encode())) for document, text in texts]
    progress.advance()
    with transaction.atomic():
        approval = approvals.spend(actor=actor, deed=ERASE.code, subject=plan.subject, content=plan.content)
        counts = {**_erase_rows(plan), "covered": len(covered), "files": len(plan.copies), **_places(plan)}
        for document, text, sha256 in covered:
            _cover_document(document, text, sha256)
            _cover_what_was_read(document, plan.spellings)
        check(progress)
        progress.advance()
        assert approval.decided_by is not None  # noqa: S101  (narrowing: spend gives answered ones only)
        erasure = Erasure.objects.create(
            by=actor,
            approved_by=approval.decided_by,
            reason=approval.reason,
            mentions=sorted(m.pk for m in plan.mentions),
            files=gone,
            close_backups=plan.close_backups,
            counts=counts,
            outside=_outside(plan),
        )
        log.write(
            actor,
            "keep.erase_person",
            f"erasure:{erasure.pk}",
            erased=erasure.mentions,
            approved_by=erasure.approved_by_id,
            **counts,
        )
    finish()
    progress.advance()
    erasure.refresh_from_db()
    return erasure


def finish() -> int:
    """Destroy the keys of erasures that have them still, take the files away, and write the old pages over.

    Returns how many erasures were finished. Called after an erasure and at each unlocking.
    """
    open_ones = list(Erasure.objects.filter(finished_at__isnull=True))
    if not open_ones:
        return 0
    gone = {sha for e in open_ones for sha in e.files} - set(
        Document.objects.values_list("file_sha256", flat=True)
    )
    ring = keyring.ring().without(
        persons=[pk for e in open_ones for pk in e.mentions], files=map(keyring.file_leaf, gone)
    )
    if any(e.close_backups for e in open_ones):
        ring = ring.without_old_backups()
    folder.replace_ring(ring)
    for sha256 in gone:
        files.remove(sha256)
    # The indexes hold the words of every text and all names; they are made anew from those that are left.
    indexing.forget()
    standing.forget()
    uploads.wipe_unclaimed()
    Erasure.objects.filter(pk__in=[e.pk for e in open_ones]).update(finished_at=datetime.now(UTC))
    for _, database in databases.each():
        if not database.in_atomic_block:
            database.write_over()
    return len(open_ones)


def _places(plan: Plan) -> dict[str, int]:
    """Decisions go: they say where the name of whom stands."""
    every = (*plan.beyond.places, *plan.beyond.hidden)
    PlaceDecided.objects.filter(mention__in=[m.pk for m in plan.mentions]).delete()
    covered = sum(bool(place.cover) for place in every)
    return {"places covered": covered, "places kept": len(every) - covered} if every else {}


def _cover_document(document: Document, text: str, sha256: str) -> None:
    """The text with the name covered takes the place of the document; passages stay where they are."""
    document.text, document.file_sha256, document.bytes = text, sha256, len(text.encode())
    document.text_sha256 = sha256
    document.layout = {**document.layout, "metadata": [], "left_out": []}
    document.media_type = "text/plain"
    document.warnings = [
        {
            "code": "erased",
            "message": "A name in this text was erased; the file that held it was destroyed. What is kept is its text.",
        }
    ]
    document.save()
    forgetting.only_text_stays(document.pk)
    for passage in document.passages.all():
        passage.text_sha256 = reading.passage_in(text, passage.start, passage.end).sha256
        passage.save(update_fields=["text_sha256"])


def _cover_what_was_read(document: Document, spellings: Spellings) -> None:
    """What a machine or a colleague took from a document quotes it, and goes with it under the key of its new file."""
    rows: list[tuple[Candidate | Draft, tuple[str, ...]]] = [
        *((c, ("content", "kept")) for c in Candidate.objects.filter(document=document)),
        *((d, ("fields",)) for d in Draft.objects.filter(document=document)),
    ]
    for row, columns in rows:
        for column in columns:
            setattr(row, column, texts.covering(getattr(row, column), spellings))
        row.file_sha256 = document.file_sha256
        row.save()


def _erase_rows(plan: Plan) -> dict[str, int]:
    ids = [m.pk for m in plan.mentions]
    counts = {"mentions": len(ids), "documents": len(plan.own)}
    counts["names"] = Name.objects.filter(mention__in=ids).count()
    Name.objects.filter(mention__in=ids).delete()
    counts["ties"] = Tie.objects.filter(Q(mention__in=ids) | Q(other__in=ids)).delete()[0]
    counts["told besides"] = forgetting.forget(ids)
    _coarsen(plan.mentions)
    # The reasons of pairs quote syllables.
    Pair.objects.filter(Q(mention_a__in=ids) | Q(mention_b__in=ids)).update(reasons=[])
    if not plan.keeps_facts:
        counts["facts"] = sum(model._default_manager.filter(mention__in=ids).delete()[0] for model in _FACTS)
    _drop_documents(plan.own)
    counts["texts"] = texts.cover(plan.elsewhere, plan.spellings)
    counts["drafts"] = copies.drop(plan.copies)
    return counts


def _coarsen(mentions: tuple[Mention, ...]) -> None:
    """What is left of a person is what is counted: sex, year of birth, what was done to them."""
    for mention in mentions:
        mention.external_id = ""
        if len(mention.birth) > len("1971") and mention.birth[:4].isdecimal() and "/" not in mention.birth:
            year = int(mention.birth[:4])
            mention.birth = mention.birth[:4]
            mention.birth_low = mention.birth_low and mention.birth_low.replace(year=year, month=1, day=1)
            mention.birth_high = mention.birth_high and mention.birth_high.replace(
                year=year, month=12, day=31
            )
        mention.save()


def _drop_documents(documents: tuple[Document, ...]) -> None:
    forgetting.let_go([d.pk for d in documents])
    passages = Passage.objects.filter(document__in=[d.pk for d in documents])
    for model in (*_FACTS, Consent):
        model._default_manager.filter(passage__in=passages).update(passage=None)
    passages.delete()
    Document.objects.filter(pk__in=[d.pk for d in documents]).delete()


def _outside(plan: Plan) -> dict[str, Any]:
    """Copies outside this store: key files that still open older backups, originals that were downloaded."""
    subjects = [f"document:{d.pk}" for d in (*plan.own, *plan.others, *plan.beyond.covered())]
    opened = Entry.objects.filter(action="record.document_open", subject__in=subjects)
    return {
        "key files": [
            {"written": b.at.isoformat(timespec="minutes"), "place": b.place}
            for b in BackupWritten.objects.order_by("id")
        ],
        "originals opened": [
            {"at": e.at.isoformat(timespec="minutes"), "by": e.actor_id, "what": e.subject} for e in opened
        ],
    }
