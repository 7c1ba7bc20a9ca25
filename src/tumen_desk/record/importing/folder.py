"""Bringing in many documents at once: each read in the jail first, then all written, or none.

The dry run keeps nothing of what it read, and the import reads again: in one jail for the whole folder that
costs little more than the parser, while a kept reading would be a second copy of testimony, to be
sealed, kept in step with the parser's version, and destroyed when the upload is.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from tumen import documents
from tumen.errors import DocumentError, ImportRefused, SealBroken
from tumen.progress import SILENT, Progress, check
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record import arriving, nearness
from tumen_desk.record.models import Consent, Document, ImportBatch, Organisation, Purpose, Source
from tumen_desk.store import files

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_MOST_NEAR = 5
_PICTURES_AFTER = 1000
_MOST_AT_ONCE = 4
"""Files read side by side. Each may take a gibibyte, and a laptop has other work to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file in a dry run: `state` is `new`, `duplicate` or `unreadable`.

    `near` names what a new one is nearly the same as.
    """

    name: str
    sha256: str
    state: str
    message: str = ""
    pages: int | None = None
    characters: int = 0
    bytes: int = 0
    warnings: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


_Reading = tuple[Outcome, documents.Document | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderPlan:
    """All files of a folder, read."""

    outcomes: list[Outcome]
    read: dict[str, documents.Document]

    @property
    def unreadable(self) -> list[Outcome]:
        """Files that stop the import unless they are left out."""
        return [o for o in self.outcomes if o.state == "unreadable"]


def read_folder(
    named: Sequence[Mapping[str, str]], *, reader: User | None = None, progress: Progress = SILENT
) -> FolderPlan:
    """Read sealed files (`name`, `sha256`) in one parser jail, several at once; nothing is written.

    With a `reader`, each new file is compared with the record and with the files before it, as far as that person may
    know of it.
    """
    progress.start(len(named), "Reading documents")
    known = _known(named)
    plan = FolderPlan(outcomes=[], read={})
    with closing(_read_all([i for i, where in zip(named, known, strict=True) if not where])) as readings:
        for item, where in zip(named, known, strict=True):
            check(progress)
            outcome, document = (_duplicate(item, where), None) if where else next(readings)
            plan.outcomes.append(outcome)
            if document is not None:
                plan.read[outcome.sha256] = document
            progress.advance()
    return _compared(plan, reader) if reader is not None else plan


def _compared(plan: FolderPlan, reader: User) -> FolderPlan:
    """The same plan, with what each new file is nearly the same as."""
    names = {o.sha256: o.name for o in plan.outcomes}
    twins: dict[str, list[str]] = {}
    pairs = documents.nearly_same({sha256: read.text for sha256, read in plan.read.items()})
    for first, second, alike in [*pairs, *_look_alike(plan)]:
        twins.setdefault(first, []).append(f"{names[second]} ({alike:.0%})")
        twins.setdefault(second, []).append(f"{names[first]} ({alike:.0%})")
    outcomes = []
    for outcome in plan.outcomes:
        read = plan.read.get(outcome.sha256)
        near = [] if read is None else nearness.near_read(reader, read)
        known = [f"{n.document} ({n.alike:.0%})" for n in near] + twins.get(outcome.sha256, [])
        outcomes.append(replace(outcome, near=tuple(known[:_MOST_NEAR])))
    return replace(plan, outcomes=outcomes)


def _look_alike(plan: FolderPlan) -> Iterator[tuple[str, str, float]]:
    """Pairs of new pictures that look the same, with how alike they are; each is held against the thousand after it."""
    looks = [(sha256, read.picture.likeness) for sha256, read in plan.read.items() if read.picture]
    for at, (first, one) in enumerate(looks):
        for second, other in looks[at + 1 : at + 1 + _PICTURES_AFTER]:
            if (apart := documents.pictures_apart(one, other)) < documents.PICTURES_ALIKE:
                yield first, second, 1 - apart / 128


def _known(named: Sequence[Mapping[str, str]]) -> list[str]:
    """Where else each file is, or nothing if it is new."""
    found, seen = [], set[str]()
    for sha256 in (item["sha256"] for item in named):
        same = Document.objects.filter(file_sha256=sha256).first()
        twice = "twice in this folder" if sha256 in seen else ""
        found.append(f"already in the record as {same}" if same else twice)
        seen.add(sha256)
    return found


def _read_all(named: Sequence[Mapping[str, str]]) -> Generator[_Reading, None, None]:
    """Each file, in order, with others read ahead. Closing it leaves the rest unread."""
    pool = ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_AT_ONCE))
    with documents.Jail() as jail:
        try:
            yield from pool.map(lambda item: _read_one(jail, item), named)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _read_one(jail: documents.Jail, item: Mapping[str, str]) -> _Reading:
    """Runs beside others: it must leave the tables alone."""
    name, sha256 = item["name"], item["sha256"]
    try:
        with files.opened(sha256) as content:
            size = content.seek(0, os.SEEK_END)
            content.seek(0)
            document = jail.read(content, name=name, limits=arriving.limits())
        if document.sha256 != sha256:
            raise SealBroken("A sealed file opens to other bytes than were put in.", sha256=sha256[:12])
    except DocumentError as error:
        message = f"{error.message} {error.hint}".strip()
        return Outcome(name=name, sha256=sha256, state="unreadable", message=message), None
    outcome = Outcome(
        name=name,
        sha256=sha256,
        state="new",
        pages=len(document.pages) or None,
        characters=len(document.text),
        bytes=size,
        warnings=tuple(w.message for w in document.warnings),
    )
    return outcome, document


def _duplicate(item: Mapping[str, str], where: str) -> Outcome:
    return Outcome(name=item["name"], sha256=item["sha256"], state="duplicate", message=where)


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
    source: Source | None = None,
    job: int | None = None,
) -> ImportBatch:
    """Make a source and a document of every new file, or nothing; `job` is the number of the job that does so.

    With a `source` they become documents of it, and what is said of sources is left alone.

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
        job=job,
        created_by=actor,
    )
    organisation = Organisation.objects.get_or_create(name=issuer.strip())[0] if issuer.strip() else None
    for outcome in fresh:
        read = plan.read[outcome.sha256]
        if source is not None:
            arriving.keep(read, source=source, size=outcome.bytes, batch=batch)
            continue
        made = Source.objects.create(
            batch=batch,
            title=_title(read, outcome.name),
            kind=kind,
            issuer=organisation,
            language=language,
            made_up=settings.CONFIG.demo and not published,
            **arriving.captured(read),
        )
        arriving.keep(read, source=made, size=outcome.bytes, batch=batch)
        if published:
            Consent.objects.bulk_create(
                Consent(
                    batch=batch,
                    source=made,
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
