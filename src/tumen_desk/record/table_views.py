"""Pages of tables over the whole record, each as a file as well."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tumen.errors import RecordError
from tumen_desk.accounts.access import Door, behind
from tumen_desk.audit import log
from tumen_desk.record import tables
from tumen_desk.record.importing.export import cell
from tumen_desk.record.table_forms import TableForm
from tumen_desk.shell.downloads import CSV, download

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@behind(Door.RECORD_READ)
def tables_page(request: HttpRequest) -> HttpResponse:
    """Which tables there are."""
    return render(request, "record/tables.html", {"kinds": tables.KINDS.values()})


@behind(Door.RECORD_READ)
def table_page(request: HttpRequest, name: str) -> HttpResponse:
    """One table, narrowed; `?as=csv` gives it as a file, which is logged."""
    if name not in tables.KINDS:
        raise Http404
    kind = tables.KINDS[name]
    user: User = request.user  # type: ignore[assignment]  # LoginRequiredMiddleware leaves only users
    form = TableForm(request.GET or None, kind=kind, user=user)
    chosen = {k: v for k, v in form.cleaned_data.items() if v} if form.is_bound and form.is_valid() else {}
    found = None
    if not kind.needs or any(chosen.get(part) for part in kind.needs):
        try:
            found = tables.table(name, tables.Asked(user=user, **chosen))
        except RecordError as error:
            messages.error(request, f"{error.message} {error.hint}")
    if found is not None and request.GET.get("as") == "csv":
        log.write(user, "record.table_export", f"table:{name}", rows=len(found.rows))
        return download(_csv(found), f"{name}.csv", kind=CSV)
    context = {"kind": kind, "form": form, "table": found, "filtered": chosen}
    return render(request, "record/table.html", context)


def _csv(found: tables.Table) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(found.columns)
    writer.writerows([cell(value) for value in row] for row in found.rows)
    return out.getvalue()
