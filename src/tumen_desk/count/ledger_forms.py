"""The form of a published figure."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from tumen.errors import DatesError, InputError, LedgerRefused
from tumen.figures import Ledger
from tumen_desk.count.ledger import GRADES, MEASURES, Entry, subjects
from tumen_desk.record.forms import WrittenDateField

_SAID: Final = {
    "": "exactly",
    "about": "about",
    "at-least": "at least",
    "more-than": "more than",
    "up-to": "up to",
}


class PublishedForm(forms.Form):
    """What a published figure says: the number, what exactly is counted, and who says it."""

    quantity = forms.CharField(
        label="What is counted",
        required=False,
        max_length=80,
        help_text="One of the list, or a name of your own. May wait.",
        widget=forms.TextInput(attrs={"list": "quantities", "autocomplete": "off"}),
    )
    qualifier = forms.ChoiceField(label="It is", choices=list(_SAID.items()), required=False)
    value = forms.FloatField(label="The number", required=False, help_text="A share as 0.7.")
    low = forms.FloatField(label="Lower end", required=False)
    high = forms.FloatField(label="Upper end", required=False)
    unit = forms.CharField(label="Unit", max_length=40, initial="persons")
    measure = forms.ChoiceField(label="Kind of number", choices=[(m, m) for m in MEASURES], initial="stock")
    population = forms.CharField(
        label="Of whom",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "populations", "autocomplete": "off"}),
    )
    place = forms.CharField(
        label="Where",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    as_of = WrittenDateField(label="As of")
    issuer = forms.CharField(
        label="Who says it",
        required=False,
        max_length=200,
        help_text="Empty where the source itself does.",
    )
    method = forms.CharField(label="How it came about", required=False, max_length=300)
    first = forms.CharField(label="First published", required=False, max_length=200)
    note = forms.CharField(label="What a reader must know", required=False, max_length=500)
    grade = forms.ChoiceField(label="Confidence", choices=[(g, g) for g in GRADES], initial="medium")
    why = forms.CharField(
        label="Why", max_length=500, help_text="The reason for this version; it stays beside it."
    )

    def __init__(self, *args: Any, entry: Entry | None = None, **kwargs: Any) -> None:
        if entry is not None:
            kwargs["initial"] = {**entry.as_dict(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.doubts = entry.doubts if entry else ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.entry().checked()
            except (LedgerRefused, DatesError) as fault:
                self.add_error(None, _said(fault))
        return cleaned

    def entry(self) -> Entry:
        """What was filled in."""
        return Entry.of({**self.cleaned_data, "doubts": self.doubts})


def _said(fault: InputError) -> str:
    return f"{fault.message} {fault.hint}".strip()


def chosen_from(books: Ledger) -> dict[str, list[str]]:
    """Words to choose from in the fields of the form, by the id of their list."""
    found = subjects(books)
    return {
        "quantities": [q.name() for q in found["quantity"]],
        "populations": [p.name() for p in found["population"]],
        "places": [p.name() for p in found["place"]],
    }
