"""The form of a published figure."""

from __future__ import annotations

from collections.abc import Mapping
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


_NATURES: Final = {
    "": "a number as it is",
    "forecast": "a forecast",
    "impression": "an impression",
    "opinion": "an opinion",
    "consensus": "said to be accepted by all",
    "well-known": "said to be well known, by no source",
}
_EXPECTED: Final = {"": "nothing", "rise": "a rise", "fall": "a fall", "go-on": "that it goes on"}


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
    method = forms.CharField(label="How it was arrived at", required=False, max_length=300)
    first = forms.CharField(label="First published", required=False, max_length=200)
    nature = forms.ChoiceField(label="It is said as", choices=list(_NATURES.items()), required=False)
    words = forms.CharField(
        label="In words",
        required=False,
        max_length=300,
        help_text="Where no number says it: some, but not most.",
    )
    expects = forms.ChoiceField(label="A forecast expects", choices=list(_EXPECTED.items()), required=False)
    series = forms.ChoiceField(label="Checked by the series", required=False)
    review = WrittenDateField(label="To be looked at again by")
    note = forms.CharField(label="What a reader must know", required=False, max_length=500)
    grade = forms.ChoiceField(label="Confidence", choices=[(g, g) for g in GRADES], initial="medium")
    why = forms.CharField(
        label="Why", max_length=500, help_text="The reason for this version; it stays beside it."
    )

    def __init__(self, *args: Any, books: Ledger, entry: Entry | None = None, **kwargs: Any) -> None:
        self.lists = chosen_from(books)
        self._known = {
            field: {s.name().casefold(): s.code for s in found} for field, found in subjects(books).items()
        }
        if entry is not None:
            names = {s.code: s.name() for found in subjects(books).values() for s in found}
            kwargs["initial"] = {**_shown(entry, names), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.doubts = entry.doubts if entry else ()
        self.figure = entry.figure if entry else None
        self.fields["series"].choices = [("", "none"), *((s.code, s.name()) for s in books.series.values())]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and self.figure is None:
            try:
                self.entry().checked()
            except (LedgerRefused, DatesError) as fault:
                self.add_error(None, _said(fault))
        return cleaned

    def entry(self) -> Entry:
        """What was filled in; what the ledger has a code for is kept under it."""
        given = dict(self.cleaned_data)
        for field, known in self._known.items():
            given[field] = known.get(given[field].casefold(), given[field])
        dated = given["as_of"] and "undated" in self.doubts
        given["figure"] = self.figure
        return Entry.of({**given, "doubts": [d for d in self.doubts if not (dated and d == "undated")]})


def _shown(entry: Entry, names: Mapping[str, str]) -> dict[str, Any]:
    """An entry as it is filled in: names for codes, whole numbers without a point."""
    plain = entry.as_dict()
    for field in ("quantity", "population", "place"):
        plain[field] = names.get(plain[field], plain[field])
    for field in ("value", "low", "high"):
        number = plain[field]
        plain[field] = int(number) if number is not None and float(number).is_integer() else number
    return plain


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
