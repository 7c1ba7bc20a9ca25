"""Bringing in many documents at once: each read in the jail first, then all written, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from tumen import documents
from tumen.errors import DocumentError, ImportRefused
from tumen.progress import SILENT, Progress, check
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.adapters import document_columns
from tumen_desk.record.models import Consent, Document, ImportBatch, Organisation, Purpose, Source
from tumen_desk.store import files

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file in a dry run: `state` is `new`, `duplicate` or `unreadable`."""

    name: str
    sha256: str
    state: str
    message: str = ""
    pages: int | None = None
    characters: int = 0
    bytes: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderPlan:
    """All files of a folder, read."""

    outcomes: list[Outcome]
    read: dict[str, documents.Document]

    @property
    def unreadable(self) -> list[Outcome]:
        """Files that stop the import unless they are left out."""
        return [o for o in self.outcomes if o.state == "unreadable"]


def read_folder(named: Sequence[Mapping[str, str]], *, progress: Progress = SILENT) -> FolderPlan:
    """Read sealed files (`name`, `sha256`) one after another in the parser jail; nothing is written."""
    outcomes: list[Outcome] = []
    read: dict[str, documents.Document] = {}
    progress.start(len(named), "Reading documents")
    for item in named:
        check(progress)
        outcome = _read_one(item["name"], item["sha256"], read)
        outcomes.append(outcome)
        progress.advance()
    return FolderPlan(outcomes=outcomes, read=read)


def _read_one(name: str, sha256: str, read: dict[str, documents.Document]) -> Outcome:
    same = Document.objects.filter(file_sha256=sha256).first()
    if same is not None or sha256 in read:
        where = f"already in the record as {same}" if same else "twice in this folder"
        return Outcome(name=name, sha256=sha256, state="duplicate", message=where)
    try:
        content = files.get(sha256)
        document = documents.read_in_jail(content, name=name)
    except DocumentError as error:
        return Outcome(
            name=name, sha256=sha256, state="unreadable", message=f"{error.message} {error.hint}".strip()
        )
    read[sha256] = document
    return Outcome(
        name=name,
        sha256=sha256,
        state="new",
        pages=len(document.pages) or None,
        characters=len(document.text),
        bytes=len(content),
        warnings=tuple(w.message for w in document.warnings),
    )


@transaction.atomic
def apply_folder(
    *,
    actor: User,
    plan: FolderPlan,
    title: str,
    kind: str,
    issuer: str = "",
    language: str = "",
    published: bool = False,
    leave_out_unreadable: bool = False,
) -> ImportBatch:
    """Make a source and a document of every new file, or nothing.

    Raises:
        ImportRefused: a file cannot be read and was not left out on purpose.
    """
    require(actor, Door.RECORD_WRITE)
    if plan.unreadable and not leave_out_unreadable:
        raise ImportRefused(
            f"{len(plan.unreadable)} files cannot be read; nothing was written.",
            hint="Mend them, or choose to leave unreadable files out.",
        )
    fresh = [o for o in plan.outcomes if o.state == "new"]
    digest = hashlib.sha256("".join(sorted(o.sha256 for o in plan.outcomes)).encode()).hexdigest()
    batch = ImportBatch.objects.create(
        kind="documents",
        title=title,
        content_sha256=digest,
        counts={"documents": len(fresh)},
        created_by=actor,
    )
    organisation = Organisation.objects.get_or_create(name=issuer.strip())[0] if issuer.strip() else None
    for outcome in fresh:
        read = plan.read[outcome.sha256]
        source = Source.objects.create(
            batch=batch,
            title=_title(read, outcome.name),
            kind=kind,
            issuer=organisation,
            language=language,
            made_up=settings.CONFIG.demo and not published,
        )
        Document.objects.create(source=source, batch=batch, bytes=outcome.bytes, **document_columns(read))
        if published:
            Consent.objects.bulk_create(
                Consent(
                    batch=batch,
                    source=source,
                    purpose=p,
                    granted=True,
                    audience="published by its issuer",
                    recorded_by=actor,
                )
                for p in Purpose
            )
    log.write(actor, "record.import_apply", f"import:{batch.pk}", documents=len(fresh), sha256=digest)
    return batch


def _title(read: documents.Document, name: str) -> str:
    stated = read.stated("title")
    return (stated[0].value if stated else PurePath(name).stem)[:300]
