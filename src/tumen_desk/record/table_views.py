"""Pages of tables over the whole record, each as a file as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tumen.errors import RecordError
from tumen_desk.accounts.access import Door, behind
from tumen_desk.audit import log
from tumen_desk.record import tables
from tumen_desk.record.models import Release
from tumen_desk.record.table_forms import TableForm
from tumen_desk.shell.downloads import CSV, download

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_LEFT_SHOWN: Final = 20


@behind(Door.RECORD_READ)
def tables_page(request: HttpRequest) -> HttpResponse:
    """Which tables there are."""
    return render(request, "record/tables.html", {"kinds": tables.KINDS.values()})


@behind(Door.RECORD_READ)
def table_page(request: HttpRequest, name: str) -> HttpResponse:
    """One table, narrowed; `?as=csv` gives it as a file without small cells, which is logged."""
    kind, form, chosen, found = _asked(request, name)
    if found is not None and request.GET.get("as") == "csv":
        leaves = tables.table_leave(actor=_user(request), name=name, table=found, narrowing=chosen)
        return download(tables.as_csv(leaves), f"{name}.csv", kind=CSV)
    left = Release.objects.filter(table=name, void_at__isnull=True).select_related("by")[:_LEFT_SHOWN]
    context = {"kind": kind, "form": form, "table": found, "filtered": chosen, "left": left}
    return render(request, "record/table.html", context)


@require_POST
@behind(Door.RECORD_READ)
def table_inside(request: HttpRequest, name: str) -> HttpResponse:
    """The same file with every number as it is, for somebody who says why it stays inside; logged with that."""
    _kind, _form, _chosen, found = _asked(request, name)
    why = " ".join(request.POST.get("why", "").split())
    if found is None or len(why) < tables.LEAST_REASON:
        messages.error(
            request, _("Say in a sentence why the exact numbers are needed, and that they stay inside.")
        )
        return redirect(f"{reverse('record:table', args=[name])}?{request.GET.urlencode()}")
    log.write(_user(request), "record.table_export", f"table:{name}", rows=len(found.rows), inside=why)
    return download(tables.as_csv(found), f"{name}-inside.csv", kind=CSV)


@require_POST
@behind(Door.RECORD_READ)
def release_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a file of a table never left, so that later ones are not compared with it."""
    release = get_object_or_404(Release, pk=pk, by=_user(request), void_at__isnull=True)
    try:
        tables.release_void(actor=_user(request), release=release, why=request.POST.get("why", ""))
        messages.success(request, _("Later files are not compared with this one."))
    except RecordError as error:
        messages.error(request, error.message)
    return redirect("record:table", release.table)


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _asked(
    request: HttpRequest, name: str
) -> tuple[tables.Kind, TableForm, dict[str, Any], tables.Table | None]:
    """The table that is asked for, if what it needs is chosen; what is wrong with it goes to the top of the page."""
    if name not in tables.KINDS:
        raise Http404
    kind, user = tables.KINDS[name], _user(request)
    form = TableForm(request.GET or None, kind=kind, user=user)
    chosen = {k: v for k, v in form.cleaned_data.items() if v} if form.is_bound and form.is_valid() else {}
    found = None
    if not kind.needs or any(chosen.get(part) for part in kind.needs):
        try:
            found = tables.table(name, tables.Asked(user=user, **chosen))
        except RecordError as error:
            messages.error(request, f"{error.message} {error.hint}")
    return kind, form, chosen, found
