"""Pages that bring documents and tables in: drop, look at the dry run, write, take back.

An upload is sealed at once; the next pages know it by its hash alone.
"""

from __future__ import annotations

import re
from collections import deque
from contextlib import nullcontext
from functools import partial
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tumen.errors import DuplicateImport, InputError
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind
from tumen_desk.jobs import services as jobs
from tumen_desk.jobs.models import Job, State
from tumen_desk.record import forms, xlsform
from tumen_desk.record.importing import empty
from tumen_desk.record.importing.apply import earlier_import
from tumen_desk.record.importing.rows import opened
from tumen_desk.record.importing.table import Fault
from tumen_desk.record.importing.tables import TABLES, guess_mapping
from tumen_desk.record.importing.undo import undo_import
from tumen_desk.record.models import Document, ImportBatch, Source
from tumen_desk.store import files, waiting

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_SHOWN_ROWS = 5
_LISTED = 20
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _seal(upload: Any) -> str:
    return waiting.take_in(upload)


@behind(Door.RECORD_READ)
def imports(request: HttpRequest) -> HttpResponse:
    """What came in, and what was taken back."""
    found = ImportBatch.objects.select_related("created_by", "undone_by")[:200]
    return render(request, "record/imports.html", {"batches": found})


@behind(Door.RECORD_READ)
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One import, and the way to what came in with it."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    user = _user(request)
    documents = Document.objects.filter(circles.known_to(user, "source"), batch=batch).order_by("pk")
    sources = Source.objects.filter(circles.known_to(user, "pk"), batch=batch).order_by("pk")
    context = {
        "batch": batch,
        "documents": documents.select_related("source")[:_LISTED],
        "sources": sources.filter(documents__isnull=True)[:_LISTED],
    }
    return render(request, "record/import.html", context)


@behind(Door.RECORD_WRITE)
@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an import back."""
    undo_import(actor=_user(request), batch=get_object_or_404(ImportBatch, pk=pk))
    messages.success(request, "Taken back, every row of it. The log keeps that it was here.")
    return redirect("record:import", pk)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def import_documents(request: HttpRequest) -> HttpResponse:
    """Drop documents; the dry run reads each and says what would come in."""
    form = forms.DocumentsImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        named = [{"name": f.name, "sha256": _seal(f)} for f in given.pop("files")]
        return _dry_run(request, "record.import_documents", {**given, "files": named})
    return render(request, "record/import_documents.html", {"form": form}, status=_status(request))


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def import_table(request: HttpRequest) -> HttpResponse:
    """Give a CSV or XLSX file; its headings are matched on the next page."""
    form = forms.TableUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            with opened(lambda: nullcontext(upload.file), table=form.cleaned_data["table"]) as read:
                deque(read.lines, maxlen=0)  # a file that is no table to its end is refused here
        except InputError as error:
            form.add_error("file", f"{error.message} {error.hint}")
        else:
            return redirect("record:import-columns", form.cleaned_data["table"], waiting.take_in(upload))
    context = {"form": form, "tables": forms.IN_A_ROW.items()}
    return render(request, "record/import_table.html", context, status=_status(request))


@behind(Door.RECORD_WRITE)
def table_template(request: HttpRequest, table: str) -> FileResponse:
    """An empty table to fill in, with the codes that may stand in it."""
    if table not in TABLES:
        raise Http404
    made = BytesIO(empty.workbook(table))
    return FileResponse(made, as_attachment=True, filename=f"{table}.xlsx", content_type=_XLSX)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def import_submissions(request: HttpRequest) -> HttpResponse:
    """Give forms that were filled in with ODK or Kobo Collect; the dry run says what would come in or change."""
    form = forms.SubmissionsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        sha256 = _seal(given.pop("file"))
        return _dry_run(request, "record.import_submissions", {**given, "sha256": sha256})
    return render(request, "record/import_submissions.html", {"form": form}, status=_status(request))


@behind(Door.DESK_MANAGE)
@require_http_methods(["GET", "POST"])
def import_form(request: HttpRequest) -> HttpResponse:
    """Give an XLSForm; the dry run says which questions and choices are new, changed or not asked any more."""
    form = forms.XlsFormForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        sha256 = _seal(given.pop("file"))
        return _dry_run(request, "record.import_form", {**given, "sha256": sha256})
    return render(request, "record/import_form.html", {"form": form}, status=_status(request))


@behind(Door.RECORD_READ)
def xlsform_file(request: HttpRequest) -> FileResponse:
    """The interview form, the consent form, or both, as an XLSForm: questions and terms, nothing that was told."""
    wanted = request.GET.get("of", "both")
    made = xlsform.workbook(interview=wanted != "consent", consent=wanted != "interview")
    name = f"tumen-{wanted if wanted in ('consent', 'interview') else 'form'}.xlsx"
    return FileResponse(BytesIO(made), as_attachment=True, filename=name, content_type=_XLSX)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def import_columns(request: HttpRequest, table: str, sha256: str) -> HttpResponse:
    """Match headings to columns, then ask for a dry run."""
    if table not in TABLES or not re.fullmatch("[0-9a-f]{64}", sha256):
        raise Http404
    with opened(partial(files.opened, sha256), table=table) as read:
        rows = (line for line in read.lines if not isinstance(line, Fault))
        shown = [list(cells.values()) for _, cells in islice(rows, _SHOWN_ROWS)]
        number = len(shown) + sum(1 for _ in rows)
    guessed = guess_mapping(table, read.columns)
    initial = {
        "title": f"List of {table}",
        **{f"column_{name}": heading for name, heading in guessed.items()},
    }
    form = forms.TableMappingForm(request.POST or None, table=table, columns=read.columns, initial=initial)
    same = earlier_import(sha256)
    if same is not None:
        raise DuplicateImport(f"The same table came in before, as {same}.", batch=same.pk)
    if request.method == "POST" and form.is_valid():
        parameters = {
            "tables": {table: {"sha256": sha256, "mapping": form.mapping}},
            "content_sha256": sha256,
            **{name: form.cleaned_data[name] for name in ("title", "organisation", "consented")},
        }
        return _dry_run(request, "record.import_table", parameters)
    context = {"form": form, "columns": read.columns, "shown": shown, "number": number}
    return render(request, "record/import_columns.html", context, status=_status(request))


def _dry_run(request: HttpRequest, kind: str, parameters: dict[str, Any]) -> HttpResponse:
    job = jobs.enqueue(
        user=_user(request),
        kind=kind,
        title=f"Dry run: {parameters['title']}",
        parameters={**parameters, "dry_run": True},
    )
    return redirect("record:import-report", job.pk)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def import_report(request: HttpRequest, job_id: int) -> HttpResponse:
    """What a dry run found, row by row; from here the import is really asked for."""
    job = get_object_or_404(Job, pk=job_id, kind__startswith="record.import_")
    if request.method == "POST" and job.state == State.DONE:
        left_out = {"leave_out_unreadable": True} if "leave_out" in request.POST else {}
        real = jobs.enqueue(
            user=_user(request),
            kind=job.kind,
            title=job.title.replace("Dry run", "Import", 1),
            parameters={**job.parameters, "dry_run": False, **left_out},
        )
        return redirect("jobs:job", real.pk)
    found = job.result or {}
    context = {
        "job": job,
        "again": reverse(f"record:{job.kind.removeprefix('record.').replace('_', '-')}"),
        "comes_in": not found.get("fault_count") and _anything(found),
        "unreadable": 0 if job.parameters.get("leave_out_unreadable") else found.get("unreadable", 0),
    }
    return render(request, "record/import_report.html", context)


def _anything(found: dict[str, Any]) -> bool:
    """Whether a dry run found anything that would be written."""
    if "fresh" in found:
        return bool(found["fresh"])
    return any(n for what, n in found.get("counts", {}).items() if what.split()[-1] != "same")
