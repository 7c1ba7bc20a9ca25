"""Checking a draft of one's own before it goes: sealed under its own key, seen by nobody else, wiped on request."""

from __future__ import annotations

import io
import secrets
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction

from tumen import checking, documents
from tumen.checking import Finding, Outcome
from tumen.errors import CandidateRefused
from tumen.progress import SILENT, Progress
from tumen.reading import Sentences
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.count import ledger
from tumen_desk.jobs import services as jobs
from tumen_desk.read.models import CheckedDraft
from tumen_desk.shell.spoken import spoken
from tumen_desk.store import files, folder, keyring

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

SALT: Final = 16
"""So many random bytes lie before each draft."""
_KINDS: Final = ("docx", "pdf", "txt", "html", "odt", "hwp", "hwpx")


@transaction.atomic
def draft_take_in(*, actor: User, name: str, content: bytes) -> CheckedDraft:
    """Seal a draft and ask for its check. Logged by number only.

    Random bytes before it give it a key of its own, so that wiping it wipes no other file with the same words, and
    the same draft may come again.

    Raises:
        CandidateRefused: a kind of file that is not read.
    """
    require(actor, Door.COUNT_READ)
    kind = PurePath(name).suffix.lower().removeprefix(".")
    if kind not in _KINDS:
        raise CandidateRefused("This kind of file is not checked.", hint=f"Give one of: {', '.join(_KINDS)}.")
    sha256 = files.put(secrets.token_bytes(SALT) + content)
    draft = CheckedDraft.objects.create(
        file_sha256=sha256, kind=kind, by=actor, report={"name": PurePath(name).name[:200]}
    )
    log.write(actor, "read.draft_take_in", f"draft:{draft.pk}", bytes=len(content))
    job = jobs.enqueue(
        user=actor, kind="read.draft", title=f"Checking draft {draft.pk}", parameters={"draft": draft.pk}
    )
    CheckedDraft.objects.filter(pk=draft.pk).update(job=job.pk)
    draft.job = job.pk
    return draft


def draft_check(*, actor: User, draft: CheckedDraft, progress: Progress = SILENT) -> CheckedDraft:
    """Hold a draft against the ledger that its owner may read, and against the law. Logged by number only.

    Raises:
        DocumentError: it cannot be read.
        UnreadableLanguage: its language is not read.
    """
    require(actor, Door.COUNT_READ)
    _refuse_unless_own(actor, draft)
    read = documents.read_in_jail(_content(draft), name=f"draft.{draft.kind}")
    checked = checking.check(read, pack=settings.CONFIG.pack, ledger=ledger.books(actor), progress=progress)
    sentences = Sentences(read.text)
    draft.report = {
        "name": draft.report.get("name", ""),
        "language": checked.reading.language,
        "findings": [_told(f, read, sentences) for f in checked.findings],
    }
    draft.counts = dict(checked.counts())
    draft.save()
    log.write(actor, "read.draft_check", f"draft:{draft.pk}", findings=len(checked.findings))
    return draft


def draft_commented(*, actor: User, draft: CheckedDraft) -> bytes:
    """A copy of a DOCX with each remark as a comment in the reader's language, made in memory.

    Raises:
        CandidateRefused: it is no DOCX, not one's own, or not checked yet.
    """
    _refuse_unless_own(actor, draft)
    if draft.kind != "docx" or not draft.counts:
        raise CandidateRefused("Comments are written into a DOCX that was checked.")
    content = _content(draft)
    read, out = documents.read_in_jail(content, name="draft.docx"), io.BytesIO()
    remarks = [_finding(row) for row in draft.report["findings"]]
    checking.comment(io.BytesIO(content), remarks, read, out=out, say=spoken)
    return out.getvalue()


def draft_wipe(*, actor: User, draft: CheckedDraft) -> None:
    """Destroy the key of a draft, then take it away: nothing of it can be read, in backups either. Logged by number.

    Raises:
        CandidateRefused: it is not one's own.
    """
    _refuse_unless_own(actor, draft)
    sha256, number = draft.file_sha256, draft.pk
    with transaction.atomic():
        draft.delete()
        log.write(actor, "read.draft_wipe", f"draft:{number}")
    folder.replace_ring(keyring.ring().without(persons=[], files=[keyring.file_leaf(sha256)]))
    files.remove(sha256)


def _content(draft: CheckedDraft) -> bytes:
    return files.get(draft.file_sha256)[SALT:]


def _refuse_unless_own(actor: User, draft: CheckedDraft) -> None:
    if draft.by_id != actor.pk:
        raise CandidateRefused("This draft is somebody else's.")


def _told(finding: Finding, read: documents.Document, sentences: Sentences) -> dict[str, Any]:
    """A remark with the sentence around it and where that stands."""
    around = sentences.at(finding.start)
    return {
        **finding.as_dict(),
        "sentence": read.text[around.start : around.end],
        "at": [finding.start - around.start, finding.end - around.start],
        "where": str(read.locate(finding.start, finding.end)),
    }


def _finding(row: dict[str, Any]) -> Finding:
    names = ("start", "end", "text", "rule", "says")
    return Finding(
        **{name: row[name] for name in names}, outcome=Outcome(row["outcome"]), known=tuple(row["known"])
    )
