"""Asking part by part, and year by year."""

from __future__ import annotations

from typing import Any

from django import forms

from tumen.errors import SampleError
from tumen.estimation import Arrivals
from tumen_desk.count.series_recipes import BEFORE, DIMENSIONS, PLACE, SEX, SINCE, StrataRecipe, TrendRecipe
from tumen_desk.record.forms import TermField, term_choices

_COLUMNS = {"left", PLACE, SEX}
_MOST_WINDOWS = 5


class StrataForm(forms.Form):
    """What tells the parts of a question apart."""

    by = forms.MultipleChoiceField(
        label="Tell apart by",
        choices=list(DIMENSIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="One number for each part. Few people in a part mean no number, so begin with one.",
    )
    years = forms.IntegerField(
        label="Years in a period", min_value=1, max_value=50, initial=5, required=False
    )

    def recipe(self) -> StrataRecipe:
        """What was asked."""
        return StrataRecipe(by=tuple(self.cleaned_data["by"]), years=self.cleaned_data["years"] or 5)


class TrendForm(forms.Form):
    """How often something happened, year by year."""

    title = forms.CharField(label="What do you ask", max_length=300)
    act_types = forms.MultipleChoiceField(
        label="What happened to them",
        choices=lambda: term_choices("act_type")[1:],
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    place = TermField("place", any_label="anywhere", label="In")
    risk = forms.ChoiceField(
        label="When could it happen to those interviewed",
        choices=[(BEFORE, "from birth until they left"), (SINCE, "from when they left until the interview")],
        initial=BEFORE,
        widget=forms.RadioSelect,
    )
    first = forms.IntegerField(label="From the year", min_value=1900, max_value=2200)
    last = forms.IntegerField(label="to the year", min_value=1900, max_value=2200)
    width = forms.IntegerField(label="Years in a period", min_value=1, max_value=50, initial=3)
    alike = forms.MultipleChoiceField(
        label="Weighs the same in every period",
        choices=[(SEX, "sex"), (PLACE, "where they are from")],
        initial=[SEX],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    leaving = forms.BooleanField(
        label="and years before the end of that time (up to one, one to four; earlier time is left out)",
        initial=True,
        required=False,
    )
    windows = forms.CharField(
        label="Interviews were made under other conditions from",
        required=False,
        help_text="Years, such as 2020, 2023: doors closed, or opened again. What people interviewed before and after "
        "tell of the same years is compared.",
    )
    arrivals = forms.CharField(
        label="How many arrived in all",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A table as CSV with count and one or more of left (the year), place and sex, as on this page. Those "
        "interviewed then stand for all who arrived.",
    )

    def clean_windows(self) -> tuple[int, ...]:
        """Years in order."""
        words = str(self.cleaned_data["windows"]).replace(",", " ").split()
        if not all(word.isdecimal() and len(word) == 4 for word in words) or len(words) > _MOST_WINDOWS:
            raise forms.ValidationError("Write years with four digits, parted by commas.")
        return tuple(sorted({int(word) for word in words}))

    def clean_arrivals(self) -> str:
        """The table, if it can be read."""
        text = str(self.cleaned_data["arrivals"]).strip()
        if not text:
            return ""
        try:
            found = Arrivals.from_csv(text)
        except SampleError as error:
            raise forms.ValidationError(error.message) from error
        if not set(found.columns) <= _COLUMNS:
            raise forms.ValidationError(f"The columns are count and some of {', '.join(sorted(_COLUMNS))}.")
        return text

    def clean(self) -> dict[str, Any]:
        """The years are in order, and hold a period."""
        cleaned = super().clean() or {}
        first, last, width = (cleaned.get(name) for name in ("first", "last", "width"))
        if first and last and width and not width <= last - first + 1 <= 300:
            self.add_error(
                "last", "The last year lies a period or more after the first, and within 300 years."
            )
        return cleaned

    def recipe(self) -> TrendRecipe:
        """What was asked."""
        given: dict[str, Any] = dict(self.cleaned_data)
        return TrendRecipe(**given | {"act_types": tuple(given["act_types"]), "alike": tuple(given["alike"])})
