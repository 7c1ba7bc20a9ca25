"""Questions to the law and to the public cases. They go into the address, so that an answer can be kept as a bookmark:
there is nothing of the record in them."""

from __future__ import annotations

from typing import Any

from django import forms

from tumen import dates
from tumen.dates import Date
from tumen.errors import DatesError
from tumen.law import KINDS
from tumen_desk.act import cases, positions, queries
from tumen_desk.record.forms import TermField

_ANY_PRECISION = "any precision: 2013-11, autumn 2013, 1998년 3월, before 2011."


class AnyDateField(forms.CharField):
    """A date of any precision, cleaned to a date; empty becomes None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=80, **options)

    def clean(self, value: Any) -> Date | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            return dates.parse(text)
        except DatesError as error:
            raise forms.ValidationError(f"{error.message} {error.hint}".strip()) from error


class _StateForm(forms.Form):
    state = forms.ChoiceField(
        label="Which state",
        choices=lambda: [("", "choose a state"), *queries.state_choices()],
        error_messages={
            "required": "Choose a state.",
            "invalid_choice": "The register of this pack has no such state.",
        },
    )
    on = AnyDateField(
        label="On what day",
        help_text=_ANY_PRECISION,
        error_messages={"required": "Say when; a year will do."},
    )


class LawForm(_StateForm):
    """Which articles an act engages for a state on a date."""

    act = forms.ChoiceField(
        label="What was done",
        choices=lambda: [("", "choose an act"), *queries.act_choices()],
        error_messages={
            "required": "Choose what was done.",
            "invalid_choice": "No rule of this pack covers that act.",
        },
    )
    field_order = ("act", "state", "on")


class StateForm(_StateForm):
    """What bound a state on a date."""


class OnForm(forms.Form):
    """Who was bound by an instrument on a date."""

    on = AnyDateField(label="On what day", required=False, help_text=_ANY_PRECISION)


class CaseFilter(forms.Form):
    """Narrow the list of cases."""

    text = forms.CharField(
        label="Words", max_length=200, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    act = TermField("act_type", any_label="all", label="What was done")
    state = forms.ChoiceField(
        label="State whose conduct is in question",
        choices=lambda: [("", "all"), *sorted(cases.state_names().items(), key=lambda c: c[1])],
        required=False,
    )
    on = AnyDateField(label="Can lie in", required=False)


class PositionFilter(forms.Form):
    """Narrow the log of positions."""

    words = forms.CharField(max_length=200, required=False, widget=forms.TextInput(attrs={"type": "search"}))
    by = forms.ChoiceField(
        label="By or to whom", choices=lambda: [("", "all"), *positions.body_choices()], required=False
    )
    kind = forms.ChoiceField(choices=[("", "all"), *((k, k) for k in KINDS)], required=False)
    on = AnyDateField(label="Can lie in", required=False)
