"""Pages that change one field of many rows: choose, look, do, take back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tumen_desk.accounts.access import Door, behind
from tumen_desk.record import bulk
from tumen_desk.record.forms import LANGUAGES, NOT_STATED, term_choices
from tumen_desk.record.models import BulkEdit, Organisation

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_SHOWN = 200


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _value_field(asked: bulk.Editable) -> django_forms.Field:
    if asked.kind == "date":
        return django_forms.CharField(required=False, max_length=120)
    choices = {
        "term": lambda: term_choices(asked.vocabulary),
        "sex": lambda: [NOT_STATED, ("f", "female"), ("m", "male")],
        "language": lambda: LANGUAGES,
        "issuer": lambda: [
            NOT_STATED,
            *((str(pk), name) for pk, name in Organisation.objects.values_list("pk", "name")),
        ],
    }[asked.kind]
    return django_forms.ChoiceField(choices=choices, required=False)


class ValueForm(django_forms.Form):
    """The value that every chosen row shall have."""

    def __init__(self, *args: object, asked: bulk.Editable) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # what Django's form takes
        self.fields["value"] = _value_field(asked)
        self.fields["value"].label = asked.label


@behind(Door.RECORD_WRITE)
@require_GET
def bulk_page(request: HttpRequest, noun: str) -> HttpResponse:
    """The chosen rows (`?row=1&row=2`), the field (`?field=`) and, once there is a value, each before and after."""
    if noun not in bulk.LISTED:
        raise Http404
    ids = _ids(request.GET.getlist("row"))
    if noun == "documents":
        sources = bulk.sources_of(actor=_user(request), documents=ids)
        messages.info(
            request, _("What is coded of a document is coded of its source: these are their sources.")
        )
        return redirect(
            reverse("record:bulk", args=["sources"]) + "?" + urlencode({"row": sources}, doseq=True)
        )
    field = request.GET.get("field") or bulk.NOUNS[noun].fields[0].name
    asked = bulk.editable(noun, field)
    given = "value" in request.GET
    form = ValueForm(request.GET if given else None, asked=asked)
    shown = None
    if given and form.is_valid():
        value = str(form.cleaned_data["value"] or "")
        shown = bulk.preview(actor=_user(request), noun=noun, ids=ids, field=field, value=value)
    edits = BulkEdit.objects.filter(noun=noun).select_related("created_by")[:10]
    context = {
        "noun": noun,
        "ids": sorted(ids),
        "fields": bulk.NOUNS[noun].fields,
        "asked": asked,
        "form": form,
        "shown": shown,
        "rows": [(row, bulk.words(asked, now)) for row, now in shown.rows[:_SHOWN]] if shown else (),
        "then": bulk.words(asked, shown.value) if shown else "",
        "edits": [(edit, bulk.may_undo(edit), *bulk.said_of(edit)) for edit in edits],
    }
    return render(request, "record/bulk.html", context)


@behind(Door.RECORD_WRITE)
@require_POST
def bulk_do(request: HttpRequest, noun: str) -> HttpResponse:
    """Change them."""
    edit = bulk.bulk_edit(
        actor=_user(request),
        noun=noun,
        ids=_ids(request.POST.getlist("row")),
        field=request.POST.get("field", ""),
        value=request.POST.get("value", ""),
    )
    messages.success(request, _("Changed. It can be taken back for seven days."))
    return redirect("record:bulk", edit.noun)


@behind(Door.RECORD_WRITE)
@require_POST
def bulk_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an edit back."""
    edit = bulk.bulk_undo(actor=_user(request), edit=get_object_or_404(BulkEdit, pk=pk))
    messages.success(request, _("Taken back."))
    return redirect("record:bulk", edit.noun)


def _ids(given: list[str]) -> set[int]:
    return {int(text) for text in given if text.isascii() and text.isdecimal()}
