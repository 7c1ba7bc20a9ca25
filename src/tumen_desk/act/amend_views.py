"""Pages on which any table of the law is amended: a list of tables, the rows of one, one row; and what was amended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tumen import law
from tumen.errors import LawError
from tumen_desk.accounts.access import Door, behind
from tumen_desk.act import amend_forms, amending, queries
from tumen_desk.act.models import Amended
from tumen_desk.act.work_views import posted, user_of
from tumen_desk.shell import terms
from tumen_desk.shell.downloads import download

_NAMES = ("short", "title", "text", "label", "en", "what", "act", "claim", "name", "about", "state")
"""Columns that say what a row is, the first that it has."""


@behind(Door.ACT_READ)
@require_safe
def amendments(request: HttpRequest) -> HttpResponse:
    """Everything that may be amended, and every change with what became of it."""
    rows = Amended.objects.select_related("by", "taken_back", "takes_back")
    counts = {name: len(law.rows_of(queries.pack(), name)) for name in law.TABLES}
    context = {
        "tables": [(t, counts[t.name]) for t in law.TABLES.values()], "rows": rows.order_by("-id"),
        "known": queries.register(), "back": amend_forms.TakeBackForm(),
    }  # fmt: skip
    return render(request, "act/amendments.html", context)


@behind(Door.ACT_READ)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """What was amended and stands, as the library and the command line read it."""
    found = [
        {"table": a.table, "row": dict(a.row), "why": a.why, "source": a.source, "address": a.address}
        for a in queries.amendments(queries.standing())
    ]
    text = json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    return download(text, "amendments.json", kind="application/json")


@behind(Door.ACT_READ)
@require_safe
def table(request: HttpRequest, name: str) -> HttpResponse:
    """The rows of one table as they are now."""
    if name not in law.TABLES:
        raise Http404
    words = request.GET.get("words", "")[:80]
    rows = [_listed(key, row) for key, row in law.rows_of(queries.pack(), name).items()]
    low = words.casefold()
    shown = [r for r in rows if low in " ".join(map(str, r)).casefold()]
    context = {"table": law.TABLES[name], "rows": shown, "all": len(rows), "words": words}
    return render(request, "act/amend_table.html", context)


@behind(Door.ACT_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, name: str) -> HttpResponse:
    """One row, or a new one: every value in its box, and why it is changed."""
    if name not in law.TABLES:
        raise Http404
    key = request.GET.get("id", "")
    now = law.rows_of(queries.pack(), name).get(key)
    if key and now is None:
        raise Http404
    form = amend_forms.AmendForm(request.POST or None, table=name, key=key, now=now or {}, given=request.GET)
    if request.method == "POST" and form.is_valid():
        try:
            amending.register_amend(actor=user_of(request), table=name, row=form.change(), **form.ground())
        except LawError as error:
            form.refuse(error)
        else:
            messages.success(request, "Amended; it is a version of its own.")
            return redirect("act:amend-table", name)
    context = {
        "form": form, "table": law.TABLES[name], "key": key,
        "history": [a for a in Amended.objects.filter(table=name).select_related("by") if a.row.get("id") == key],
    }  # fmt: skip
    return render(request, "act/amend_row.html", context, status=422 if form.errors else 200)


@behind(Door.ACT_WRITE)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo one amendment."""
    found = get_object_or_404(Amended, pk=pk, takes_back=None)
    form = amend_forms.TakeBackForm(request.POST)
    try:
        posted(
            request, form, amending.register_take_back, "Taken back; the row is as it was.", amendment=found
        )
    except LawError as error:
        messages.error(request, f"{error.message} {error.hint}".strip())
    return redirect("act:amendments")


def _listed(key: str, row: Mapping[str, Any]) -> tuple[str, str, bool, bool]:
    """Id, what it is in words, whether it is verified, whether it was amended here."""
    said = next((row[c] for c in _NAMES if row.get(c)), "")
    text = said if isinstance(said, str) else terms.label(said)
    return key, text, bool(row.get("verified", True)), any(s.startswith(law.AMENDED) for s in row["sources"])
