"""Forms of the record. Choices come from the situation pack, in its order; empty means not stated."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from tumen import dates
from tumen.errors import DatesError
from tumen_desk.record.adapters import edtf_text
from tumen_desk.record.importing import questions
from tumen_desk.record.importing.tables import TABLES
from tumen_desk.record.models import Account, Document, LocalField, Mention, Organisation
from tumen_desk.shell import terms
from tumen_desk.shell.numbers import number_in
from tumen_desk.shell.widgets import TermSelect

NOT_STATED = ("", "not stated")
LANGUAGES = [NOT_STATED, ("en", "English"), ("ko", "Korean"), ("zh", "Chinese")]


def term_choices(vocabulary: str, *, empty: tuple[str, str] = NOT_STATED) -> list[tuple[str, str]]:
    """Codes and labels of a vocabulary of the pack of this desk."""
    return [empty, *terms.vocabulary(vocabulary).choices(terms.language())]


class TermField(forms.ChoiceField):
    """A term of one vocabulary; choices are read when the form is made, so that a pack can change."""

    def __init__(self, vocabulary: str, *, any_label: Any = "", **options: Any) -> None:
        empty = ("", any_label) if any_label else NOT_STATED
        options.setdefault("required", False)
        options.setdefault("widget", TermSelect)
        super().__init__(choices=lambda: term_choices(vocabulary, empty=empty), **options)


class WrittenDateField(forms.CharField):
    """A date as somebody writes it, of any precision; cleans to EDTF text."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault(
            "help_text", "Any precision, as told: 2009, spring 2004, 1998년 3월 초, before 2011."
        )
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "")
        try:
            return edtf_text(text)
        except DatesError as error:
            raise forms.ValidationError(f"{error.message} {error.hint}".strip()) from error


class EdgeDateField(forms.CharField):
    """The edge of a filter: a date of any precision, cleaned to its first or last day."""

    def __init__(self, *, last: bool = False, **options: Any) -> None:
        self.last = last
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> datetime.date | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            date = dates.parse(text)
        except DatesError as error:
            raise forms.ValidationError(error.message) from error
        return date.latest if self.last else date.earliest


def _issuers() -> list[tuple[str, str]]:
    return [("", "all"), *((str(pk), name) for pk, name in Organisation.objects.values_list("pk", "name"))]


class SourceFilter(forms.Form):
    """Narrow the list of sources."""

    text = forms.CharField(
        label="Title or id", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = TermField("source_kind", any_label="all")
    issuer = forms.ChoiceField(choices=_issuers, required=False)
    language = forms.ChoiceField(choices=[("", "all"), *LANGUAGES[1:]], required=False)


class DocumentFilter(forms.Form):
    """Narrow the list of documents."""

    text = forms.CharField(
        label="Words in it", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )


class MentionFilter(forms.Form):
    """Narrow the list of mentions."""

    role = forms.ChoiceField(choices=[("", "all"), *Mention.Role.choices], required=False)
    sex = forms.ChoiceField(
        choices=[("", "all"), ("f", "female"), ("m", "male"), ("none", "not stated")], required=False
    )
    source = forms.IntegerField(label="Source no.", required=False, min_value=1)

    def clean_source(self) -> str:
        return str(self.cleaned_data["source"] or "")


class AccountFilter(forms.Form):
    """Narrow the list of accounts."""

    connection = TermField("information_form", any_label="all", label="How it is known")


class ActFilter(forms.Form):
    """Narrow the list of acts."""

    type = TermField("act_type", any_label="all")
    place = TermField("place", any_label="all")
    since = EdgeDateField(label="Can have happened since")
    until = EdgeDateField(label="until", last=True)


class StayFilter(forms.Form):
    """Narrow the list of stays."""

    facility_type = TermField("facility_type", any_label="all", label="Type of facility")


class LegFilter(forms.Form):
    """Narrow the list of legs."""

    kind = TermField("journey_leg", any_label="all")
    mode = TermField("crossing_mode", any_label="all", label="Means")


class SourceForm(forms.Form):
    """A new source, with a first document if there is a file."""

    title = forms.CharField(max_length=300)
    kind = TermField("source_kind", required=True)
    issuer = forms.CharField(label="Issued or collected by", max_length=200, required=False)
    date = WrittenDateField()
    language = forms.ChoiceField(choices=LANGUAGES, required=False)
    address = forms.URLField(label="Address on the web", required=False, assume_scheme="https")
    retrieved = WrittenDateField(label="Retrieved on", help_text="")
    published = forms.BooleanField(
        label="Published: may be used for analysis, linkage and statistics",
        required=False,
        help_text="Leave this open for interviews: record the consent that was given instead.",
    )


class DocumentForm(forms.Form):
    """A file for a source."""

    file = forms.FileField(label="PDF, DOCX, HWP, HWPX, ODT, XLSX, EML, HTML or TXT")


class MultipleFileInput(forms.ClearableFileInput):
    """A file input that takes many."""

    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """Many files at once."""

    widget = MultipleFileInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(MultipleFileField, self).clean(f, initial) for f in files]


class DocumentsImportForm(forms.Form):
    """A folder of documents."""

    files = MultipleFileField(label="Documents")  # type: ignore[assignment]  # the form's own `files` is set on instances
    title = forms.CharField(label="Call this import", max_length=200, initial="Documents")
    kind = TermField("source_kind", label="Kind of source", required=True)
    issuer = forms.CharField(label="Issued by", max_length=200, required=False)
    language = forms.ChoiceField(choices=LANGUAGES, required=False)
    published = forms.BooleanField(
        label="Published: may be used for analysis, linkage and statistics", required=False
    )
    leave_out_unreadable = forms.BooleanField(label="Leave out files that cannot be read", required=False)


IN_A_ROW = {
    "mentions": _("a person"), "sources": _("a source"), "accounts": _("an account"), "acts": _("an act"),
    "stays": _("a stay in detention"), "legs": _("a leg of a journey"), "transfers": _("a sale or transfer"),
    "passages": _("a passage of a document"), "names": _("a further name"), "ties": _("a tie between two people"),
    "said": _("what is said in a field"), "units": _("a unit"), "subordinations": _("under whom a unit stood"),
    "posts": _("who held a post"), "involvements": _("who took part in an act"),
    "chains": _("what a happening led to"), "interventions": _("somebody stepped in"),
    "interviews": _("an interview"), "sessions": _("a session of an interview"), "follow_ups": _("a promise"),
    "heard_before": _("who heard somebody before"), "wellbeing": _("a note on how somebody was"),
    "pieces": _("what was made of an interview"), "media": _("what is known of a picture or film"),
    "shown": _("who is shown in a picture or film"), "custody": _("who had a picture or film"),
    "verifications": _("what was verified of a picture or film"),
    "present": _("who else was at a session"), "definitions": _("how a source defines a term"),
    "themes": _("a theme"), "facility_times": _("when a place of detention was in use"),
    "place_risks": _("what is to be heeded in a place"),
    "policies": _("what a source says of a rule or practice"),
    "policy_links": _("what a rule or practice has to do with"), "consents": _("a decision on consent"),
}  # fmt: skip
"""What stands in one row of each table that can come in."""


class TableUploadForm(forms.Form):
    """A table to import; its columns are matched on the next page."""

    file = forms.FileField(label="CSV or XLSX")
    table = forms.ChoiceField(
        label="What stands in a row", choices=[(table, IN_A_ROW[table]) for table in IN_A_ROW]
    )


class SubmissionsForm(forms.Form):
    """Forms filled in offline."""

    file = forms.FileField(label=_("JSON, CSV, or a zip of XML"))
    title = forms.CharField(label=_("Call this import"), max_length=200, initial="Filled-in forms")
    kind = TermField("source_kind", required=True, label=_("What each of them is"))


class XlsFormForm(forms.Form):
    """An XLSForm that is read for its questions."""

    file = forms.FileField(label=_("XLSForm (.xlsx)"))
    title = forms.CharField(label=_("Call this import"), max_length=200, initial="Form")
    about = forms.ChoiceField(
        label=_("Its questions are asked of"),
        choices=LocalField._meta.get_field("about").choices or (),
        help_text=_("Unless they stand in a group named act, stay, leg or transfer."),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > questions.MOST_BYTES:
            raise forms.ValidationError(_("A form of more than 16 MiB is no form: take pictures out of it."))
        return upload


class TableMappingForm(forms.Form):
    """Which heading of the file fills which column."""

    title = forms.CharField(label="Call this import", max_length=200)
    organisation = forms.CharField(
        label="Whose list is it (rows that do not say)", max_length=200, required=False
    )
    consented = forms.BooleanField(
        label="The deliverer has consent for analysis, statistics and linkage of everybody listed",
        required=False,
    )

    def __init__(self, *args: Any, table: str, columns: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        headings = [("", "— not in this file —"), *((c, c) for c in columns)]
        for column in TABLES[table]:
            self.fields[f"column_{column.name}"] = forms.ChoiceField(
                label=column.label, choices=headings, required=column.required
            )

    @property
    def mapping(self) -> dict[str, str]:
        """Column → heading, as chosen."""
        return {
            name.removeprefix("column_"): heading
            for name, heading in self.cleaned_data.items()
            if name.startswith("column_") and heading
        }


class PassageForm(forms.Form):
    """A stretch of a document's text."""

    start = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def marked(self, text: str) -> str:
        """The words that were marked when the form was sent; "" for none."""
        start, end = (number_in(self.data.get(name, "")) for name in ("start", "end"))
        return text[start:end]


class CodeActForm(PassageForm):
    """One act, coded from a passage: who tells, who suffered it, what, when, where, by whom."""

    account = forms.ChoiceField(label="Account", required=False)
    account_title = forms.CharField(label="What the new account is about", max_length=200, required=False)
    connection = TermField("information_form", label="How the source knows")
    victim = forms.ChoiceField(label="Who suffered it", required=False)
    name = forms.CharField(
        label="Name as given", max_length=200, required=False, help_text="In any script, as the source has it.",
        widget=forms.TextInput(
            attrs={
                "hx-post": reverse_lazy("record:name-reading"), "hx-params": "name", "hx-trigger": "change",
                "hx-target": "#name-reading", "autocomplete": "off",
            }
        ),
    )  # fmt: skip
    name_kind = forms.ChoiceField(
        label="Kind of name",
        required=False,
        choices=[("given", "as given"), ("pseudonym", "pseudonym"), ("partial", "partial")],
    )
    sex = forms.ChoiceField(choices=[NOT_STATED, ("f", "female"), ("m", "male")], required=False)
    birth = WrittenDateField(label="Born", help_text="")
    number_low = forms.IntegerField(
        label="A group: how many", required=False, min_value=1, help_text="Leave empty for one person."
    )
    number_high = forms.IntegerField(label="up to", required=False, min_value=1)
    type = TermField("act_type", label="What was done", required=True)
    date = WrittenDateField(label="When")
    place = TermField("place", label="Where")
    agency = TermField("agency", label="By whom")
    outcome = TermField("victim_outcome", label="What became of the person")
    note = forms.CharField(max_length=500, required=False)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        source = document.source
        self.fields["account"].choices = [  # type: ignore[attr-defined]
            ("", "a new account"),
            *((str(a.pk), f"{a}: {a.title}") for a in Account.objects.filter(source=source)),
        ]
        self.fields["victim"].choices = [  # type: ignore[attr-defined]
            ("", "somebody new in this source"),
            *((str(m.pk), str(m)) for m in Mention.objects.filter(source=source).order_by("id")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("account") and not cleaned.get("account_title"):
            self.add_error("account_title", "Choose an account, or say what the new one is about.")
        low, high = cleaned.get("number_low"), cleaned.get("number_high")
        if high is not None and (low is None or high < low):
            self.add_error("number_high", "Give the smaller number first.")
        start, end = cleaned.get("start"), cleaned.get("end")
        # The two fields are hidden: what is wrong with them must be said above the form.
        if start is None or end is None or not start < end <= len(self.document.text):
            self.add_error(None, "Mark the passage in the text first.")
        return cleaned
