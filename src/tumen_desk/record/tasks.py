"""Long work of the record: imports, letters in pictures, and documents put into words by a program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.urls import reverse

from tumen.errors import DuplicateDocument, ImportRefused
from tumen.progress import check
from tumen_desk.accounts.models import User
from tumen_desk.jobs.registry import kind
from tumen_desk.jobs.running import Running
from tumen_desk.record import capturing, picturing, translating
from tumen_desk.record.importing import apply, folder, form_plan, form_write, forms_in, plan
from tumen_desk.record.models import Document, ImportBatch
from tumen_desk.store import files

_SHOWN = 500


def _actor(running: Running) -> User:
    return User.objects.get(pk=running.job.created_by)


@kind("record.import_table")
def import_table(running: Running) -> Mapping[str, object]:
    """Check one or more tables; write them unless it is a dry run. Safe to run again: it writes once or not at all."""
    p: dict[str, Any] = running.job.parameters
    if written := _written(running):
        return {"counts": written.counts, "faults": [], "fault_count": 0, **_result(written)}
    checked = {
        table: plan.check_table(
            partial(files.opened, given["sha256"]),
            table=table,
            mapping=given.get("mapping"),
            progress=running,
        )
        for table, given in p["tables"].items()
    }
    planned = plan.Plan(tables=checked)
    report: dict[str, Any] = {
        "counts": planned.counts,
        "faults": apply.plain_faults(planned.faults[:_SHOWN]),
        "fault_count": planned.fault_count,
    }
    if p.get("dry_run"):
        return report
    if planned.faults:
        raise ImportRefused(f"{planned.fault_count} faults; nothing was written.", **report)
    batch = apply.apply_plan(
        actor=_actor(running),
        plan=planned,
        title=p["title"],
        content_sha256=p["content_sha256"],
        organisation=p.get("organisation", ""),
        consented=bool(p.get("consented")),
        job=running.job.pk,
        progress=running,
    )
    return {**report, **_result(batch)}


@kind("record.import_documents")
def import_documents(running: Running) -> Mapping[str, object]:
    """Read documents; write them unless it is a dry run. Safe to run again: it writes once or not at all."""
    p: dict[str, Any] = running.job.parameters
    if written := _written(running):
        return {"outcomes": [], **_result(written)}
    reader = _actor(running) if p.get("dry_run") else None
    read = folder.read_folder(p["files"], reader=reader, progress=running)
    report = {
        "outcomes": [
            {
                "name": o.name, "state": o.state, "message": o.message, "pages": o.pages,
                "characters": o.characters, "warnings": list(o.warnings), "near": list(o.near),
            }
            for o in read.outcomes[:_SHOWN]
        ],
        "fresh": sum(o.state == "new" for o in read.outcomes),
        "unreadable": len(read.unreadable),
    }  # fmt: skip
    if p.get("dry_run"):
        return report
    batch = folder.apply_folder(
        actor=_actor(running),
        plan=read,
        title=p["title"],
        kind=p.get("kind", ""),
        issuer=p.get("issuer", ""),
        language=p.get("language", ""),
        published=bool(p.get("published")),
        leave_out_unreadable=bool(p.get("leave_out_unreadable")),
        job=running.job.pk,
    )
    return {**report, **_result(batch)}


@kind("record.capture_page")
def capture_page(running: Running) -> Mapping[str, object]:
    """Fetch a page and bring it in. Run again after it was killed, it asks the site only if nothing had come."""
    p: dict[str, Any] = dict(running.job.parameters)
    if written := _written(running):
        return _result(written)
    actor, address = _actor(running), p.pop("address", "")
    running.job.parameters = p  # once the job has ended, the address stands in the source alone
    running.start(2, "Asking the site")
    sha256 = running.job.checkpoint.get("sha256") or capturing.page_capture(actor=actor, address=address)
    running.checkpoint(sha256=sha256)
    check(running)
    running.start(2, "Reading the page")
    running.advance()
    return _result(capturing.page_bring_in(actor=actor, sha256=sha256, job=running.job.pk, **p))


@kind("record.import_submissions")
def import_submissions(running: Running) -> Mapping[str, object]:
    """Check filled-in forms; write them unless it is a dry run. Safe to run again: it writes once or not at all."""
    p: dict[str, Any] = running.job.parameters
    if written := _written(running):
        return {"counts": written.counts, "faults": [], "fault_count": 0, **_result(written)}
    planned = forms_in.check(files.get(p["sha256"]))
    report: dict[str, Any] = {
        "counts": planned.counts,
        "faults": apply.plain_faults(planned.faults[:_SHOWN]),
        "fault_count": len(planned.faults),
    }
    if p.get("dry_run"):
        return report
    batch = forms_in.apply_filled(
        actor=_actor(running),
        plan=planned,
        title=p["title"],
        kind=p["kind"],
        content_sha256=p["sha256"],
        job=running.job.pk,
    )
    return {**report, **_result(batch)}


@kind("record.import_form")
def import_form(running: Running) -> Mapping[str, object]:
    """Look at a form; add its fields and lists unless it is a dry run. Safe to run again: once or not at all."""
    p: dict[str, Any] = running.job.parameters
    if written := _written(running):
        return {"counts": written.counts, "changes": [], "faults": [], "fault_count": 0, **_result(written)}
    planned = form_plan.check(files.get(p["sha256"]), about=p["about"])
    report = form_plan.report(planned, shown=_SHOWN)
    if p.get("dry_run"):
        return report
    batch = form_write.apply_form(
        actor=_actor(running),
        plan=planned,
        title=p["title"],
        content_sha256=p["sha256"],
        job=running.job.pk,
    )
    return {**report, **_result(batch)}


@kind("record.letters_read")
def letters_read(running: Running) -> Mapping[str, object]:
    """Read pages without words by machine. Safe to run again: pages with words are left alone."""
    p: dict[str, Any] = running.job.parameters
    document = Document.objects.get(pk=p["document"])
    picturing.letters_read(
        actor=_actor(running), document=document, languages=p["languages"], progress=running
    )
    return _open(document)


@kind("record.transcript_write")
def transcript_write(running: Running) -> Mapping[str, object]:
    """Write down what is said in a film or sound. Run again it finds the transcript that it wrote before."""
    return _in_words(running, picturing.transcript_write)


@kind("record.translation_write")
def translation_write(running: Running) -> Mapping[str, object]:
    """Draft a document in another language. Run again it finds the draft that it wrote before."""
    return _in_words(running, translating.translation_write)


def _in_words(running: Running, write: Callable[..., Document]) -> Mapping[str, object]:
    """A document made of another by `write`, or the one that this job made before it was killed."""
    p: dict[str, Any] = running.job.parameters
    document = Document.objects.get(pk=p["document"])
    try:
        made = write(actor=_actor(running), document=document, language=p["language"], progress=running)
    except DuplicateDocument as there:
        made = Document.objects.get(pk=str(there.fields["document"]))
    return _open(made)


def _open(document: Document) -> dict[str, object]:
    return {"url": reverse("record:document", args=[document.pk]), "text": f"Open {document}"}


def _written(running: Running) -> ImportBatch | None:
    """What this job wrote before it was killed; the record and the list of jobs are written one after the other."""
    return ImportBatch.objects.filter(job=running.job.pk).first()


def _result(batch: ImportBatch) -> dict[str, object]:
    return {
        "batch": batch.pk,
        "url": reverse("record:import", args=[batch.pk]),
        "text": "See the import",
    }
